"""
Where the links of an article lead: files as authors name them, turned into addresses as their generators do.

====================================  ============================================================================
``other.md``, ``../a/index.md#part``  the address of that article (MkDocs, and most others)
``@/news/other.md``                   the same, from the content folder (Zola)
``{filename}other.md``                the same (Pelican); ``{filename}/…`` from the content folder
``{static}/a.png``, ``{attach}a.png`` the file's address (Pelican)
``{% post_url 2026-04-30-other %}``   the address of that article (Jekyll), found by its file's name
``{% link _posts/….md %}``            the same, from the site's folder (Jekyll)
``chart.png``                         in a bundle's folder: below the bundle's address; elsewhere: where the file lies
                                      below the content folder, as if that were the site's root
====================================  ============================================================================

A path that leads to no file from where the article lies is looked for from the content folder. What leads to no file stays as it is written.
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

_PELICAN = re.compile(r"(?:\{(?:filename|static|attach)\}|\|(?:filename|static|attach)\|)")
_TAIL = re.compile(r"[?#]")


@attrs.frozen(kw_only=True)
class Known:
    """
    An article that others can link to.
    """

    file: Path
    url: str
    id: str
    title: str
    slug: str

    #: Whether the file is this article and no other.
    owns_file: bool

    #: Whether it stays out: a draft, or of the future.
    is_out: bool


class Directory:
    """
    All articles of a site, by every name that links use.
    """

    def __init__(self, content: Content, articles: Iterable[Known]) -> None:
        self.site = content.url
        self.variables = content.variables
        self.folders = [os.path.normpath(folder) for folder in content.folders]
        self.statics = [os.path.normpath(folder) for folder in content.statics]
        self.by_file: dict[str, Known] = {}
        self.by_name: dict[str, Known] = {}
        self.by_address: dict[str, Known] = {}
        self._bundles: dict[str, str] = {}
        for known in articles:
            self._add(known)

    def _add(self, known: Known) -> None:
        url = iri.to_uri(known.url)
        for address in (known.id, url, url.rstrip("/")):
            self.by_address.setdefault(address, known)
        self.by_name.setdefault(known.slug, known)
        if not known.owns_file:
            return
        file = os.path.normpath(known.file)
        self.by_file[file] = known
        folder, _, name = file.rpartition(os.sep)
        stem = PurePath(name).stem
        if stem == "index":
            self._bundles[folder] = known.url
        else:
            self.by_name.setdefault(stem, known)
            self.by_name.setdefault(f"{folder.rpartition(os.sep)[2]}/{stem}", known)

    def address_of(self, file: str) -> str | None:
        """
        The address of a file in a content folder, by its normal path: an article's own, else where it lies; ``None`` where there is none.
        """
        if file in self.by_file:
            return self.by_file[file].url
        folder = next((folder for folder in self.folders if file.startswith(folder + os.sep)), None)
        if folder is None or not _is_file(file):
            return None
        inside = os.path.relpath(file, folder)
        bundle = _folder(file)
        while bundle != folder:
            if bundle in self._bundles:
                return urljoin(self._bundles[bundle], _quoted(os.path.relpath(file, bundle)))
            bundle = _folder(bundle)
        return permalinks.under(self.site, _quoted(inside))

    def find(self, name: str) -> Known | None:
        """
        The article with this id, address, path on the site, slug or file name.
        """
        for address in (name, iri.absolute(name, self.site), iri.to_uri(permalinks.under(self.site, name))):
            for spelled in (address, address.rstrip("/")):
                if known := self.by_address.get(spelled):
                    return known
        return self.by_name.get(name)


#: A question of an article about others and about files, what it was asked for, and the answer as JSON has it.
Answer = list[Any]

#: The questions, by their names in :class:`Links`.
_QUESTIONS = frozenset({"find", "length", "linked", "on_site", "post", "site_value", "target", "url_of"})


@attrs.frozen
class Links:
    """
    The links of one article: all that it is told about other files.
    """

    directory: Directory
    file: Path
    url: str

    def answer(self, question: str, name: str) -> Any:
        """
        The answer to a *question* that somebody remembers, as JSON has it.
        """
        if question not in _QUESTIONS:
            return Ellipsis
        return _as_json(getattr(self, question)(name))

    @property
    def site_url(self) -> str:
        """
        What Jekyll calls ``site.url``: scheme and host, no slash at the end.
        """
        parts = urlsplit(self.directory.site)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def site_path(self) -> str:
        """
        What Jekyll calls ``site.baseurl``: the path of the site, no slash at the end.
        """
        return urlsplit(self.directory.site).path.rstrip("/")

    def site_value(self, name: str) -> str | None:
        """
        What Jekyll calls ``site.NAME``.
        """
        if name == "url":
            return self.site_url
        return self.site_path if name == "baseurl" else self.directory.variables.get(name)

    def on_site(self, path: str) -> str:
        """
        The address of *path* on the site.
        """
        return permalinks.under(self.directory.site, path)

    def post(self, name: str) -> str | None:
        """
        The address of the article whose file has *name*, without its suffix; folders may stand before it.
        """
        by_name = self.directory.by_name
        known = by_name.get(name) or by_name.get("/".join(name.strip("/").split("/")[-2:])) or by_name.get(name.rpartition("/")[2])
        return known.url if known else None

    def linked(self, path: str) -> str | None:
        """
        The address of the file at *path* from the site's folder, or from a content folder.
        """
        relative = path.lstrip("/")
        for folder in self.directory.folders:
            for start in (folder, _folder(folder)):
                if address := self.directory.address_of(_join(start, relative)):
                    return address
        head, _, name = relative.rpartition("/")
        return self.post(name.rpartition(".")[0]) if head.endswith(permalinks.POSTS) else None

    def target(self, href: str) -> str | None:
        """
        The address that *href* means, if it names a file; ``None`` where it is an address, or the file does not exist.
        """
        end = _TAIL.search(href)
        path, tail = (href[: end.start()], href[end.start() :]) if end else (href, "")
        for file in self._files(path):
            if address := self.directory.address_of(file):
                return address + tail
        return None

    def find(self, name: str) -> Known | None:
        """
        The article that *name* means: its file, id, address, path on the site or slug.
        """
        return self.directory.find(self.target(name) or name)

    def length(self, path: str) -> int | None:
        """
        The length in bytes of the file on this machine that *path* means.
        """
        file = self.local_file(path)
        try:
            return Path(file).stat().st_size if file else None
        except OSError:
            return None

    def url_of(self, path: str) -> str:
        """
        The address of a file that front matter names: as in the text, else in a folder of static files, else as if written in the page.
        """
        address = self.target(path)
        if address is None and iri.scheme(path) is None and not path.startswith("//") and self._static(path):
            address = permalinks.under(self.directory.site, _quoted(_plain(path)))
        return address or iri.absolute(path, self.url) or path

    def local_file(self, path: str) -> str | None:
        """
        The file on this machine that *path* or an address of the site leads to.
        """
        inside = path.removeprefix(self.on_site("")) if path.startswith(self.on_site("")) else path
        if iri.scheme(inside) in iri.WEB:
            return None
        candidates = [*self._files(inside), *self._files("/" + _plain(inside))]
        return next((file for file in candidates if self._is_ours(file) and _is_file(file)), None) or self._static(inside)

    def _is_ours(self, file: str) -> bool:
        return any(file.startswith(folder + os.sep) for folder in self.directory.folders)

    def _static(self, path: str) -> str | None:
        plain = unquote(_plain(path))
        for folder in self.directory.statics:
            file = _join(folder, plain)
            if file.startswith(folder + os.sep) and _is_file(file):
                return file
        return None

    def _files(self, path: str) -> Iterator[str]:
        """
        The files that *path* may mean, likeliest first.
        """
        named = _PELICAN.match(path)
        plain = unquote(path[named.end() :] if named else path)
        if named is None and (not path or iri.scheme(path) or path.startswith("//")):
            return
        if plain.startswith(("/", "@/")):
            for folder in self._folders():
                yield _join(folder, plain.removeprefix("@").lstrip("/"))
        else:
            for folder in (_folder(self.file), *self._folders()):
                yield _join(folder, plain)

    def _folders(self) -> list[str]:
        """
        The content folders, this article's own first.
        """
        return sorted(self.directory.folders, key=lambda folder: not os.path.normpath(self.file).startswith(folder + os.sep))


@attrs.frozen
class NotedLinks(Links):
    """
    Links that note what they are asked.
    """

    asked: list[Answer] = attrs.field(factory=list, init=False)

    def _noted(self, question: str, name: str, answer: T) -> T:
        self.asked.append([question, name, _as_json(answer)])
        return answer

    def find(self, name: str) -> Known | None:  # noqa: D102  # as in Links; and so below
        return self._noted("find", name, super().find(name))

    def length(self, path: str) -> int | None:  # noqa: D102
        return self._noted("length", path, super().length(path))

    def linked(self, path: str) -> str | None:  # noqa: D102
        return self._noted("linked", path, super().linked(path))

    def on_site(self, path: str) -> str:  # noqa: D102
        return self._noted("on_site", path, super().on_site(path))

    def post(self, name: str) -> str | None:  # noqa: D102
        return self._noted("post", name, super().post(name))

    def site_value(self, name: str) -> str | None:  # noqa: D102
        return self._noted("site_value", name, super().site_value(name))

    def target(self, href: str) -> str | None:  # noqa: D102
        return self._noted("target", href, super().target(href))

    def url_of(self, path: str) -> str:  # noqa: D102
        return self._noted("url_of", path, super().url_of(path))


def _as_json(answer: object) -> object:
    """
    What an answer says that a text could depend on.
    """
    return [answer.url, answer.title, answer.is_out] if isinstance(answer, Known) else answer


def _join(folder: str, path: str) -> str:
    return os.path.normpath(Path(folder, path)) if "\0" not in path else ""


def _is_file(path: str) -> bool:
    """
    Whether there is a file at *path*; a text that no file system takes for a path names none.
    """
    try:
        return Path(path).is_file()
    except OSError:
        return False


def _folder(file: str | Path) -> str:
    return str(Path(file).parent)


def _plain(path: str) -> str:
    """
    *path* from the root of whatever folder it is in.
    """
    return _PELICAN.sub("", path.removeprefix("@")).lstrip("/")


def _quoted(path: str) -> str:
    return quote(unquote(path.replace(os.sep, "/")), errors="replace")
