"""
The door to atoma: RSS, Atom and JSON Feed, each by a strict parser of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import atoma

from stridesfeed.checks.readers.article import Enclosure, ReaderArticle, UnreadableError


def read(document: bytes, format: str) -> Iterator[ReaderArticle]:
    """
    Parse *document*. Raises :class:`UnreadableError` if the parser rejects it.
    """
    try:
        articles = list(_ARTICLES[format](document))
    except (atoma.FeedParseError, atoma.FeedDocumentError) as error:
        raise UnreadableError(str(error)) from error
    return map(_CONVERTERS[format], articles)


def _item(item: Any) -> ReaderArticle:
    return ReaderArticle(
        title=item.title,
        link=item.link,
        id=item.guid,
        categories=tuple(item.categories),
        published=item.pub_date,
        summary=item.description,
        content=item.content_encoded or None,
        enclosures=tuple(Enclosure(enclosure.url, enclosure.type, enclosure.length) for enclosure in item.enclosures),
    )


def _entry(entry: Any) -> ReaderArticle:
    return ReaderArticle(
        title=entry.title.value,
        link=next((link.href for link in entry.links if link.rel == "alternate"), None),
        id=entry.id_,
        authors=tuple(author.name for author in entry.authors),
        categories=tuple(category.label or category.term for category in entry.categories),
        published=entry.published,
        updated=entry.updated,
        summary=entry.summary and entry.summary.value,
        content=entry.content and entry.content.value,
        enclosures=tuple(Enclosure(link.href, link.type_, link.length) for link in entry.links if link.rel == "enclosure"),
    )


def _json_item(item: Any) -> ReaderArticle:
    return ReaderArticle(
        title=item.title,
        link=item.url,
        id=item.id_,
        authors=(item.author.name,) if item.author else (),
        categories=tuple(item.tags),
        published=item.date_published,
        updated=item.date_modified,
        summary=item.summary or item.content_text,
        content=item.content_html,
        enclosures=tuple(Enclosure(file.url, file.mime_type, file.size_in_bytes) for file in item.attachments),
    )


_ARTICLES: dict[str, Callable[[bytes], Iterable[Any]]] = {
    "rss": lambda document: atoma.parse_rss_bytes(document).items,
    "atom": lambda document: atoma.parse_atom_bytes(document).entries,
    "json": lambda document: atoma.parse_json_feed_bytes(document).items,
}
_CONVERTERS = {"rss": _item, "atom": _entry, "json": _json_item}
