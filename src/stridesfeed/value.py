"""
What all frozen values share: text and addresses are normalised as they come in, and every rule is asked before the value exists.

Types are promises that callers without a type checker may break: a converter leaves what it cannot convert, and the field's rule refuses it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, TypeVar

import attrs

from stridesfeed import iri
from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.rules import Rule
from stridesfeed.text import legal, line


def one_line(value: str) -> str:
    """
    Plain text on one line.
    """
    return line(value) if isinstance(value, str) else value


def line_or_none(value: str | None) -> str | None:
    """
    Plain text on one line; ``None`` where nothing is left.
    """
    return (line(value) or None) if isinstance(value, str) else value


def html_or_none(value: str | None) -> str | None:
    """
    HTML without characters that no feed can carry; ``None`` where nothing is left.
    """
    return (legal(value) if value.strip() else None) if isinstance(value, str) else value


def as_uri(value: str) -> str:
    """
    An address as a URI.
    """
    return iri.to_uri(value) if isinstance(value, str) else value


def uri_or_none(value: str | None) -> str | None:
    """
    An address as a URI, or ``None``.
    """
    return iri.to_uri(value) if isinstance(value, str) else value


def as_tuple(value: Iterable[Any]) -> tuple[Any, ...]:
    """
    Any iterable as a tuple, but for text, which is a list of letters to nobody.
    """
    given: Any = value
    return tuple(given) if isinstance(given, Iterable) and not isinstance(given, str | bytes) else given


def as_uris(value: Iterable[str]) -> tuple[str, ...]:
    """
    Any iterable of addresses as a tuple of URIs.
    """
    return tuple(as_uri(item) for item in given) if isinstance(given := as_tuple(value), tuple) else given


def checked_by(rule: Rule) -> dict[str, Rule]:
    """
    The metadata of a field that has to keep *rule*.
    """
    return {"rule": rule}


V = TypeVar("V", bound="Value")


def with_fields(value: V, **changes: object) -> V:
    """
    A copy of *value* in which some fields are others, by the names of the class, that keep their rules already: nothing is asked again.

    For what a stage makes of a value that is valid. Everybody else uses ``attrs.evolve``, which asks.
    """
    copy = object.__new__(type(value))
    for field in attrs.fields(type(value)):
        name = field.name
        object.__setattr__(copy, name, changes[name] if name in changes else getattr(value, name))
    return copy


class FingerprintError(TypeError):
    """
    A value holds something of which nobody knows whether it says everything about itself.
    """


#: Of a longer text its hash stands for it: to spell it out costs more than all the rest.
_LONG = 512

_PLAIN = frozenset({type(None), bool, int, float, str, bytes})


def fingerprint_parts(value: Any) -> object:
    """
    *value* as nested tuples of plain values: the same for equal values, on every machine and in every run.

    Raises :class:`FingerprintError` for what is neither a value of ours nor plain.
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


#: Values that somebody else defined may hide something, and may change with their code.
_OURS = __name__.partition(".")[0] + "."


def _fields(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """
    What gives all fields of a value of *kind*.
    """
    if kind not in _GETTERS:
        names = [field.name for field in attrs.fields(kind)]
        # With one name only, attrgetter gives no tuple.
        _GETTERS[kind] = attrgetter(*names, names[0])
    return _GETTERS[kind]


_GETTERS: dict[Any, Callable[[object], tuple[object, ...]]] = {}


@attrs.frozen
class Value:
    """
    A frozen value that keeps the rules of its fields; all faults come together in one :class:`~stridesfeed.errors.InvalidError`.
    """

    def __attrs_post_init__(self) -> None:
        faults = [*self._field_faults(), *self._faults()]
        if faults:
            raise InvalidError.of(self.subject, faults)

    @property
    def subject(self) -> str:
        """
        This value as messages name it: its kind and its first field.
        """
        kind = type(self)
        return f"{kind.__name__.lower()} {getattr(self, attrs.fields(kind)[0].name)!r}"

    def fault(self, field: str, rule: str) -> FieldError:
        """
        The error that says that *field* breaks *rule*.
        """
        return FieldError(self.subject, field, rule)

    def _field_faults(self) -> Iterator[FieldError]:
        for field in attrs.fields(type(self)):
            rule = field.metadata.get("rule")
            broken = rule(getattr(self, field.name)) if rule else None
            if broken:
                yield self.fault(field.alias or field.name, broken)

    def _faults(self) -> Iterator[FieldError]:
        """
        Rules that need more than one field.
        """
        return iter(())
