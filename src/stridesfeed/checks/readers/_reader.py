"""
The door to reader, a feed reader as a library: RSS and Atom, as stored in its database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reader import ParseError, make_reader

from stridesfeed.checks.readers.article import Enclosure, ReaderArticle, UnreadableError

_NAME = "feed"


def read(document: bytes, _format: str) -> Iterator[ReaderArticle]:
    """
    Parse *document*. Raises :class:`UnreadableError` if the reader rejects it.
    """
    with TemporaryDirectory() as folder, closing(make_reader(":memory:", feed_root=folder)) as reader:
        Path(folder, _NAME).write_bytes(document)
        reader.add_feed(_NAME)
        try:
            reader.update_feed(_NAME)
        except ParseError as error:
            raise UnreadableError(str(error)) from error
        entries: list[Any] = list(reader.get_entries())
    for entry in entries:
        yield ReaderArticle(
            title=entry.title,
            link=entry.link,
            id=entry.id,
            authors=tuple(author.name for author in entry.authors),
            published=entry.published,
            updated=entry.updated,
            summary=entry.summary,
            content=next((content.value for content in entry.content), None),
            enclosures=tuple(Enclosure(enclosure.href, enclosure.type, enclosure.length) for enclosure in entry.enclosures),
        )
