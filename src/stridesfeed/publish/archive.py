"""
The archive of a feed (RFC 5005, 4): documents with a fixed number of articles each, and the subscription document with all the others.

The position of an article is its number in order of first publication, from the ledger. So an archive document always contains the same
articles: newer ones never move them, an edit changes only the document with the article, and a withdrawal leaves its position empty. A
document is named after the last number that it has a position for, not after its rank: a reader that knows ``feed-archive-200.xml`` knows all
articles up to there, even if the size of the documents changes one day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    #: The last number of each full document. All later articles are in the subscription document.
    ends: range = attrs.field(init=False)

    @ends.default
    def _ends(self) -> range:
        return range(self.size, max(self.numbers.values(), default=0) + 1, self.size)

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
    newest, older = articles[:limit], articles[limit:]
    since = min((article.sort_date for article in newest), default=None)
    dated = [(article.updated, article) for article in older if article.updated]
    updated = [(date, article) for date, article in dated if since and date > article.sort_date and date >= since]
    latest_updates = [article for _, article in sorted(updated, key=itemgetter(0), reverse=True)][: layout.size]
    unarchived = frozenset(article.id for article in articles if layout.end_of(article) is None)
    included = unarchived | {article.id for article in (*newest, *latest_updates)}
    return tuple(article for article in articles if article.id in included), unarchived


def archive_path(path: str, end: int) -> str:
    """
    Return the path of the archive document that ends with number *end*, next to the subscription document at *path*.

    >>> archive_path("news/feed.xml", 200)
    'news/feed-archive-200.xml'
    """
    file = PurePosixPath(path)
    return str(file.with_name(f"{file.stem}-archive-{end}{file.suffix}"))
