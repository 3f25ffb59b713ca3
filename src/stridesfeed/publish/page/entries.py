"""
Articles as the page shows them.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

import attrs

from stridesfeed import iri
from stridesfeed.body.urls import readable
from stridesfeed.dates import whole_utc
from stridesfeed.model import Article, Feed, Person
from stridesfeed.publish.page.bodies import placed
from stridesfeed.publish.page.direction import direction
from stridesfeed.publish.page.html import Html
from stridesfeed.publish.page.reading import minutes

#: So many characters of a hash tell the articles of one page apart.
_HASH = 10


@attrs.frozen(kw_only=True)
class Author:
    """
    Who wrote an article.
    """

    name: str

    #: The author's page on the web; ``None`` where there is none.
    url: str | None


@attrs.frozen(kw_only=True)
class File:
    """
    A file that belongs to an article.
    """

    name: str
    url: str
    media_type: str


@attrs.frozen(kw_only=True)
class Entry:
    """
    An article as the page shows it: each field is as a template needs it, and none asks for more than to be written.
    """

    #: Its place on the page: the same on every page and in every build.
    anchor: str

    url: str
    title: str

    #: ``None`` where neither the article nor the feed says it.
    language: str | None
    direction: Literal["ltr", "rtl", "auto"]

    published: datetime

    #: ``None`` where nothing changed since *published*.
    updated: datetime | None

    authors: tuple[Author, ...]
    categories: tuple[str, ...]

    #: ``None`` where there is nothing to read.
    minutes: int | None

    summary: str | None

    #: ``None`` where the article has no content.
    body: Html | None

    files: tuple[File, ...]


def entry(article: Article, feed: Feed, *, table: str) -> Entry:
    """
    *article* of *feed*; screen readers call its tables *table*.
    """
    language = feed.language_of(article)
    anchor = f"a{hashlib.sha256(article.id.encode()).hexdigest()[:_HASH]}"
    return Entry(
        anchor=anchor,
        url=article.url,
        title=article.title,
        language=language,
        direction=direction(language) if language else "auto",
        published=article.published,
        updated=article.updated if whole_utc(article.updated).date() > whole_utc(article.published).date() else None,
        authors=tuple(_author(person) for person in article.authors or feed.authors),
        categories=tuple(dict.fromkeys(category.name for category in article.categories)),
        minutes=minutes(article),
        summary=article.summary,
        body=placed(article.content, anchor=anchor, url=article.url, table=table) if article.content else None,
        files=tuple(
            File(name=attachment.title or readable(attachment.url).rpartition("/")[2], url=attachment.url, media_type=attachment.type)
            for attachment in article.attachments
        ),
    )


def _author(person: Person) -> Author:
    return Author(name=person.name, url=person.uri if person.uri and iri.scheme(person.uri) in iri.WEB else None)
