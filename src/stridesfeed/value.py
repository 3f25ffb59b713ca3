"""
The base class of all frozen values: fields are normalised by converters, then checked by rules, and all errors are raised together.

Callers without a type checker may pass anything: a converter leaves a value that it cannot convert, and the field's rule rejects it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Any, Protocol, TypeVar

import attrs

from stridesfeed import iri
from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.rules import Rule
from stridesfeed.text import legal, line

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Items(Protocol[T_co]):
    """
    A list, tuple, set or other collection, but not a string: ``in`` of a string accepts only strings, so type checkers reject it.
    """

    def __iter__(self) -> Iterator[T_co]:
        """
        Iterate over the items.
        """

    def __contains__(self, item: object, /) -> bool:
        """
        Return True if *item* is one of the items.
        """


#: The type of an argument that becomes a tuple: any iterable except a string.
Many = Items[T] | Iterator[T]


def one_line(value: str) -> str:
    """
    Return plain text on one line.
    """
    return line(value) if isinstance(value, str) else value


def line_or_none(value: str | None) -> str | None:
    """
    Return plain text on one line, or ``None`` if it is blank.
    """
    return (line(value) or None) if isinstance(value, str) else value


def html_or_none(value: str | None) -> str | None:
    """
    Return HTML without characters that feeds cannot carry, or ``None`` if it is blank.
    """
    return (legal(value) if value.strip() else None) if isinstance(value, str) else value


def as_html(value: str) -> str:
    """
    Return HTML without characters that feeds cannot carry.
    """
    return legal(value) if isinstance(value, str) else value


def as_uri(value: str) -> str:
    """
    Return an address as a URI.
    """
    return iri.to_uri(value) if isinstance(value, str) else value


def uri_or_none(value: str | None) -> str | None:
    """
    Return an address as a URI; ``None`` stays ``None``.
    """
    return iri.to_uri(value) if isinstance(value, str) else value


def as_tuple(value: Many[T]) -> tuple[T, ...]:
    """
    Return any iterable except a string as a tuple.
    """
    given: Any = value
    if type(given) is tuple:
        return given
    return tuple(given) if isinstance(given, Iterable) and not isinstance(given, str | bytes) else given


def as_strings(value: Many[str]) -> tuple[str, ...]:
    """
    Return any iterable of strings as a tuple; a single string is not an iterable of strings here.
    """
    return as_tuple(value)


def as_uris(value: Many[str]) -> tuple[str, ...]:
    """
    Return any iterable of addresses as a tuple of URIs.
    """
    return tuple(as_uri(item) for item in given) if isinstance(given := as_tuple(value), tuple) else given


def checked_by(rule: Rule) -> dict[str, Rule]:
    """
    Return the metadata of a field that *rule* checks.
    """
    return {"rule": rule}


V = TypeVar("V", bound="Value")


def with_fields(value: V, **changes: object) -> V:
    """
    Return a copy of *value* with some attributes changed, without running converters or rules.

    Only for changes that are known to be valid, where ``attrs.evolve`` would be too slow.
    """
    copy = object.__new__(type(value))
    for field in attrs.fields(type(value)):
        name = field.name
        object.__setattr__(copy, name, changes[name] if name in changes else getattr(value, name))
    return copy


class FingerprintError(TypeError):
    """
    The value cannot be fingerprinted reliably.
    """


#: Longer texts are represented by their SHA-256, which is faster than repr().
_LONG = 512

_PLAIN = frozenset({type(None), bool, int, float, str, bytes})


def fingerprint_parts(value: Any) -> object:
    """
    Return *value* as nested tuples of plain values: equal for equal values, on every machine and in every run.

    Raises :class:`FingerprintError` for a type that is neither plain nor defined in this package.
    """
    kind = type(value)
    if kind is str and len(value) > _LONG:
        return ("sha256", hashlib.sha256(value.encode()).digest())
    if kind in _PLAIN:
        return value
    if isinstance(value, tuple):
        return tuple(map(fingerprint_parts, value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Value) and kind.__module__.startswith(_OURS):
        return (kind.__name__, *map(fingerprint_parts, _fields(kind)(value)))
    raise FingerprintError(kind)


def digest_of(value: Any) -> bytes | None:
    """
    Return the SHA-256 of :func:`fingerprint_parts`; ``None`` if *value* cannot be fingerprinted reliably.
    """
    try:
        return hashlib.sha256(repr(fingerprint_parts(value)).encode()).digest()
    except FingerprintError:
        return None


#: A subclass from elsewhere may have state that is not a field, and may change with its code.
_OURS = __name__.partition(".")[0] + "."

_GETTERS: dict[Any, Callable[[object], tuple[object, ...]]] = {}


def _fields(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """
    Return a function that returns the fields of a value of *kind*, the first one twice.
    """
    if kind not in _GETTERS:
        names = [field.name for field in attrs.fields(kind)]
        # attrgetter returns a tuple only for two names or more.
        _GETTERS[kind] = attrgetter(*names, names[0])
    return _GETTERS[kind]


@cache
def _rules(kind: Any) -> tuple[tuple[str, str, Rule], ...]:
    """
    Return the fields of *kind* that a rule checks: the attribute, the name in the constructor and the rule.
    """
    checked = [(field, field.metadata.get("rule")) for field in attrs.fields(kind)]
    return tuple((field.name, field.alias or field.name, rule) for field, rule in checked if rule)


@attrs.frozen
class Value:
    """
    A frozen value whose fields are checked; all errors are raised together in one :class:`~stridesfeed.errors.InvalidError`.

    Its :func:`repr` is the call that makes it, with the arguments that differ from their defaults.
    """

    def __init_subclass__(cls) -> None:
        if "__repr__" not in vars(cls):
            # attrs would write one with all fields into every class that has none of its own.
            cls.__repr__ = Value.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        kind = type(self)
        given = ((field.alias or field.name, field.default, getattr(self, field.name)) for field in attrs.fields(kind))
        arguments = [f"{name}={value!r}" for name, default, value in given if value != default or type(value) is not type(default)]
        return f"{kind.__name__}({', '.join(arguments)})"

    def __attrs_post_init__(self) -> None:
        faults = [*self._field_faults(), *self._faults()]
        if faults:
            raise InvalidError.of(self.subject, faults)

    @property
    def subject(self) -> str:
        """
        The name of this value in messages: its type and its first field, if it has one.
        """
        kind = type(self)
        fields = attrs.fields(kind)
        return kind.__name__.lower() + (f" {getattr(self, fields[0].name)!r}" if fields else "")

    def fault(self, field: str, rule: str) -> FieldError:
        """
        Return the error for *field*.
        """
        return FieldError(self.subject, field, rule)

    def _field_faults(self) -> Iterator[FieldError]:
        for name, argument, rule in _rules(type(self)):  # type: ignore[arg-type]  # mypy: a class with __hash__ is not Hashable
            broken = rule(getattr(self, name))
            if broken:
                yield self.fault(argument, broken)

    def _faults(self) -> Iterator[FieldError]:
        """
        Yield the errors of rules that need more than one field.
        """
        return iter(())
