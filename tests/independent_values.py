"""
Values of documents, as programs read them that are not ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
from lxml import etree

from stridesfeed.vocabularies import vocabularies

_NAMES = {each.prefix: each.uri for each in vocabularies().values() if each.prefix} | {
    "a": "http://www.w3.org/2005/Atom",
    "thr": "http://purl.org/syndication/thread/1.0",
}

#: What every writer writes in its own way, and values that feedparser derives from others.
_OF_THE_WRITER = frozenset(
    {"author", "generator", "generator_detail", "docs", "base", "language", "guidislink", "type", "rel", "label", "value_language"}
)


def texts(document: bytes, path: str) -> list[str]:
    """
    Return the texts and attributes that an XPath finds, by lxml.
    """
    found: Any = etree.fromstring(document).xpath(path, namespaces=_NAMES)
    return [each if isinstance(each, str) else "".join(each.itertext()).strip() for each in found]


def wrong(document: bytes, expected: dict[str, Any]) -> dict[str, tuple[list[str], Any]]:
    """
    Return the XPaths of *expected* that find something else: a text, or a list of texts.
    """
    found = {path: texts(document, path) for path in expected}
    return {path: (found[path], value) for path, value in expected.items() if found[path] != (value if isinstance(value, list) else [value])}


def lost(original: bytes, ours: bytes) -> set[tuple[str, str]]:
    """
    Return the values of the document *original* that feedparser does not find in *ours*, in the feed or in the same entry, by their paths.
    """
    found = {(owner, value) for owner, _, value in _values(ours)}
    return {(path, value) for owner, path, value in _values(original) if (owner, value) not in found}


def _values(document: bytes) -> Iterator[tuple[int, str, str]]:
    read = feedparser.parse(document)
    for number, owner in enumerate([read.feed, *read.entries]):
        for path, value in _leaves(owner, ()):
            yield number, path, _normal(value)


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name not in _OF_THE_WRITER and not name.endswith("_parsed"):
                yield from _leaves(each, (*path, name))
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for each in value:
            yield from _leaves(each, path)
    elif value not in (None, ""):
        yield ".".join(path), str(value)


def _normal(value: str) -> str:
    """
    Return dates in one notation, and an address without a path with one.
    """
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(value).isoformat()
        except ValueError:
            continue
    return f"{value}/" if value.startswith("http") and value.count("/") == 2 else value
