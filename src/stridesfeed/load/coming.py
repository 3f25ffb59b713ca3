"""
An article on its way from its file to the feed, read into or remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.articles import unknown_keys, write
from stridesfeed.load.content import Content
from stridesfeed.load.links import Directory, Known, Links, NotedLinks
from stridesfeed.load.memory import Remembered, written
from stridesfeed.load.outline import Outline
from stridesfeed.model import Article


class Coming:
    """
    One article of a file: as its outline says, or as it is remembered until that turns out not to hold any more.
    """

    def __init__(
        self, source: Outline | Remembered, *, key: bytes, number: int, read: Callable[[], Iterable[Outline]], as_of: datetime
    ) -> None:
        #: Of its file, for what is remembered.
        self.key = key
        self._source = source
        self._number = number
        self._read = read
        self._as_of = as_of
        self._new: Remembered | None = None

    @property
    def id(self) -> str:
        """
        Its id, as the file alone decides it.
        """
        return self._source.known.id

    @property
    def known(self) -> Known:
        """
        What others may know of it.
        """
        known, is_out = self._source.known, self.out is not None
        return known if known.is_out == is_out else attrs.evolve(known, is_out=is_out)

    @property
    def place(self) -> str:
        """
        Where it stands, for messages.
        """
        return self._source.place

    @property
    def path(self) -> str:
        """
        The path of its file, for messages.
        """
        return self.place if self._source.known.owns_file else self.place.rpartition(":")[0]

    @property
    def out(self) -> str | None:
        """
        Why it stays out; ``None`` where it comes out.
        """
        return self._source.left_out or _future(self._source.published, self._as_of)

    @property
    def is_named(self) -> bool:
        """
        Whether front matter gives its id.
        """
        return self._source.is_named

    @property
    def is_redated(self) -> bool:
        """
        Whether its date of publication counts although it was published with another one.
        """
        return self._source.is_redated

    @property
    def unknown(self) -> Iterable[str]:
        """
        The keys of its front matter that nobody reads.
        """
        return unknown_keys(self._source) if isinstance(self._source, Outline) else self._source.unknown

    @property
    def faults(self) -> list[FileError]:
        """
        What is wrong with it, once it was to be written.
        """
        return self._source.reading.faults if isinstance(self._source, Outline) else []

    def outline(self) -> Outline:
        """
        Its outline, for which its file is read into; :class:`FileError` where that cannot be done any more.
        """
        if not isinstance(self._source, Outline):
            self._source = next(islice(self._read(), self._number, None))
        return self._source

    def article(self, directory: Directory, content: Content) -> Article | None:
        """
        The article, or ``None`` where it has faults.
        """
        if isinstance(self._source, Remembered):
            article = self._source.article(Links(directory, self._source.known.file, self._source.known.url))
            if article is not None:
                self._source = self._source.without_article()
                return article
        outline = self.outline()
        links = NotedLinks(directory, outline.file, outline.url)
        article = write(outline, links, content)
        if article is not None:
            self._new = _remembered(outline, written(links.asked, article))
            # The outline has the whole text.
            self._source = self._new.without_article()
        return article

    def to_remember(self) -> Remembered | None:
        """
        What was found out about it in this run, once; ``None`` where that is nothing new, or not all there is.
        """
        if isinstance(self._source, Outline) and self._source.left_out:
            return _remembered(self._source, written([], None))
        new, self._new = self._new, None
        return new


def _remembered(outline: Outline, said: bytes) -> Remembered:
    return Remembered(
        known=outline.known,
        place=outline.place,
        published=outline.published,
        left_out=outline.left_out,
        is_named=outline.is_named,
        is_redated=outline.is_redated,
        unknown=unknown_keys(outline),
        written=said,
    )


def _future(published: datetime | None, as_of: datetime) -> str | None:
    if published is None or published <= as_of:
        return None
    return f"dated {published.isoformat()}, after {as_of.isoformat()}"
