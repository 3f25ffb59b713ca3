"""
The archive of a feed (RFC 5005, 4): documents that hold so many articles each, and the subscription document that holds all others.

The place of an article is its number in the order in which articles first appeared, which the ledger keeps. So a document of the archive holds
the same articles for ever: newer ones never move it, an edit changes only the document with the article, and a withdrawal leaves its place
empty. A document is called by the last number that it has a place for, not by its rank: then a reader that knows ``feed-archive-200.xml`` knows
everything up to there, even if the size of the documents is changed one day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import attrs

from stridesfeed.model import Article


@attrs.frozen(kw_only=True)
class Shelves:
    """
    Where each article is kept.
    """

    #: How many articles a document has places for.
    size: int

    #: The number of every article that there ever was, by id; those of withdrawn articles keep their places empty.
    numbers: Mapping[str, int]

    #: The numbers up to which documents are full: all later articles are in the subscription document.
    ends: range = attrs.field(init=False)

    @ends.default
    def _ends(self) -> range:
        return range(self.size, max(self.numbers.values(), default=0) + 1, self.size)

    def end_of(self, article: Article) -> int | None:
        """
        The last number of the document that holds *article*; ``None`` for the subscription document alone.
        """
        number = self.numbers.get(article.id)
        end = number and -(-number // self.size) * self.size
        return end if end and self.ends and end <= self.ends[-1] else None


def documents(articles: Sequence[Article], shelves: Shelves) -> dict[int, tuple[Article, ...]]:
    """
    The articles of each full document by its last number, oldest first, without those that have none of *articles*.
    """
    held: dict[int, list[Article]] = {}
    for article in articles:
        if end := shelves.end_of(article):
            held.setdefault(end, []).append(article)
    return {end: tuple(held[end]) for end in sorted(held)}


@attrs.frozen(kw_only=True)
class Subscription:
    """
    What the subscription document holds.
    """

    #: In the order of the feed.
    articles: tuple[Article, ...]

    #: The ids of those that no document of the archive holds.
    needed: frozenset[str]


def subscription(articles: Sequence[Article], shelves: Shelves, limit: int) -> Subscription:
    """
    The newest *limit* of *articles*, which are newest first; all that no full document holds; and what changed since the oldest of the newest
    was published, so that readers who have the archive learn of it (RFC 5005, 4.1).

    After a change of everything at once it is only the latest changes, as many as a document of the archive holds.
    """
    newest = articles[:limit]
    needed = frozenset(article.id for article in articles if shelves.end_of(article) is None)
    held = needed | {article.id for article in newest} | {article.id for article in _changed(articles[limit:], newest, shelves.size)}
    return Subscription(articles=tuple(article for article in articles if article.id in held), needed=needed)


def _changed(older: Sequence[Article], newest: Sequence[Article], most: int) -> Sequence[Article]:
    since = min((article.published for article in newest), default=None)
    changed = [article for article in older if since and article.updated > article.published and article.updated >= since]
    return sorted(changed, key=lambda article: article.updated, reverse=True)[:most]


def path_of(path: str, end: int) -> str:
    """
    Where the document of the archive that ends with number *end* lies: beside the subscription document at *path*.

    >>> path_of("news/feed.xml", 200)
    'news/feed-archive-200.xml'
    """
    file = PurePosixPath(path)
    return str(file.with_name(f"{file.stem}-archive-{end}{file.suffix}"))
