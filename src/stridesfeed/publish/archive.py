"""
The archive of a feed (RFC 5005, 4): documents with a fixed number of articles each, and the subscription document with all the others.

The position of an article is its number in order of first publication, from the ledger. So an archive document always contains the same
articles: newer ones never move them, an edit changes only the document with the article, and a withdrawal leaves its position empty. A
document is named after the last number that it has a position for, not after its rank: a reader that knows ``feed-archive-200.xml`` knows all
articles up to there, even if the size of the documents changes one day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from operator import itemgetter
from pathlib import PurePosixPath

import attrs

from stridesfeed.model import Article


@attrs.frozen(kw_only=True)
class ArchiveLayout:
    """
    The assignment of articles to archive documents.
    """

    #: The number of articles in each document.
    size: int

    #: The number of every article that was ever published, by id. The positions of withdrawn articles stay empty.
    numbers: Mapping[str, int]

    #: The last of all numbers, if *numbers* are only those of some articles.
    last: int = attrs.field()

    @last.default
    def _last(self) -> int:
        return max(self.numbers.values(), default=0)

    @cached_property
    def ends(self) -> range:
        """
        The last number of each full document. All later articles are in the subscription document.
        """
        return range(self.size, self.last + 1, self.size)

    def end_of(self, article: Article) -> int | None:
        """
        Return the last number of the document with *article*; ``None`` if it is only in the subscription document.
        """
        number = self.numbers.get(article.id)
        end = number and -(-number // self.size) * self.size
        return end if end and self.ends and end <= self.ends[-1] else None


def archive_documents(articles: Sequence[Article], layout: ArchiveLayout) -> dict[int, tuple[Article, ...]]:
    """
    Return the articles of each full document by its last number, oldest first, without empty documents.
    """
    documents: dict[int, list[Article]] = {}
    for article in articles:
        if end := layout.end_of(article):
            documents.setdefault(end, []).append(article)
    return {end: tuple(documents[end]) for end in sorted(documents)}


def subscription_articles(articles: Sequence[Article], layout: ArchiveLayout, limit: int) -> tuple[tuple[Article, ...], frozenset[str]]:
    """
    Return the articles of the subscription document, and the ids of those that are in no archive document.

    These are the newest *limit* of *articles*, which are sorted newest first; all that are in no full document; and those updated since the
    oldest of the newest was published, so that readers who have the archive learn of the update (RFC 5005, 4.1). The latter are at most as
    many as an archive document has, the latest updates: everything may change at once.
    """
    unarchived = frozenset(article.id for article in articles if layout.end_of(article) is None)
    updated = sorted(_updated_since(articles, limit), key=itemgetter(0), reverse=True)
    latest_updates = [article for _, article in updated[: layout.size]]
    included = unarchived | {article.id for article in (*articles[:limit], *latest_updates)}
    return tuple(article for article in articles if article.id in included), unarchived


def subscription_candidates(articles: Sequence[Article], layout: ArchiveLayout, limit: int) -> tuple[Article, ...]:
    """
    Return those of *articles* on which :func:`subscription_articles` depends: it returns the same for them alone.
    """
    included = {article.id for article in (*articles[:limit], *(article for _, article in _updated_since(articles, limit)))}
    return tuple(article for article in articles if article.id in included or layout.end_of(article) is None)


def _updated_since(articles: Sequence[Article], limit: int) -> list[tuple[datetime, Article]]:
    """
    Return those after the newest *limit* of *articles* that were updated since the oldest of the newest was published, with that date.
    """
    since = min((article.sort_date for article in articles[:limit]), default=None)
    dated = [(article.updated, article) for article in articles[limit:] if article.updated]
    return [(date, article) for date, article in dated if since and date > article.sort_date and date >= since]


def archive_path(path: str, end: int) -> str:
    """
    Return the path of the archive document that ends with number *end*, next to the subscription document at *path*.

    >>> archive_path("news/feed.xml", 200)
    'news/feed-archive-200.xml'
    """
    file = PurePosixPath(path)
    return str(file.with_name(f"{file.stem}-archive-{end}{file.suffix}"))
