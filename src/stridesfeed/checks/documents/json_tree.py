"""
Parse JSON into a tree whose values know their positions and which keeps duplicate names.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

import attrs

from stridesfeed.decoding import ParseProblem, Position

JsonType = Literal["object", "array", "string", "number", "boolean", "null"]

#: A feed has five levels.
MAX_DEPTH = 100

_DECODER = json.JSONDecoder()
_WHITE_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_LITERALS = {"true": True, "false": False, "null": None}
#: In digits: longer numbers take time by the square of their length.
_MAX_NUMBER = 300


@attrs.frozen(eq=False)
class JsonValue:
    """
    A JSON value and its position.
    """

    type: JsonType
    position: Position
    #: The value of a string, number or boolean.
    scalar: str | float | bool | None = None
    #: The members of an object, in order, including those with the same name.
    members: tuple[JsonMember, ...] = ()
    #: The items of an array.
    items: tuple[JsonValue, ...] = ()

    def get(self, name: str) -> JsonValue | None:
        """
        Return the member with that name, or the last of several, as most parsers do; ``None`` if it is missing or null.
        """
        found = next((member.value for member in reversed(self.members) if member.name == name), None)
        return None if found is None or found.type == "null" else found

    @property
    def text(self) -> str:
        """
        The value of a string; empty for other types.
        """
        return self.scalar if isinstance(self.scalar, str) else ""


@attrs.frozen(eq=False)
class JsonMember:
    """
    A member of an object.
    """

    name: str
    position: Position
    value: JsonValue


class _SyntaxError(Exception):
    """
    A syntax error at an offset.
    """

    def __init__(self, offset: int, message: str, rule: str = "not_well_formed") -> None:
        super().__init__(message)
        self.offset = offset
        self.rule = rule


def parse_json(text: str) -> tuple[JsonValue | None, tuple[ParseProblem, ...]]:
    """
    Parse *text* and return its value, or the syntax error.
    """
    parser = _Parser(text)
    try:
        return parser.document(), ()
    except _SyntaxError as error:
        return None, (ParseProblem(error.rule, parser.position(error.offset), str(error)),)


class _Parser:
    """
    A recursive descent parser: each method parses at an offset and returns what it found and the offset of its end.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        #: The end of the part of an object or array that was parsed last.
        self.end = 0

    def position(self, offset: int) -> Position:
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def document(self) -> JsonValue:
        value, end = self.value(self.skip_white_space(0), 0)
        end = self.skip_white_space(end)
        if end < len(self.text):
            raise _SyntaxError(end, "not well-formed JSON: text after the end: remove it")
        return value

    def skip_white_space(self, offset: int) -> int:
        match = _WHITE_SPACE.match(self.text, offset)
        return match.end() if match else offset

    def value(self, offset: int, depth: int) -> tuple[JsonValue, int]:
        if depth > MAX_DEPTH:
            raise _SyntaxError(offset, f"more than {MAX_DEPTH} nested levels: flatten the document", "document_over_limit")
        start = self.text[offset : offset + 1]
        if start == "{":
            return self.object(offset, depth)
        if start == "[":
            return self.array(offset, depth)
        if start == '"':
            text, end = self.string(offset)
            return JsonValue("string", self.position(offset), text), end
        return self.literal_or_number(offset)

    def literal_or_number(self, offset: int) -> tuple[JsonValue, int]:
        for literal, value in _LITERALS.items():
            if self.text.startswith(literal, offset):
                return JsonValue("null" if value is None else "boolean", self.position(offset), value), offset + len(literal)
        match = _NUMBER.match(self.text, offset)
        if match is None:
            raise _SyntaxError(offset, "not well-formed JSON: expected a value")
        if match.end() - offset > _MAX_NUMBER:
            raise _SyntaxError(offset, f"number with more than {_MAX_NUMBER} digits: write a string", "document_over_limit")
        number = float(match[0]) if match[1] or match[2] else int(match[0])
        return JsonValue("number", self.position(offset), number), match.end()

    def string(self, offset: int) -> tuple[str, int]:
        try:
            text, end = _DECODER.raw_decode(self.text, offset)
        except json.JSONDecodeError as error:
            raise _SyntaxError(error.pos, f"not well-formed JSON: {error.msg}") from error
        return str(text), end

    def object(self, offset: int, depth: int) -> tuple[JsonValue, int]:
        members: list[JsonMember] = []
        for start in self.parts(offset, "}"):
            if self.text[start : start + 1] != '"':
                raise _SyntaxError(start, "not well-formed JSON: expected a name in quotation marks")
            name, end = self.string(start)
            colon = self.skip_white_space(end)
            if self.text[colon : colon + 1] != ":":
                raise _SyntaxError(colon, "not well-formed JSON: expected a colon")
            value, self.end = self.value(self.skip_white_space(colon + 1), depth + 1)
            members.append(JsonMember(name, self.position(start), value))
        return JsonValue("object", self.position(offset), members=tuple(members)), self.end

    def array(self, offset: int, depth: int) -> tuple[JsonValue, int]:
        items: list[JsonValue] = []
        for start in self.parts(offset, "]"):
            value, self.end = self.value(start, depth + 1)
            items.append(value)
        return JsonValue("array", self.position(offset), items=tuple(items)), self.end

    def parts(self, offset: int, closing: str) -> Iterator[int]:
        """
        Yield the start of each part between brackets. The caller sets :attr:`end` to the end of the part; finally it is that of the bracket.
        """
        start = self.skip_white_space(offset + 1)
        if self.text[start : start + 1] == closing:
            self.end = start + 1
            return
        while True:
            yield start
            separator = self.skip_white_space(self.end)
            found = self.text[separator : separator + 1]
            if found == closing:
                self.end = separator + 1
                return
            if found != ",":
                raise _SyntaxError(separator, f"not well-formed JSON: expected a comma or {closing}")
            start = self.skip_white_space(separator + 1)
