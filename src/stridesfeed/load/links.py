"""
Links between files: paths as authors write them, resolved to URLs as site generators do.

====================================  ============================================================================
``other.md``, ``../a/index.md#part``  the URL of that article (MkDocs, and most others)
``@/news/other.md``                   the same, from the content folder (Zola)
``{filename}other.md``                the same (Pelican); ``{filename}/…`` from the content folder
``{static}/a.png``, ``{attach}a.png`` the URL of the file (Pelican)
``{% post_url 2026-04-30-other %}``   the URL of that article (Jekyll), found by its file's name
``{% link _posts/….md %}``            the same, from the site's folder (Jekyll)
``{{< ref "other.md" >}}``            the same (Hugo)
``chart.png``                         in a bundle's folder: below the bundle's URL; elsewhere: its path in the
                                      content folder, as if that were the site's root
====================================  ============================================================================

Paths are tried from the article's folder first, then from the content folder. A path without a file stays as written.
"""

from __future__ import annotations

import hashlib
import os.path
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit

import attrs

from stridesfeed import iri
from stridesfeed.errors import MissingExtraError
from stridesfeed.load._tinytag import duration_of
from stridesfeed.load.built_page import BuiltPage, find_page
from stridesfeed.load.content import Content
from stridesfeed.load.urls import permalinks
from stridesfeed.load.urls.languages import split_language

T = TypeVar("T")

_PELICAN_PREFIX = re.compile(r"(?:\{(?:filename|static|attach)\}|\|(?:filename|static|attach)\|)")
_QUERY_OR_FRAGMENT = re.compile(r"[?#]")


@attrs.frozen(kw_only=True)
class LinkTarget:
    """
    An article that others can link to.
    """

    #: The path of its file.
    file: str

    url: str
    id: str
    title: str
    slug: str

    #: Whether the file holds this article alone.
    owns_file: bool

    #: Whether it is a draft or dated in the future.
    is_unpublished: bool


@attrs.frozen
class TargetNames:
    """
    Articles by every name that links use.
    """

    by_file: dict[str, LinkTarget] = attrs.field(factory=dict)
    by_name: dict[str, LinkTarget] = attrs.field(factory=dict)
    by_url: dict[str, LinkTarget] = attrs.field(factory=dict)

    #: The URLs of bundles, by folder.
    bundles: dict[str, str] = attrs.field(factory=dict)

    @classmethod
    def of(cls, targets: Iterable[LinkTarget], languages: Sequence[str]) -> TargetNames:
        """
        Return the names of *targets* on a site with *languages*.
        """
        names = cls()
        for target in targets:
            url = iri.to_uri(target.url)
            for name in (target.id, url, url.rstrip("/")):
                names.by_url.setdefault(name, target)
            names.by_name.setdefault(target.slug, target)
            if target.owns_file:
                names._add_file(target, languages)
        return names

    def _add_file(self, target: LinkTarget, languages: Sequence[str]) -> None:
        file = os.path.normpath(target.file)
        self.by_file[file] = target
        folder, _, name = file.rpartition(os.sep)
        stem = PurePath(name).stem
        if stem == "index":
            self.bundles[folder] = target.url
        elif split_language(PurePosixPath(name), languages)[1].stem == "index":
            self.bundles.setdefault(folder, target.url)
        else:
            self.by_name.setdefault(stem, target)
            self.by_name.setdefault(f"{folder.rpartition(os.sep)[2]}/{stem}", target)


class LinkIndex:
    """
    All articles of a site, as targets of links.
    """

    def __init__(self, content: Content, targets: Iterable[LinkTarget]) -> None:
        self.site = content.url
        self.root = content.root
        self.pages = content.pages
        self.variables = content.variables
        self.languages = content.languages
        self.folders = {
            os.path.normpath(folder): str(Path(*permalinks.without_posts(Path(prefix).parts))) for folder, prefix in content.prefixes.items()
        }
        self.statics = [os.path.normpath(folder) for folder in content.statics]
        self._targets = targets

    @cached_property
    def names(self) -> TargetNames:
        """
        The names of all articles; most builds with a cache need none.
        """
        return TargetNames.of(self._targets, self.languages)

    def url_of(self, file: str) -> str | None:
        """
        Return the URL of a file in a content folder, given its normalized path: the article's, or the file's own. ``None`` if it has none.
        """
        if file in self.names.by_file:
            return self.names.by_file[file].url
        folder = next((folder for folder in self.folders if file.startswith(folder + os.sep)), None)
        if folder is None or not _is_file(file):
            return None
        bundle = _parent(file)
        while bundle != folder:
            if bundle in self.names.bundles:
                return urljoin(self.names.bundles[bundle], _quote(os.path.relpath(file, bundle)))
            bundle = _parent(bundle)
        return permalinks.on_site(self.site, _quote(str(Path(self.folders[folder], os.path.relpath(file, folder)))))

    def find(self, name: str) -> LinkTarget | None:
        """
        Return the article with this id, URL, path on the site, slug or file name.
        """
        for url in (name, iri.absolute(name, self.site), iri.to_uri(permalinks.on_site(self.site, name))):
            for spelling in (url, url.rstrip("/")):
                if target := self.names.by_url.get(spelling):
                    return target
        return self.names.by_name.get(name)


#: A lookup that an article made: the method of :class:`Links`, its argument, and the result as JSON.
Lookup = list[Any]

#: Folders for code that texts include, in a content folder (Octopress, Pelican).
_CODE_FOLDERS = ("code", "downloads/code", "notebooks")

#: In bytes, of a file that a text includes; notebooks contain their images.
_MAX_INCLUDED = 20_000_000

#: The methods of :class:`Links` whose results are recorded.
_LOOKUPS = frozenset(
    {
        "built_page",
        "file_size",
        "file_url",
        "find_article",
        "included_digest",
        "link_tag_url",
        "post_url",
        "resolve",
    }
)

#: Those whose results depend only on articles and on files in content and static folders.
IN_FOLDERS = _LOOKUPS - {"built_page", "included_digest"}


@attrs.frozen
class Links:
    """
    Resolves the links of one article. An article learns about other files only from here.
    """

    index: LinkIndex
    file: Path
    url: str

    #: What the article's HTML leaves out because nothing can render it: lines, and rules for people.
    omissions: list[tuple[int, str]] = attrs.field(factory=list, init=False)

    def lookup(self, method: str, name: str) -> Any:
        """
        Return the result of a recorded lookup as JSON; ``Ellipsis`` if there is no such lookup.
        """
        if method not in _LOOKUPS:
            return Ellipsis
        return _as_json(getattr(self, method)(name))

    def site_variable(self, name: str) -> str | None:
        """
        Return Jekyll's ``site.NAME``; ``site.url`` and ``site.baseurl`` are host and path of the site, without a slash at the end.
        """
        parts = urlsplit(self.index.site)
        if name == "url":
            return f"{parts.scheme}://{parts.netloc}"
        return parts.path.rstrip("/") if name == "baseurl" else self.index.variables.get(name)

    def on_site(self, path: str) -> str:
        """
        Return the URL of *path* on the site.
        """
        return permalinks.on_site(self.index.site, path)

    def post_url(self, name: str) -> str | None:
        """
        Return the URL of the article whose file has *name*, without suffix, with or without folders.
        """
        by_name = self.index.names.by_name
        target = by_name.get(name) or by_name.get("/".join(name.strip("/").split("/")[-2:])) or by_name.get(name.rpartition("/")[2])
        return target.url if target else None

    def link_tag_url(self, path: str) -> str | None:
        """
        Return the URL of the file at *path*, relative to the site's folder or a content folder.
        """
        relative = path.lstrip("/")
        for folder in self.index.folders:
            for start in (folder, _parent(folder)):
                if url := self.index.url_of(_join(start, relative)):
                    return url
        head, _, name = relative.rpartition("/")
        return self.post_url(name.rpartition(".")[0]) if head.endswith(permalinks.POSTS) else None

    def resolve(self, href: str) -> str | None:
        """
        Return the URL for a link to a file; ``None`` if *href* is a URL already, or the file does not exist.
        """
        end = _QUERY_OR_FRAGMENT.search(href)
        path, tail = (href[: end.start()], href[end.start() :]) if end else (href, "")
        for file in self._candidates(path):
            if url := self.index.url_of(file):
                return url + tail
        return None

    def built_page(self, url: str) -> BuiltPage | None:
        """
        Return the built page at *url*.
        """
        index = self.index
        return find_page(url, site=index.site, folder=index.pages, root=index.root) if index.pages else None

    def find_article(self, name: str) -> LinkTarget | None:
        """
        Return the article with this file, id, URL, path on the site or slug.
        """
        return self.index.find(self.resolve(name) or name)

    def file_size(self, path: str) -> int | None:
        """
        Return the length in bytes of the local file for *path*.
        """
        file = self.local_file(path)
        try:
            return Path(file).stat().st_size if file else None
        except OSError:
            return None

    def file_duration(self, path: str) -> int | None:
        """
        Return the duration of the local file for *path* in whole seconds; ``None`` without the extra ``audio``. It changes with the size.
        """
        file = self.local_file(path)
        try:
            duration = duration_of(file) if file else None
        except (MissingExtraError, OSError):
            return None
        return None if duration is None else round(duration)

    def file_url(self, path: str) -> str:
        """
        Return the URL of a file that front matter names: resolved like a link, else in a static folder, else relative to the page.
        """
        url = self.resolve(path)
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

    def included_text(self, path: str) -> str | None:
        """
        Return the text of a file that an article includes, from the site's folder, a content folder or its parent, or a folder for code there.

        Hidden files, files of other folders and large files are not read.
        """
        if any(part.startswith(".") for part in path.split("/")):
            return None
        root = os.path.normpath(self.index.root)
        parents = dict.fromkeys(place for folder in self.index.folders for place in (folder, _parent(folder)))
        folders = (root, *parents, *(_join(folder, code) for folder in parents for code in _CODE_FOLDERS))
        for file in (_join(folder, path.lstrip("/")) for folder in folders):
            real = os.path.realpath(file)
            is_inside = any(real.startswith(os.path.realpath(place) + os.sep) for place in (root, *self.index.folders))
            if is_inside and _is_file(file) and Path(file).stat().st_size <= _MAX_INCLUDED:
                return Path(file).read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
        return None

    def included_digest(self, path: str) -> str | None:
        """
        Return the digest of the text that :meth:`included_text` returns.
        """
        text = Links.included_text(self, path)
        return None if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

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
        if prefix is None and not _may_be_file(path):
            return
        # The article's own content folder comes first.
        folders = sorted(self.index.folders, key=lambda folder: not os.path.normpath(self.file).startswith(folder + os.sep))
        if plain.startswith(("/", "@/")):
            for folder in folders:
                yield _join(folder, plain.removeprefix("@").lstrip("/"))
        else:
            language, _ = split_language(PurePosixPath(self.file.name), self.index.languages)
            translated = PurePath(plain)
            for folder in (_parent(self.file), *folders):
                if language and translated.suffix:
                    # As in Hugo and MkDocs, the page in the same language.
                    yield _join(folder, str(translated.with_suffix(f".{language}{translated.suffix}")))
                yield _join(folder, plain)


@attrs.frozen
class RecordingLinks(Links):
    """
    Links that record all lookups whose result can change while the configuration is the same.
    """

    lookups: list[Lookup] = attrs.field(factory=list, init=False)

    def _record(self, method: str, name: str, result: T) -> T:
        self.lookups.append([method, name, _as_json(result)])
        return result

    def built_page(self, url: str) -> BuiltPage | None:  # noqa: D102  # as in Links; so are those below
        return self._record("built_page", url, super().built_page(url))

    def find_article(self, name: str) -> LinkTarget | None:  # noqa: D102
        return self._record("find_article", name, super().find_article(name))

    def file_size(self, path: str) -> int | None:  # noqa: D102
        return self._record("file_size", path, super().file_size(path))

    def included_text(self, path: str) -> str | None:  # noqa: D102
        self._record("included_digest", path, super().included_digest(path))
        return super().included_text(path)

    def link_tag_url(self, path: str) -> str | None:  # noqa: D102
        return self._record("link_tag_url", path, super().link_tag_url(path))

    def post_url(self, name: str) -> str | None:  # noqa: D102
        return self._record("post_url", name, super().post_url(name))

    def resolve(self, href: str) -> str | None:  # noqa: D102
        return self._record("resolve", href, super().resolve(href)) if _may_be_file(href) else None

    def file_url(self, path: str) -> str:  # noqa: D102
        return self._record("file_url", path, super().file_url(path))


def _as_json(result: object) -> object:
    """
    Return the parts of a result that an article can depend on.
    """
    if isinstance(result, BuiltPage):
        return [result.path, result.digest]
    return [result.url, result.title, result.is_unpublished] if isinstance(result, LinkTarget) else result


def _may_be_file(path: str) -> bool:
    """
    Return whether *path* is neither empty, a URL nor a place in the same text.
    """
    is_url = path[:1] in {"", "?", "#"} or path.startswith("//") or iri.scheme(path)
    return bool(_PELICAN_PREFIX.match(path)) or not is_url


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
