"""
JavaScript that is only data, as JSON: an object, or variables with constant values.

Eleventy's front matter between ``---js`` and ``---`` is JavaScript, and so is ``export const meta = {…}`` of MDX pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from stridesfeed.errors import FileError

_STRING = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|\$(?!\{)|[^`\\$])*`'
_TOKEN = re.compile(
    rf"""
    (?P<ignored> \s+ | //[^\n]* | /\*.*?\*/ | ; )
    | (?P<start> (?:export\s+)?(?:const|let|var)\s+(?P<name>[A-Za-z_$][\w$]*)\s*=(?!=) | export\s+default\b | module\.exports\s*=(?!=) )
    | (?:new\s+Date|require)\(\s*(?P<call>{_STRING})\s*\)
    | (?P<string> {_STRING} )
    | (?P<number> -?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]) )
    | (?P<key> [A-Za-z_$][\w$]*(?=\s*:) )
    | (?P<word> [A-Za-z_$][\w$]* )
    | (?P<mark> [{{}}\[\]:,] )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u\{(?P<braced>[0-9A-Fa-f]{1,6})\}|u(?P<unicode>[0-9A-Fa-f]{4})|x(?P<hex>[0-9A-Fa-f]{2})|(?P<one>.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_CONSTANTS = {"true": "true", "false": "false", "null": "null", "undefined": "null"}


class NotDataError(FileError):
    """
    JavaScript is more than data.
    """


def to_json(text: str, path: str, first_line: int, variables: Mapping[str, str] | None = None) -> str:
    """
    Return the data in *text*, which begins on *first_line* of *path*, as a JSON object with the same lines.

    *variables* are the values of other names. Raises :class:`NotDataError` if the text is more than data.
    """
    parts: list[str] = []
    #: The index of the last part that is not white space.
    last = -1
    has_names = False
    brackets: list[str] = []
    for token in _TOKEN.finditer(text):
        kind, written = token.lastgroup, token[0]
        if kind == "ignored":
            parts.append("\n" * written.count("\n"))
            continue
        before = parts[last] if last >= 0 else ""
        is_shorthand = bool(token["word"]) and before in {"{", ","} and brackets[-1:] == ["{"]
        if written in "]}":
            del brackets[-1:]
            if before == ",":
                parts[last] = ""
        elif written in "[{":
            brackets.append(written)
        last = len(parts)
        if token["name"]:
            parts.append(f"{',' if has_names else ''}{json.dumps(token['name'])}:")
            has_names = True
        elif kind != "start":
            value = _value(token, variables or {})
            if value is None:
                rule = f"is JavaScript that is more than data, at {written!r}: use text, numbers, lists and objects only"
                raise NotDataError(path, first_line + text.count("\n", 0, token.start()), None, rule)
            parts.append(f"{json.dumps(written)}:{value}" if is_shorthand else value)
    data = "".join(parts)
    return f"{{{data}}}" if has_names else data


def _value(token: re.Match[str], variables: Mapping[str, str]) -> str | None:
    """
    Return a token as JSON; ``None`` if it is not data.
    """
    if quoted := token["string"] or token["call"]:
        # JSON has no line feeds in strings; those after it keep the lines right.
        return json.dumps(_ESCAPE.sub(_unescape, quoted[1:-1])) + "\n" * quoted.count("\n")
    if token["number"] or token["mark"]:
        return token[0]
    if token["key"]:
        return json.dumps(token["key"])
    word = token["word"]
    return _CONSTANTS.get(word) or (json.dumps(variables[word]) if word in variables else None)


def _unescape(found: re.Match[str]) -> str:
    code = found["braced"] or found["unicode"] or found["hex"]
    return chr(min(int(code, 16), 0x10FFFF)) if code else _ESCAPES.get(found["one"], found["one"])
