"""
TOML and JSON within limits, which the parsers of the standard library do not have: memory grows with the square of the parts of a TOML key, a
number of 5,000 digits ends them, and messages cannot show values that are nested too deep.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from stridesfeed.errors import FileError

_MAX_DEPTH = 50
_TOO_DEEP = f"is nested deeper than {_MAX_DEPTH} levels"

#: In characters, of a number or of a key without quotation marks.
_MAX_WORD = 1_000
_LONG_NUMBER = f"has a number of more than {_MAX_WORD:,} digits"

_TOKEN = re.compile(
    rf"""
    "{{3}}(?:\\.|[^\\])*?(?:"{{3,5}}|\\?\Z) | '{{3}}.*?(?:'{{3,5}}|\Z) | \#[^\n]*
    | (?P<deep> (?:(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{_MAX_DEPTH}}} )
    | (?P<long> [\w+-]{{{_MAX_WORD + 1}}} )
    | [\w+-]++ | "(?:\\.|[^"\\\n])*+"? | '[^'\n]*+'?
    | (?P<open> [\[{{] ) | (?P<close> [\]}}] )
    """,
    re.VERBOSE | re.DOTALL,
)
_POSITION = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def parse_toml(text: str, path: str, first_line: int = 1) -> dict[str, Any]:
    """
    Parse *text*, which begins at *first_line* of *path*. Raises :class:`FileError` with the line if it is not valid, or over a limit.
    """

    def error(line: int, rule: str) -> FileError:
        return FileError(path, first_line + line, None, rule)

    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"open": 1, "close": -1}.get(token.lastgroup or "", 0)
        if token["deep"] or token["long"] or depth > _MAX_DEPTH:
            raise error(text.count("\n", 0, token.start()), _LONG_NUMBER if token["long"] else _TOO_DEEP)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        message = str(problem)
        position = _POSITION.search(message)
        line = int(position["line"]) - 1 if position and position["line"] else text.rstrip().count("\n")
        raise error(line, f"is not valid TOML: {_POSITION.sub('', message)}") from problem
    if _is_too_deep(values):
        raise error(0, _TOO_DEEP)
    return values


def parse_json_object(text: str, path: str, line: int) -> dict[str, Any]:
    """
    Parse the object in *text*, which begins on *line* of *path*. Raises :class:`FileError` if it is not valid, or over a limit.
    """
    try:
        values = _load_json(text, path, line)
    except json.JSONDecodeError as problem:
        raise FileError(path, line + problem.lineno - 1, None, f"is not valid JSON: {problem.msg} at column {problem.colno}") from problem
    except RecursionError as problem:
        raise FileError(path, line, None, _TOO_DEEP) from problem
    if not isinstance(values, dict):
        raise FileError(path, line, None, 'must be an object such as {"title": "…", "date": "…", "content_html": "…"}')
    if _is_too_deep(values):
        raise FileError(path, line, None, _TOO_DEEP)
    return values


def _load_json(text: str, path: str, line: int) -> Any:
    def refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise FileError(path, line, key, "is defined twice")
            found[key] = value
        return found

    def parse_int(digits: str) -> int:
        if len(digits) > _MAX_WORD:
            raise FileError(path, line, None, _LONG_NUMBER)
        return int(digits)

    def refuse_constant(name: str) -> None:
        raise FileError(path, line, None, f"is not valid JSON: {name} is not a number")

    return json.loads(text, object_pairs_hook=refuse_duplicates, parse_int=parse_int, parse_constant=refuse_constant)


def _is_too_deep(value: object) -> bool:
    layer = [value]
    for _ in range(_MAX_DEPTH + 1):
        layer = [inner for each in layer if isinstance(each, dict | list) for inner in (each.values() if isinstance(each, dict) else each)]
    return bool(layer)


def to_toml(value: object) -> str:
    """
    Return a value as TOML, which writes text and whole numbers as JSON does, except for DEL.

    >>> to_toml([{"name": "Ann", "url": "https://ann.example/"}])
    '[{ name = "Ann", url = "https://ann.example/" }]'
    """
    if isinstance(value, list):
        return f"[{', '.join(map(to_toml, value))}]"
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{to_toml(name) if not name.isidentifier() else name} = {to_toml(part)}" for name, part in value.items()) + " }"
        )
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
