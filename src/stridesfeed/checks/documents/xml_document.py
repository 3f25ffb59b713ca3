"""
The XML document that rules check: its format, its feed and entries, and its elements by name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TypeVar, cast
from urllib.parse import urljoin

import attrs

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.rule import Found
from stridesfeed.decoding import DecodedText, ParseProblem, Position
from stridesfeed.xml_tree import XmlElement, XmlTree

Cached = TypeVar("Cached")

#: The formats of documents that are no feeds, by their root elements.
_LISTS = {"opml": "opml", "urlset": "sitemap", "sitemapindex": "sitemap"}


@attrs.define(eq=False)
class XmlDocument:
    """
    An RSS or Atom document, a list of feeds or pages, or other XML.
    """

    decoded: DecodedText
    tree: XmlTree
    #: The URL of the document, if known.
    url: str | None = None
    #: The time of the check, for dates in the future.
    as_of: datetime | None = None
    _cache: dict[str, object] = attrs.field(factory=dict, init=False)

    @property
    def problems(self) -> tuple[ParseProblem, ...]:
        """
        Problems found while decoding and parsing.
        """
        return self.decoded.problems + self.tree.problems

    @cached_property
    def source(self) -> bytes:
        """
        The document in UTF-8, to which the offsets of elements refer.
        """
        return self.decoded.text.encode("utf-8", "surrogatepass")

    @property
    def root(self) -> XmlElement | None:
        """
        The root element; ``None`` if the document could not be parsed.
        """
        return self.tree.root

    @cached_property
    def format(self) -> str | None:
        """
        ``rss``, ``atom``, ``rdf`` (RSS 1.0) or ``draft`` (Atom before RFC 4287); ``opml`` or ``sitemap``; ``None`` for other documents.
        """
        root = self.root
        if root is None:
            return None
        if root.name == "rss" and not root.namespace:
            return "rss"
        if root.name in {"feed", "entry"} and root.namespace in {ns.ATOM, *ns.OLD_ATOM}:
            return "atom" if root.namespace == ns.ATOM else "draft"
        if root.name == "RDF" and root.namespace == ns.RDF:
            return "rdf"
        return _LISTS.get(root.name)

    @property
    def namespace(self) -> str:
        """
        The namespace of the elements of the document's format; that of RSS 2.0 is empty, that of lists is the one of their root.
        """
        if self.root is not None and self.format in {"opml", "sitemap"}:
            return self.root.namespace
        if self.format == "rdf":
            return self.feed.namespace if self.feed else ns.RSS_10
        return ns.ATOM if self.format == "atom" else ""

    @property
    def rss_version(self) -> str | None:
        """
        The version of an RSS document as written; ``None`` without one and for other formats.
        """
        return self.root.get("version") if self.format == "rss" and self.root is not None else None

    @property
    def is_rss2(self) -> bool:
        """
        ``True`` if the document claims to be RSS 2.0; other versions 2.x count as 2.0.
        """
        return (self.rss_version or "").startswith("2")

    @cached_property
    def feed(self) -> XmlElement | None:
        """
        The element that describes the whole feed: channel or feed.
        """
        if self.root is None or self.format is None or self.root.name == "entry":
            return None
        if self.format == "atom":
            return self.root
        return next((child for child in self.root.children if child.name == "channel"), None)

    @cached_property
    def entries(self) -> tuple[XmlElement, ...]:
        """
        The items or entries.
        """
        if self.format == "atom":
            return (self.root,) if self.root and self.root.name == "entry" else self.named("entry", inside="feed")
        return self.named("item", inside="RDF" if self.format == "rdf" else "channel")

    @property
    def rss_items(self) -> tuple[XmlElement, ...]:
        """
        The items of an RSS document; none for other formats.
        """
        return self.entries if self.format == "rss" else ()

    @property
    def atom_entries(self) -> tuple[XmlElement, ...]:
        """
        The entries of an Atom document; none for other formats.
        """
        return self.entries if self.format == "atom" else ()

    @property
    def elements(self) -> tuple[XmlElement, ...]:
        """
        All elements, in document order.
        """
        return self.tree.elements

    @cached_property
    def format_elements(self) -> tuple[XmlElement, ...]:
        """
        The elements in the namespace of RSS or Atom itself.
        """
        is_known = self.format in {"rss", "atom", "rdf"}
        return tuple(element for element in self.elements if element.namespace == self.namespace) if is_known else ()

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[XmlElement]]:
        found: dict[tuple[str, str], list[XmlElement]] = {}
        for element in self.tree.elements:
            found.setdefault((element.namespace, element.name), []).append(element)
        return found

    def named(self, *names: str, namespace: str | None = None, inside: str | None = None) -> tuple[XmlElement, ...]:
        """
        Return the elements with these names, in the format's own namespace by default; *inside* is the name of their parent.
        """
        wanted = self.namespace if namespace is None else namespace
        found = [element for name in names for element in self._by_name.get((wanted, name), ())]
        if inside is not None:
            found = [element for element in found if self.parent_name(element) == inside]
        return tuple(found)

    def rss(self, *names: str, inside: str | None = None) -> tuple[XmlElement, ...]:
        """
        Return the elements with these names if this is an RSS document.
        """
        return self.named(*names, inside=inside) if self.format == "rss" else ()

    def atom(self, *names: str, inside: str | None = None) -> tuple[XmlElement, ...]:
        """
        Return the elements with these names if this is an Atom document.
        """
        return self.named(*names, inside=inside) if self.format == "atom" else ()

    def atom_links(self) -> tuple[XmlElement, ...]:
        """
        Return all links of Atom, also those in RSS documents.
        """
        return self.named("link", namespace=ns.ATOM)

    def parent(self, element: XmlElement) -> XmlElement | None:
        """
        Return the parent of *element*.
        """
        return self.tree.parents.get(element)

    def parent_name(self, element: XmlElement) -> str:
        """
        Return the name of the parent; empty for the root.
        """
        parent = self.parent(element)
        return parent.name if parent else ""

    @cached_property
    def _entry_numbers(self) -> dict[XmlElement, int]:
        return {entry: number for number, entry in enumerate(self.entries, 1)}

    def is_entry(self, element: XmlElement) -> bool:
        """
        Return True if *element* is an item or an entry.
        """
        return element in self._entry_numbers

    def subject(self, element: XmlElement) -> str:
        """
        Return the subject of a finding about *element*: its entry, by id or number, or the feed.
        """
        entry: XmlElement | None = element
        while entry is not None and entry not in self._entry_numbers:
            entry = self.parent(entry)
        if entry is None:
            return "channel" if self.format == "rss" else "feed"
        name = next((text for tag in ("id", "guid", "title", "link") if (text := self.first_text(entry, tag))), "")
        return f"{entry.name} {name[:100]!r}" if name else f"{entry.name} {self._entry_numbers[entry]}"

    def first_text(self, element: XmlElement, name: str) -> str:
        """
        Return the trimmed text of the first child with that name.
        """
        child = next(iter(children(element, name)), None)
        return child.text.strip() if child else ""

    def base(self, element: XmlElement) -> str:
        """
        Return the base URL of *element*: every xml:base above it, resolved against the URL of the document.
        """
        base = self.url or ""
        for value in reversed(element.bases):
            base = resolve(base, value)
        return base

    def cached(self, name: str, build: Callable[[], Cached]) -> Cached:
        """
        Return the result of *build*, called once for all rules.
        """
        if name not in self._cache:
            self._cache[name] = build()
        return cast("Cached", self._cache[name])

    def found(self, element: XmlElement, message: str) -> Found:
        """
        Report a problem at *element*.
        """
        return Found(message, self.subject(element), line=element.position.line, column=element.position.column)

    def raw(self, element: XmlElement) -> str:
        """
        Return the source between the tags of *element*.
        """
        written = self.source[element.begin : element.end].decode("utf-8", "replace")
        # The start tag ends at the first ">" outside quotation marks.
        quote = ""
        for index, character in enumerate(written):
            if quote:
                quote = "" if character == quote else quote
            elif character in "\"'":
                quote = character
            elif character == ">":
                return written[index + 1 :]
        return ""


def children(element: XmlElement, *names: str, namespace: str | None = None) -> tuple[XmlElement, ...]:
    """
    Return the children with these names, in the namespace of *element* by default.
    """
    wanted = element.namespace if namespace is None else namespace
    return tuple(child for child in element.children if child.name in names and child.namespace == wanted)


def resolve(base: str, reference: str) -> str:
    """
    Resolve *reference* against *base*; return it unchanged if that is impossible.
    """
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def found_at(position: Position, message: str) -> Found:
    """
    Report a problem at a position that is not that of an element.
    """
    return Found(message, line=position.line, column=position.column)
