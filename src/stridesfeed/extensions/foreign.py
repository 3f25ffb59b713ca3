"""
Elements of any namespace, kept as they were in a document that was parsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from stridesfeed import rules
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Extension, XmlFormat
from stridesfeed.value import Many, as_tuple, checked_by


def _elements(elements: Many[Element]) -> tuple[Element, ...]:
    return as_tuple(elements)


@attrs.frozen(kw_only=True)
class Foreign(Extension):
    """
    Elements that a parsed document has and this package does not know: they are written as they were.

    RSS, Atom: the elements. JSON Feed: –.
    """

    #: Elements of other namespaces. Atom, RSS: the elements. JSON Feed: –.
    of_namespaces: tuple[Element, ...] = attrs.field(default=(), converter=_elements, metadata=checked_by(rules.sequence(Element)))

    #: Elements of RSS itself, and of Atom inside RSS. RSS: the elements. Atom, JSON Feed: –.
    of_rss: tuple[Element, ...] = attrs.field(default=(), converter=_elements, metadata=checked_by(rules.sequence(Element)))

    def elements(self, format: XmlFormat) -> Iterable[Element]:
        """
        Return the elements of other namespaces, in RSS followed by those that only RSS has.
        """
        return (*self.of_namespaces, *(self.of_rss if format == "rss" else ()))

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
