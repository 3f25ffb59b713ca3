"""
Elements of the namespaces in :mod:`stridesfeed.vocabularies`, checked by their tables: any by its name, and the base of typed classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from typing import Any, ClassVar

import attrs

from stridesfeed import iri, rules
from stridesfeed.errors import FieldError, InvalidError, UnknownNameError
from stridesfeed.markup import Element, QualifiedAttribute
from stridesfeed.model import Extension, Place, XmlFormat
from stridesfeed.value import Many, as_tuple, checked_by
from stridesfeed.vocabularies import ElementDefinition, Vocabulary, element_faults, vocabularies
from stridesfeed.vocabularies.value_types import ValueType, as_text

#: A value of an element or attribute: written as the table of its namespace says.
Scalar = str | int | float | bool | date


def _as_scalar(value: Scalar | tuple[float, ...] | None) -> str | None:
    """
    Leave a value for the constructor, which writes it as the table of its namespace says.
    """
    given: Any = value
    return given  # type: ignore[no-any-return]  # text after construction


def _as_pairs(value: Mapping[str, object] | Many[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    given: Any = value
    return tuple((name, each) for name, each in given.items() if each is not None) if isinstance(given, Mapping) else as_tuple(given)


def _as_children(value: Many[ExtensionElement]) -> tuple[ExtensionElement, ...]:
    return as_tuple(value)


def _children(value: object) -> str | None:
    return rules.sequence(ExtensionElement)(value)


@attrs.frozen
class ExtensionElement(Extension):
    """
    An element of a namespace in the tables, by its name with the usual prefix. Names, values, attributes and children are checked.

    RSS, Atom: the element. JSON Feed: –.

    >>> ExtensionElement("georss:point", (38.7, -9.1)).element.text
    '38.7 -9.1'
    """

    #: The usual prefix and the name: "georss:point". Required.
    name: str = attrs.field(metadata=checked_by(rules.text))

    #: The text, from a string, a number, True or False, a date, or several numbers.
    text: str | None = attrs.field(default=None, converter=_as_scalar)

    #: Attributes by name, from the same: with a prefix if they have a namespace ("rdf:resource"). ``None`` is omitted.
    attributes: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_as_pairs)

    #: Elements of the same namespace.
    children: tuple[ExtensionElement, ...] = attrs.field(default=(), converter=_as_children, metadata=checked_by(_children))

    def __attrs_post_init__(self) -> None:
        Extension.__attrs_post_init__(self)
        element = self.element
        object.__setattr__(self, "text", element.text)
        qualified = [(f"{each.namespace.prefix}:{each.name}", each.text) for each in element.qualified]
        object.__setattr__(self, "attributes", (*element.attributes, *qualified))

    @cached_property
    def element(self) -> Element:
        """
        The element as it is written.
        """
        attributes = dict(self.attributes)
        return build_element(self.name, self.text, attributes, [child.element for child in self.children])

    @property
    def place(self) -> Place | None:
        """
        The place of the element according to its table.
        """
        return place_of(_definition(self.name))

    def elements(self, format: XmlFormat) -> Iterable[Element]:
        """
        Return the element.
        """
        return (self.element,)

    def _faults(self) -> Iterator[FieldError]:
        if any(True for _ in self._field_faults()):
            return
        yield from element_errors(self, lambda: self.element)


def element_errors(value: Extension, build: Any) -> Iterator[FieldError]:
    """
    Yield the errors of the element that *build* returns for *value*.
    """
    try:
        element = build()
    except UnknownNameError as error:
        yield value.fault("name", str(error))
    except InvalidError as error:
        for fault in error.faults:
            yield value.fault(fault.field, fault.rule)
    else:
        for field, message in element_faults(element):
            yield value.fault(field, message)


def _definition(name: str) -> ElementDefinition:
    return _find(name)[1]


@cache
def _find(name: str) -> tuple[Vocabulary, ElementDefinition]:
    prefix, _, local = name.partition(":")
    known = {key: each for key, each in vocabularies().items() if each.prefix and each.elements}
    if prefix not in known:
        raise UnknownNameError("namespace", prefix, known)
    if local not in known[prefix].elements:
        raise UnknownNameError(f"element of the namespace {prefix}", local, known[prefix].elements)
    return known[prefix], known[prefix].elements[local]


def build_element(name: str, text: object, attributes: Mapping[str, object], children: Many[Element]) -> Element:
    """
    Return the element *name* of the tables, with Python values written as its table says.

    Raises :class:`~stridesfeed.errors.UnknownNameError` for a name that is not in the tables. Values are not checked.
    """
    vocabulary, definition = _find(name)
    types = {each.name: each.type for each in definition.attributes.values()} if attributes else {}
    written = {key: _written(value, types.get(key)) for key, value in attributes.items() if value is not None}
    return Element(
        definition.name,
        None if text is None else _written(text, definition.text),
        children,
        {key: value for key, value in written.items() if ":" not in key},
        vocabulary.namespace,
        [_qualified(key, value) for key, value in written.items() if ":" in key],
    )


def _qualified(name: str, value: str) -> QualifiedAttribute:
    """
    Return an attribute by its name with the usual prefix. Raises :class:`~stridesfeed.errors.UnknownNameError` for an unknown prefix.
    """
    prefix, _, local = name.partition(":")
    known = {key: each for key, each in vocabularies().items() if each.prefix}
    if prefix not in known:
        raise UnknownNameError("namespace", prefix, known)
    return QualifiedAttribute(known[prefix].namespace, local, value)


def _written(value: object, type_: ValueType | None) -> str:
    if type_ is None:
        return str(value)
    text = as_text(value, type_)
    return iri.to_uri(text) if type_.name == "web" else text


def place_of(definition: ElementDefinition) -> Place | None:
    """
    Return the place of an element: in a feed, in an article, or ``None`` for both.
    """
    in_feed, in_item = definition.allows("feed"), definition.allows("item")
    if in_feed == in_item:
        return None
    return "feed" if in_feed else "article"


_CAPITAL = re.compile(r"_([a-z])")


def attribute_name(field: str) -> str:
    """
    Return the attribute of a field: startTime for start_time.
    """
    return _CAPITAL.sub(lambda match: match[1].upper(), field)


@attrs.frozen
class TypedElement(Extension):
    """
    The base of classes for single elements. The field *text* is its text; fields with elements are children; all others are attributes.

    A field is named after its attribute: ``start_time`` is startTime. What is wrong according to the table raises
    :class:`~stridesfeed.errors.InvalidError`.
    """

    #: The usual prefix and the name in the tables.
    TAG: ClassVar[str] = ""

    #: Attributes that are not named after their field.
    ATTRIBUTES: ClassVar[Mapping[str, str]] = {}

    @cached_property
    def element(self) -> Element:
        """
        The element as it is written.
        """
        attributes: dict[str, object] = {}
        children: list[Element] = []
        text: object = None
        kind: Any = type(self)
        for field in attrs.fields(kind):
            value = getattr(self, field.name)
            if field.name == "text":
                text = value
            elif isinstance(value, TypedElement):
                children.append(value.element)
            elif isinstance(value, tuple):
                children += [each.element for each in value]
            else:
                attributes[self.ATTRIBUTES.get(field.name) or attribute_name(field.name)] = value
        return build_element(self.TAG, None if text == "" else text, attributes, children)

    @property
    def place(self) -> Place | None:
        """
        The place of the element according to its table.
        """
        return place_of(_definition(self.TAG))

    def elements(self, format: XmlFormat) -> Iterable[Element]:
        """
        Return the element.
        """
        return (self.element,)

    def _faults(self) -> Iterator[FieldError]:
        kind: Any = type(self)
        values = [(field.name, getattr(self, field.name)) for field in attrs.fields(kind)]
        wrong = [name for name, value in values if isinstance(value, tuple) and not all(isinstance(each, TypedElement) for each in value)]
        wrong += [name for name, value in values if isinstance(value, list | dict | set)]
        for name in wrong:
            yield self.fault(name, "must contain only elements of its own class")
        if not wrong:
            names = {self.ATTRIBUTES.get(name) or attribute_name(name): name for name, _ in values}
            for error in element_errors(self, lambda: self.element):
                yield self.fault(names.get(error.field, error.field), error.rule)
