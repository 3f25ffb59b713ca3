"""
An article as a feed parser returns it, and as we expect it to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

import attrs

from stridesfeed.body import CleanFeed
from stridesfeed.dates import whole_utc
from stridesfeed.emit import rss
from stridesfeed.emit.format import RenderContext
from stridesfeed.emit.required import NEVER, atom_id, headline, item_title, page_link
from stridesfeed.emit.texts import body, html_summary, summary_beside_body
from stridesfeed.model import Article, Attachment, Feed, Person
from stridesfeed.options import Options


class UnreadableError(Exception):
    """
    A parser rejects a document; its own error is the cause.
    """


@attrs.frozen
class Enclosure:
    """
    An attachment of an article.
    """

    url: str
    type: str | None = None
    length: int | None = None


@attrs.frozen(kw_only=True)
class ReaderArticle:
    """
    An article as a parser returns it. Fields that the parser does not support are missing, and listed as known differences.
    """

    title: str | None
    link: str | None
    id: str | None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None

    #: HTML in RSS, plain text in other formats.
    summary: str | None = None

    #: HTML.
    content: str | None = None

    enclosures: tuple[Enclosure, ...] = ()


#: The compared fields.
FIELDS: tuple[str, ...] = tuple(field.name for field in attrs.fields(ReaderArticle))


def expected_articles(feed: CleanFeed, format: str, options: Options) -> Iterator[ReaderArticle]:
    """
    Yield the articles of *feed*, which is cleaned and composed, as a document of *format* contains them.
    """
    return (_FORMATS[format](article, feed, options) for article in feed.articles)


def _rss_item(article: Article, feed: Feed, options: Options) -> ReaderArticle:
    context = RenderContext.of(feed, options)
    has_update = article.updated != article.published and options.updated != "none"
    return ReaderArticle(
        title=item_title(article),
        link=page_link(article, options),
        id=article.guid or article.id,
        authors=_names(context.bylines_of(article, "rss")),
        categories=_categories(article),
        published=_whole(article.published),
        updated=_whole(article.updated) if has_update else None,
        summary=rss.description(article, context) or body(article, feed.language),
        content=body(article, feed.language) if summary_beside_body(article, options) else None,
        # An unknown length is 0.
        enclosures=tuple(Enclosure(file.url, file.type, file.length or 0) for file in rss.enclosures(article, options)),
    )


def _atom_entry(article: Article, feed: Feed, options: Options) -> ReaderArticle:
    return ReaderArticle(
        title=headline(article, feed.language),
        link=page_link(article, options),
        id=atom_id(article.id, feed.id),
        authors=_names(RenderContext.of(feed, options).bylines_of(article, "atom")) or (feed.title,),
        categories=_categories(article),
        published=_whole(article.published),
        updated=whole_utc(article.updated or feed.updated or NEVER),
        summary=html_summary(article, options) or summary_beside_body(article, options) or (None if body(article) else headline(article)),
        content=body(article, feed.language),
        enclosures=_enclosures(article.attachments),
    )


def _json_item(article: Article, feed: Feed, _options: Options) -> ReaderArticle:
    # Items repeat the authors of the feed only if some item has its own.
    has_authors = any(other.authors for other in feed.articles)
    return ReaderArticle(
        title=article.title,
        link=article.url,
        id=article.guid or article.id,
        authors=_names(article.authors or feed.authors) if has_authors else (),
        categories=_categories(article),
        published=_whole(article.published),
        updated=_whole(article.updated) if article.updated != article.published else None,
        summary=article.summary or (None if article.content else article.content_text or headline(article)),
        content=article.content,
        enclosures=_enclosures(article.attachments),
    )


_FORMATS: Mapping[str, Callable[[Article, Feed, Options], ReaderArticle]] = {"rss": _rss_item, "atom": _atom_entry, "json": _json_item}


def _whole(moment: datetime | None) -> datetime | None:
    return moment and whole_utc(moment)


def _names(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.name for person in people)


def _categories(article: Article) -> tuple[str, ...]:
    return tuple(category.name for category in article.categories)


def _enclosures(files: Iterable[Attachment]) -> tuple[Enclosure, ...]:
    return tuple(Enclosure(file.url, file.type, file.length) for file in files)
