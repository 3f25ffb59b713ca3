"""
An XML document as rules look at it: which format it is, its entries, and its elements by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from typing import TypeVar, cast
from urllib.parse import urljoin

import attrs

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.rule import Found
from stridesfeed.decoding import DecodedText, ParseProblem, Position
from stridesfeed.xml_tree import XmlElement, XmlTree

Kept = TypeVar("Kept")

_ATOM_ROOTS = frozenset({"feed", "entry"})


@attrs.define(eq=False)
class XmlDocument:
    """
    A document in XML. *url* is where it was found; the moment *as_of* is compared with its dates.
    """

    decoded: DecodedText
    tree: XmlTree
    url: str | None = None
    as_of: datetime | None = None
    _remembered: dict[str, object] = attrs.field(factory=dict, init=False)

    @property
    def problems(self) -> tuple[ParseProblem, ...]:
        """
        What went wrong while it was read.
        """
        return self.decoded.problems + self.tree.problems

    @cached_property
    def source(self) -> bytes:
        """
        The document in UTF-8, which the offsets of elements count.
        """
        return self.decoded.text.encode("utf-8", "surrogatepass")

    @property
    def root(self) -> XmlElement | None:
        """
        The outermost element, where there is one.
        """
        return self.tree.root

    @cached_property
    def format(self) -> str | None:
        """
        ``rss``, ``atom`` or ``rdf``; ``None`` for what is no feed.
        """
        root = self.root
        if root is None:
            return None
        if root.name == "rss" and (not root.namespace or root.namespace in ns.NOT_FOR_RSS):
            return "rss"
        if root.name in _ATOM_ROOTS and ns.MISTAKEN.get(root.namespace, root.namespace) == ns.ATOM:
            return "atom"
        return "rdf" if root.name == "RDF" and root.namespace == ns.RDF else None

    @property
    def core(self) -> str:
        """
        The namespace of the format's own elements in this document.
        """
        return self.root.namespace if self.root is not None and self.format in {"rss", "atom"} else ""

    @property
    def is_rss2(self) -> bool:
        """
        Whether it says that it is RSS 2.0 (other 2.x are meant so).
        """
        return self.format == "rss" and self.root is not None and (self.root.get("version") or "").startswith("2")

    @cached_property
    def feed(self) -> XmlElement | None:
        """
        The element with what holds for the whole feed: channel or feed.
        """
        if self.root is None or self.format is None or self.root.name == "entry":
            return None
        if self.format == "atom":
            return self.root
        return next((child for child in self.root.children if child.name == "channel"), None)

    @cached_property
    def entries(self) -> tuple[XmlElement, ...]:
        """
        Items or entries.
        """
        if self.format == "atom":
            return (self.root,) if self.root and self.root.name == "entry" else self.named("entry", inside="feed")
        return self.named("item", inside="channel")

    @property
    def elements(self) -> tuple[XmlElement, ...]:
        """
        All elements, as they stand in the document.
        """
        return self.tree.elements

    @cached_property
    def own(self) -> tuple[XmlElement, ...]:
        """
        The elements of the format itself.
        """
        known = self.format in {"rss", "atom"}
        return tuple(element for element in self.elements if element.namespace == self.core) if known else ()

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[XmlElement]]:
        found: dict[tuple[str, str], list[XmlElement]] = {}
        for element in self.tree.elements:
            found.setdefault((element.namespace, element.name), []).append(element)
        return found

    def named(self, *names: str, namespace: str | None = None, inside: str | None = None) -> tuple[XmlElement, ...]:
        """
        The elements of these names, in the format's own namespace unless another is given; *inside* names what holds them.
        """
        wanted = self.core if namespace is None else namespace
        found = [element for name in names for element in self._by_name.get((wanted, name), ())]
        if inside is not None:
            found = [element for element in found if (parent := self.parent(element)) and parent.name == inside]
        return tuple(found)

    def parent(self, element: XmlElement) -> XmlElement | None:
        """
        What *element* stands in.
        """
        return self.tree.parents.get(element)

    def inside(self, element: XmlElement) -> str:
        """
        The name of what *element* stands in; empty for the outermost one.
        """
        parent = self.parent(element)
        return parent.name if parent else ""

    def ancestors(self, element: XmlElement) -> Iterator[XmlElement]:
        """
        What *element* stands in, from the inside.
        """
        while (parent := self.parent(element)) is not None:
            yield parent
            element = parent

    def entry(self, element: XmlElement) -> XmlElement | None:
        """
        The entry that *element* is part of, or is.
        """
        return next((found for found in (element, *self.ancestors(element)) if found in self._numbers), None)

    @cached_property
    def _numbers(self) -> dict[XmlElement, int]:
        return {entry: number for number, entry in enumerate(self.entries, 1)}

    def subject(self, element: XmlElement) -> str:
        """
        What a finding is about, as a person would name it.
        """
        entry = self.entry(element)
        if entry is None:
            return "channel" if self.format == "rss" else "feed"
        name = next((text for tag in ("id", "guid", "title", "link") if (text := self.first_text(entry, tag))), "")
        return f"{entry.name} {name[:100]!r}" if name else f"{entry.name} {self._numbers[entry]}"

    def first_text(self, element: XmlElement, name: str) -> str:
        """
        The text of the first child of that name, trimmed.
        """
        child = next(iter(children(element, name)), None)
        return child.text.strip() if child else ""

    def base(self, element: XmlElement) -> str:
        """
        The address against which relative ones at *element* are resolved: every xml:base above, and where the document was found.
        """
        base = self.url or ""
        for said in reversed(element.bases):
            base = joined(base, said)
        return base

    def remember(self, name: str, make: Callable[[], Kept]) -> Kept:
        """
        What *make* gives, made once for all rules.
        """
        if name not in self._remembered:
            self._remembered[name] = make()
        return cast("Kept", self._remembered[name])

    def found(self, element: XmlElement, message: str) -> Found:
        """
        What a rule yields of *element*.
        """
        return Found(message, self.subject(element), line=element.position.line, column=element.position.column)

    def raw(self, element: XmlElement) -> str:
        """
        What stands between the tags of *element*, as it is written.
        """
        written = self.source[element.begin : element.end].decode("utf-8", "replace")
        return written[_tag_end(written) :]


def children(element: XmlElement, *names: str, namespace: str | None = None) -> tuple[XmlElement, ...]:
    """
    The children of these names, in the namespace of *element* unless another is given.
    """
    wanted = element.namespace if namespace is None else namespace
    return tuple(child for child in element.children if child.name in names and child.namespace == wanted)


def _tag_end(written: str) -> int:
    """
    Where the start tag ends: the first ">" outside quotation marks.
    """
    quoted = ""
    for index, character in enumerate(written):
        if quoted:
            quoted = "" if character == quoted else quoted
        elif character in "\"'":
            quoted = character
        elif character == ">":
            return index + 1
    return len(written)


def joined(base: str, reference: str) -> str:
    """
    *reference*, resolved against *base*; itself where that is impossible.
    """
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def found_at(position: Position, message: str) -> Found:
    """
    What a rule yields of a place that is no element's.
    """
    return Found(message, line=position.line, column=position.column)
