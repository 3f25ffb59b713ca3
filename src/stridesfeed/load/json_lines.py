"""
JSON Lines: an article a line, with the keys of front matter or those of JSON Feed.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from stridesfeed.errors import FileError
from stridesfeed.load import html_pages
from stridesfeed.load.header import Header, normal
from stridesfeed.load.manuscript import Manuscript

_HTML_KEYS = ("contenthtml", "content")
_TEXT_KEYS = ("contenttext",)


def read(text: str, path: str) -> Iterator[Manuscript | FileError]:
    """
    The articles of a file; one that cannot be read is a fault of its own, and the others are read all the same.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _manuscript(_object(line, path, number), path, number)
            except FileError as fault:
                yield fault


def _manuscript(values: dict[str, Any], path: str, number: int) -> Manuscript:
    header = Header({key: value for key, value in values.items() if normal(key) not in {*_HTML_KEYS, *_TEXT_KEYS}}, line=number)
    return Manuscript(header=header, body=_body(values, path, number), to_html=html_pages.to_html, owns_file=False)


def _object(line: str, path: str, number: int) -> dict[str, Any]:
    def unlike(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        for key, _ in pairs if len(found) < len(pairs) else ():
            if sum(key == other for other, _ in pairs) > 1:
                raise FileError(path, number, key, "is there twice")
        return found

    try:
        values = json.loads(line, object_pairs_hook=unlike)
    except json.JSONDecodeError as error:
        raise FileError(path, number, None, f"is not valid JSON: {error.msg} at column {error.colno}") from error
    except FileError:
        raise
    except (RecursionError, ValueError) as error:
        raise FileError(path, number, None, "is not valid JSON: it is nested too deep, or holds a number too long") from error
    if not isinstance(values, dict):
        raise FileError(path, number, None, 'must be an object, as in {"title": "…", "date": "…", "content_html": "…"}')
    return values


def _body(values: dict[str, Any], path: str, number: int) -> str:
    found = {normal(key): (key, value) for key, value in values.items() if value is not None}
    for name in (*_HTML_KEYS, *_TEXT_KEYS):
        if name in found:
            key, value = found[name]
            if not isinstance(value, str):
                raise FileError(path, number, key, f"must be text, not {type(value).__name__}")
            return value if name in _HTML_KEYS else paragraphs(value)
    return ""


def paragraphs(text: str) -> str:
    """
    Plain text as HTML.
    """
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return "\n".join(f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts if part)
