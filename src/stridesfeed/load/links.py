"""
Links between files: paths as authors write them, resolved to URLs as site generators do.

====================================  ============================================================================
``other.md``, ``../a/index.md#part``  the URL of that article (MkDocs, and most others)
``@/news/other.md``                   the same, from the content folder (Zola)
``{filename}other.md``                the same (Pelican); ``{filename}/…`` from the content folder
``{static}/a.png``, ``{attach}a.png`` the URL of the file (Pelican)
``{% post_url 2026-04-30-other %}``   the URL of that article (Jekyll), found by its file's name
``{% link _posts/….md %}``            the same, from the site's folder (Jekyll)
``chart.png``                         in a bundle's folder: below the bundle's URL; elsewhere: its path in the
                                      content folder, as if that were the site's root
====================================  ============================================================================

Paths are tried from the article's folder first, then from the content folder. A path without a file stays as written.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit

import attrs

from stridesfeed import iri
from stridesfeed.load import permalinks
from stridesfeed.load.content import Content

T = TypeVar("T")

_PELICAN_PREFIX = re.compile(r"(?:\{(?:filename|static|attach)\}|\|(?:filename|static|attach)\|)")
_QUERY_OR_FRAGMENT = re.compile(r"[?#]")


@attrs.frozen(kw_only=True)
class LinkTarget:
    """
    An article that others can link to.
    """

    file: Path
    url: str
    id: str
    title: str
    slug: str

    #: Whether the file holds this article alone.
    owns_file: bool

    #: Whether it is a draft or dated in the future.
    is_unpublished: bool


class LinkIndex:
    """
    All articles of a site, by every name that links use.
    """

    def __init__(self, content: Content, targets: Iterable[LinkTarget]) -> None:
        self.site = content.url
        self.variables = content.variables
        self.folders = [os.path.normpath(folder) for folder in content.folders]
        self.statics = [os.path.normpath(folder) for folder in content.statics]
        self.by_file: dict[str, LinkTarget] = {}
        self.by_name: dict[str, LinkTarget] = {}
        self.by_url: dict[str, LinkTarget] = {}
        #: The URLs of bundles, by folder.
        self._bundles: dict[str, str] = {}
        for target in targets:
            url = iri.to_uri(target.url)
            for name in (target.id, url, url.rstrip("/")):
                self.by_url.setdefault(name, target)
            self.by_name.setdefault(target.slug, target)
            if target.owns_file:
                self._add_file(target)

    def _add_file(self, target: LinkTarget) -> None:
        file = os.path.normpath(target.file)
        self.by_file[file] = target
        folder, _, name = file.rpartition(os.sep)
        stem = PurePath(name).stem
        if stem == "index":
            self._bundles[folder] = target.url
        else:
            self.by_name.setdefault(stem, target)
            self.by_name.setdefault(f"{folder.rpartition(os.sep)[2]}/{stem}", target)

    def url_of(self, file: str) -> str | None:
        """
        Return the URL of a file in a content folder, given its normalized path: the article's, or the file's own. ``None`` if it has none.
        """
        if file in self.by_file:
            return self.by_file[file].url
        folder = next((folder for folder in self.folders if file.startswith(folder + os.sep)), None)
        if folder is None or not _is_file(file):
            return None
        bundle = _parent(file)
        while bundle != folder:
            if bundle in self._bundles:
                return urljoin(self._bundles[bundle], _quote(os.path.relpath(file, bundle)))
            bundle = _parent(bundle)
        return permalinks.on_site(self.site, _quote(os.path.relpath(file, folder)))

    def find(self, name: str) -> LinkTarget | None:
        """
        Return the article with this id, URL, path on the site, slug or file name.
        """
        for url in (name, iri.absolute(name, self.site), iri.to_uri(permalinks.on_site(self.site, name))):
            for spelling in (url, url.rstrip("/")):
                if target := self.by_url.get(spelling):
                    return target
        return self.by_name.get(name)


#: A lookup that an article made: the method of :class:`Links`, its argument, and the result as JSON.
Lookup = list[Any]

#: The methods of :class:`Links` whose results are recorded.
_LOOKUPS = frozenset({"find", "length", "linked", "on_site", "post", "site_value", "target", "url_of"})


@attrs.frozen
class Links:
    """
    Resolves the links of one article. An article learns about other files only from here.
    """

    index: LinkIndex
    file: Path
    url: str

    def lookup(self, method: str, name: str) -> Any:
        """
        Return the result of a recorded lookup as JSON; ``Ellipsis`` if there is no such lookup.
        """
        if method not in _LOOKUPS:
            return Ellipsis
        return _as_json(getattr(self, method)(name))

    @property
    def site_url(self) -> str:
        """
        Jekyll's ``site.url``: scheme and host, without a slash at the end.
        """
        parts = urlsplit(self.index.site)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def site_path(self) -> str:
        """
        Jekyll's ``site.baseurl``: the path of the site, without a slash at the end.
        """
        return urlsplit(self.index.site).path.rstrip("/")

    def site_value(self, name: str) -> str | None:
        """
        Return Jekyll's ``site.NAME``.
        """
        if name == "url":
            return self.site_url
        return self.site_path if name == "baseurl" else self.index.variables.get(name)

    def on_site(self, path: str) -> str:
        """
        Return the URL of *path* on the site.
        """
        return permalinks.on_site(self.index.site, path)

    def post(self, name: str) -> str | None:
        """
        Return the URL of the article whose file has *name*, without suffix, with or without folders.
        """
        by_name = self.index.by_name
        target = by_name.get(name) or by_name.get("/".join(name.strip("/").split("/")[-2:])) or by_name.get(name.rpartition("/")[2])
        return target.url if target else None

    def linked(self, path: str) -> str | None:
        """
        Return the URL of the file at *path*, relative to the site's folder or a content folder.
        """
        relative = path.lstrip("/")
        for folder in self.index.folders:
            for start in (folder, _parent(folder)):
                if url := self.index.url_of(_join(start, relative)):
                    return url
        head, _, name = relative.rpartition("/")
        return self.post(name.rpartition(".")[0]) if head.endswith(permalinks.POSTS) else None

    def target(self, href: str) -> str | None:
        """
        Return the URL for a link to a file; ``None`` if *href* is a URL already, or the file does not exist.
        """
        end = _QUERY_OR_FRAGMENT.search(href)
        path, tail = (href[: end.start()], href[end.start() :]) if end else (href, "")
        for file in self._candidates(path):
            if url := self.index.url_of(file):
                return url + tail
        return None

    def find(self, name: str) -> LinkTarget | None:
        """
        Return the article with this file, id, URL, path on the site or slug.
        """
        return self.index.find(self.target(name) or name)

    def length(self, path: str) -> int | None:
        """
        Return the length in bytes of the local file for *path*.
        """
        file = self.local_file(path)
        try:
            return Path(file).stat().st_size if file else None
        except OSError:
            return None

    def url_of(self, path: str) -> str:
        """
        Return the URL of a file that front matter names: resolved like a link, else in a static folder, else relative to the page.
        """
        url = self.target(path)
        if url is None and iri.scheme(path) is None and not path.startswith("//") and self._static_file(path):
            url = permalinks.on_site(self.index.site, _quote(_from_root(path)))
        return url or iri.absolute(path, self.url) or path

    def local_file(self, path: str) -> str | None:
        """
        Return the local file for *path*, or for a URL of the site.
        """
        inside = path.removeprefix(self.on_site("")) if path.startswith(self.on_site("")) else path
        if iri.scheme(inside) in iri.WEB:
            return None
        for file in (*self._candidates(inside), *self._candidates("/" + _from_root(inside))):
            if any(file.startswith(folder + os.sep) for folder in self.index.folders) and _is_file(file):
                return file
        return self._static_file(inside)

    def _static_file(self, path: str) -> str | None:
        relative = unquote(_from_root(path))
        for folder in self.index.statics:
            file = _join(folder, relative)
            if file.startswith(folder + os.sep) and _is_file(file):
                return file
        return None

    def _candidates(self, path: str) -> Iterator[str]:
        """
        Yield the files that *path* may mean, most likely first.
        """
        prefix = _PELICAN_PREFIX.match(path)
        plain = unquote(path[prefix.end() :] if prefix else path)
        if prefix is None and (not path or iri.scheme(path) or path.startswith("//")):
            return
        # The article's own content folder comes first.
        folders = sorted(self.index.folders, key=lambda folder: not os.path.normpath(self.file).startswith(folder + os.sep))
        if plain.startswith(("/", "@/")):
            for folder in folders:
                yield _join(folder, plain.removeprefix("@").lstrip("/"))
        else:
            for folder in (_parent(self.file), *folders):
                yield _join(folder, plain)


@attrs.frozen
class RecordingLinks(Links):
    """
    Links that record all lookups.
    """

    lookups: list[Lookup] = attrs.field(factory=list, init=False)

    def _record(self, method: str, name: str, result: T) -> T:
        self.lookups.append([method, name, _as_json(result)])
        return result

    def find(self, name: str) -> LinkTarget | None:  # noqa: D102  # as in Links; so are those below
        return self._record("find", name, super().find(name))

    def length(self, path: str) -> int | None:  # noqa: D102
        return self._record("length", path, super().length(path))

    def linked(self, path: str) -> str | None:  # noqa: D102
        return self._record("linked", path, super().linked(path))

    def on_site(self, path: str) -> str:  # noqa: D102
        return self._record("on_site", path, super().on_site(path))

    def post(self, name: str) -> str | None:  # noqa: D102
        return self._record("post", name, super().post(name))

    def site_value(self, name: str) -> str | None:  # noqa: D102
        return self._record("site_value", name, super().site_value(name))

    def target(self, href: str) -> str | None:  # noqa: D102
        return self._record("target", href, super().target(href))

    def url_of(self, path: str) -> str:  # noqa: D102
        return self._record("url_of", path, super().url_of(path))


def _as_json(result: object) -> object:
    """
    Return the parts of a result that an article can depend on.
    """
    return [result.url, result.title, result.is_unpublished] if isinstance(result, LinkTarget) else result


def _join(folder: str, path: str) -> str:
    return os.path.normpath(Path(folder, path)) if "\0" not in path else ""


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except OSError:  # not a valid path on this file system
        return False


def _parent(file: str | Path) -> str:
    return str(Path(file).parent)


def _from_root(path: str) -> str:
    """
    Return *path* without its prefix and leading slashes.
    """
    return _PELICAN_PREFIX.sub("", path.removeprefix("@")).lstrip("/")


def _quote(path: str) -> str:
    return quote(unquote(path.replace(os.sep, "/")), errors="replace")
