"""
JSON Lines: one article per line, with the keys of front matter or of JSON Feed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stridesfeed.body.plain import text_to_html
from stridesfeed.errors import FileError
from stridesfeed.load.front_matter.data_formats import parse_json_object
from stridesfeed.load.front_matter.nodes import FrontMatter, normalize_key
from stridesfeed.load.markup import html_pages
from stridesfeed.load.sources import SourceDocument

_HTML_KEYS = ("contenthtml", "content")
_TEXT_KEYS = ("contenttext",)


def read_json_lines(text: str, path: str) -> Iterator[SourceDocument | FileError]:
    """
    Yield the articles of a file. A line that cannot be read is an error of its own; the other lines are still read.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values = parse_json_object(line, path, number)
            body = _find_body(values, path, number)
        except FileError as fault:
            yield fault
        else:
            keys = {key: value for key, value in values.items() if normalize_key(key) not in {*_HTML_KEYS, *_TEXT_KEYS}}
            yield SourceDocument(front_matter=FrontMatter(keys, line=number), body=body, to_html=html_pages.to_html, owns_file=False)


def _find_body(values: dict[str, Any], path: str, number: int) -> str:
    found = {normalize_key(key): (key, value) for key, value in values.items() if value is not None}
    for name in (*_HTML_KEYS, *_TEXT_KEYS):
        if name in found:
            key, value = found[name]
            if not isinstance(value, str):
                raise FileError(path, number, key, f"must be text, not {type(value).__name__}")
            return value if name in _HTML_KEYS else text_to_html(value)
    return ""
