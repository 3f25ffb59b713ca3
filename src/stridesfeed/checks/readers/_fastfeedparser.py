"""
The door to fastfeedparser: RSS, Atom and JSON Feed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import fastfeedparser

from stridesfeed.checks.readers.article import Enclosure, ReaderArticle, UnreadableError


def read(document: bytes, _format: str) -> Iterator[ReaderArticle]:
    """
    Parse *document*. Raises :class:`UnreadableError` if the parser rejects it.
    """
    try:
        parsed = fastfeedparser.parse(document.decode())
    except ValueError as error:
        raise UnreadableError(str(error)) from error
    for entry in parsed.entries:
        yield ReaderArticle(
            title=entry.get("title"),
            link=entry.get("link"),
            id=entry.get("id"),
            authors=tuple(author["name"] for author in entry.get("authors", ())),
            categories=tuple(tag["label"] or tag["term"] for tag in entry.get("tags", ())),
            published=_moment(entry.get("published")),
            updated=_moment(entry.get("updated")),
            summary=entry.get("description") or None,
            content=_content(entry),
            enclosures=tuple(_enclosures(entry)),
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _content(entry: Mapping[str, Any]) -> str | None:
    """
    Return the full text. A description without content, and plain text, are also in "content": skip them.
    """
    contents = (content["value"] for content in entry.get("content") or () if content["type"] != "text/plain")
    return next((value for value in contents if value != entry.get("description")), None)


def _enclosures(entry: Mapping[str, Any]) -> Iterator[Enclosure]:
    for enclosure in entry.get("enclosures", ()):
        yield Enclosure(enclosure["url"], enclosure.get("type"), enclosure.get("length"))
    for link in entry.get("links", ()):
        if link["rel"] == "enclosure":
            yield Enclosure(link["href"], link["type"])
