"""
The literals in a JavaScript or TypeScript file: its object literals and constants. The file is read token by token, never run.

Configuration files are programs: what surrounds the literals is skipped. Files that are only data are read by
:mod:`stridesfeed.load.front_matter.javascript`.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from stridesfeed.site.generators.unread import Unread

_TOKEN = re.compile(
    r"""
    (?P<ignored> \s+ | //[^\n]* | /\*.*?(?:\*/|\Z) )
    | (?P<text> "(?:\\.|[^"\\\n])*+"? | '(?:\\.|[^'\\\n])*+'? | `(?:\\.|[^`\\$]|\$(?!\{))*+` )
    | (?P<template> `(?:\\.|[^`\\])*+`? )
    | (?P<number> -?\d+(?:\.\d+)?\b )
    | (?P<word> [A-Za-z_$][\w$]* )
    | (?P<mark> \.\.\.|=>|\|\||&&|\?\?|. )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u\{(?P<braced>[0-9a-fA-F]{1,6})\}|u(?P<four>[0-9a-fA-F]{4})|x(?P<two>[0-9a-fA-F]{2})|(?P<one>.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\n": ""}
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}
_PAIRS = {"{": "}", "[": "]", "(": ")"}

_MAX_DEPTH = 20
_MAX_DIGITS = 15

#: Of a type in a declaration, in tokens.
_MAX_TYPE = 50

#: A token: its kind and its text.
_Token = tuple[str, str]

_EXPRESSION = Unread("is an expression")


def javascript_values(text: str) -> dict[str, Any]:
    """
    Return the constants of a file by name, and all of its outermost object literals in order under the empty name.

    >>> javascript_values('const url = "https://a.example/"; export default { site: url, base: env.BASE || "/x", plugins: [mdx()] }')
    {'url': 'https://a.example/', '': [{'site': 'https://a.example/', 'base': '/x', 'plugins': [Unread(reason='is an expression')]}]}
    """
    tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(text) if match.lastgroup != "ignored"]
    reader = _Reader(tokens)
    objects = [*reader.objects()]
    return {**reader.constants, "": objects}


class _NotALiteralError(Exception):
    """
    The tokens are no object literal, but for example a block of statements.
    """


class _Reader:
    """
    Reads literals from a list of tokens.
    """

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = [*tokens, ("end", "")]
        #: The position of the bracket that closes each bracket, by the position of that one.
        self._closing = _closing_brackets(tokens)
        self.constants: dict[str, Any] = {}

    def objects(self) -> Iterator[dict[str, Any]]:
        """
        Yield the outermost object literals, and record the constants on the way.
        """
        at = 0
        while at < len(self._tokens) - 1:
            if self._tokens[at][1] in {"const", "let", "var"} and self._tokens[at + 1][0] == "word":
                at = self._read_constant(at)
            try:
                value, at = self._object(at, 0) if self._tokens[at][1] == "{" else ({}, at + 1)
            except _NotALiteralError:
                value, at = {}, at + 1
            if value:
                yield value

    def _read_constant(self, at: int) -> int:
        """
        Record the constant whose declaration begins at *at*; return the position of its value.
        """
        name, start = self._tokens[at + 1][1], at + 2
        if self._tokens[start][1] == ":":  # a type
            while self._tokens[start][1] not in {"=", ";"} and self._tokens[start][0] != "end" and start < at + _MAX_TYPE:
                start += 1
        if self._tokens[start][1] == "=" and self._tokens[start + 1][0] in {"text", "number", "word"}:
            value, _ = self._value(start + 1, 0)
            if isinstance(value, str | int | bool):
                self.constants.setdefault(name, value)
        elif self._tokens[start][1] == "=" and self._tokens[start + 1][1] == "{":
            with contextlib.suppress(_NotALiteralError):
                self.constants.setdefault(name, self._object(start + 1, 0)[0])
        return min(start + 1, len(self._tokens) - 1)

    def _object(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        """
        Return the object literal that begins at *at*, and the position after it.
        """
        if at not in self._closing:
            raise _NotALiteralError
        found: dict[str, Any] = {}
        at += 1
        while self._tokens[at][1] != "}":
            kind, text = self._tokens[at]
            following = self._tokens[at + 1][1] if kind != "end" else ""
            if kind in {"text", "word", "number"} and following == ":":
                found[_unquote(text) if kind == "text" else text], at = self._value(at + 2, depth + 1)
            elif kind == "word" and following in {",", "}"}:
                found[text], at = self.constants.get(text, _EXPRESSION), at + 1
            elif text in {"...", "["} or (kind == "word" and (following == "(" or (text in {"async", "get"} and following != "function"))):
                at = self._skip(at)
            else:
                raise _NotALiteralError
            if self._tokens[at][1] == ",":
                at += 1
        return found, at + 1

    def _value(self, at: int, depth: int) -> tuple[Any, int]:
        """
        Return the value of the expression that begins at *at*, and the position of the mark after it.
        """
        end = self._skip(at)
        value, after = self._literal(at, depth)
        if after < end and self._tokens[after][1] not in {"as", "satisfies"}:
            # The default of an environment variable: process.env.URL || "https://blog.example"
            last = self._literal(end - 1, depth)[0] if self._tokens[end - 2][1] in {"||", "??"} else _EXPRESSION
            return last, end
        return value, end

    def _literal(self, at: int, depth: int) -> tuple[Any, int]:
        """
        Return the literal that begins at *at*, and the position after it.
        """
        kind, text = self._tokens[at]
        if kind == "text":
            return _unquote(text), at + 1
        if kind == "number" and len(text) <= _MAX_DIGITS:
            return (float(text) if "." in text else int(text)), at + 1
        if kind == "word":
            return _WORDS[text] if text in _WORDS else self.constants.get(text, _EXPRESSION), at + 1
        bracketed = {"(": self._parenthesised, "[": self._array, "{": self._object}.get(text)
        if bracketed and depth < _MAX_DEPTH and at in self._closing:
            with contextlib.suppress(_NotALiteralError):
                return bracketed(at, depth)
        return _EXPRESSION, at + 1

    def _parenthesised(self, at: int, depth: int) -> tuple[Any, int]:
        value, end = self._value(at + 1, depth + 1)
        return value, end + 1

    def _array(self, at: int, depth: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        at += 1
        while self._tokens[at][1] != "]" and self._tokens[at][0] != "end":
            item, at = self._value(at, depth + 1)
            items.append(item)
            if self._tokens[at][1] == ",":
                at += 1
            elif self._tokens[at][1] != "]":
                break
        return items, at + 1

    def _skip(self, at: int) -> int:
        """
        Return the position of the comma, closing bracket or semicolon after the expression at *at*.
        """
        while self._tokens[at][0] != "end":
            text = self._tokens[at][1] if self._tokens[at][0] == "mark" else ""
            if text in {",", "}", "]", ")", ";"}:
                break
            at = self._closing.get(at, len(self._tokens) - 2) + 1 if text in _PAIRS else at + 1
        return at


def _closing_brackets(tokens: list[_Token]) -> dict[int, int]:
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, (kind, text) in enumerate(tokens):
        if kind == "mark" and text in _PAIRS:
            opened.append(at)
        elif kind == "mark" and opened and text == _PAIRS[tokens[opened[-1]][1]]:
            found[opened.pop()] = at
    return found


def _unquote(token: str) -> str:
    def character(match: re.Match[str]) -> str:
        if code := match["braced"] or match["four"] or match["two"]:
            return chr(min(int(code, 16), 0x10FFFF))
        return _LETTERS.get(match["one"], match["one"])

    return _ESCAPE.sub(character, token[1:-1]).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def find_objects(values: dict[str, Any], *names: str) -> Iterator[dict[str, Any]]:
    """
    Yield every object in :func:`javascript_values`, outermost first, that has one of the properties *names*.
    """
    layer: list[Any] = [values.get("", [])]
    while layer:
        inner: list[Any] = []
        for value in layer:
            if isinstance(value, dict):
                if any(name in value for name in names):
                    yield value
                inner += value.values()
            elif isinstance(value, list):
                inner += value
        layer = inner
