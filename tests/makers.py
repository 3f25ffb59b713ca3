"""
Values for tests: valid, small, and different only in what a test is about.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from stridesfeed.model import Article, Feed, Person

NOON = datetime(2026, 4, 30, 12, 0, tzinfo=UTC)


def an_article(name: str = "one", **fields: Any) -> Article:
    """
    An article at https://strides.example/*name*; *fields* as in the constructor.
    """
    given: dict[str, Any] = {
        "id": f"tag:strides.example,2026:{name}",
        "url": f"https://strides.example/{name}",
        "title": f"Article {name}",
        "published": NOON,
        "authors": (Person("Ann Lee"),),
        "summary": f"Summary of {name}.",
        "content": f"<p>Text of {name}.</p>",
    }
    return Article(**given | fields)


def a_feed(*articles: Article, **fields: Any) -> Feed:
    """
    A feed of *articles*; *fields* as in the constructor.
    """
    given: dict[str, Any] = {
        "id": "https://strides.example/",
        "title": "AI Strides",
        "url": "https://strides.example/",
        "subtitle": "One stride at a time",
        "language": "en",
        "articles": articles,
    }
    return Feed(**given | fields)
