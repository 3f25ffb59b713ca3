"""
Code that type checkers refuse. Each comment expects an error: without one, mypy reports the comment as unused.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from stridesfeed import FORMATS, Article, CleanFeed, Feed, Link, Options, Person, RenderSettings, render, render_all, unwritten
from stridesfeed.emit.format import DocumentLinks


def feeds(some: Iterable[Article]) -> None:
    Feed(id="https://a.example/", url="https://a.example/", title="A", articles=["nope", 3])  # type: ignore[list-item]
    Feed(id="https://a.example/", url="https://a.example/", title="A", authors="Ann")  # type: ignore[arg-type]
    Feed(id="https://a.example/", url="https://a.example/", title="A", hubs="https://hub.example/")  # type: ignore[arg-type]
    # An Iterable may be a string; make it a tuple.
    Feed(id="https://a.example/", url="https://a.example/", title="A", articles=some)  # type: ignore[arg-type]


def articles(when: datetime) -> None:
    article = Article(id="tag:a.example,2026:1", url="https://a.example/1", title="A", published=when)
    Article(id="tag:a.example,2026:1", url="https://a.example/1", title="A", published=when, authors=[3])  # type: ignore[list-item]
    Article(id="tag:a.example,2026:1", url="https://a.example/1", title="A", published=when, authors="Ann")  # type: ignore[arg-type]
    Article(id="tag:a.example,2026:1", url="https://a.example/1", title="A", published=when, categories="news")  # type: ignore[arg-type]
    Article(id="tag:a.example,2026:1", url="https://a.example/1", title="A", published=when, related=["two"])  # type: ignore[list-item]
    Article(id="tag:a.example,2026:1", url="https://a.example/1", title="A", published="2026-04-30")  # type: ignore[arg-type]
    Article(id="tag:a.example,2026:1", url="https://a.example/1", titel="A", published=when)  # type: ignore[call-arg]
    Article("tag:a.example,2026:1", "https://a.example/1")  # type: ignore[call-arg]
    article.title = "Two"  # type: ignore[misc]
    Link(3)  # type: ignore[arg-type]
    Person()  # type: ignore[call-arg]


def choices(feed: Feed) -> None:
    render(feed, "rsss")  # type: ignore[arg-type]
    unwritten(feed, "pdf")  # type: ignore[arg-type]
    render(feed, "rss", settings=RenderSettings(engine="nh4"))  # type: ignore[arg-type]
    render(feed, "rss", engine="nh3")  # type: ignore[call-arg]
    render_all(feed, urls="https://a.example/feed.xml")  # type: ignore[arg-type]
    Options(creators="both")  # type: ignore[arg-type]
    Options(emails="no")  # type: ignore[arg-type]
    RenderSettings(jobs="2")  # type: ignore[arg-type]


def stages(feed: Feed) -> CleanFeed:
    # Only clean() returns a CleanFeed, and formats write nothing else.
    FORMATS["rss"].write(feed, DocumentLinks(), Options())  # type: ignore[arg-type]
    return feed  # type: ignore[return-value]
