"""
Elements and members of any namespace, kept as they were in a document that was parsed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from stridesfeed import rules
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Extension, XmlFormat
from stridesfeed.value import Many, as_tuple, checked_by


def _elements(elements: Many[Element]) -> tuple[Element, ...]:
    return as_tuple(elements)


def _json_object(value: object) -> str | None:
    try:
        return None if isinstance(value, str) and isinstance(json.loads(value), dict) else "must be a JSON object as text"
    except (ValueError, RecursionError):
        return "must be a JSON object as text"


@attrs.frozen(kw_only=True)
class Foreign(Extension):
    """
    What a parsed document has and this package does not know: it is written as it was.

    RSS, Atom: the elements. JSON Feed: the members.
    """

    #: Elements of other namespaces. Atom, RSS: the elements. JSON Feed: –.
    of_namespaces: tuple[Element, ...] = attrs.field(default=(), converter=_elements, metadata=checked_by(rules.sequence(Element)))

    #: Elements of RSS itself, and of Atom inside RSS. RSS: the elements. Atom, JSON Feed: –.
    of_rss: tuple[Element, ...] = attrs.field(default=(), converter=_elements, metadata=checked_by(rules.sequence(Element)))

    #: Members whose names begin with an underscore, as text. JSON Feed: the members. Atom, RSS: –.
    json_members: str = attrs.field(default="{}", metadata=checked_by(_json_object))

    def elements(self, format: XmlFormat) -> Iterable[Element]:
        """
        Return the elements of other namespaces, in RSS followed by those that only RSS has.
        """
        return (*self.of_namespaces, *(self.of_rss if format == "rss" else ()))

    def members(self) -> Mapping[str, Mapping[str, object]]:
        """
        Return the members.
        """
        members: dict[str, Any] = json.loads(self.json_members)
        return members

    def with_prefixes(self, prefixes: Mapping[str, str]) -> Foreign:
        """
        Return these elements with the prefix of each namespace from *prefixes*, by URI.
        """
        return attrs.evolve(self, of_namespaces=[_with_prefixes(element, prefixes) for element in self.of_namespaces])


def _with_prefixes(element: Element, prefixes: Mapping[str, str]) -> Element:
    namespace = element.namespace
    if namespace and namespace.uri in prefixes:
        namespace = Namespace(prefixes[namespace.uri], namespace.uri)
    return attrs.evolve(element, namespace=namespace, children=[_with_prefixes(child, prefixes) for child in element.children])
