"""
Articles that are iterated only once, for documents of any length.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import attrs

from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.model import EARLIEST, Article, Feed

#: In bytes: with this length, two of a billion ids never have the same digest.
_DIGEST_SIZE = 16


class ArticleStream:
    """
    Iterates over the articles of *feed* and checks what :class:`~stridesfeed.Feed` checks: they are articles, and their ids are unique.

    Only a digest of each id is kept in memory, about a hundred bytes for each article.
    """

    def __init__(self, articles: Iterable[Article], feed: Feed) -> None:
        self._articles = articles
        self._feed = feed
        self._ids: set[int] = set()
        self._withdrawn = {withdrawal.id for withdrawal in feed.withdrawn}
        #: The article that was changed last, and one without authors: what the document says around the articles depends on them.
        self._latest: Article | None = None
        self._without_authors: Article | None = None

    def __iter__(self) -> Iterator[Article]:
        for number, article in enumerate(self._articles, start=1):
            if not isinstance(article, Article):
                raise self._error(f"must contain only Article: item {number} is {type(article).__name__}")
            self._check_ids(article)
            if self._latest is None or (article.updated or EARLIEST) > (self._latest.updated or EARLIEST):
                self._latest = article
            if not article.authors:
                self._without_authors = self._without_authors or article
            yield article

    @property
    def outline(self) -> Feed:
        """
        The feed with at most two of the articles that were iterated over: the document around them says the same as around all.
        """
        found = {article.id: article for article in (self._latest, self._without_authors) if article}
        return attrs.evolve(self._feed, articles=found.values())

    def _check_ids(self, article: Article) -> None:
        for id_ in {article.id, article.guid or article.id}:
            digest = int.from_bytes(hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_SIZE).digest())
            if digest in self._ids:
                raise self._error(f"must not share an id: two articles have {id_!r}")
            self._ids.add(digest)
        if article.id in self._withdrawn:
            raise self._error(f"must not contain a withdrawn article, but {article.id!r} is withdrawn")

    def _error(self, rule: str) -> InvalidError:
        return InvalidError.of(self._feed.subject, [FieldError(self._feed.subject, "articles", rule)])
