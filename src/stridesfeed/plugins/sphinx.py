"""
An extension for Sphinx, with or without ABlog: ``extensions = ["stridesfeed.plugins.sphinx"]`` in ``conf.py``. Needs the extra ``sphinx``.
Only this module imports Sphinx.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import attrs

from stridesfeed import __version__, rules
from stridesfeed.body import excerpt
from stridesfeed.errors import InvalidFilesError, MissingExtraError
from stridesfeed.load.content import Content
from stridesfeed.load.front_matter import names
from stridesfeed.load.front_matter.nodes import normalize_key
from stridesfeed.plugins import GeneratedPage, GeneratorSite, publish
from stridesfeed.site import head_links
from stridesfeed.site.generators.recognized import RecognizedSite
from stridesfeed.text import name_set

try:
    from docutils import nodes
    from docutils.frontend import get_default_settings
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.errors import ExtensionError
    from sphinx.util import logging
    from sphinx.util.osutil import relative_uri
    from sphinx.writers.html import HTMLWriter
except ImportError as error:
    raise MissingExtraError("stridesfeed.plugins.sphinx", "sphinx") from error

__all__ = ["setup"]

_log = logging.getLogger(__name__)

#: The builders whose pages are those of a site: one document, one page. Hosts derive theirs from these.
_NO_SITES = frozenset({"singlehtml", "json", "pickle"})

#: The values of Sphinx and ABlog for what ``conf.py`` does not set.
_UNSET = frozenset({"Author name not set", "unknown", "Blog", ""})

#: Metadata of documents that is about their pages.
_OF_PAGES = name_set("tocdepth orphan nocomments nosearch no-search blogpost wordcount html_theme.sidebar_secondary.remove")

#: Metadata that ABlog reads.
_OF_POSTS = name_set("date author tags category location language redirect title image excerpt exclude nocomments canonical_link external_link")

#: Brackets, and quotation marks in all languages that docutils knows.
_JSON_MARKS = "[]\"'“”„‟‘’‚‛«»‹› "

#: The keys of a date, normalized.
_DATES = frozenset(map(normalize_key, names.PUBLISHED))

_YEAR = re.compile(r"\d{4}")


def setup(app: Sphinx) -> dict[str, Any]:
    """
    Connect the extension to Sphinx; called by Sphinx.
    """
    app.add_config_value("stridesfeed", {}, "html", types=[dict])
    app.add_config_value("stridesfeed_enabled", default=True, rebuild="html", types=[bool])
    app.add_config_value("stridesfeed_head_links", default=True, rebuild="html", types=[bool])
    app.add_config_value("stridesfeed_allow_mass_withdrawal", default=False, rebuild="", types=[bool])
    feeds = _Feeds()
    app.connect("config-inited", _replace_feed)
    app.connect("builder-inited", feeds.read_configuration)
    app.connect("html-page-context", feeds.add_links)
    app.connect("build-finished", feeds.publish)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _replace_feed(app: Sphinx, config: Config) -> None:
    """
    Keep ABlog from writing its feed, because ours has its place. Its feeds of tags, authors and so on stay, if there are any.
    """
    if config.stridesfeed_enabled and "ablog" in app.extensions and not config.blog_feed_archives:
        config.blog_feed_templates = {}


class _Feeds:
    """
    The feeds of one build.
    """

    def __init__(self) -> None:
        self._site: GeneratorSite | None = None
        self._links = ""

    def read_configuration(self, app: Sphinx) -> None:
        """
        Read the configuration. An error in it stops the build.
        """
        if not app.config.stridesfeed_enabled or _builder(app) is None:
            return
        site = _generator_site(app)
        try:
            links = head_links(site.read())
            self._links = "\n".join(links) if app.config.stridesfeed_head_links else ""
        except InvalidFilesError as error:
            if not all(map(site.is_without_url, error.faults)):
                raise ExtensionError(str(error)) from error
            _log.warning("%s", site.url_advice)
        else:
            self._site = site

    def add_links(self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:  # noqa: ARG002
        """
        Add the links to the feeds to the head of a page.
        """
        if self._site and self._links:
            context["metatags"] = f"{context.get('metatags') or ''}\n{self._links}"

    def publish(self, app: Sphinx, exception: Exception | None) -> None:
        """
        Write the feeds.
        """
        builder = _builder(app)
        if self._site is None or builder is None or exception:
            return
        site, content = self._site, self._site.read().content
        docnames: Collection[str] = app.env.found_docs
        if "ablog" in app.extensions and not content.include:
            docnames = _posts(app.env)
            site = attrs.evolve(site, folders=(_folder(app, docnames),))
        report = publish(site, _generated_pages(builder, sorted(docnames), content), _log)
        if report is None and not site.is_preview:
            raise ExtensionError("no feeds were written: correct the errors above")


def _builder(app: Sphinx) -> StandaloneHTMLBuilder | None:
    """
    Return the builder of *app* if it builds a site.
    """
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.embedded or builder.name in _NO_SITES:
        return None
    return builder


def _generator_site(app: Sphinx) -> GeneratorSite:
    """
    Return the site as ``conf.py`` describes it.
    """
    config = app.config
    path = Path(app.confdir or app.srcdir, "conf.py")
    site = RecognizedSite(root=path.parent, generator="Sphinx", evidence=path.name)

    def take(key: str, *settings: str) -> None:
        for setting in settings:
            value = getattr(config, setting, None)
            if isinstance(value, str) and value not in _UNSET and site.set(key, value, f"{path.name}: {setting}"):
                return

    take("feed.title", "blog_title", "project")
    take("feed.subtitle", "blog_feed_subtitle")
    site.set("feed.language", (config.language or "en").replace("_", "-"), f"{path.name}: language")
    take("feed.authors", "author")
    take("feed.rights", "copyright")
    if "ablog" in app.extensions:
        site.set("output.atom", f"{config.blog_path}/atom.xml", f"{path.name}: blog_path")
        site.set("output.limit", config.blog_feed_length, f"{path.name}: blog_feed_length")
    site.set("content.timezone", "UTC", path.name)
    site.set("content.undated", "skip", path.name)
    for note in site.notes:
        _log.info("%s", note)
    addresses = ("blog_baseurl", "html_baseurl") if "ablog" in app.extensions else ("html_baseurl",)
    setting = next((name for name in addresses if getattr(config, name, None)), addresses[0])
    return GeneratorSite(
        configuration=path,
        output=Path(app.outdir),
        url=getattr(config, setting, None) or "",
        url_origin=f"{path.name}: {setting}",
        settings=site.settings,
        tables=config.stridesfeed,
        tables_origin=f"{path.name}: stridesfeed",
        folders=(Path(app.srcdir),),
        allow_mass_withdrawal=config.stridesfeed_allow_mass_withdrawal,
        withdrawal_setting="sphinx-build -D stridesfeed_allow_mass_withdrawal=1",
    )


def _posts(env: BuildEnvironment) -> Mapping[str, list[dict[str, Any]]]:
    """
    Return the posts of ABlog by their document; none without ABlog.
    """
    return getattr(env, "ablog_posts", {})


def _folder(app: Sphinx, docnames: Iterable[str]) -> Path:
    """
    Return the folder of all posts, so that its name is not a section: that of all sources, or one in it.
    """
    tops = {docname.partition("/")[0] if "/" in docname else "" for docname in docnames}
    return Path(app.srcdir, *tops) if len(tops) == 1 else Path(app.srcdir)


def _generated_pages(builder: StandaloneHTMLBuilder, docnames: Iterable[str], content: Content) -> Iterator[GeneratedPage]:
    """
    Yield the posts in documents, and the other documents that may have a date.
    """
    posts = _posts(builder.env)
    for docname in docnames:
        metadata = {key: _value(value) for key, value in builder.env.metadata[docname].items() if key not in _OF_PAGES}
        if docname in posts:
            document = _Document(builder, docname)
            yield from (_post(document, info, metadata, content) for info in posts[docname])
        elif content.date or _YEAR.search(docname) or not _DATES.isdisjoint(map(normalize_key, metadata)):
            document = _Document(builder, docname)
            yield document.page(image=document.image_file(metadata.get("image")), front_matter=metadata)


def _value(value: Any) -> Any:
    """
    Return a value of metadata. MyST writes lists and tables as JSON, which docutils then takes apart and typesets if it is about authors.
    """
    if isinstance(value, list) and "".join(map(str, value)).startswith("["):
        return [str(name).strip(_JSON_MARKS) for name in value]
    if isinstance(value, str) and value.startswith(("[", "{")):
        with suppress(ValueError):
            return json.loads(value)
    return value


class _Document:
    """
    A document of Sphinx as its page shows it, read from the doctree that Sphinx keeps: also of a page that this build need not write.
    """

    def __init__(self, builder: StandaloneHTMLBuilder, docname: str) -> None:
        self.builder, self._docname = builder, docname
        self._url = builder.get_target_uri(docname)
        self._images = relative_uri(self._url, builder.imagedir)
        self.doctree = builder.env.get_doctree(docname)
        # Sphinx has reported what is wrong when it wrote the page.
        with logging.suppress_logging():
            builder.env.apply_post_transforms(self.doctree, docname)
            builder.post_process_images(self.doctree)

    def page(self, *, section: str = "", **fields: Any) -> GeneratedPage:
        """
        Return the document, or the section with an id, as an article with these *fields*.
        """
        env = self.builder.env
        title = env.longtitles.get(self._docname)
        found = next((node for node in self.doctree.findall(nodes.section) if section in node["ids"]), None)
        defaults = {
            "source": Path(env.doc2path(self._docname)),
            "url": f"{self._url}#{section}" if section else self._url,
            "title": title.astext() if title else None,
            "html": self._html([found] if found else [*self.doctree.children]),
        }
        return GeneratedPage(**{**defaults, **fields})

    def _html(self, elements: list[nodes.Node]) -> str:
        builder, env = self.builder, self.builder.env
        builder.current_docname = self._docname
        builder.secnumbers = env.toc_secnumbers.get(self._docname, {})
        builder.fignumbers = env.toc_fignumbers.get(self._docname, {})
        builder.imgpath, builder.dlpath = self._images, relative_uri(self._url, "_downloads")
        # A build that writes no page has no settings of the writer.
        settings = get_default_settings(HTMLWriter)
        vars(settings).update(env.settings, compact_lists=bool(builder.config.html_compact_lists))
        self.doctree.settings = settings
        translator = builder.create_translator(self.doctree, builder)
        with logging.suppress_logging():
            for element in elements:
                element.walkabout(translator)
        return "".join(translator.body)  # type: ignore[attr-defined]  # a translator to HTML

    def image(self, number: int) -> str | None:
        """
        Return the URL of the image *number* of the document, from 1, relative to the page.
        """
        images = [*self.doctree.findall(nodes.image)]
        return self._image_url(images[number - 1]["uri"]) if 0 < number <= len(images) else None

    def image_file(self, value: object) -> str | None:
        """
        Return the URL of an image that the document shows, by the *value* of front matter, if that is the path of its file.
        """
        found = self.builder.env.relfn2path(value, self._docname)[0] if isinstance(value, str) and "://" not in value else ""
        return self._image_url(found) if found in self.builder.images else None

    def _image_url(self, uri: str) -> str:
        name = self.builder.images.get(uri)
        return f"{self._images}/{quote(name)}" if name else uri


def _post(document: _Document, info: Mapping[str, Any], metadata: Mapping[str, Any], content: Content) -> GeneratedPage:
    """
    Return a post of ABlog: a document, or a section of it.
    """
    config = document.builder.config
    image = info["image"] or config.post_auto_image
    languages = _keys(info["language"] or config.blog_default_language)
    language = next((key for key in languages if rules.language(key) is None), None)
    summary = " ".join("".join(node.findall(nodes.Text)) for node in info["excerpt"])
    locations = (config.blog_locations.get(key, (key,))[0] for key in _keys(info["location"] or config.blog_default_location))
    authors = [config.blog_authors.get(key, (key, None)) for key in _keys(info["author"] or config.blog_default_author)]
    own = {
        "authors": [{"name": name, "url": urljoin(content.url, link)} if link else name for name, link in authors],
        "external_url": info["external_link"] or None,
        "aliases": _keys(info["redirect"]),
    }
    return document.page(
        section=info["section"],
        title=info["title"],
        published=info["date"],
        updated=info["update"] if info["update"] != info["date"] else None,
        categories=[*_keys(info["category"]), *_keys(info["tags"]), *locations],
        language=language,
        summary=excerpt(escape(summary), content.summary_length, language=language or content.language),
        image=document.image(int(image)) if image else None,
        skip_reason=None if info["date"] else "draft",
        front_matter={**{key: value for key, value in metadata.items() if key not in _OF_POSTS}, **own},
    )


def _keys(value: str | list[str] | set[str] | None) -> list[str]:
    """
    Return keys as a list. Older versions of ABlog have them in sets, whose order is random.
    """
    return [key for key in ([value] if isinstance(value, str) else sorted(value) if isinstance(value, set) else value or []) if key]
