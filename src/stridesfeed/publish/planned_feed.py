"""
A planned feed: its articles, the paths and URLs of its documents, and a digest of its input, before anything is rendered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import accumulate
from typing import Any, Literal

import attrs

from stridesfeed.body import excerpt
from stridesfeed.cache import MemoryCache
from stridesfeed.emit import RenderSettings, render_all, sizes
from stridesfeed.model import Article, Feed, Link
from stridesfeed.options import DEFAULT, Options
from stridesfeed.value import FingerprintError, fingerprint_parts, with_fields

#: The part of each article that a feed contains.
Content = Literal["full", "summary"]


@attrs.frozen(kw_only=True)
class RenderedFeed:
    """
    The documents of one planned feed.
    """

    #: By path below the output folder, with forward slashes.
    documents: Mapping[str, bytes]

    #: The feed that the documents represent.
    feed: Feed

    #: Articles that were left out because a document would be too large, in the order of the feed.
    omitted: tuple[Article, ...] = ()


@attrs.frozen(kw_only=True)
class PlannedFeed:
    """
    One feed with one document for each of its formats. Nothing is rendered yet, so that a plan may have thousands of feeds.
    """

    #: The name of the feed in messages: ``feed by category 'AI'``.
    name: str

    #: The feed without its articles.
    metadata: Feed

    #: The articles as they were loaded; see *content*.
    articles: tuple[Article, ...]

    #: The path of each document below the output folder, by format.
    files: Mapping[str, str]

    #: The URL of each document, by format.
    urls: Mapping[str, str]

    #: Links to the previous and next documents, by format (RFC 5005).
    links: Mapping[str, tuple[Link, ...]] = attrs.field(factory=dict)

    content: Content = "full"

    #: The maximum size of each document in bytes; 0 for no maximum.
    max_bytes: int = 0

    #: The ids of articles that are in no other document: they are never left out because of *max_bytes*.
    required_ids: frozenset[str] = frozenset()

    #: The number of older articles that are in no document because of the limit.
    beyond_limit: int = 0

    #: The kind of family that the feed belongs to; ``None`` for a single feed.
    by: str | None = None

    #: The path of the family in the configuration and the name of the feed, as the ledger stores them; ``None`` for a single feed.
    family: tuple[str, str] | None = None

    #: The last article number of an archive document; ``None`` for the document that readers subscribe to.
    archive: int | None = None

    #: Whether the feed is for a partner, and not announced to readers.
    is_for_partner: bool = False

    options: Options = DEFAULT
    settings: RenderSettings = attrs.field(factory=RenderSettings)

    @property
    def feed(self) -> Feed:
        """
        The feed with its articles in the form in which they are published, before *max_bytes* is applied.
        """
        return attrs.evolve(self.metadata, articles=self._published(self.articles))

    @cached_property
    def digest(self) -> bytes | None:
        """
        The SHA-256 of the complete input. If it is unchanged, the documents are too, and need not be rendered again.

        ``None`` if the feed or an article has an extension of your own, which cannot be fingerprinted reliably.
        """
        articles = [article.digest for article in self.articles]
        try:
            metadata = fingerprint_parts(self.metadata)
        except FingerprintError:
            return None
        if None in articles:
            return None
        facts = (
            self.settings.fingerprint(),
            attrs.astuple(self.options),
            metadata,
            sorted(self.files),
            sorted(self.urls.items()),
            [(name, fingerprint_parts(tuple(links))) for name, links in sorted(self.links.items())],
            (self.content, self.max_bytes, sorted(self.required_ids) if self.max_bytes else ()),
            articles,
        )
        return hashlib.sha256(repr(facts).encode()).digest()

    def render(self) -> RenderedFeed:
        """
        Render the documents. If one is larger than *max_bytes*, the oldest articles are left out of all of them until none is.

        Articles with *required_ids* and the newest article are never left out. The errors are those of :func:`stridesfeed.render_all`.
        """
        settings = self.settings
        if self.max_bytes and settings.cache is None:
            settings = attrs.evolve(settings, cache=MemoryCache())
        order = sorted(self.articles, key=lambda article: article.id not in self.required_ids)
        arguments: dict[str, Any] = {
            "urls": self.urls,
            "links": self.links,
            "formats": tuple(self.files),
            "options": self.options,
            "settings": settings,
        }
        minimum = max(len(self.required_ids), 1)
        count = len(order)
        while True:
            ids = {article.id for article in order[:count]}
            feed = attrs.evolve(self.metadata, articles=self._published(article for article in self.articles if article.id in ids))
            documents = render_all(feed, **arguments)
            is_too_large = self.max_bytes and max(map(len, documents.values()), default=0) > self.max_bytes
            if not is_too_large or count <= minimum:
                break
            if count == len(order):
                # Fewer articles can make the rest of the document longer, so the sum of sizes is only a first estimate.
                columns = sizes(attrs.evolve(self.metadata, articles=self._published(order)), **arguments).values()
                fitting = min(sum(total <= self.max_bytes for total in accumulate(column)) for column in columns) - 1
                count = max(min(fitting, count - 1), minimum)
            else:
                count -= 1
        return RenderedFeed(
            documents={path: documents[name] for name, path in self.files.items()},
            feed=feed,
            omitted=tuple(article for article in self.articles if article.id not in ids),
        )

    def _published(self, articles: Iterable[Article]) -> tuple[Article, ...]:
        """
        Return *articles* as the feed contains them: with their full text, or with a summary in its place.
        """
        if self.content == "full":
            return tuple(articles)
        length = self.options.excerpt or DEFAULT.excerpt
        published: list[Article] = []
        for article in articles:
            if article.content is None:
                published.append(article)
                continue
            summary = article.summary or excerpt(article.content, length, language=self.metadata.language_of(article)) or None
            published.append(with_fields(article, content=None, summary=summary))
        return tuple(published)
