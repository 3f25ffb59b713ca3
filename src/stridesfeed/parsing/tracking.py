"""
Elements of XML and objects of JSON that remember which parts a reader read, so that all others can be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Self

import attrs

from stridesfeed.xml_tree import XmlElement


@attrs.define(eq=False, repr=False)
class TrackedElement(XmlElement):
    """
    An element that knows whether it was found in its parent, and whether all of it counts as read.
    """

    is_found: bool = False

    #: It is an extension, with everything inside.
    is_kept: bool = False

    #: All of its text was read, or the reader skips it and says so.
    is_done: bool = False

    #: The names of the attributes that were read, or that an extension keeps.
    attributes_read: set[str] = attrs.field(factory=set)

    #: What of it was skipped because it is invalid.
    faults: tuple[str, ...] = ()

    def attribute(self, name: str, namespace: str = "") -> str | None:
        """
        Return the value of an attribute, and mark it as read.
        """
        self.attributes_read.add(f"{{{namespace}}}{name}" if namespace else name)
        return super().attribute(name, namespace)

    def unread_attributes(self) -> Iterator[tuple[str, int]]:
        """
        Yield name and line of each attribute inside that was not read, of the elements that were found.
        """
        for child in self.children:
            if child.is_found and not child.is_kept:
                yield from ((f"{name} of {child.tag}", child.position.line) for name in child.attributes if name not in child.attributes_read)
                yield from child.unread_attributes()

    def unkept_faults(self) -> Iterator[tuple[str, int]]:
        """
        Yield each fault, and its line, of the elements inside that no extension keeps.
        """
        for child in self.children:
            if not child.is_kept:
                yield from ((fault, child.position.line) for fault in child.faults)
                yield from child.unkept_faults()

    def iter_named(self, name: str, *namespaces: str) -> Iterator[Self]:
        """
        Yield the child elements with this name, and mark them as found.
        """
        for element in super().iter_named(name, *namespaces):
            element.is_found = True
            yield element

    @property
    def full_text(self) -> str:
        """
        All text inside; the element is done.
        """
        self.is_done = True
        return super().full_text

    def inner_html(self) -> str:
        """
        Return the content as HTML; the element is done.
        """
        self.is_done = True
        return super().inner_html()

    def unread(self, *own: str) -> Iterator[tuple[str, int]]:
        """
        Yield name and line of each element inside that was not read: the name with its prefix; without one, with its namespace if that is not
        in *own*.
        """
        for child in self.children:
            if not child.is_found:
                name = child.tag if child.prefix or child.namespace in {"", *own} else f"{{{child.namespace}}}{child.name}"
                yield name, child.position.line
            if not child.is_done:
                yield from child.unread(*own)


class TrackedObject(dict[str, Any]):
    """
    A JSON object that knows which members were read with :meth:`get`.
    """

    def __init__(self, members: Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__(members)
        #: The names of the members that were read.
        self.names_read = set[str]()
        #: The reader skips all of it and says so.
        self.is_done = False

    def get(self, name: str, default: Any = None) -> Any:
        """
        Return a member, and mark it as read.
        """
        self.names_read.add(name)
        return super().get(name, default)

    def unread(self, prefix: str = "") -> Iterator[str]:
        """
        Yield the path of each member that was not read and has a value; of a list, once for each item.
        """
        for name, value in () if self.is_done else self.items():
            path = f"{prefix}{name}"
            if name in self.names_read:
                for inner in value if isinstance(value, list) else [value]:
                    if isinstance(inner, TrackedObject):
                        yield from inner.unread(f"{path}.")
            elif value not in (None, "", [], {}):
                yield from [path] * (len(value) if isinstance(value, list) else 1)
