"""
A plug-in for MkDocs, with or without the blog of Material for MkDocs: ``plugins: [stridesfeed]`` in ``mkdocs.yml``. Needs the extra ``mkdocs``.
Only this module imports MkDocs.
"""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import quote, urlencode, urljoin

import attrs

from stridesfeed.errors import InvalidFilesError, MissingExtraError
from stridesfeed.plugins import GeneratedPage, GeneratorSite, publish
from stridesfeed.publish.manifest import read_manifest
from stridesfeed.site import head_links
from stridesfeed.site.generators.recognized import RecognizedSite
from stridesfeed.site.keys import SECTIONS

try:
    from mkdocs.config.base import Config
    from mkdocs.config.config_options import Optional, Type
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import PluginError
    from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page
except ImportError as error:
    raise MissingExtraError("stridesfeed.plugins.mkdocs", "mkdocs") from error

try:
    from material.plugins.blog.plugin import BlogPlugin
except ImportError:  # MkDocs without Material
    BlogPlugin = None

__all__ = ["StridesfeedConfig", "StridesfeedPlugin"]

_log = get_plugin_logger("stridesfeed")

#: The name of the plug-in in ``mkdocs.yml``.
_NAME = "stridesfeed"

#: The usual name of the file of authors of Material's blog, which is found anyway.
_AUTHORS = ".authors.yml"

#: The keys of front matter with the lead image.
_IMAGES = ("image", "illustration")


class _Options(Config):  # type: ignore[no-untyped-call]  # MkDocs
    """
    The options of the plug-in that are about MkDocs.
    """

    #: Whether to write feeds.
    enabled = Type(bool, default=True)

    #: Whether more than half of all articles may leave the feeds.
    allow_mass_withdrawal = Type(bool, default=False)

    #: Whether to add links to the feeds to the head of every page, by which readers find them.
    head_links = Type(bool, default=True)

    #: The query of the URLs of articles, by which statistics recognise readers of feeds.
    url_parameters = Type(dict, default={})

    #: The place of the readers' comments of a page, relative to its URL: ``#__comments``.
    comments_path = Optional(Type(str))


#: All options: those above, and the tables of ``stridesfeed.toml``.
StridesfeedConfig = type("StridesfeedConfig", (_Options,), {name: Optional(Type((dict, list))) for name in SECTIONS})


class StridesfeedPlugin(BasePlugin[_Options]):  # type: ignore[no-untyped-call]  # MkDocs
    """
    Writes the feeds of a site when MkDocs has built its pages.

    Articles are the posts of Material's blog; without a blog, or if ``content.include`` selects pages, they are all pages with a date.
    """

    config_class = StridesfeedConfig

    def __init__(self) -> None:
        super().__init__()
        self._is_whole = True
        self._site: GeneratorSite | None = None
        self._manifest = ""
        self._links = ""
        self._builds = 0
        self._files: list[Files] = []
        self._published: TemporaryDirectory[str] | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """
        Remember whether the whole site is built, with its real URL.
        """
        self._is_whole = command != "serve" and not dirty

    @event_priority(-100)
    def on_config(self, config: MkDocsConfig) -> None:
        """
        Read the configuration. An error in it stops the build.

        Plug-ins such as mkdocs-static-i18n build the site once for each language, inside the first build: only that is ours.
        """
        if self._builds:
            return
        self._site = None
        self._files = []
        if not (self.config.enabled and self._is_whole):
            return
        try:
            site = _generator_site(config, self.config)
            read = site.read()
            if not read.content.include and (folders := [*_post_folders(config)]):
                site = attrs.evolve(site, folders=tuple(folders))
                read = site.read()
            self._links = "".join(f"{link}\n" for link in head_links(read)) if self.config.head_links else ""
        except InvalidFilesError as error:
            if not all(map(site.is_without_url, error.faults)):
                raise PluginError(str(error)) from error
            _log.warning("%s", site.url_advice)
            return
        self._site, self._manifest = site, read.output.side_outputs.manifest or ""

    def on_pre_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002  # an event of MkDocs
        """
        Save the documents of the last build: MkDocs is about to empty their folder.
        """
        self._builds += 1
        if self._site is None or not self._manifest or self._builds > 1:
            return
        try:
            manifest = read_manifest(self._site.output / self._manifest)
        except InvalidFilesError as error:
            raise PluginError(str(error)) from error
        if manifest:
            self._published = TemporaryDirectory()
            paths = [self._manifest, *(file.path for file in (*manifest.files, *manifest.stale))]
            _copy_missing(paths, self._site.output, Path(self._published.name))

    def on_env(self, env: object, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002  # an event of MkDocs
        """
        Remember the files, whose pages are rendered now.
        """
        self._files.append(files)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str | None:  # noqa: ARG002  # an event of MkDocs
        """
        Add the links to the feeds to the head of a page.
        """
        before, end, after = output.partition("</head>")
        return f"{before}{self._links}{end}{after}" if self._site and end else None

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002  # an event of MkDocs
        """
        Forget the build.
        """
        self._builds = 0

    # After plug-ins that run last, and build more of the site.
    @event_priority(-200)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """
        Write the feeds.
        """
        self._builds -= 1
        if self._site is None or self._builds:
            return
        if self._published:
            with self._published as folder:
                paths = [path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file()]
                _copy_missing(paths, Path(folder), self._site.output)
            self._published = None
        report = publish(self._site, _generated_pages(config, self.config, self._files, self._site.folders), _log)
        if report is None and not self._site.is_preview:
            raise PluginError("no feeds were written: correct the errors above")


def _generator_site(config: MkDocsConfig, own: _Options) -> GeneratorSite:
    """
    Return the site as ``mkdocs.yml`` describes it.
    """
    path = Path(config.config_file_path or "mkdocs.yml")
    site = RecognizedSite(root=path.parent, generator="MkDocs", evidence=path.name)
    site.set("feed.title", config.site_name, f"{path.name}: site_name")
    site.set("feed.subtitle", config.site_description, f"{path.name}: site_description")
    language = config.theme.get("language") or config.theme.get("locale") or "en"
    site.set("feed.language", str(language).replace("_", "-"), f"{path.name}: theme")
    site.set("feed.authors", [config.site_author], f"{path.name}: site_author")
    site.set("feed.rights", config.copyright, f"{path.name}: copyright")
    site.set("content.generator", "mkdocs", path.name)
    site.set("content.timezone", "UTC", path.name)
    blogs = _blogs(config)
    files = [blog.config.authors_file.format(blog=posixpath.normpath(blog.config.blog_dir)) for blog in blogs]
    if named := [file for file in files if posixpath.basename(file) != _AUTHORS]:
        site.set("content.authors_file", [os.path.relpath(Path(config.docs_dir, file), path.parent) for file in named], path.name)
    if not blogs:
        # Most pages of documentation have no date.
        site.set("content.undated", "skip", path.name)
    for note in site.notes:
        _log.info("%s", note)
    return GeneratorSite(
        configuration=path,
        output=Path(config.site_dir),
        url=config.site_url or "",
        url_origin=f"{path.name}: site_url",
        settings=site.settings,
        tables={name: own[name] for name in SECTIONS if own[name] is not None},
        tables_origin=f"{path.name}: plugins.{_NAME}",
        folders=(Path(config.docs_dir),),
        allow_mass_withdrawal=own.allow_mass_withdrawal,
        withdrawal_setting=f"allow_mass_withdrawal: true below {_NAME} in {path.name}",
    )


def _blogs(config: MkDocsConfig) -> list[Any]:
    """
    Return the blog plug-ins of Material for MkDocs.
    """
    return [plugin for plugin in config.plugins.values() if BlogPlugin and isinstance(plugin, BlogPlugin) and plugin.config.enabled]


def _post_folders(config: MkDocsConfig) -> Iterator[Path]:
    """
    Yield the folders with the posts of blogs.
    """
    for blog in _blogs(config):
        yield Path(config.docs_dir, blog.config.post_dir.format(blog=posixpath.normpath(blog.config.blog_dir)))


def _generated_pages(config: MkDocsConfig, options: _Options, builds: Iterable[Files], folders: Iterable[Path]) -> Iterator[GeneratedPage]:
    """
    Yield the pages in *folders*. A file that stands in for its translations is one page, that of the first of the *builds*.
    """
    marks = [blog.config.post_excerpt_separator for blog in _blogs(config)]
    seen = set[Path]()
    for files, file in ((build, file) for build in builds for file in build.documentation_pages()):
        page, source = file.page, Path(config.docs_dir, file.src_uri)
        if page is None or source in seen or not any(source.is_relative_to(folder) for folder in folders):
            continue
        seen.add(source)
        html = page.content or ""
        for mark in marks:
            html = html.replace(mark, "<!-- more -->")
        url = page.canonical_url or page.url
        comments = {"comments": urljoin(url, options.comments_path)} if options.comments_path else {}
        yield GeneratedPage(
            source=source,
            url=f"{url}?{urlencode(options.url_parameters)}" if options.url_parameters else url,
            # The same with other parameters, and that of mkdocs-rss-plugin.
            first_id=page.canonical_url,
            html=html,
            title=unescape(str(page.title)) if page.title else None,
            image=_image(page, config, files),
            front_matter={**comments, **page.meta},
        )


def _image(page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """
    Return the URL of the lead image of *page*: of the file that front matter names, relative to the page's file or to the folder of all
    files, else of the card that Material's social plug-in made.
    """
    home = config.site_url or ""
    if named := next((page.meta[key] for key in _IMAGES if isinstance(page.meta.get(key), str)), None):
        places = (posixpath.dirname(page.file.src_uri), "")
        found = (files.get_file_from_path(posixpath.normpath(posixpath.join(place, named.lstrip("/")))) for place in places)
        file = next(filter(None, found), None)
        return urljoin(home, file.url) if file else named if "://" in named else None
    social = config.plugins.get("material/social")
    card = posixpath.join(social.config.get("cards_dir", ""), _card_of(page)) if social else ""
    return urljoin(home, quote(card)) if card and Path(config.site_dir, card).is_file() else None


def _card_of(page: Page) -> str:
    """
    Return the path of the card of *page* inside the folder of cards.
    """
    path = page.file.dest_uri
    return f"{path.removesuffix('.html' if page.is_index else '/index.html').removesuffix('.html')}.png"


def _copy_missing(paths: Iterable[str], source: Path, target: Path) -> None:
    """
    Copy the files *paths* of the folder *source* that *target* lacks.
    """
    for path in paths:
        if (source / path).is_file() and not (target / path).exists():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / path, target / path)
