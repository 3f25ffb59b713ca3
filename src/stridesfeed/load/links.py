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

Jekyll replaces Liquid tags (``{% post_url … %}``, ``{% link … %}``, ``{{ site.… }}``, ``{{ '…' | relative_url }}``) before it parses the
Markdown, because their spaces and braces cannot be part of a Markdown link. So :func:`replace_tags` turns each tag into a placeholder that
Markdown leaves alone; once the document is parsed, a placeholder in a link becomes the URL, and a placeholder in code becomes the tag as
written. ``{% raw %}`` and ``{% highlight %}`` are undone. All other tags, and tags whose file does not exist, are left to the markup.
"""

from __future__ import annotations

import hashlib
import os.path
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import count
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, Literal, TypeVar
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

_RAW = r"\{%-?\s*raw\s*-?%\}(?P<raw>.*?)(?:(?P<endraw>\{%-?\s*endraw\s*-?%\})|\Z)"
_HIGHLIGHT = (
    r"^(?P<margin>[ \t]*)\{%-?\s*highlight\s+(?P<language>[\w.+#-]+)[^%\n]*%\}[ \t]*\n"
    r"(?P<code>.*?)(?:^[ \t]*(?P<endhighlight>\{%-?\s*endhighlight\s*-?%\})[ \t]*$|\Z)"
)
_SITE = r"\{\{-?\s*site\.(?:base)?url\s*-?\}\}"
_LINK = (
    rf"(?:{_SITE}){{0,2}}\{{%-?\s*(?P<tag>post_url|link)\s+(?P<file>[^\s%{{}}][^%{{}}]*)%\}}"
    r"|\{\{-?\s*site\.(?P<site>[A-Za-z_][\w.-]*)\s*-?\}\}"
    r"|\{\{-?\s*(?P<quote>[\"'])(?P<path>[^\"'{}]*)(?P=quote)\s*\|\s*"
    r"(?:(?:relative_|absolute_)?url|(?:prepend:\s*site\.(?:base)?url\s*\|?\s*){1,2})\s*-?\}\}"
    r"|\{\{-?\s*[\"'](?P<absolute>https?://[^\"'{}]*)[\"']\s*\|\s*\w+\s*-?\}\}"
    r"|\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?[\"'`]?(?P<ref>[^\s\"'`{}<>%]+)[\"'`]?[^\n{}<>%]*[%>]\}\}"
)
_FENCED = r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?)(?:^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
_CODE_ELEMENT = r"<(?P<element>pre|code)\b.*?(?:</(?P=element)\s*>|\Z)"

_ANY_RAW = re.compile(_RAW, re.DOTALL)
_TAGS = {
    "markdown": re.compile(f"{_FENCED}|{_RAW}|{_HIGHLIGHT}|{_LINK}", re.DOTALL | re.MULTILINE),
    "html": re.compile(f"{_CODE_ELEMENT}|{_RAW}|{_LINK}", re.DOTALL | re.MULTILINE),
}
#: Variables of ``site`` that are parts of URLs; in running text they stay as written.
_URL_VARIABLES = frozenset({"url", "baseurl"})

_PLACEHOLDER = re.compile(r"xlinkmark(?=(\d+)x)", re.ASCII)
_TAG_START = re.compile(r"\{(?=[{%])")
_BACKTICKS = re.compile(r"`{3,}")


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


@attrs.define
class Placeholders:
    """
    The placeholders of one document, and the tags that they stand for.
    """

    #: What every placeholder begins with; the document does not contain it.
    prefix: str

    tags: list[str] = attrs.field(factory=list)
    urls: list[str] = attrs.field(factory=list)
    texts: list[str] = attrs.field(factory=list)

    def add(self, tag: str, url: str, *, show_url: bool) -> str:
        """
        Return a placeholder for *tag*: *url* in links and, if *show_url*, in running text too.
        """
        self.tags.append(tag)
        self.urls.append(url)
        self.texts.append(f"{self.prefix}brace" if tag == "{" else url if show_url else tag)
        return f"{self.prefix}{len(self.tags) - 1}x"

    def literal(self, text: str) -> str:
        """
        Return *text* with placeholders for the braces that begin tags, so that it stays text.
        """
        return _TAG_START.sub(lambda _brace: self.add("{", "{", show_url=False), text)

    def as_html(self, html: str) -> str:
        """
        Return *html*, in which all text is escaped, with literal braces that are no tags.
        """
        return html.replace(f"{self.prefix}brace", "&#123;") if self.prefix else html

    def as_url(self, target: str) -> str:
        """
        Return *target*, of a link, with URLs for placeholders.
        """
        return self._replace(target, self.urls)

    def as_code(self, code: str) -> str:
        """
        Return *code* with its tags as written.
        """
        return self._replace(code, self.tags)

    def as_text(self, text: str) -> str:
        """
        Return *text* with URLs for link tags; ``site.url`` and ``site.baseurl`` stay as written.
        """
        return self._replace(text, self.texts)

    def _replace(self, text: str, values: list[str]) -> str:
        if not values or self.prefix not in text:
            return text
        return re.sub(rf"{self.prefix}(\d+)x", lambda placeholder: values[int(placeholder[1])], text)


def replace_tags(text: str, markup: Literal["markdown", "html"], links: Links) -> tuple[str, Placeholders]:
    """
    Return *text* with placeholders for its link tags, and without ``raw`` and ``highlight`` tags; and the placeholders.
    """
    if "{%" not in text and "{{" not in text:
        return text, Placeholders("")
    taken = set(_PLACEHOLDER.findall(text))
    placeholders = Placeholders(next(f"xlinkmark{number}x" for number in map(str, count()) if number not in taken))

    def replace(found: re.Match[str]) -> str:
        groups = found.groupdict()
        if groups.get("fence") or groups.get("element"):
            return _ANY_RAW.sub(_undo_raw, found[0])
        if found["raw"] is not None:
            return placeholders.literal(found["raw"]) if found["endraw"] else found[0]
        if groups.get("code") is not None:
            return _to_fenced_code(found)
        url = _tag_value(found, links)
        return found[0] if url is None else placeholders.add(found[0], url, show_url=found["site"] not in _URL_VARIABLES)

    return _TAGS[markup].sub(replace, text), placeholders


def _undo_raw(found: re.Match[str]) -> str:
    return found["raw"] if found["endraw"] else found[0]


def _to_fenced_code(found: re.Match[str]) -> str:
    """
    Return a ``highlight`` block as fenced code, with a fence longer than any inside.
    """
    if not found["endhighlight"]:
        return found[0]
    code = _ANY_RAW.sub(_undo_raw, found["code"])
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in _BACKTICKS.findall(code))])
    return f"{found['margin']}{fence}{found['language']}\n{code}{found['margin']}{fence}"


def _tag_value(tag: re.Match[str], links: Links) -> str | None:
    """
    Return the URL or text that a link tag stands for; ``None`` if its file or variable does not exist.
    """
    if tag["tag"]:
        name = tag["file"].strip().removesuffix("-").strip()
        return links.post_url(name) if tag["tag"] == "post_url" else links.link_tag_url(name)
    if tag["site"]:
        return links.site_variable(tag["site"])
    if tag["ref"]:
        return _ref_url(tag["ref"], links)
    if tag["absolute"]:
        return tag["absolute"]
    return links.on_site(tag["path"])


def _ref_url(reference: str, links: Links) -> str | None:
    """
    Return the URL of the page that Hugo's ``ref`` names: by its file with or without suffix, from the page's folder or the content folder.
    """
    name, hash_, fragment = reference.partition("#")
    stem = name.rstrip("/").removesuffix(".md")
    if not stem:
        return hash_ + fragment
    spellings = (name, f"{stem}.md", f"{stem}/index.md", f"/{stem}.md")
    url = next(filter(None, map(links.resolve, spellings)), None) or links.post_url(stem.strip("/"))
    return url + hash_ + fragment if url else None
