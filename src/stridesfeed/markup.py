"""
XML elements as values, independent of any XML library. Extensions return them.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs


@attrs.frozen
class Namespace:
    """
    An XML namespace with its usual prefix. Some readers look only at the prefix.
    """

    prefix: str
    uri: str

    def element(self, name: str, text: str | None = None, children: Iterable[Element] = (), **attributes: str | int | None) -> Element:
        """
        Return an element of this namespace. Attributes that are ``None`` are omitted.
        """
        return Element(name, text, tuple(children), _attributes(attributes), self)


@attrs.frozen
class Element:
    """
    An XML element with either a text or children; attributes are in order, and no namespace means the document's own.
    """

    name: str
    text: str | None = None
    children: tuple[Element, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    namespace: Namespace | None = None


def element(name: str, text: str | None = None, children: Iterable[Element] = (), **attributes: str | int | None) -> Element:
    """
    Return an element without a namespace. Attributes that are ``None`` are omitted.
    """
    return Element(name, text, tuple(children), _attributes(attributes))


def namespaces(elements: Iterable[Element]) -> frozenset[Namespace]:
    """
    Return the namespaces of *elements* and their descendants.
    """
    found: set[Namespace] = set()
    pending = list(elements)
    while pending:
        element = pending.pop()
        if element.namespace:
            found.add(element.namespace)
        pending.extend(element.children)
    return frozenset(found)


def _attributes(attributes: dict[str, str | int | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in attributes.items() if value is not None)
