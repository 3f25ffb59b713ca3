"""
The definition of a format: its name and media type, how it writes articles and the document around them, and what it cannot express.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain
from typing import Literal

import attrs

from stridesfeed.body import CleanFeed
from stridesfeed.emit.extension_content import unambiguous_elements
from stridesfeed.emit.losses import Loss
from stridesfeed.emit.required import NEVER
from stridesfeed.extensions import atom, itunes
from stridesfeed.markup import Element, Namespace, namespaces
from stridesfeed.model import Article, Feed, Link, Person, XmlFormat
from stridesfeed.options import Options

#: The names of formats, for type checkers.
FormatName = Literal["rss", "atom", "json"]


def are_joined(people: Sequence[Person], format: XmlFormat, options: Options) -> bool:
    """
    Return whether *people*, the authors of an article, are one author in *format*.
    """
    return len(people) > 1 and (options.creators == "joined" or (options.creators == "joined-in-rss" and format == "rss"))


@lru_cache(512)
def _joined(people: tuple[Person, ...]) -> tuple[Person]:
    return (Person(", ".join([person.name for person in people])),)


def has_durations(feed: Feed, options: Options) -> bool:
    """
    Return whether RSS names the durations of audio and video in *feed*: if its channel has elements of Apple Podcasts, or by option.
    """
    return options.durations == "all" or itunes.NAMESPACE in namespaces(unambiguous_elements(feed, "rss"))


@attrs.frozen(kw_only=True)
class DocumentLinks:
    """
    The links of one document: to itself, to the other formats, and to neighbouring documents.
    """

    #: The address that the document will be served from.
    url: str | None = None
    #: The same feed in other formats.
    alternates: tuple[Link, ...] = ()
    #: Neighbouring documents (RFC 5005): first, last, previous, next, current, prev-archive, next-archive.
    links: tuple[Link, ...] = ()

    def elements(self, feed: Feed, media_type: str, *, inside_rss: bool) -> Iterator[Element]:
        """
        Yield the link elements of a document of *feed*, in Atom with that of its page.
        """
        page = next((link for link in feed.links if link.rel == "alternate" and link.href == feed.url), None)
        if not inside_rss:
            yield atom.link(page or Link(feed.url, "alternate", "text/html"), inside_rss=False)
        if self.url:
            yield atom.reference("self", self.url, media_type, inside_rss=inside_rss)
        for link in self.alternates:
            yield atom.link(link, inside_rss=inside_rss)
        for hub in feed.hubs:
            yield atom.reference("hub", hub, inside_rss=inside_rss)
        for link in (*self.links, *feed.links):
            if inside_rss or link is not page:
                yield atom.link(link, inside_rss=inside_rss)


@attrs.frozen(kw_only=True)
class RenderContext:
    """
    Everything that the part of an article depends on, apart from the article and the settings. It is a part of cache keys, except *feed_id* and
    *updated*: articles that need these are not cached, so that feeds can share the parts of all others.
    """

    #: The authors of articles without authors.
    authors: tuple[Person, ...]

    #: The language of articles without a language.
    language: str | None

    #: True if at least one article has authors; then JSON Feed has to repeat them in every item.
    has_bylines: bool

    #: True if RSS names the durations of audio and video.
    has_durations: bool

    options: Options

    #: The id of the feed, from which Atom derives ids for articles whose ids are not IRIs.
    feed_id: str

    #: The date of the last change of the feed, which Atom needs for articles without a date.
    updated: datetime

    @classmethod
    def of(cls, feed: Feed, options: Options) -> RenderContext:
        """
        Return the context of the articles of *feed*.
        """
        has_bylines = any(article.authors for article in feed.articles)
        return cls(
            authors=feed.authors,
            language=feed.language,
            has_bylines=has_bylines,
            has_durations=has_durations(feed, options),
            options=options,
            feed_id=feed.id,
            updated=feed.updated or NEVER,
        )

    def authors_of(self, article: Article) -> tuple[Person, ...]:
        """
        Return the authors of *article*, which default to the feed's (RFC 4287, 4.2.1).
        """
        return article.authors or self.authors

    def bylines_of(self, article: Article, format: XmlFormat) -> tuple[Person, ...]:
        """
        Return the authors of *article* as *format* names them: each, or one with all names.
        """
        people = self.authors_of(article)
        return _joined(people) if are_joined(people, format, self.options) else people

    def foreign_language_of(self, article: Article) -> str | None:
        """
        Return the language of *article* if it differs from the feed's.
        """
        return article.language if article.language != self.language else None


@attrs.frozen
class Part:
    """
    One article as written in a document.
    """

    #: A memoryview of a cached part saves a copy.
    text: bytes | memoryview

    #: The namespaces that it uses and the document has to declare.
    namespaces: frozenset[Namespace] = frozenset()

    def pack(self) -> bytes:
        """
        Return the part as bytes, with its namespaces on the first line.
        """
        names = sorted((namespace.prefix, namespace.uri) for namespace in self.namespaces)
        return b"\n".join(("\t".join(chain.from_iterable(names)).encode(), self.text))

    @classmethod
    def unpack(cls, packed: bytes) -> Part:
        """
        Return the part that :meth:`pack` returned as bytes.
        """
        end = packed.index(b"\n")
        return cls(memoryview(packed)[end + 1 :], _unpack_namespaces(packed[:end]))


@cache
def _unpack_namespaces(names: bytes) -> frozenset[Namespace]:
    words = names.decode().split("\t") if names else []
    return frozenset(Namespace(prefix, uri) for prefix, uri in zip(words[::2], words[1::2], strict=True))


@attrs.frozen(kw_only=True)
class Format:
    """
    A feed format. A document is a head, a part for each article, and a tail.
    """

    #: The name in arguments and configuration: "rss".
    name: FormatName

    #: Write this format unless others are requested. False for new formats, so that existing sites keep their set of documents.
    default: bool = False

    #: The name for people: "RSS 2.0".
    title: str

    #: The media type for Content-Type and links.
    media_type: str

    #: The usual file name.
    file_name: str

    #: Writes an article whose body is clean.
    part: Callable[[Article, RenderContext], Part]

    #: Writes the head and tail of a document whose parts use the given namespaces.
    shell: Callable[[Feed, DocumentLinks, RenderContext, frozenset[Namespace]], tuple[bytes, bytes]]

    #: Written between two parts.
    separator: bytes = b""

    #: The fields that the format cannot express.
    losses: tuple[Loss, ...]

    def write(self, feed: CleanFeed, links: DocumentLinks, options: Options) -> bytes:
        """
        Return the document of a feed whose bodies are clean.
        """
        context = RenderContext.of(feed, options)
        return self.document(feed, links, context, [self.part(article, context) for article in feed.articles])

    def document(self, feed: Feed, links: DocumentLinks, context: RenderContext, parts: Iterable[Part]) -> bytes:
        """
        Return the document of *feed* with these *parts*, one for each article.
        """
        parts = tuple(parts)
        head, tail = self.shell(feed, links, context, frozenset(chain.from_iterable({part.namespaces for part in parts})))
        pieces = [piece for part in parts for piece in (self.separator, part.text)]
        return b"".join((head, *pieces[1:], tail))
