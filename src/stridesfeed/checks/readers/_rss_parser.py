"""
The door to rss-parser: RSS, by models that check each value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rss_parser import RSSParser

from stridesfeed.checks.readers.article import Enclosure, ReaderArticle, UnreadableError


def read(document: bytes, _format: str) -> Iterator[ReaderArticle]:
    """
    Parse *document*. Raises :class:`UnreadableError` if the parser rejects it.
    """
    try:
        parsed: Any = RSSParser.parse(document.decode())
    except ValueError as error:
        raise UnreadableError(str(error)) from error
    for item in (each.content for each in parsed.channel.items):
        # Elements of other namespaces are extra fields, by their prefixed names.
        others: Mapping[str, Any] = item.model_extra or {}
        creator = others.get("dc:creator")
        files = [enclosure.attributes for enclosure in item.enclosures or ()]
        yield ReaderArticle(
            title=_text(item.title),
            link=_text(next(iter(item.links or ()), None)),
            id=_text(item.guid),
            authors=tuple(creator) if isinstance(creator, list) else (creator,) if creator else (),
            categories=tuple(category.content for category in item.categories or ()),
            published=item.pub_date and item.pub_date.content,
            summary=_text(item.description),
            content=others.get("content:encoded"),
            enclosures=tuple(Enclosure(file["url"], file.get("type"), int(file.get("length", 0))) for file in files),
        )


def _text(tag: Any) -> str | None:
    return None if tag is None else tag.content
