"""
Pieces of XML that feedgen makes once for each shape, and in which only texts differ from then on.

Two items that have the same elements and attributes, in any number of repetitions, differ in their texts alone. So of each shape feedgen
writes one with marks in place of its texts. Where the marks come out, and how the characters that XML escapes are spelled there, is all that
has to be known to write the next one, in a small part of the time.

Nothing here knows XML. A repetition that is none, and a text with unusual characters, are left to feedgen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, ParamSpec

import attrs

from stridesfeed.emit.shapes import ESCAPED, MARK, Marks, Place, Shape, Taken

P = ParamSpec("P")

#: So many shapes are remembered; a feed has a few dozen.
_MOST = 512


class Moulds(Generic[P]):
    """
    *write*, which gives bytes for the arguments that it is called with by name, in less time.

    A list among them holds things in a row; of each tuple, element and text there is one. Arguments that are *clean* hold no character that a
    document must not hold; it is not looked for.
    """

    def __init__(self, write: Callable[P, bytes], *, clean: frozenset[str] = frozenset()) -> None:
        self._write: Callable[..., bytes] = write
        self._clean = clean
        self._known: dict[Shape, _Mould | None] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> bytes:
        """
        What *write* gives, to the byte.
        """
        taken = Taken(kwargs, self._clean)
        if taken.shape not in self._known:
            self._learn(taken.shape, kwargs)
        mould = self._known[taken.shape]
        written = mould.filled(taken) if mould and not taken.is_unusual else None
        return self._write(*args, **kwargs) if written is None else written

    def _learn(self, shape: Shape, arguments: Mapping[str, Any]) -> None:
        if len(self._known) >= _MOST:
            self._known.clear()
        marks = Marks()
        text = self._write(**{name: marks.instead_of(value) for name, value in arguments.items()}).decode()
        self._known[shape] = _mould(list(_pieces(text, marks.places)))


def _as_text(text: str) -> str | None:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _as_value(text: str) -> str | None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return escaped.replace("\n", "&#10;").replace("\t", "&#9;")


def _as_plain_text(text: str) -> str | None:
    return text.replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&gt;")


def _as_cdata(text: str) -> str | None:
    return None if "]]>" in text else text


def _as_it_is(text: str) -> str | None:
    return text


#: By how it spells the characters that are escaped; moments have none.
_SPELLINGS: dict[str | None, Callable[[str], str | None]] = {
    "&amp;&lt;&gt;" + '"': _as_text,
    "&amp;&lt;&gt;&quot;": _as_value,
    "&#x26;&#x3C;&gt;" + '"': _as_plain_text,
    ESCAPED: _as_cdata,
    None: _as_it_is,
}


@attrs.frozen
class _Slot:
    """
    A place for a text.
    """

    place: Place
    spell: Callable[[str], str | None]


_Piece = str | _Slot


def _pieces(text: str, places: Sequence[Place]) -> Iterator[_Piece]:
    """
    *text*, in which marks are slots.
    """
    end = 0
    for match in MARK.finditer(text):
        number, spelled, hours, minutes, seconds = match.groups()
        place = places[int(number) if number else (int(hours) * 60 + int(minutes)) * 60 + int(seconds)]
        yield text[end : match.start()]
        yield _Slot(place, _SPELLINGS[spelled])
        end = match.end()
    yield text[end:]


@attrs.frozen
class _Row:
    """
    The texts of one thing of a row, and what stands between, before each, and between two things.
    """

    number: int
    slots: tuple[tuple[int, Callable[[str], str | None], str], ...]
    separator: str


@attrs.frozen
class _Mould:
    """
    Everything of one shape: what never changes, and slots.
    """

    steps: tuple[str | _Slot | _Row, ...]

    def filled(self, taken: Taken) -> bytes | None:
        """
        The bytes with these texts; ``None`` where one has no spelling.
        """
        out: list[str | None] = []
        for step in self.steps:
            if type(step) is str:
                out.append(step)
            elif type(step) is _Slot:
                out.append(step.spell(taken.single[step.place.number]))
            elif type(step) is _Row:
                _fill_row(step, taken.rows[step.number], out)
        return None if None in out else "".join(out).encode()  # type: ignore[arg-type]  # mypy does not see that None is not in it


def _fill_row(row: _Row, things: list[list[str]], out: list[str | None]) -> None:
    for texts in things:
        for number, spell, after in row.slots:
            out.append(spell(texts[number]))
            out.append(after)
        out.append(row.separator)
    out.pop()


def _mould(pieces: list[_Piece]) -> _Mould | None:
    """
    The mould that *pieces* make; ``None`` where a thing of a row is not written twice in the same way, one right after the other.
    """
    steps: list[str | _Slot | _Row] = []
    position = 0
    while position < len(pieces):
        piece = pieces[position]
        if isinstance(piece, str) or piece.place.row is None:
            steps.append(piece)
            position += 1
            continue
        length = _length(pieces[position:], piece.place.row)
        row = _row(pieces[position : position + length])
        if row is None:
            return None
        steps.append(row)
        position += length
    rows = [step.number for step in steps if isinstance(step, _Row)]
    return _Mould(tuple(steps)) if len(rows) == len(set(rows)) else None


def _length(pieces: list[_Piece], row: int) -> int:
    """
    How many of *pieces*, from the first, belong to *row*: up to its last slot before one of another place.
    """
    last = 0
    for position, piece in enumerate(pieces):
        if isinstance(piece, _Slot):
            if piece.place.row != row:
                break
            last = position
    return last + 1


def _row(pieces: list[_Piece]) -> _Row | None:
    """
    The row that *pieces* show two things of: slot, text, slot, …, slot.
    """
    half = len(pieces) // 2
    once, between, again = pieces[:half], pieces[half], pieces[half + 1 :]
    if not isinstance(between, str) or [_first_of(piece) for piece in again] != once:
        return None
    slots = [piece for piece in once if isinstance(piece, _Slot)]
    after = [piece for piece in once if isinstance(piece, str)] + [""]
    return _Row(
        number=slots[0].place.row or 0,
        slots=tuple((slot.place.number, slot.spell, text) for slot, text in zip(slots, after, strict=True)),
        separator=between,
    )


def _first_of(piece: _Piece) -> _Piece:
    if isinstance(piece, str) or not piece.place.second:
        return piece
    return _Slot(attrs.evolve(piece.place, second=False), piece.spell)
