"""
The namespaces of feeds as data: their elements, with parents, values and attributes, and the source of each definition.

The TOML files of this folder are the tables; typed classes, ``check``, the importers and the reference read them. An element is a line::

    funding = { in = "feed* item*", text = "any", attributes = "url=web!" }

``in`` lists its parents: feed, item, author, any, or an element of the same namespace; with ``*``, it may be there more than once.
``text`` is the type of its text, without which it has none; ``attributes`` are names and types, with ``!`` if required, and ``*=any`` for
attributes of any name. Types are those of :mod:`stridesfeed.vocabularies.value_types`. ``outdated`` says what to write instead. Several names
in quotation marks share a definition. Of a namespace, ``also`` are other valid URIs, ``misspelt`` are wrong ones; a namespace without elements
is not checked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import attrs

from stridesfeed.errors import suggestion
from stridesfeed.markup import Element, Namespace
from stridesfeed.vocabularies.value_types import ValueType, value_type

__all__ = ["Attribute", "ElementDefinition", "Vocabulary", "element_faults", "find_vocabulary", "vocabularies"]

_FILES = ("podcasts", "media", "publishing", "others")


@attrs.frozen
class Attribute:
    """
    An attribute of an element.
    """

    name: str
    type: ValueType
    is_required: bool


@attrs.frozen
class ElementDefinition:
    """
    An element of a namespace.
    """

    name: str

    #: The parents, and whether the element may be there more than once: feed, item, author, any, or an element of the same namespace.
    parents: Mapping[str, bool]

    #: The type of the text; ``None`` if the element has no text.
    text: ValueType | None

    attributes: Mapping[str, Attribute]

    #: What to write instead of a deprecated element.
    outdated: str | None

    @property
    def allows_any_attribute(self) -> bool:
        """
        True if attributes of every name are allowed.
        """
        return "*" in self.attributes

    def allows(self, parent: str) -> bool:
        """
        Return True if the element may be in *parent*.
        """
        return parent in self.parents or "any" in self.parents

    def may_repeat_in(self, parent: str) -> bool:
        """
        Return True if the element may be more than once in *parent*.
        """
        return self.parents.get(parent, self.parents.get("any", False))


@attrs.frozen(slots=False)
class Vocabulary:
    """
    A namespace with its elements.
    """

    #: The usual prefix; empty if readers expect none.
    prefix: str
    title: str
    uri: str

    #: Other URIs of the same namespace.
    also: tuple[str, ...]

    #: Wrong URIs that are in use.
    misspelt: tuple[str, ...]

    #: The address of the definition.
    source: str

    elements: Mapping[str, ElementDefinition]

    @cached_property
    def namespace(self) -> Namespace:
        """
        The namespace, to write its elements.
        """
        return Namespace(self.prefix, self.uri)

    def children_of(self, name: str) -> list[str]:
        """
        Return the names of the elements that may be in the element *name*.
        """
        return [element.name for element in self.elements.values() if name in element.parents]


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """
    Return all namespaces by their keys in the tables, which are their prefixes if they have one.
    """
    found: dict[str, Vocabulary] = {}
    for name in _FILES:
        tables = tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        found |= {key: _vocabulary(key, table) for key, table in tables.items()}
    return MappingProxyType(found)


@cache
def _by_uri() -> Mapping[str, Vocabulary]:
    return {uri: vocabulary for vocabulary in vocabularies().values() for uri in (vocabulary.uri, *vocabulary.also)}


def find_vocabulary(uri: str) -> Vocabulary | None:
    """
    Return the namespace with that URI.
    """
    return _by_uri().get(uri)


def _vocabulary(key: str, table: dict[str, Any]) -> Vocabulary:
    elements = [_element(name, entry) for names, entry in table.get("elements", {}).items() for name in names.split()]
    return Vocabulary(
        prefix=table.get("prefix", key),
        title=table["title"],
        uri=table["uri"],
        also=tuple(table.get("also", ())),
        misspelt=tuple(table.get("misspelt", ())),
        source=table["source"],
        elements=MappingProxyType({element.name: element for element in sorted(elements, key=lambda element: element.name.lower())}),
    )


def _element(name: str, entry: dict[str, str]) -> ElementDefinition:
    pairs = [pair.partition("=") for pair in entry.get("attributes", "").split()]
    return ElementDefinition(
        name=name,
        parents={parent.rstrip("*"): parent.endswith("*") for parent in entry["in"].split()},
        text=value_type(entry["text"]) if "text" in entry else None,
        attributes={name: Attribute(name, value_type(type_.rstrip("!")), type_.endswith("!")) for name, _, type_ in pairs},
        outdated=entry.get("outdated"),
    )


def element_faults(element: Element) -> Iterator[tuple[str, str]]:
    """
    Yield what is wrong with *element* and its descendants, if their namespaces are in the tables: the name of an attribute, "text" or
    "children", and the message.
    """
    vocabulary = find_vocabulary(element.namespace.uri) if element.namespace else None
    if vocabulary is None or not vocabulary.elements:
        return
    definition = vocabulary.elements.get(element.name)
    if definition is None:
        yield "name", f"the namespace {vocabulary.prefix} has no {element.name}{suggestion(element.name, vocabulary.elements)}"
        return
    if definition.text is None and element.text:
        yield "text", "must be omitted: the element has no text"
    elif definition.text is not None and not element.children and (fault := definition.text.fault(element.text or "")):
        yield "text", fault
    qualified = {f"{each.namespace.prefix}:{each.name}": each.text for each in element.qualified}
    yield from _attribute_faults(definition, dict(element.attributes) | qualified)
    for child in element.children:
        yield from _child_faults(element, child)


def _attribute_faults(definition: ElementDefinition, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for attribute in definition.attributes.values():
        if attribute.is_required and attribute.name not in given:
            yield attribute.name, f"is required: give {attribute.type.wanted}"
    for name, value in given.items():
        known = definition.attributes.get(name)
        if known is not None:
            if fault := known.type.fault(value):
                yield name, fault
        elif not definition.allows_any_attribute:
            yield name, f"is no attribute of {definition.name}{suggestion(name, definition.attributes)}"


def _child_faults(parent: Element, child: Element) -> Iterator[tuple[str, str]]:
    if child.namespace == parent.namespace and child.namespace is not None:
        vocabulary = find_vocabulary(child.namespace.uri)
        known = vocabulary.elements.get(child.name) if vocabulary else None
        if known and not known.allows(parent.name):
            yield "children", f"{child.name} does not belong into {parent.name}: put it into {' or '.join(known.parents)}"
    for name, fault in element_faults(child):
        yield "children", f"{child.name}: {name}: {fault}"
