"""
JSON as a tree that knows where each value stands, and keeps names that stand twice.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

import attrs

from stridesfeed.decoding import ParseProblem, Position

Kind = Literal["object", "array", "string", "number", "boolean", "null"]

#: Values inside one another; a feed has five.
MAX_DEPTH = 100

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_WORDS = {"true": True, "false": False, "null": None}
#: Longer numbers take time by the square of their length.
_LONGEST_NUMBER = 300


@attrs.frozen(eq=False)
class Value:
    """
    A value and its place.
    """

    kind: Kind
    position: Position
    #: Of a string, a number, a boolean.
    scalar: str | float | bool | None = None
    #: Of an object, as they stand there.
    members: tuple[Member, ...] = ()
    #: Of an array.
    items: tuple[Value, ...] = ()

    def get(self, name: str) -> Value | None:
        """
        The member of that name; the last one where there are several, as most programs take it. What is null is not there.
        """
        found = next((member.value for member in reversed(self.members) if member.name == name), None)
        return None if found is None or found.kind == "null" else found

    @property
    def text(self) -> str:
        """
        The string; empty for what is none.
        """
        return self.scalar if isinstance(self.scalar, str) else ""


@attrs.frozen(eq=False)
class Member:
    """
    A name and its value in an object.
    """

    name: str
    position: Position
    value: Value


class _SyntaxError(Exception):
    """
    The text is no JSON from *offset* on.
    """

    def __init__(self, offset: int, message: str, kind: str = "not_well_formed") -> None:
        super().__init__(message)
        self.offset = offset
        self.kind = kind


def parse_json(text: str) -> tuple[Value | None, tuple[ParseProblem, ...]]:
    """
    The value that *text* is, or why it is none.
    """
    scanner = _Scanner(text)
    try:
        return scanner.whole(), ()
    except _SyntaxError as error:
        return None, (ParseProblem(error.kind, scanner.position(error.offset), str(error)),)


class _Scanner:
    """
    One pass over a text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def position(self, offset: int) -> Position:
        line = bisect_right(self.lines, offset)
        return Position(line, offset - self.lines[line - 1] + 1)

    def whole(self) -> Value:
        value, end = self.value(self.blank(0), 0)
        end = self.blank(end)
        if end < len(self.text):
            raise _SyntaxError(end, "not JSON: more follows after the end")
        return value

    def blank(self, offset: int) -> int:
        match = _BLANK.match(self.text, offset)
        return match.end() if match else offset

    def value(self, offset: int, depth: int) -> tuple[Value, int]:
        if depth > MAX_DEPTH:
            raise _SyntaxError(offset, f"more than {MAX_DEPTH} values stand inside one another", "document_over_limit")
        start = self.text[offset : offset + 1]
        if start == "{":
            return self.object(offset, depth)
        if start == "[":
            return self.array(offset, depth)
        if start == '"':
            text, end = self.string(offset)
            return Value("string", self.position(offset), text), end
        return self.word(offset)

    def word(self, offset: int) -> tuple[Value, int]:
        for word, value in _WORDS.items():
            if self.text.startswith(word, offset):
                return Value("null" if value is None else "boolean", self.position(offset), value), offset + len(word)
        match = _NUMBER.match(self.text, offset)
        if match is None:
            raise _SyntaxError(offset, "not JSON: a value has to stand here")
        if match.end() - offset > _LONGEST_NUMBER:
            raise _SyntaxError(offset, "a number with more than 300 digits", "document_over_limit")
        number = float(match[0]) if match[1] or match[2] else int(match[0])
        return Value("number", self.position(offset), number), match.end()

    def string(self, offset: int) -> tuple[str, int]:
        try:
            text, end = _DECODER.raw_decode(self.text, offset)
        except json.JSONDecodeError as error:
            raise _SyntaxError(error.pos, f"not JSON: {error.msg}") from error
        return str(text), end

    def object(self, offset: int, depth: int) -> tuple[Value, int]:
        members: list[Member] = []
        end = offset
        for at in self.parts(offset, "}"):
            if self.text[at : at + 1] != '"':
                raise _SyntaxError(at, "not JSON: a name in quotation marks has to stand here")
            name, end = self.string(at)
            colon = self.blank(end)
            if self.text[colon : colon + 1] != ":":
                raise _SyntaxError(colon, "not JSON: a colon has to stand here")
            value, self.end = self.value(self.blank(colon + 1), depth + 1)
            members.append(Member(name, self.position(at), value))
        return Value("object", self.position(offset), members=tuple(members)), self.end

    def array(self, offset: int, depth: int) -> tuple[Value, int]:
        items: list[Value] = []
        for at in self.parts(offset, "]"):
            value, self.end = self.value(at, depth + 1)
            items.append(value)
        return Value("array", self.position(offset), items=tuple(items)), self.end

    def parts(self, offset: int, closing: str) -> Iterator[int]:
        """
        Where each part between brackets begins; :attr:`end` says where the one before ended, and in the end where the bracket did.
        """
        at = self.blank(offset + 1)
        if self.text[at : at + 1] == closing:
            self.end = at + 1
            return
        while True:
            yield at
            at = self.blank(self.end)
            found = self.text[at : at + 1]
            if found == closing:
                self.end = at + 1
                return
            if found != ",":
                raise _SyntaxError(at, f"not JSON: a comma or {closing} has to stand here")
            at = self.blank(at + 1)

    #: Where the value that was read last ended.
    end = 0
