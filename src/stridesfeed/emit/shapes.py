"""
What two pieces of XML have in common that differ in their texts alone: their shape. Texts are taken out of values, or marks put in their place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

import attrs

from stridesfeed.dates import format_rfc3339
from stridesfeed.markup import Element

#: Equal for all that differs in its texts alone.
Shape = Any

#: Around the number of a mark, and after the characters whose spelling is to be seen: private use characters.
_OPEN, _SHOWN, _CLOSE = "\ue000\ue001\ue002"

#: The characters that a mark shows the spelling of.
ESCAPED = '&<>"'

#: Moments can hold no such mark: each is a second of a day on which nothing was published.
_LONG_AGO = datetime(1111, 1, 1, tzinfo=UTC)

#: A mark: its number and the spelling, or the hours, minutes and seconds that are its number.
MARK = re.compile(f"{_OPEN}([0-9]+){_SHOWN}([^{_CLOSE}]*){_CLOSE}|1111-01-01T([0-9]{{2}}):([0-9]{{2}}):([0-9]{{2}})Z")

#: What is a mark, is spelled in yet another way, or must not be in a document at all.
_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\ue002\ufffe\uffff]")


class Taken:
    """
    Arguments, as their shape and their texts in order: single ones, and those of things in a row, row by row.
    """

    def __init__(self, arguments: Mapping[str, Any], clean: frozenset[str]) -> None:
        self.single: list[str] = []
        self.rows: list[list[list[str]]] = []
        self._looked_at: list[str] = []
        self.shape = tuple([self._taken(value, looked_at=name not in clean) for name, value in arguments.items()])

    @property
    def is_unusual(self) -> bool:
        """
        Whether a text has to be written by who knows XML.
        """
        texts = "".join(self._looked_at)
        return not texts.isprintable() and _UNUSUAL.search(texts) is not None

    def _taken(self, value: Any, *, looked_at: bool) -> Shape:
        if type(value) is list:
            return self._row(value)
        texts: list[str] = []
        shape = shape_of(value, texts)
        self.single += texts
        if looked_at:
            self._looked_at += texts
        return shape

    def _row(self, things: list[Any]) -> Shape:
        shapes: list[Shape] = []
        for thing in things:
            texts: list[str] = []
            shape = shape_of(thing, texts)
            if not texts:
                shapes.append(shape)
            elif shapes and shape == shapes[-1]:
                self.rows[-1].append(texts)
            else:
                shapes.append(shape)
                self.rows.append([texts])
            self._looked_at += texts
        return tuple(shapes)


def shape_of(value: Any, texts: list[str]) -> Shape:
    """
    The shape of *value*, of which the texts that are not empty are added to *texts*.
    """
    kind = type(value)
    if kind is str and value:
        texts.append(value)
        return str
    if kind is Element:
        namespace = value.namespace
        return (
            value.name,
            (namespace.prefix, namespace.uri) if namespace else None,
            shape_of(value.text, texts),
            tuple([(name, shape_of(text, texts)) for name, text in value.attributes]),
            tuple([shape_of(child, texts) for child in value.children]),
        )
    if kind is tuple:
        return tuple([shape_of(each, texts) for each in value])
    if kind is datetime:
        texts.append(format_rfc3339(value))
        return datetime
    return value


@attrs.frozen
class Place:
    """
    Which text a mark stands for: a single one, or in *row* one of the first or the second thing.
    """

    number: int
    row: int | None = None
    second: bool = False


class Marks:
    """
    Arguments with marks for their texts, and two of each thing that may be repeated.
    """

    def __init__(self) -> None:
        #: Of each mark, by its number.
        self.places: list[Place] = []
        self._single = 0
        self._rows = 0

    def instead_of(self, value: Any) -> Any:
        """
        *value* with marks.
        """
        if type(value) is list:
            return [marked for _, same in groupby(value, key=lambda thing: shape_of(thing, [])) for marked in self._in_row(list(same))]
        marked, self._single = self._marked(value, self._single)
        return marked

    def _in_row(self, same: list[Any]) -> list[Any]:
        texts: list[str] = []
        shape_of(same[0], texts)
        if not texts:
            return same
        self._rows += 1
        return [self._marked(same[0], 0, self._rows - 1, second=second)[0] for second in (False, True)]

    def _marked(self, value: Any, first: int, row: int | None = None, *, second: bool = False) -> tuple[Any, int]:
        """
        *value* with marks, of which the first stands for text *first*; and the number after the last.
        """
        start = len(self.places)

        def mark(given: Any) -> Any:
            if type(given) is Element:
                text = mark(given.text)
                attributes = tuple((name, mark(each)) for name, each in given.attributes)
                return attrs.evolve(given, text=text, attributes=attributes, children=tuple(map(mark, given.children)))
            if type(given) is tuple:
                return tuple(map(mark, given))
            if type(given) is not datetime and not (type(given) is str and given):
                return given
            number = len(self.places)
            self.places.append(Place(first + number - start, row, second))
            return _LONG_AGO + timedelta(seconds=number) if type(given) is datetime else f"{_OPEN}{number}{_SHOWN}{ESCAPED}{_CLOSE}"

        return mark(value), first + len(self.places) - start
