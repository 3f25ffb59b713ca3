"""
The plug-in for Nikola: ``EXTRA_PLUGINS_DIRS = [stridesfeed.plugins.nikola.FOLDER]`` in ``conf.py``.

The settings of Nikola's own feeds stay: each of its RSS and Atom files of the blog, tags, categories and authors is written by this library
instead, at the same place and with the same ids, together with the formats that Nikola lacks. Needs the extra ``nikola``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stridesfeed.body.plain import text_to_html
from stridesfeed.errors import MissingExtraError
from stridesfeed.load.markup.html_pages import rewrite_targets
from stridesfeed.plugins import GeneratedPage, GeneratorSite, Setting, feed_files, publish

try:
    from nikola.utils import get_logger
except ImportError as error:
    raise MissingExtraError("stridesfeed.plugins.nikola", "nikola") from error

#: The folder with the plug-in, for ``EXTRA_PLUGINS_DIRS``.
FOLDER = str(Path(__file__).parent)

#: The key of ``[[feeds]]`` that selects the articles of a feed, by Nikola's name for the kind of its feeds.
_KINDS = {"index": None, "tag": "categories", "category": "sections", "author": "authors"}

#: Metadata that Nikola uses itself, or that a page gives.
_OWN_METADATA = frozenset({"title", "slug", "date", "updated", "tags", "category", "author", "status", "type", "description", "previewimage"})

_LOG = get_logger("stridesfeed")


class Feeds:
    """
    The feeds of a *site* of Nikola.
    """

    def __init__(self, site: Any) -> None:
        self._site = site
        #: Whether Nikola would write feeds of a kind, by kind and format. It must not: they are written here.
        self._wanted: dict[tuple[str, str], bool] = {}
        for kind in _KINDS.keys() & site.taxonomy_plugins.keys():
            taxonomy = site.taxonomy_plugins[kind]
            self._wanted[kind, "rss"] = site.config["GENERATE_RSS"] and not taxonomy.always_disable_rss
            self._wanted[kind, "atom"] = site.config["GENERATE_ATOM"] and not taxonomy.always_disable_atom
            # The settings stay, because themes link to the feeds.
            taxonomy.always_disable_rss = taxonomy.always_disable_atom = True

    def publish(self) -> bool:
        """
        Build the feeds; return whether there are no errors.
        """
        config = self._site.config
        configuration = Path(self._site.configuration_filename or "conf.py").absolute()
        if config["FEED_LINKS_APPEND_QUERY"]:
            _LOG.info("%s: FEED_LINKS_APPEND_QUERY is not used: links are the same in all formats", configuration.name)
        site = GeneratorSite(
            configuration=configuration,
            output=Path(config["OUTPUT_FOLDER"]).absolute(),
            url=config["SITE_URL"],
            url_origin=f"{configuration.name}: SITE_URL",
            settings=dict(self._settings(configuration.name)),
            tables=config.get("STRIDESFEED", {}),
            tables_origin=f"{configuration.name}: STRIDESFEED",
            folders=tuple(dict.fromkeys(Path(post[0]).parent.absolute() for post in config["POSTS"] if Path(post[0]).parent.is_dir())),
            allow_mass_withdrawal=bool(config.get("STRIDESFEED_ALLOW_MASS_WITHDRAWAL")),
            withdrawal_setting=f"STRIDESFEED_ALLOW_MASS_WITHDRAWAL = True in {configuration.name}",
        )
        report = publish(site, self._pages(), _LOG)
        return site.is_preview if report is None else not report.faults

    @property
    def _languages(self) -> list[str]:
        return [*self._site.config["TRANSLATIONS"]]

    def _settings(self, file: str) -> Iterator[tuple[tuple[str, str], Setting]]:
        """
        Yield settings of ours, with their origin in Nikola's configuration *file*.
        """
        config, language = self._site.config, self._site.config["DEFAULT_LANG"]
        tables = dict(self._feeds())
        main = tables.pop(("index", "", language), {}).get("own", {}) if len(self._languages) == 1 else {}
        values = {
            ("feed", "title"): ("BLOG_TITLE", config["BLOG_TITLE"](language)),
            ("feed", "subtitle"): ("BLOG_DESCRIPTION", config["BLOG_DESCRIPTION"](language)),
            ("feed", "language"): ("DEFAULT_LANG", _tag(language)),
            ("feed", "authors"): ("BLOG_AUTHOR", [config["BLOG_AUTHOR"](language)] if config["BLOG_AUTHOR"](language) else None),
            ("feed", "logo"): ("LOGO_URL", self._site.abs_link(config["LOGO_URL"]) if config.get("LOGO_URL") else None),
            ("feed", "rights"): ("RSS_COPYRIGHT_PLAIN", config["RSS_COPYRIGHT_PLAIN"](language)),
            ("content", "timezone"): ("TIMEZONE", config["TIMEZONE"]),
            ("output", "limit"): ("FEED_LENGTH", config["FEED_LENGTH"]),
            **{("output", format_): ("POSTS", path) for format_, path in main.items()},
        }
        yield from ((path, Setting(value, f"{file}: {name}")) for path, (name, value) in values.items() if value not in (None, ""))
        for number, ((kind, name, _), table) in enumerate(tables.items(), start=1):
            own = table.pop("own")
            yield ("feeds", str(number)), Setting({**table, **feed_files(own)}, f"{file}: {kind} {name}".rstrip())

    def _feeds(self) -> Iterator[tuple[tuple[str, str, str], dict[str, Any]]]:
        """
        Yield each feed that Nikola would write, by its kind, name and language, as a table of ``[[feeds]]``; "own" has its files by format.
        """
        site = self._site
        for (kind, key), lang in ((item, lang) for item in _KINDS.items() for lang in self._languages):
            taxonomy = site.taxonomy_plugins.get(kind)
            if taxonomy is None or not taxonomy.is_enabled(lang):
                continue
            for name, posts in sorted(site.posts_per_classification[kind][lang].items()):
                should = {
                    "rss": taxonomy.should_generate_rss_for_classification_page(name, posts, lang),
                    "atom": taxonomy.should_generate_atom_for_classification_page(name, posts, lang),
                }
                formats = [format_ for format_ in should if should[format_] and self._wanted[kind, format_]]
                if own := {format_: site.path(f"{kind}_{format_}", name, lang) for format_ in formats}:
                    title = {"title": f"{{title}} ({taxonomy.get_classification_friendly_name(name, lang)})"} if key else {}
                    yield (
                        (kind, name, lang),
                        {
                            "own": own,
                            "limit": site.config["FEED_LENGTH"],
                            "url": site.link(kind, name, lang),
                            "languages": [_tag(lang)] if len(self._languages) > 1 else [],
                            **title,
                            **({key: [name]} if key else {}),
                        },
                    )

    def _pages(self) -> Iterator[GeneratedPage]:
        """
        Yield the posts in each language that they are written in.
        """
        for post in self._site.timeline:
            if post.is_post:
                yield from (self._page(post, lang) for lang in self._languages if post.is_translation_available(lang))

    def _page(self, post: Any, lang: str) -> GeneratedPage:
        metadata: Mapping[str, Any] = post.meta[lang]
        url = post.permalink(lang, absolute=True)
        image = metadata.get("previewimage")
        return GeneratedPage(
            source=Path(post.translated_source_path(lang)).absolute(),
            url=url,
            html=self._html(post, lang),
            first_id=url,
            title=post.title(lang),
            published=post.date,
            updated=post.updated if post.updated != post.date else None,
            authors=[name for name in post.authors(lang) if name],
            categories=post.tags_for_language(lang),
            section=metadata.get("category"),
            language=_tag(lang),
            summary=post.description(lang),
            image=self._site.url_replacer(post.permalink(lang), image, lang, "absolute") if image else None,
            skip_reason="draft" if post.is_draft else "private" if post.is_private else None,
            front_matter={key: value for key, value in metadata.items() if key not in _OWN_METADATA and value not in ("", None)},
        )

    def _html(self, post: Any, lang: str) -> str:
        """
        Return the part of a post that Nikola's feeds have, with absolute links.
        """
        config = self._site.config
        text = post.text(lang, teaser_only=config["FEED_TEASERS"], strip_html=config["FEED_PLAIN"], feed_read_more_link=True)
        if config["FEED_PLAIN"]:
            return text_to_html(text)
        return rewrite_targets(text, lambda target: str(self._site.url_replacer(post.permalink(lang), target, lang, "absolute")))


def _tag(lang: str) -> str:
    """
    Return the language tag (RFC 5646) for a language of Nikola: ``pt_br``.
    """
    return lang.replace("_", "-")
