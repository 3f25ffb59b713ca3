"""
The input of rules: a feed and each of its articles, with the tags of bodies, the source files, and the files that the site serves.
"""

from __future__ import annotations

import os.path
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from html import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed import iri
from stridesfeed.body import ARTICLE, Policy
from stridesfeed.body.foreign import FOREIGN, SkippedElement, with_foreign_elements
from stridesfeed.body.images import is_tracking_pixel
from stridesfeed.body.tokens import RAW, EndTag, StartTag, tokenize, unescape
from stridesfeed.body.tree import HtmlElement
from stridesfeed.body.urls import LINK_ATTRIBUTES, MEDIA_ATTRIBUTES
from stridesfeed.cache import Cache
from stridesfeed.checks.rule import Found
from stridesfeed.errors import FileError
from stridesfeed.model import Article, Feed
from stridesfeed.options import DEFAULT, Options
from stridesfeed.text import name_set

if TYPE_CHECKING:
    from stridesfeed.load.front_matter.headers import SplitText

#: The files that a server sends for the address of a folder.
_INDEXES = ("index.html", "index.htm", "index.md")

#: The path and line in an origin such as ``articles.jsonl:3``.
_NUMBERED = re.compile(r"(?P<path>.+):(?P<line>[0-9]+)")

#: What a tokeniser reads as a start tag, a comment or a declaration, if it contains no ">" (HTML, 13.2.5.6).
_TAG = re.compile(r"<[a-zA-Z!?][^>]*>")
_PLAIN_TAG = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z][a-z-]*="[^"]*")*) ?/?>')
_ATTRIBUTE = re.compile(r' ([a-z][a-z-]*)="([^"]*)"')

#: After these tags the tokeniser reads text, or follows the rules of XML.
_MODE_SWITCHING = RAW | {"title", "textarea", "plaintext", "svg", "math"}

#: Elements without content and end tag.
_VOID = name_set("area base br col embed hr img input link meta param source track wbr")

#: Attributes that no rule checks.
_COMMON = name_set("alt class height href id src title width")

#: The start of an address that may appear in a feed and is not on a private network.
_PUBLIC = re.compile(
    r"https?://(?!localhost|127\.|0\.|10\.|192\.168\.|\[)(?![^/?#]*\.(?:local|localhost|internal)(?:[:/?#]|$))|[/#]", re.IGNORECASE
)

_HOST = re.compile(r"[a-z][a-z0-9+.-]*://[^/]*", re.IGNORECASE)

#: Text to find in a source file: an address or other words, or a pattern.
Words = str | re.Pattern[str] | None


@attrs.frozen
class SourceLocation:
    """
    A source file and the line, if known.
    """

    path: str | None = None
    line: int | None = None


@attrs.define(eq=False)
class SourceFiles:
    """
    The files that articles were loaded from. A file is read only when a finding needs its line.
    """

    #: The folder that paths are relative to; ``None`` if unknown.
    root: Path | None = None

    #: Read files to find lines in them.
    find_lines: bool = True

    _parsed: dict[str, SplitText | None] = attrs.field(factory=dict, init=False)

    def locate(self, origin: str | None, keys: Iterable[str] = (), words: Words = None) -> SourceLocation:
        """
        Find the line of *words* in the text, otherwise of the first of *keys* in the front matter. *origin* is a path or ``path:line``.
        """
        if origin is None:
            return SourceLocation()
        if numbered := _NUMBERED.fullmatch(origin):
            return SourceLocation(numbered["path"], int(numbered["line"]))
        if origin not in self._parsed:
            self._parsed[origin] = self._parse(origin)
        parsed = self._parsed[origin]
        if parsed is None:
            return SourceLocation(origin)
        start = _find(parsed.body, words) if words else None
        if start is not None:
            return SourceLocation(origin, parsed.body_line + parsed.body.count("\n", 0, start))
        entry = parsed.front_matter.find(*keys)
        return SourceLocation(origin, entry.line if entry else None)

    def _parse(self, path: str) -> SplitText | None:
        if self.root is None or not self.find_lines or path.endswith((".jsonl", ".ndjson")):
            return None
        from stridesfeed.load.front_matter.headers import split_front_matter  # noqa: PLC0415  # slow to import, and rarely used

        try:
            text = (self.root / path).read_text("utf-8-sig")
            return split_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"), path)
        except (OSError, UnicodeDecodeError, FileError):
            return None


def _find(text: str, words: str | re.Pattern[str]) -> int | None:
    """
    Return the position of *words* in *text*, which may contain an address as written, or relative, or not percent-encoded.
    """
    if isinstance(words, re.Pattern):
        found = words.search(text)
        return found.start() if found else None
    path = _HOST.sub("", words.partition("#")[0].partition("?")[0]).rstrip("/")
    for spelling in (words, escape(words), path, path.rpartition("/")[2]):
        for wanted in (spelling, unquote(spelling)):
            start = text.find(wanted) if wanted else -1
            if start >= 0:
                return start
    return None


@attrs.frozen(slots=True, eq=False)
class _ParsedTag:
    """
    A start tag with derived facts, cached by its text because bodies repeat few tags many times.
    """

    tag: StartTag

    #: The address, if the tag is a link.
    href: str | None

    #: The tag has an attribute or address that some rule checks.
    is_unusual: bool


@attrs.frozen(eq=False)
class BodyTags:
    """
    The start tags of a body, read once for all rules.
    """

    html: str

    #: The number of elements.
    count: int

    #: The element names.
    names: frozenset[str]

    #: Distinct start tags with an attribute or address that some rule checks.
    unusual: tuple[StartTag, ...]

    #: Distinct addresses of links, as written.
    hrefs: tuple[str, ...]

    #: The hrefs that begin with neither http:// nor https://.
    non_http_hrefs: tuple[str, ...]

    images: tuple[StartTag, ...]

    #: Distinct addresses of images that do not begin with https://, as written.
    non_https_sources: tuple[str, ...]

    def ids(self) -> frozenset[str]:
        """
        Return the names that a fragment link can point to.
        """
        return frozenset(tag.attributes[name] for tag in self.every() for name in ("id", "name") if name in tag.attributes)

    def every(self) -> Iterator[StartTag]:
        """
        Yield every start tag, repeated ones included.
        """
        return (token for token in tokenize(self.html) if isinstance(token, StartTag))

    def depth(self) -> int:
        """
        Return the depth of nesting, assuming that each element is closed by its own end tag.
        """
        depth = deepest = 0
        for token in tokenize(self.html):
            if isinstance(token, EndTag):
                depth -= 1
            elif isinstance(token, StartTag) and token.name not in _VOID:
                depth += 1
                deepest = max(deepest, depth)
        return deepest


def read_tags(html: str) -> BodyTags:
    """
    Read the start tags of *html*.

    Most bodies contain only tags and text: a regular expression finds the tags, and each distinct tag is parsed once. Other bodies (scripts,
    comments, a ">" in an attribute) are read with :mod:`stridesfeed.body.tokens`.
    """
    # Up to the last end of a tag, because each beginning without an end would be searched to the end of the text.
    texts = _TAG.findall(html, 0, html.rfind(">") + 1)
    distinct = dict.fromkeys(texts)
    tags: Sequence[_ParsedTag] = [tag for tag in map(_parse_tag, distinct) if tag is not None]
    count = len(texts)
    if len(tags) != len(distinct):
        tags = [_parsed_tag(token) for token in tokenize(html) if isinstance(token, StartTag)]
        count = len(tags)
    hrefs = dict.fromkeys([tag.href for tag in tags if tag.href is not None])
    images = [tag.tag for tag in tags if tag.tag.name == "img"]
    sources = dict.fromkeys([image.attributes.get("src", "").strip() for image in images])
    return BodyTags(
        html=html,
        count=count,
        names=frozenset([tag.tag.name for tag in tags]),
        unusual=tuple([tag.tag for tag in tags if tag.is_unusual]),
        hrefs=tuple(hrefs),
        non_http_hrefs=tuple([href for href in hrefs if not href.startswith(("https://", "http://"))]),
        images=tuple(images),
        non_https_sources=tuple([source for source in sources if not source.startswith("https://")]),
    )


@lru_cache(maxsize=4096)
def _parse_tag(text: str) -> _ParsedTag | None:
    """
    Parse one tag; ``None`` if it can be read only in its context.
    """
    if plain := _PLAIN_TAG.fullmatch(text):
        attributes: dict[str, str] = {}
        for name, value in _ATTRIBUTE.findall(plain[2]):
            attributes.setdefault(name, unescape(value, attribute=True))
        tag: object = StartTag(plain[1], attributes)
    else:
        tag = next(iter(tokenize(text)), None)
    return _parsed_tag(tag) if isinstance(tag, StartTag) and tag.name not in _MODE_SWITCHING else None


def _parsed_tag(tag: StartTag) -> _ParsedTag:
    attributes = tag.attributes
    href = attributes["href"].strip() if tag.name in {"a", "area"} and "href" in attributes else None
    is_unusual = (
        not attributes.keys() <= _COMMON
        or not all(_PUBLIC.match(value) for name, value in attributes.items() if name in LINK_ATTRIBUTES or name in MEDIA_ATTRIBUTES)
        or (tag.name == "img" and is_tracking_pixel(HtmlElement(tag.name, attributes)))
    )
    return _ParsedTag(tag, href, is_unusual)


class UnknownAddressError(LookupError):
    """
    Only all articles of a feed together can tell whether there is anything at an address.
    """


@attrs.frozen(kw_only=True, eq=False)
class CheckedFeed:
    """
    A feed with all its articles, and facts about its site.
    """

    feed: Feed

    #: The moment to compare dates with; ``None`` to skip such rules.
    as_of: datetime | None = None

    #: The path of each article's file, or ``path:line``, by the article's id.
    origins: Mapping[str, str] = attrs.field(factory=dict)

    sources: SourceFiles = attrs.field(factory=SourceFiles)

    #: Folders of files that the site serves from its root; ``None`` if unknown: then addresses of the site are not checked.
    folders: tuple[Path, ...] | None = None

    #: Further URLs of the site that exist or redirect.
    other_urls: frozenset[str] = frozenset()

    #: The number of articles in a document, the newest; 0 for all.
    limit: int = 0

    options: Options = DEFAULT
    policy: Policy = ARTICLE

    #: The names of the formats that will be written.
    formats: tuple[str, ...] = ()

    #: Holds what was found in earlier runs.
    cache: Cache | None = None

    #: The addresses on the site that were looked up, and whether they are dead.
    known_addresses: dict[str, bool] = attrs.field(factory=dict)

    #: Whether *feed* has only some of its articles: what the others would decide is then only known from *known_addresses*.
    is_partial: bool = False

    @cached_property
    def allowed(self) -> frozenset[str]:
        """
        The elements that the policy allows.
        """
        return frozenset(self.policy.elements)

    @property
    def published_articles(self) -> tuple[Article, ...]:
        """
        The articles that a document contains.
        """
        return self.feed.articles[: self.limit or None]

    @cached_property
    def site(self) -> str:
        """
        The prefix of all addresses of the site.
        """
        parts = urlsplit(self.feed.url)
        return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"

    @cached_property
    def _pages(self) -> frozenset[str]:
        """
        The addresses of all articles, of the folders above them, and of other pages, without the final slash.
        """
        pages = {self.feed.url.rstrip("/"), *(url.rstrip("/") for url in self.other_urls)}
        for article in self.feed.articles:
            page = article.address.partition("#")[0].partition("?")[0].rstrip("/")
            while page not in pages and len(page) >= len(self.site):
                pages.add(page)
                page = page.rpartition("/")[0]
        return frozenset(pages)

    def found(self, article: Article, message: str, *, keys: Iterable[str] = (), words: Words = None) -> Found:
        """
        Describe a problem of *article*, at the line of one of *keys* in its front matter or of *words* in its text.
        """
        location = self.sources.locate(self.origins.get(article.id), keys, words)
        return Found(message, article.subject, location.path, location.line, article_id=article.id)

    def is_dead(self, address: str) -> bool:
        """
        Return True if *address* is on the site and known to be neither an article nor a file.
        """
        if self.folders is None or not address.startswith(self.site):
            return False
        page = address.partition("#")[0].partition("?")[0]
        if page not in self.known_addresses:
            if self.is_partial:
                raise UnknownAddressError(page)
            self.known_addresses[page] = page.rstrip("/") not in self._pages and self.file(page) is None
        return self.known_addresses[page]

    def addresses_in(self, folder: Path) -> dict[str, bool]:
        """
        Return those of *known_addresses* that are dead, or not dead only because of a file in *folder*.
        """
        return {
            page: is_dead
            for page, is_dead in self.known_addresses.items()
            if is_dead or (page.rstrip("/") not in self._pages and (file := self.file(page)) and file.is_relative_to(folder))
        }

    def file(self, address: str) -> Path | None:
        """
        Return the file that the site serves at *address*.
        """
        if self.folders is None or not address.startswith(self.site):
            return None
        if self.is_partial:
            raise UnknownAddressError(address)
        plain = address.partition("#")[0].partition("?")[0]
        # Files of an article in a folder of its own are served next to the article.
        served: list[tuple[str, Path]] = []
        above = plain
        while len(above) > len(self.site):
            above = above.rpartition("/")[0]
            if folder := self._bundle_folders.get(above):
                served.append((f"{above}/", folder))
        served += [(self.site, folder) for folder in self.folders]
        return next((file for start, folder in served if (file := served_file(folder, plain.removeprefix(start)))), None)

    @cached_property
    def _bundle_folders(self) -> dict[str, Path]:
        """
        The folders of articles written as ``…/index.*``, by address.
        """
        root = self.sources.root
        files = ((article.address.rstrip("/"), self.origins.get(article.id, "")) for article in self.feed.articles if root)
        return {url: root / PurePosixPath(file).parent for url, file in files if root and PurePosixPath(file).stem == "index"}


def served_file(folder: Path, path: str) -> Path | None:
    """
    Return the file that a server of *folder* sends for *path*.
    """
    plain = unquote(path)
    is_folder = not plain or plain.endswith("/")
    # Hosts serve /a from a.html, or redirect it to /a/.
    candidates = [plain + index for index in _INDEXES] if is_folder else [plain, f"{plain}.html", *(f"{plain}/{index}" for index in _INDEXES)]
    for name in candidates:
        try:
            file = Path(os.path.normpath(folder / name))
            if file.is_relative_to(folder) and file.is_file():
                return file
        except (OSError, ValueError):
            return None
    return None


@attrs.frozen(eq=False)
class CheckedArticle:
    """
    One article of a feed.
    """

    article: Article
    context: CheckedFeed

    #: The tags of its content.
    tags: BodyTags

    #: How often each element appears in its content that the policy does not allow.
    disallowed: Mapping[str, int]

    #: What readers see in place of each svg and math element: its name and text.
    foreign: Sequence[tuple[str, str]] = ()

    #: The addresses that rules have looked up, and whether they are dead.
    dead: dict[str, bool] = attrs.field(factory=dict, init=False)

    #: The addresses whose files rules have looked up.
    files: list[str] = attrs.field(factory=list, init=False)

    @classmethod
    def of(cls, article: Article, context: CheckedFeed) -> CheckedArticle:
        """
        Read the content of *article*.
        """
        tags = read_tags(article.content or "")
        removed = tags.names - context.allowed
        if removed.isdisjoint(FOREIGN):
            return cls(article, context, tags, Counter(tag.name for tag in tags.every() if tag.name in removed) if removed else {})
        pieces = [*with_foreign_elements(tokenize(tags.html))]
        disallowed = Counter(piece.name for piece in pieces if isinstance(piece, StartTag) and piece.name in removed)
        return cls(article, context, tags, disallowed, [(each.name, each.readable()) for each in pieces if isinstance(each, SkippedElement)])

    def is_dead(self, address: str) -> bool:
        """
        Return :meth:`CheckedFeed.is_dead`.
        """
        return self.dead.setdefault(address, self.context.is_dead(address))

    def file(self, address: str) -> Path | None:
        """
        Return :meth:`CheckedFeed.file`.
        """
        self.files.append(address)
        return self.context.file(address)

    def by_address(self, references: Iterable[str]) -> dict[str, str]:
        """
        Return each absolute address with the first of *references* to it, as written.
        """
        addresses: dict[str, str] = {}
        for reference in references:
            addresses.setdefault(reference if iri.scheme(reference) else iri.absolute(reference, self.article.address), reference)
        return addresses

    def found(self, message: str, *, keys: Iterable[str] = (), words: Words = None) -> Found:
        """
        Describe a problem of the article; see :meth:`CheckedFeed.found`.
        """
        return self.context.found(self.article, message, keys=keys, words=words)
