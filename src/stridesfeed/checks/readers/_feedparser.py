"""
The door to feedparser, which many readers are built on: RSS and Atom.
"""

from __future__ import annotations

from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser

from stridesfeed.checks.readers.article import Enclosure, ReaderArticle, UnreadableError


def read(document: bytes, _format: str) -> Iterator[ReaderArticle]:
    """
    Parse *document*. Raises :class:`UnreadableError` if it is not well-formed.
    """
    parsed = feedparser.parse(document)
    if parsed.bozo:
        raise UnreadableError(str(parsed.bozo_exception)) from parsed.bozo_exception
    for entry in parsed.entries:
        yield ReaderArticle(
            title=entry.get("title"),
            link=entry.get("link"),
            id=entry.get("id"),
            authors=tuple(author.name for author in entry.get("authors", ()) if author.get("name")),
            categories=tuple(tag.label or tag.term for tag in entry.get("tags", ())),
            published=_moment(entry, "published_parsed"),
            updated=_moment(entry, "updated_parsed"),
            summary=entry.get("summary"),
            content=next((content.value for content in entry.get("content", ())), None),
            enclosures=tuple(Enclosure(link["href"], link.get("type"), _length(link.get("length"))) for link in entry.get("enclosures", ())),
        )


def _moment(entry: dict[str, Any], key: str) -> datetime | None:
    # The entry's own get() returns the publication date for a missing update date.
    parsed = dict.get(entry, key)
    return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None


def _length(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
