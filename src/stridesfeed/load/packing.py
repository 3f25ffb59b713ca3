"""
Articles as JSON and back, for what is remembered from load to load. Nobody else reads it, and its form may change with any version.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

import attrs

from stridesfeed.extensions import Editorial, Score
from stridesfeed.model import Article, Attachment, Category, Image, Link, Person, Source
from stridesfeed.value import Value

_KINDS: dict[str, type[Value]] = {
    kind.__name__: kind for kind in (Article, Attachment, Category, Editorial, Image, Link, Person, Score, Source)
}
_FIELDS = {name: tuple(field.name for field in attrs.fields(kind)) for name, kind in _KINDS.items()}

#: Kinds that hold nothing but texts, and that many articles have in common.
_SHARED = frozenset({"Category", "Person"})
_MOST_SHARED = 4096

#: The key of a moment; all others are kinds of value.
_MOMENT = "moment"


def packed(value: Any) -> Any:
    """
    *value* as JSON has it: values and moments are objects with one member.
    """
    if isinstance(value, tuple):
        return [packed(each) for each in value]
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, Value):
        name = type(value).__name__
        return {name: [packed(getattr(value, field)) for field in _FIELDS[name]]}
    return value


def unpacked(value: Any) -> Any:
    """
    What :func:`packed` was given. Its rules were kept then, and are not asked again.
    """
    if type(value) is list:
        return tuple([unpacked(each) for each in value])
    if type(value) is dict:
        ((name, held),) = value.items()
        return datetime.fromisoformat(held) if name == _MOMENT else _made(name, held)
    return value


def _made(name: str, held: list[Any]) -> Value:
    return _shared(name, *held) if name in _SHARED else _new(name, held)


@lru_cache(_MOST_SHARED)
def _shared(name: str, *held: str | None) -> Value:
    """
    One value for all that are alike: most articles have the same few authors and categories.
    """
    return _new(name, held)


def _new(name: str, held: Iterable[Any]) -> Value:
    made = object.__new__(_KINDS[name])
    for field, each in zip(_FIELDS[name], held, strict=True):
        object.__setattr__(made, field, each if type(each) is str else unpacked(each))
    return made
