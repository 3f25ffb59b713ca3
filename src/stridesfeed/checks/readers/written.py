"""
What there is to read in a document: each article as the format says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape

from stridesfeed.body import CleanFeed
from stridesfeed.checks.readers.seen import Enclosure, Seen
from stridesfeed.dates import whole_utc
from stridesfeed.model import Article, Attachment, Feed
from stridesfeed.options import Options


def written(feed: CleanFeed, format: str, options: Options) -> Iterator[Seen]:
    """
    The articles of *feed*, which is cleaned and composed, as a document of *format* holds them.
    """
    return (_FORMATS[format](article, feed, options) for article in feed.articles)


def _item(article: Article, feed: Feed, options: Options) -> Seen:
    names = _names(article, feed)
    joined = options.creators == "joined" and names
    says_update = article.updated != article.published and options.updated != "none"
    return Seen(
        title=article.title,
        link=article.url,
        id=article.guid or article.id,
        authors=(", ".join(names),) if joined else names,
        categories=_categories(article),
        published=whole_utc(article.published),
        updated=whole_utc(article.updated) if says_update else None,
        summary=escape(article.summary, quote=False) if article.summary else article.content,
        content=article.content if article.summary else None,
        # RSS has a place for one; a length that nobody knows is 0.
        enclosures=tuple(Enclosure(file.url, file.type, file.length or 0) for file in article.attachments[:1]),
    )


def _entry(article: Article, feed: Feed, _options: Options) -> Seen:
    return Seen(
        title=article.title,
        link=article.url,
        id=article.id,
        authors=_names(article, feed) or (feed.title,),
        categories=_categories(article),
        published=whole_utc(article.published),
        updated=whole_utc(article.updated),
        summary=article.summary or (None if article.content else article.title),
        content=article.content,
        enclosures=_enclosures(article.attachments),
    )


def _json_item(article: Article, feed: Feed, _options: Options) -> Seen:
    # Authors of the feed stand in items only where some item has its own.
    has_bylines = any(other.authors for other in feed.articles)
    return Seen(
        title=article.title,
        link=article.url,
        id=article.guid or article.id,
        authors=_names(article, feed) if has_bylines else (),
        categories=_categories(article),
        published=whole_utc(article.published),
        updated=whole_utc(article.updated) if article.updated != article.published else None,
        summary=article.summary or (None if article.content else article.title),
        content=article.content,
        enclosures=_enclosures(article.attachments),
    )


_FORMATS: Mapping[str, Callable[[Article, Feed, Options], Seen]] = {"rss": _item, "atom": _entry, "json": _json_item}


def _names(article: Article, feed: Feed) -> tuple[str, ...]:
    return tuple(person.name for person in article.authors or feed.authors)


def _categories(article: Article) -> tuple[str, ...]:
    return tuple(category.name for category in article.categories)


def _enclosures(files: Iterable[Attachment]) -> tuple[Enclosure, ...]:
    return tuple(Enclosure(file.url, file.type, file.length) for file in files)
