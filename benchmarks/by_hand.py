"""
What people write without this library: feedgen for RSS and Atom, ``bleach.clean`` for the bodies, ``json`` for JSON Feed.

It does less: no address is made absolute, no lazy image made real, scripts leave their text behind, links lose their relations, authors
without an e-mail address are missing from RSS.
"""

from __future__ import annotations

import json
from typing import Any

import bleach
from feedgen.feed import FeedGenerator

from stridesfeed import ARTICLE, Article, Feed

TAGS = frozenset(ARTICLE.elements)
ATTRIBUTES = {name: sorted(attributes) for name, attributes in ARTICLE.elements.items()}


def sanitise(html: str) -> str:
    """
    The way the documentation of bleach shows.
    """
    return bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, strip=True)


def render_all(feed: Feed) -> tuple[bytes, bytes, bytes]:
    """
    The three documents, each body cleaned once.
    """
    return emit(feed, [sanitise(article.content or "") for article in feed.articles])


def emit(feed: Feed, bodies: list[str]) -> tuple[bytes, bytes, bytes]:
    """
    The three documents from bodies that are clean.
    """
    generator: Any = FeedGenerator()
    generator.id(feed.id)
    generator.title(feed.title)
    generator.link(href=feed.url, rel="alternate")
    generator.description(feed.subtitle)
    generator.language(feed.language)
    for article, body in zip(feed.articles, bodies, strict=True):
        _add(generator, article, body)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "items": [_item(article, body) for article, body in zip(feed.articles, bodies, strict=True)],
    }
    return generator.rss_str(), generator.atom_str(), json.dumps(document, ensure_ascii=False, indent=2).encode()


def _add(generator: Any, article: Article, body: str) -> None:
    entry = generator.add_entry(order="append")
    entry.id(article.id)
    entry.title(article.title)
    entry.link(href=article.url, rel="alternate")
    entry.published(article.published)
    entry.updated(article.updated)
    entry.author([{"name": person.name} for person in article.authors])
    entry.category([{"term": category.term} for category in article.categories])
    entry.summary(article.summary)
    entry.content(body, type="html")
    for attachment in article.attachments:
        entry.enclosure(attachment.url, str(attachment.length), attachment.type)


def _item(article: Article, body: str) -> dict[str, Any]:
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "summary": article.summary,
        "content_html": body,
        "date_published": article.published.isoformat(),
        "authors": [{"name": person.name} for person in article.authors],
        "tags": [category.term for category in article.categories],
        "attachments": [{"url": file.url, "mime_type": file.type, "size_in_bytes": file.length} for file in article.attachments],
    }
