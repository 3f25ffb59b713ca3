"""
The elements and members of extensions, checked: extensions from outside the package may return anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from stridesfeed.errors import InvalidError
from stridesfeed.extensions import NAMESPACES, strides
from stridesfeed.markup import Element, Namespace, namespaces
from stridesfeed.model import Article, Extension, Feed, XmlFormat
from stridesfeed.text import forbidden_character

#: The namespaces whose prefixes are taken.
_OURS = frozenset(NAMESPACES.values())

_MEMBER = re.compile(r"_[A-Za-z][\w-]*", re.ASCII)

#: Deeper values contain themselves, or no reader wants them.
_MAX_DEPTH = 32

#: Larger numbers are not exact in every parser (RFC 7493, 2.2).
_MAX_NUMBER = 2**53

#: JSON libraries write smaller fractions in different ways, with and without an exponent.
_MIN_FRACTION = 0.0001


def extension_elements(owner: Article | Feed, format: XmlFormat) -> list[Element]:
    """
    Return the elements of all extensions of *owner*.

    Raises :class:`~stridesfeed.errors.InvalidError` for anything that is not an element.
    """
    elements: list[Element] = []
    for extension in owner.extensions:
        elements += _elements(owner, extension, format)
    return elements


def unambiguous_elements(owner: Article | Feed, format: XmlFormat, inside: Iterable[Namespace] = ()) -> list[Element]:
    """
    Return the elements of all extensions of *owner*. *inside* are the namespaces of the articles, if *owner* is a feed.

    Raises :class:`~stridesfeed.errors.InvalidError` also for a prefix with two URIs.
    """
    uris: dict[str, str] = {}
    for namespace in _in_order(inside):
        _claim(namespace, uris, owner, "extensions")
    elements: list[Element] = []
    for extension in owner.extensions:
        own = _elements(owner, extension, format)
        for namespace in _in_order(namespaces(own)):
            _claim(namespace, uris, owner, _name(extension))
        elements += own
    return elements


@lru_cache(512)
def have_distinct_prefixes(namespaces: frozenset[Namespace]) -> bool:
    """
    Return True if every prefix stands for one URI. Otherwise :func:`unambiguous_elements` names the extension.
    """
    return len({namespace.prefix for namespace in namespaces} | NAMESPACES.keys()) == len(namespaces | _OURS)


def _in_order(found: Iterable[Namespace]) -> list[Namespace]:
    return sorted(found, key=lambda each: (each.prefix, each.uri))


def _claim(namespace: Namespace, uris: dict[str, str], owner: Article | Feed, field: str) -> None:
    """
    Record the prefix of *namespace* in *uris*; raise an error if it stands for another URI.
    """
    prefix, uri = namespace.prefix, namespace.uri
    claimed = NAMESPACES[prefix].uri if prefix in NAMESPACES else uris.setdefault(prefix, uri)
    if claimed != uri:
        raise _error(owner, field, f"prefix {prefix!r} stands for {claimed} already: give {uri} another prefix")


def _elements(owner: Article | Feed, extension: Extension, format: XmlFormat) -> list[Element]:
    try:
        given: Any = extension.elements(format)
        # isinstance() of an abstract class is slow.
        is_iterable = type(given) is tuple or (isinstance(given, Iterable) and not isinstance(given, str | bytes))
        elements: Any = list(given) if is_iterable else given
    except InvalidError as error:
        raise _error(owner, _name(extension), "; ".join(map(str, error.faults))) from error
    if not isinstance(elements, list):
        raise _error(owner, _name(extension), f"elements() must return a list of elements, not {type(given).__name__}")
    for element in elements:
        if not isinstance(element, Element):
            raise _error(owner, _name(extension), f"elements() must return elements, not {type(element).__name__}")
    return elements


def extension_members(owner: Article | Feed, ours: Mapping[str, object]) -> dict[str, Any]:
    """
    Return the members of all extensions of *owner*. Those with the same name are merged, and ``_strides`` says where it is documented.

    *ours* are the members of ``_strides`` that are fields of the model. Raises :class:`~stridesfeed.errors.InvalidError` for a name or a value
    that JSON Feed cannot express, and for two values of one member.
    """
    merged: dict[str, dict[str, Any]] = {strides.MEMBER: {"about": strides.NAMESPACE.uri, **ours}}
    for extension in owner.extensions:
        for name, members in _members(owner, extension).items():
            present = merged.setdefault(name, {})
            for key, value in members.items():
                if present.setdefault(key, value) != value:
                    raise _error(owner, _name(extension), f"{name}.{key}: has another value already: use one extension, or another name")
    if merged[strides.MEMBER].keys() == {"about"}:
        del merged[strides.MEMBER]
    return {name: members for name, members in merged.items() if members}


def _members(owner: Article | Feed, extension: Extension) -> dict[str, Any]:
    given: Any = extension.members()
    if not isinstance(given, Mapping):
        raise _error(owner, _name(extension), f"members() must return a dict, not {type(given).__name__}")
    for name, members in given.items():
        if not isinstance(name, str) or not _MEMBER.fullmatch(name):
            raise _error(owner, _name(extension), f"a member must be named '_' and letters, such as '_mood', not {name!r}")
        if not isinstance(members, Mapping):
            raise _error(owner, _name(extension), f"{name}: must be a dict, not {type(members).__name__}")
    try:
        return {name: plain_json(members, name) for name, members in given.items()}
    except ValueError as error:
        raise _error(owner, _name(extension), str(error)) from error


def is_written(owner: Article | Feed, extension: Extension, format: str) -> bool:
    """
    Return True if *extension* of *owner* has anything to write in *format*.
    """
    if format in {"rss", "atom"}:
        return bool(_elements(owner, extension, format))  # type: ignore[arg-type]  # mypy does not narrow it
    return any(_members(owner, extension).values())


def plain_json(value: Any, path: str, depth: int = 0) -> Any:
    """
    Return *value* as every JSON parser can express it; raise a ValueError that names *path* if it cannot.
    """
    if depth > _MAX_DEPTH:
        raise ValueError(f"{path.partition('.')[0]}: is nested more than {_MAX_DEPTH} deep: make it flatter")
    if isinstance(value, Mapping):
        wrong = [key for key in value if not isinstance(key, str) or forbidden_character(key)]
        if wrong:
            raise ValueError(f"{path}: names must be text without control characters, not {wrong[0]!r}")
        return {key: plain_json(each, f"{path}.{key}", depth + 1) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(each, f"{path}[{number}]", depth + 1) for number, each in enumerate(value)]
    if fault := _scalar_fault(value):
        raise ValueError(f"{path}: {fault}")
    return value


def _scalar_fault(value: object) -> str | None:
    if value is None or type(value) is bool:
        return None
    if type(value) is str:
        found = forbidden_character(value)
        return f"must not contain the character {found!r}, which feeds cannot carry: remove it" if found else None
    if type(value) is int:
        return None if abs(value) < _MAX_NUMBER else f"must be less than 2 to the power of 53, not {value}"
    if type(value) is float:
        return _float_fault(value)
    return f"must be text, a number, True, False, None, a dict or a list, not {type(value).__name__}: convert it"


def _float_fault(value: float) -> str | None:
    if not math.isfinite(value):
        return f"must be a finite number, not {value}"
    if value and not _MIN_FRACTION <= abs(value) < _MAX_NUMBER:
        return f"must be 0, or from {_MIN_FRACTION} to 2 to the power of 53, not {value}: round it, or write it as text"
    return None


def _name(extension: Extension) -> str:
    return type(extension).__name__


def _error(owner: Article | Feed, field: str, rule: str) -> InvalidError:
    return InvalidError.of(owner.subject, [owner.fault(field, rule)])
