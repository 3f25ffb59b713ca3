"""
A small piece of XML as a value: what namespaces contribute to a document, with no XML library in sight.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs


@attrs.frozen
class Namespace:
    """
    An XML namespace with the prefix that readers expect: some look at the prefix and not at the URI.
    """

    prefix: str
    uri: str

    def element(self, name: str, text: str | None = None, children: Iterable[Element] = (), **attributes: str | int | None) -> Element:
        """
        An element of this namespace; attributes that are ``None`` are left out.
        """
        return Element(name, text, tuple(children), _given(attributes), self)


@attrs.frozen
class Element:
    """
    An element: its name, its text or its children, its attributes in order, and its namespace (``None``: the document's own).
    """

    name: str
    text: str | None = None
    children: tuple[Element, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    namespace: Namespace | None = None


def element(name: str, text: str | None = None, children: Iterable[Element] = (), **attributes: str | int | None) -> Element:
    """
    An element of the document's own vocabulary; attributes that are ``None`` are left out.
    """
    return Element(name, text, tuple(children), _given(attributes))


def namespaces(elements: Iterable[Element]) -> frozenset[Namespace]:
    """
    The namespaces that *elements* and all inside them use.
    """
    found: set[Namespace] = set()
    waiting = list(elements)
    while waiting:
        element = waiting.pop()
        if element.namespace:
            found.add(element.namespace)
        waiting.extend(element.children)
    return frozenset(found)


def _given(attributes: dict[str, str | int | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in attributes.items() if value is not None)
