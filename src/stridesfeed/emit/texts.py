"""
The body and the summary of an article, as RSS and Atom contain them.
"""

from __future__ import annotations

import re
from html import escape

import attrs

from stridesfeed.body import clean, compose
from stridesfeed.body.direction import body_attributes, with_direction
from stridesfeed.body.plain import text_to_html
from stridesfeed.emit.losses import FeedValue
from stridesfeed.model import Article
from stridesfeed.options import Options

#: A character has at most five when it is escaped ("&amp;"), and at most four bytes.
_MAX_GROWTH = 5

_TAG = re.compile(r"<[^>]*>")


def body(article: Article, language: str | None = None) -> str | None:
    """
    Return the full text as HTML. *language* is that of the feed.
    """
    if article.content or not article.content_text:
        return article.content
    return directed(text_to_html(article.content_text), article, language)


def text_as_html(text: str, article: Article, language: str | None) -> str:
    """
    Return plain *text* of *article* as HTML in place of a body.
    """
    return directed(escape(text, quote=False), article, language)


def directed(html: str, article: Article, language: str | None) -> str:
    """
    Return *html*, a text of *article*, with its direction and language. *language* is that of the feed.
    """
    return with_direction(html, body_attributes(html, article.language, language))


def summary_beside_body(article: Article, options: Options) -> str | None:
    """
    Return the summary, unless it is as long as the body and *options* leave it out.
    """
    html = body(article) if options.summaries == "shorter" else None
    return None if article.summary and html and _is_as_long(article.summary, html) else article.summary


def html_summary(article: Article, options: Options) -> str | None:
    """
    Return the summary as HTML if the article has one, and :func:`summary_beside_body` does not leave it out.
    """
    return article.summary_html if summary_beside_body(article, options) else None


def has_html_summary(found: FeedValue) -> bool:
    """
    Return True if the article has a summary as HTML, which is written in place of its plain text.
    """
    return bool(found.value.summary_html)


def is_longer_than_body(found: FeedValue) -> bool:
    """
    Return True if :func:`summary_beside_body` leaves out the summary of an article.
    """
    article = found.value
    if found.options.summaries == "all" or not article.content or not _is_as_long(article.summary, _TAG.sub("", article.content)):
        return False
    alone = attrs.evolve(found.feed, articles=(article,))
    return summary_beside_body(compose(clean(alone), found.options).articles[0], found.options) is None


def _is_as_long(summary: str, html: str) -> bool:
    if len(summary) * _MAX_GROWTH < len(html):
        return False
    # Programs count either characters or bytes.
    text = escape(summary, quote=False)
    return len(text) >= len(html) or len(text.encode()) >= len(html.encode())
