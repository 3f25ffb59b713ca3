"""
A feed that is to be published: what it holds, where it will lie, and what its bytes depend on, before any of it is rendered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

#: What a feed holds of each article.
Content = Literal["full", "summary"]


@attrs.frozen(kw_only=True)
class Rendered:
    """
    The documents of one planned feed.
    """

    #: By path below the output folder, with forward slashes.
    documents: Mapping[str, bytes]

    #: What all of them hold.
    feed: Feed

    #: Articles that would have made a document too large, in the order of the feed.
    left_out: tuple[Article, ...] = ()


@attrs.frozen(kw_only=True)
class PlannedFeed:
    """
    One feed in its formats, which is one document for each of them. It holds no more than it is told, so that there may be thousands.
    """

    #: What the plan calls it in messages: ``feed by category 'AI'``.
    name: str

    #: The feed without its articles.
    shell: Feed

    #: As they were loaded; see *content*.
    articles: tuple[Article, ...]

    #: The path of each document below the output folder, by format.
    files: Mapping[str, str]

    #: The address of each document, by format.
    urls: Mapping[str, str]

    #: What leads to the documents before and after, by format (RFC 5005).
    links: Mapping[str, tuple[Link, ...]] = attrs.field(factory=dict)

    content: Content = "full"

    #: The most bytes that each document may have; 0 for any number.
    max_bytes: int = 0

    #: The ids of articles that no other document holds, so that they stay whatever *max_bytes* says.
    needed: frozenset[str] = frozenset()

    #: How many older articles are in no document, because of the limit by number.
    beyond_limit: int = 0

    #: Of a family of feeds: what there is one each of. ``None`` for a feed on its own.
    by: str | None = None

    #: Of a document of the archive: the last number that it has a place for. ``None`` for what readers subscribe to.
    archive: int | None = None

    #: Whether it is made for a partner: then no reader is told of it.
    is_for_partner: bool = False

    options: Options = DEFAULT
    settings: RenderSettings = attrs.field(factory=RenderSettings)

    @property
    def feed(self) -> Feed:
        """
        The feed with its articles, in the form that it is published in; whole but for what *max_bytes* leaves out.
        """
        return attrs.evolve(self.shell, articles=self._published(self.articles))

    @cached_property
    def digest(self) -> bytes | None:
        """
        The SHA-256 of all that the documents depend on: where it is the same, so are their bytes, and nothing needs to be rendered.

        ``None`` where the feed or an article carries an extension of your own, which may hide something.
        """
        articles = [article.digest for article in self.articles]
        try:
            shell = fingerprint_parts(self.shell)
        except FingerprintError:
            return None
        if None in articles:
            return None
        links = [(name, fingerprint_parts(tuple(links))) for name, links in sorted(self.links.items())]
        limits = (self.content, self.max_bytes, sorted(self.needed) if self.max_bytes else ())
        facts = (
            self.settings.fingerprint(),
            attrs.astuple(self.options),
            shell,
            sorted(self.files),
            sorted(self.urls.items()),
            links,
            limits,
            articles,
        )
        return hashlib.sha256(repr(facts).encode()).digest()

    def render(self) -> Rendered:
        """
        The documents. Where one would have more bytes than *max_bytes*, the oldest articles stay out of all of them until none has; what no
        other document holds stays, and so does the newest article.

        Errors are those of :func:`stridesfeed.render_all`.
        """
        settings = self.settings
        if self.max_bytes and settings.cache is None:
            settings = attrs.evolve(settings, cache=MemoryCache())
        order = sorted(self.articles, key=lambda article: article.id not in self.needed)
        counts = self._counts(order, settings)
        rendered = self._rendered(order, settings)
        while self._is_too_large(rendered) and (count := next(counts, None)):
            rendered = self._rendered(order[:count], settings)
        return rendered

    def _rendered(self, chosen: Iterable[Article], settings: RenderSettings) -> Rendered:
        """
        The documents with *chosen* articles alone.
        """
        ids = {article.id for article in chosen}
        held = [article for article in self.articles if article.id in ids]
        feed = attrs.evolve(self.shell, articles=self._published(held))
        documents = render_all(feed, **self._arguments(settings))
        return Rendered(
            documents={path: documents[name] for name, path in self.files.items()},
            feed=feed,
            left_out=tuple(article for article in self.articles if article.id not in ids),
        )

    def _is_too_large(self, rendered: Rendered) -> bool:
        return bool(self.max_bytes) and max(map(len, rendered.documents.values()), default=0) > self.max_bytes

    def _counts(self, order: Sequence[Article], settings: RenderSettings) -> Iterator[int]:
        """
        How many of *order* may fit, the most first. Fewer articles can make what is around them longer, so that no sum is sure.
        """
        least = max(len(self.needed), 1)
        if len(order) > least:
            feed = attrs.evolve(self.shell, articles=self._published(order))
            columns = sizes(feed, **self._arguments(settings)).values()
            fitting = min(sum(total <= self.max_bytes for total in accumulate(column)) for column in columns) - 1
            yield from range(max(min(fitting, len(order) - 1), least), least - 1, -1)

    def _arguments(self, settings: RenderSettings) -> dict[str, Any]:
        return {"urls": self.urls, "links": self.links, "formats": tuple(self.files), "options": self.options, "settings": settings}

    def _published(self, articles: Iterable[Article]) -> tuple[Article, ...]:
        if self.content == "full":
            return tuple(articles)
        length = self.options.excerpt or DEFAULT.excerpt
        return tuple(summarised(article, length, self.shell.language_of(article)) for article in articles)


def summarised(article: Article, length: int, language: str | None) -> Article:
    """
    *article* without its text: with its summary, or else the beginning of the text, of at most *length* characters.
    """
    if article.content is None:
        return article
    return with_fields(article, content=None, summary=article.summary or excerpt(article.content, length, language=language) or None)
