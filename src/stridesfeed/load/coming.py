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
from stridesfeed.load.folders import Found
from stridesfeed.load.links import Directory, Known, Links, NotedLinks
from stridesfeed.load.memory import Remembered, line_of
from stridesfeed.load.outline import Outline
from stridesfeed.model import Article

#: Reads into a file, which is the one that a key stands for.
Read = Callable[[Found, bytes], Iterable[Outline]]


@attrs.define(kw_only=True, eq=False)
class Coming:
    """
    One article of a file: as its outline says, or as it is remembered until that turns out not to hold any more.
    """

    _source: Outline | Remembered
    _found: Found

    #: Of its file, for what is remembered.
    key: bytes

    #: Its place among the articles of its file, from 0.
    _number: int

    _read: Read
    _as_of: datetime

    #: The line that it is remembered as, where it is.
    line: bytes | None = attrs.field(default=None, init=False)

    _is_new: bool = attrs.field(default=False, init=False)

    @property
    def is_remembered(self) -> bool:
        """
        Whether its file was not read into.
        """
        return isinstance(self._source, Remembered)

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
            self._source = next(islice(self._read(self._found, self.key), self._number, None))
        return self._source

    def article(self, directory: Directory, content: Content) -> Article | None:
        """
        The article, or ``None`` where it has faults.
        """
        article = self._as_it_was(directory)
        if article is not None:
            return article
        outline = self.outline()
        links = NotedLinks(directory, outline.file, outline.url)
        article = write(outline, links, content)
        if article is not None:
            self.line, self._is_new = line_of(links.asked, article), True
            self.let_go()
        return article

    def _as_it_was(self, directory: Directory) -> Article | None:
        """
        The article as it is remembered, if it is, and if nothing around it is otherwise.
        """
        line, self.line = self.line, None
        if line is None or not isinstance(self._source, Remembered):
            return None
        return self._source.article(line, Links(directory, self._source.known.file, self._source.known.url))

    def let_go(self) -> None:
        """
        Forget the text and all else that was read into, which can be read again; but faults, and what they stand in, are kept.
        """
        if isinstance(self._source, Outline) and not self._source.left_out and not self.faults:
            self._source = _remembered(self._source)

    def to_remember(self) -> tuple[Remembered, bytes] | None:
        """
        What was found out about it in this run, once; ``None`` where that is nothing new, or not all there is.
        """
        if isinstance(self._source, Outline) and self._source.left_out:
            return _remembered(self._source), line_of([], None)
        line, self.line = self.line, None
        return (self._source, line) if isinstance(self._source, Remembered) and line and self._is_new else None


def _remembered(outline: Outline) -> Remembered:
    return Remembered(
        known=outline.known,
        place=outline.place,
        published=outline.published,
        left_out=outline.left_out,
        is_named=outline.is_named,
        is_redated=outline.is_redated,
        unknown=unknown_keys(outline),
    )


def _future(published: datetime | None, as_of: datetime) -> str | None:
    if published is None or published <= as_of:
        return None
    return f"dated {published.isoformat()}, after {as_of.isoformat()}"
