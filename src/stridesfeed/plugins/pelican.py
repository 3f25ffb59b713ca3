"""
The plug-in for Pelican: ``PLUGINS = ["stridesfeed.plugins.pelican"]``.

The settings of Pelican's own feeds stay: each of its files is written by this library instead, at the same place and with the same ids,
together with the formats that Pelican lacks. Needs the extra ``pelican``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import chain
from pathlib import Path
from typing import Any

from stridesfeed.body import html_to_text
from stridesfeed.errors import MissingExtraError
from stridesfeed.model import Person
from stridesfeed.plugins import GeneratedPage, GeneratorSite, Setting, feed_files, publish
from stridesfeed.text import line

try:
    from feedgenerator import get_tag_uri
    from pelican import signals
    from pelican.contents import Article
    from pelican.generators import ArticlesGenerator
except ImportError as error:
    raise MissingExtraError("stridesfeed.plugins.pelican", "pelican") from error

#: Below Pelican's own logger, so that ``pelican --fatal errors`` counts our errors.
_LOG = logging.getLogger("pelican.plugins.stridesfeed")

#: The files next to which the ledger is kept: the first that exists in the folder of the content, or above.
_CONFIGURATIONS = ("pelicanconf.py", "publishconf.py", "stridesfeed.toml")

#: Formats by the end of the names of settings.
_FORMATS = {"ATOM": "atom", "RSS": "rss"}

#: The families of feeds, and the placeholder in their files, by the beginning of the names of settings.
_FAMILIES = {
    "CATEGORY_FEED": ("section", "{slug}"),
    "TAG_FEED": ("tag", "{slug}"),
    "AUTHOR_FEED": ("author", "{slug}"),
    "TRANSLATION_FEED": ("language", "{lang}"),
}

#: Metadata that Pelican uses itself, or that a page gives.
_OWN_METADATA = frozenset({"status", "save_as", "template", "translation", "category", "tags", "author", "authors", "reader"})

#: The generators of articles between two signals, by output folder.
_generators: dict[str, ArticlesGenerator] = {}


def register() -> None:
    """
    Connect the plug-in to Pelican's signals; called by Pelican.
    """
    signals.article_generator_init.connect(_replace_feeds)
    signals.all_generators_finalized.connect(_remember)
    signals.finalized.connect(_publish)


def _replace_feeds(generator: ArticlesGenerator) -> None:
    """
    Keep Pelican from writing feeds. Its settings stay, because themes link to them.
    """
    generator.generate_feeds = lambda _writer: None


def _remember(generators: Iterable[Any]) -> None:
    _generators.update((each.output_path, each) for each in generators if isinstance(each, ArticlesGenerator))


def _publish(pelican: Any) -> None:
    """
    Build the feeds after everything else, when the files that articles refer to are in the output folder.
    """
    generator = _generators.pop(pelican.output_path)
    settings = generator.settings
    configuration = find_configuration(settings)
    if configuration is None:
        _LOG.error("No feeds are written: no pelicanconf.py in %s or above; set STRIDESFEED_CONFIG to your settings file", settings["PATH"])
        return
    for name in sorted(settings):
        if name.endswith(("FEED_ATOM_URL", "FEED_RSS_URL", "ALL_ATOM_URL", "ALL_RSS_URL")):
            _LOG.info("%s: %s is not used: the URL of a feed is that of its file", configuration.name, name)
    site = GeneratorSite(
        configuration=configuration,
        output=Path(pelican.output_path),
        url=settings["SITEURL"] or settings.get("FEED_DOMAIN") or "",
        url_origin=f"{configuration.name}: SITEURL",
        settings=dict(_settings(generator, configuration.name)),
        tables=settings.get("STRIDESFEED", {}),
        tables_origin=f"{configuration.name}: STRIDESFEED",
        folders=tuple(Path(settings["PATH"], folder) for folder in settings["ARTICLE_PATHS"]),
        allow_mass_withdrawal=bool(settings.get("STRIDESFEED_ALLOW_MASS_WITHDRAWAL")),
        withdrawal_setting="pelican -e STRIDESFEED_ALLOW_MASS_WITHDRAWAL=true",
    )
    publish(site, pages(generator), _LOG)


def find_configuration(settings: Mapping[str, Any]) -> Path | None:
    """
    Return the settings file of the site: STRIDESFEED_CONFIG, or the one in the folder of the content or above; ``None`` if there is none.
    """
    content = Path(settings["PATH"]).absolute()
    if own := settings.get("STRIDESFEED_CONFIG"):
        return Path(own).absolute()
    places = (folder / name for folder in (content, *content.parents) for name in _CONFIGURATIONS)
    return next((place for place in places if place.is_file()), None)


def _settings(generator: ArticlesGenerator, file: str) -> Iterator[tuple[tuple[str, str], Setting]]:
    """
    Yield settings of ours, with their origin in Pelican's configuration *file*.
    """
    settings = generator.settings
    values = {
        ("feed", "title"): ("SITENAME", plain(settings["SITENAME"])),
        ("feed", "subtitle"): ("SITESUBTITLE", plain(settings.get("SITESUBTITLE") or "")),
        ("feed", "language"): ("DEFAULT_LANG", _tag(settings["DEFAULT_LANG"])),
        ("feed", "authors"): ("AUTHOR", [settings["AUTHOR"]] if settings.get("AUTHOR") else None),
        ("content", "timezone"): ("TIMEZONE", settings.get("TIMEZONE") or "UTC"),
        ("output", "limit"): ("FEED_MAX_ITEMS", _limit(settings)),
        ("ledger", "file"): ("I18N_SUBSITES", _subsite_ledger(settings)),
        ("output", "url"): ("FEED_DOMAIN", settings.get("FEED_DOMAIN")),
        **{("output", _FORMATS[key]): (name, file_name) for key, (name, file_name) in _main_files(generator).items()},
    }
    yield from ((path, Setting(value, f"{file}: {name}")) for path, (name, value) in values.items() if value not in (None, ""))
    for number, (name, table) in enumerate(_feeds(generator), start=1):
        yield ("feeds", str(number)), Setting({"limit": _limit(settings), **table}, f"{file}: {name}")


def _subsite_ledger(settings: Mapping[str, Any]) -> str | None:
    """
    Return the ledger of a site that the plug-in i18n_subsites builds for one language, which has its own; ``None`` for any other site.
    """
    language = settings["DEFAULT_LANG"]
    return f"stridesfeed.{language}.lock" if language in settings.get("I18N_SUBSITES", {}) else None


def _limit(settings: Mapping[str, Any]) -> int:
    return int(settings.get("FEED_MAX_ITEMS") or 0)


def _file_name(settings: Mapping[str, Any], name: str) -> str:
    return str(settings.get(name) or "").lstrip("/")


def _main_files(generator: ArticlesGenerator) -> dict[str, tuple[str, str]]:
    """
    Return setting and path of the main feed, by format: the feed of all articles, or if all are in one language the one of that language.
    """
    settings, files = generator.settings, dict[str, tuple[str, str]]()
    for key in _FORMATS:
        for name in (f"FEED_ALL_{key}", f"FEED_{key}"):
            is_partial = name == f"FEED_{key}" and generator.translations
            if (file := _file_name(settings, name)) and not is_partial and not _has_summaries(settings, key):
                files.setdefault(key, (name, file))
    return files


def _has_summaries(settings: Mapping[str, Any], key: str) -> bool:
    return key == "RSS" and bool(settings.get("RSS_FEED_SUMMARY_ONLY"))


def _feeds(generator: ArticlesGenerator) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    Yield the other feeds and families as tables of ``[[feeds]]``, each with its setting.
    """
    settings = generator.settings
    main = {name for name, _ in _main_files(generator).values()}
    for key, format_ in _FORMATS.items():
        content = {"content": "summary" if _has_summaries(settings, key) else "full"}
        for name in (f"FEED_ALL_{key}", f"FEED_{key}"):
            if (file := _file_name(settings, name)) and name not in main:
                languages = [] if name.startswith("FEED_ALL") else _languages(generator)
                yield name, {**feed_files({format_: file}), "languages": languages, **content}
    for beginning, (by, placeholder) in _FAMILIES.items():
        files = {key: _file_name(settings, f"{beginning}_{key}").replace(placeholder, "{slug}") for key in _FORMATS}
        shared = {"path": "", "by": by, "slugs": _slugs(generator, by)}
        shared |= {} if by == "language" else {"title": "{title} - {name}", "languages": _languages(generator)}
        for keys in (["ATOM"], ["RSS"]) if _has_summaries(settings, "RSS") else (["ATOM", "RSS"],):
            if own := {_FORMATS[key]: files[key] for key in keys if files[key]}:
                part = "summary" if _has_summaries(settings, keys[0]) else "full"
                name = next(f"{beginning}_{key}" for key in keys if files[key])
                yield name, {**shared, "files": own, "content": part}


def _languages(generator: ArticlesGenerator) -> list[str]:
    """
    Return the languages of articles that are no translations, which are those that most feeds of Pelican have; empty for all.
    """
    return sorted({_tag(article.lang) for article in generator.articles}) if generator.translations else []


def _tag(lang: str) -> str:
    """
    Return the language tag (RFC 5646) for a language of Pelican: ``pt_BR``.
    """
    return lang.replace("_", "-")


def _slugs(generator: ArticlesGenerator, by: str) -> dict[str, str]:
    """
    Return Pelican's slugs of the names of a family.
    """
    if by == "language":
        return {_tag(article.lang): article.lang for article in (*generator.articles, *generator.translations)}
    wrappers = {
        "section": (category for category, _ in generator.categories),
        "tag": generator.tags,
        "author": (author for author, _ in generator.authors),
    }
    return {wrapper.name: wrapper.slug for wrapper in wrappers.get(by, ()) if wrapper.slug}


def pages(generator: ArticlesGenerator) -> Iterator[GeneratedPage]:
    """
    Yield the articles of Pelican, with those that it does not list.
    """
    groups = {
        None: (generator.articles, generator.translations),
        "draft": (generator.drafts, generator.drafts_translations),
        "hidden": (generator.hidden_articles, generator.hidden_translations),
    }
    for skip_reason, articles in groups.items():
        for article in chain.from_iterable(articles):
            yield _page(article, skip_reason, generator.settings)


def _page(article: Article, skip_reason: str | None, settings: Mapping[str, Any]) -> GeneratedPage:
    home = settings["SITEURL"] or settings.get("FEED_DOMAIN") or ""
    link = f"{home}/{article.url.lstrip('/')}"
    metadata = article.metadata
    return GeneratedPage(
        source=Path(article.source_path),
        url=f"{link}?ref=feed" if settings.get("FEED_APPEND_REF") else link,
        html=article.get_content(settings["SITEURL"]),
        first_id=get_tag_uri(link, article.date),
        title=plain(article.title),
        published=article.date,
        updated=getattr(article, "modified", None),
        authors=[Person(author.name, uri=f"{home}/{author.url}" if author.save_as else None) for author in getattr(article, "authors", ())],
        categories=[tag.name for tag in getattr(article, "tags", ())],
        section=article.category.name,
        language=_tag(article.lang),
        summary=plain(metadata["summary"]) if "summary" in metadata else None,
        skip_reason=skip_reason,
        front_matter={key: value for key, value in metadata.items() if key not in _OWN_METADATA},
    )


def plain(html: str) -> str:
    """
    Return *html* as one line of text: titles and the like may have markup.
    """
    return line(html_to_text(html) if "<" in html else unescape(html)).strip()
