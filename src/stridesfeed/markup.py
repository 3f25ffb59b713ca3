"""
XML elements as values, independent of any XML library. Extensions return them, and every one of them can be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import attrs

from stridesfeed import rules
from stridesfeed.errors import FieldError
from stridesfeed.text import forbidden_character
from stridesfeed.value import Many, Value, as_tuple, checked_by

#: The attributes of an element by name. Numbers are written as text; ``None`` is omitted.
Attributes = Mapping[str, str | int | None]

# XML 1.0, 2.3 (Name) and Namespaces in XML 1.0, 3 (NCName), as far as all parsers agree: some know only the letters of earlier editions.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")

#: A URI (RFC 3986, A), as strict as XML parsers are.
_CHARACTERS = r"(?:[A-Za-z0-9._~!$&'()*+,;=@:/-]|%[0-9A-Fa-f]{2})"
_AUTHORITY = r"//(?:[A-Za-z0-9._~!$&'()*+,;=:%-]*@)?(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(?::[0-9]{1,5})?(?=[/?#]|\Z)"
_URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{_AUTHORITY}|(?!//)){_CHARACTERS}*(?:\?(?:{_CHARACTERS}|\?)*)?(?:#(?:{_CHARACTERS}|\?)*)?")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

#: Bound to their prefixes by XML itself (Namespaces in XML 1.0, 3).
_XML_URIS = frozenset({"http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"})


def _name(value: object) -> str | None:
    if isinstance(value, str) and _NAME.fullmatch(value):
        return None
    return f"must be a name of letters, digits, '.', '-' and '_' that begins with a letter, not {value!r}"


@lru_cache(maxsize=512)
def _are_plain_names(element: object, attributes: tuple[object, ...]) -> bool:
    return not _name(element) and not any(map(_name, attributes)) and len({*attributes, "xmlns"}) == len(attributes) + 1


def _prefix(value: object) -> str | None:
    if fault := _name(value):
        return fault
    # lxml uses ns0, ns1 and so on for namespaces without a prefix.
    reserved = str(value).lower().startswith("xml") or re.fullmatch(r"ns\d+", str(value))
    return f"is reserved: choose another than {value!r}" if reserved else None


def _uri(value: object) -> str | None:
    if not isinstance(value, str) or not _URI.fullmatch(value) or _STRAY_PERCENT.search(value):
        return f"must be an absolute URI such as https://example.org/ns, not {value!r}"
    return f"belongs to XML itself: choose another than {value!r}" if value in _XML_URIS else None


def _text(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        return f"must be text, not {type(value).__name__}: format it, for example with str()"
    found = forbidden_character(value)
    return f"must not contain the character {found!r}, which XML forbids: remove it" if found else None


def _attribute_value(value: object) -> str | None:
    return "must be text, not None" if value is None else _text(value)


def _as_pairs(value: Attributes | Many[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    given: Any = value
    # isinstance() of an abstract class is slow.
    if type(given) is not dict and (type(given) is tuple or not isinstance(given, Mapping)):
        return as_tuple(given)
    return tuple([(name, str(each) if type(each) is int else each) for name, each in given.items() if each is not None])


def _attributes(value: object) -> str | None:
    if not isinstance(value, tuple) or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in value):  # name and value
        return f"must be a dict of names and values, not {type(value).__name__}"
    names: set[object] = set()
    for name, text in value:
        if fault := _attribute_name(name, names) or _attribute_value(text):
            return f"{name!r}: {fault}"
        names.add(name)
    return None


def _attribute_name(name: Any, others: set[object]) -> str | None:
    if not isinstance(name, str) or _name(name):
        return "must be a name of letters, digits, '.', '-' and '_' that begins with a letter"
    if name == "xmlns":
        return "declares a namespace: use namespace= instead"
    return "is there twice: remove one" if name in others else None


def _as_elements(value: Many[Element]) -> tuple[Element, ...]:
    return as_tuple(value)


def _children(value: object) -> str | None:
    if isinstance(value, tuple):
        wrong = [child for child in value if not isinstance(child, Element)]
        return f"must contain only elements, not {type(wrong[0]).__name__}" if wrong else None
    return f"must be a list of elements, not {type(value).__name__}"


def _namespace(value: object) -> str | None:
    return None if value is None or isinstance(value, Namespace) else f"must be a Namespace, not {type(value).__name__}"


@attrs.frozen
class Namespace(Value):
    """
    An XML namespace with its usual prefix. Some readers look only at the prefix.
    """

    prefix: str = attrs.field(metadata=checked_by(_prefix))
    uri: str = attrs.field(metadata=checked_by(_uri))

    def element(
        self, name: str, text: str | None = None, children: Many[Element] = (), attributes: Attributes | Many[tuple[str, str]] = ()
    ) -> Element:
        """
        Return an element of this namespace.

        >>> Namespace("media", "http://search.yahoo.com/mrss/").element("text", "Hello", attributes={"type": "plain", "lang": None}).attributes
        (('type', 'plain'),)
        """
        return Element(name, text, children, attributes, self)


@attrs.frozen
class QualifiedAttribute(Value):
    """
    An attribute with a namespace: rdf:resource, thr:count.
    """

    namespace: Namespace = attrs.field(metadata=checked_by(rules.instance(Namespace)))
    name: str = attrs.field(metadata=checked_by(_name))
    text: str = attrs.field(metadata=checked_by(_attribute_value))

    @property
    def subject(self) -> str:
        """
        The name in messages, with the prefix.
        """
        return f"{self.namespace.prefix}:{self.name}" if isinstance(self.namespace, Namespace) else str(self.name)


def _as_qualified(value: Many[QualifiedAttribute]) -> tuple[QualifiedAttribute, ...]:
    return as_tuple(value)


@attrs.frozen
class Element(Value):
    """
    An XML element with either a text or children; no namespace means the document's own.

    Names that XML does not allow, and texts that it cannot carry, raise :class:`~stridesfeed.errors.InvalidError`.
    """

    name: str = attrs.field(metadata=checked_by(_name))
    text: str | None = attrs.field(default=None, metadata=checked_by(_text))
    children: tuple[Element, ...] = attrs.field(default=(), converter=_as_elements, metadata=checked_by(_children))

    #: Names and values, in order. They may be given as a dict, in which numbers are written as text and ``None`` is omitted.
    attributes: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_as_pairs, metadata=checked_by(_attributes))

    namespace: Namespace | None = attrs.field(default=None, metadata=checked_by(_namespace))

    #: Attributes with a namespace of their own, after the others.
    qualified: tuple[QualifiedAttribute, ...] = attrs.field(
        default=(), converter=_as_qualified, metadata=checked_by(rules.sequence(QualifiedAttribute))
    )

    def __attrs_post_init__(self) -> None:
        if not self._is_plain():
            Value.__attrs_post_init__(self)

    def _is_plain(self) -> bool:
        """
        Return True for most valid elements and no others. Each article has a dozen, and running every rule takes four times as long.
        """
        if (
            self.children
            or self.qualified
            or type(self.attributes) is not tuple
            or not (self.namespace is None or type(self.namespace) is Namespace)
        ):
            return False
        if {*map(type, self.attributes)} - {tuple}:
            return False
        try:
            names, texts = zip(*self.attributes, strict=True) if self.attributes else ((), ())
            return _are_plain_names(self.name, names) and "".join(texts).isprintable() and (self.text is None or self.text.isprintable())
        except (TypeError, ValueError, AttributeError):
            return False

    @property
    def subject(self) -> str:
        """
        The name in messages, with the prefix.
        """
        prefix = f"{self.namespace.prefix}:" if isinstance(self.namespace, Namespace) else ""
        return f"element {prefix + str(self.name)!r}"

    def _faults(self) -> Iterator[FieldError]:
        if self.text is not None and self.children:
            yield self.fault("text", "must not be given together with children: put it into a child")
        if isinstance(self.qualified, tuple) and len({(each.namespace, each.name) for each in self.qualified}) < len(self.qualified):
            yield self.fault("qualified", "must not contain an attribute twice: remove one")


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
        if element.qualified:
            found.update([attribute.namespace for attribute in element.qualified])
        pending.extend(element.children)
    return frozenset(found)
