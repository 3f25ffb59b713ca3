"""
What a format is: a name, a media type, how it writes one article and what stands around all of them, and what it has no place for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Literal

import attrs

from stridesfeed.body import CleanFeed
from stridesfeed.emit.losses import Loss
from stridesfeed.markup import Namespace
from stridesfeed.model import Article, Feed, Link, Person
from stridesfeed.options import Options

#: The name of a format, for type checkers.
FormatName = Literal["rss", "atom", "json"]


@attrs.frozen(kw_only=True)
class Place:
    """
    Where a document is to be served: its own address, those of the same feed in other formats, and those of documents before and after it.
    """

    url: str | None = None
    alternates: tuple[Link, ...] = ()
    links: tuple[Link, ...] = ()


@attrs.frozen(kw_only=True)
class Context:
    """
    All that the part of an article depends on beside the article: so that a part can be kept as long as this stays the same.
    """

    #: Who writes the articles that name nobody.
    authors: tuple[Person, ...]

    #: The language of articles that name none.
    language: str | None

    #: Some article names its authors, so that every article has to.
    has_bylines: bool

    options: Options

    @classmethod
    def of(cls, feed: Feed, options: Options) -> Context:
        """
        The context of all articles of *feed*.
        """
        has_bylines = any(article.authors for article in feed.articles)
        return cls(authors=feed.authors, language=feed.language, has_bylines=has_bylines, options=options)

    def authors_of(self, article: Article) -> tuple[Person, ...]:
        """
        Who wrote *article*: its own authors, or else the feed's (RFC 4287, 4.2.1).
        """
        return article.authors or self.authors

    def foreign_language_of(self, article: Article) -> str | None:
        """
        The language of *article*, where it is not the feed's.
        """
        return article.language if article.language != self.language else None


@attrs.frozen
class Part:
    """
    One article as it stands in a document.
    """

    #: What is read from a cache is not copied before it has its place in a document.
    text: bytes | memoryview

    #: The namespaces that it uses and the document has to declare.
    namespaces: frozenset[Namespace] = frozenset()


@attrs.frozen(kw_only=True)
class Format:
    """
    One way to write a feed: a shell, and in it a part for each article.
    """

    #: As ``render`` takes it: "rss".
    name: FormatName

    #: Whether it is written unless other formats are asked for. A new format is not: existing sites go on writing what they wrote.
    default: bool = False

    #: As people call it: "RSS 2.0".
    title: str

    #: As servers have to say it.
    media_type: str

    #: What the file is usually called.
    file_name: str

    #: An article whose body is clean, as its part of a document.
    part: Callable[[Article, Context], Part]

    #: What stands before and after the parts, of which there are any or none, and which use these namespaces.
    shell: Callable[[Feed, Place, Context, frozenset[Namespace]], tuple[bytes, bytes]]

    #: What stands between two parts.
    separator: bytes = b""

    #: What the format has no place for.
    losses: tuple[Loss, ...]

    def write(self, feed: CleanFeed, place: Place, options: Options) -> bytes:
        """
        A feed whose bodies are clean, as a document.
        """
        context = Context.of(feed, options)
        return self.document(feed, place, context, [self.part(article, context) for article in feed.articles])

    def document(self, feed: Feed, place: Place, context: Context, parts: Iterable[Part]) -> bytes:
        """
        The document that holds *parts*, which are those of the articles of *feed*.
        """
        held = tuple(parts)
        head, tail = self.shell(feed, place, context, frozenset(chain.from_iterable({part.namespaces for part in held})))
        pieces = [piece for part in held for piece in (self.separator, part.text)]
        return b"".join((head, *pieces[1:], tail))
