"""
Values that a format requires and an article may lack: they are made from what is there, the same in every run.

:func:`stridesfeed.unwritten` lists each of them.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from stridesfeed import rules
from stridesfeed.body import html_to_text
from stridesfeed.body.plain import cut
from stridesfeed.emit.texts import body
from stridesfeed.model import Article, Link
from stridesfeed.options import Options
from stridesfeed.text import line

#: The earliest date of a change that validators accept.
NEVER = datetime(1990, 1, 1, tzinfo=UTC)

#: In characters: the maximum length of a title made from the text.
_MAX_TITLE = 60


def headline(article: Article, language: str | None = None) -> str:
    """
    Return the title, or else the first words of the summary or of the text, the address or the id.
    """
    if article.title:
        return article.title
    text = article.summary or line(html_to_text(body(article) or ""))
    return cut(text, _MAX_TITLE, article.language or language) or article.name


def item_title(article: Article) -> str | None:
    """
    Return the title of an item of RSS, which has a title or a description (RSS 2.0, item).
    """
    return article.title if article.title or article.summary or body(article) else article.name


def atom_id(id: str, feed_id: str) -> str:
    """
    Return *id* if it is an absolute IRI, as Atom requires; otherwise a UUID derived from it and the id of its feed (RFC 9562, 5.5).

    >>> atom_id("1234", "https://example.org/")
    'urn:uuid:1d1a5b02-5150-5666-91aa-433047e90d21'
    """
    if rules.absolute_iri(id) is None:
        return id
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, feed_id), id).urn


def page_link(article: Article, options: Options) -> str | None:
    """
    Return the address that the title of *article* leads to: its page, or with :attr:`Options.link` "external" the page that it is about.
    """
    return article.external_url if article.external_url and options.link == "external" else article.url


def page_of_link_post(article: Article, options: Options) -> tuple[Link, ...]:
    """
    Return the page of an article whose title leads elsewhere, as a related link.
    """
    return (Link(article.url, "related"),) if article.url and page_link(article, options) != article.url else ()
