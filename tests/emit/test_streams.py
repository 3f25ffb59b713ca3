"""
Articles of a generator, rendered into files and forgotten.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import attrs
import pytest

from everything import URLS, the_feed
from makers import NOON, a_feed, an_article
from stridesfeed import Article, Feed, InvalidError, MemoryCache, RenderSettings, Withdrawal, render_all, render_into


def streamed(feed: Feed, articles: Any, **arguments: Any) -> dict[str, bytes]:
    """
    The documents of *feed* and the stream of *articles*, by format.
    """
    files = {name: BytesIO() for name in ("json", "rss", "atom")}
    render_into(feed, files, articles=articles, urls=URLS, **arguments)
    return {name: file.getvalue() for name, file in files.items()}


def numbered(count: int, **fields: Any) -> Iterator[Article]:
    for number in range(count):
        yield an_article(f"{number}", published=NOON + timedelta(minutes=number % 700), **fields)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 1100])
def test_a_stream_makes_the_same_documents_as_a_tuple(count: int, jobs: int) -> None:
    expected = render_all(a_feed(*numbered(count)), urls=URLS)

    assert streamed(a_feed(), numbered(count), settings=RenderSettings(jobs=jobs)) == expected
    assert streamed(a_feed(), numbered(count), settings=RenderSettings(cache=MemoryCache())) == expected


def test_a_stream_follows_the_articles_of_the_feed() -> None:
    feed = the_feed()

    assert streamed(feed, iter([an_article("more")])) == render_all(a_feed_like(feed, an_article("more")), urls=URLS)


def a_feed_like(feed: Feed, *more: Article) -> Feed:
    return attrs.evolve(feed, articles=[*feed.articles, *more])


@pytest.mark.parametrize("authors", [[], ["Ann"]])
def test_one_article_without_authors_is_noticed(authors: list[str]) -> None:
    articles = [*numbered(3, authors=["Bo"]), an_article("last", authors=authors)]

    assert streamed(a_feed(), iter(articles))["atom"] == render_all(a_feed(*articles), urls=URLS)["atom"]


def test_what_is_only_known_at_the_end_is_written_another_way() -> None:
    documents = streamed(a_feed(authors=["Desk"]), iter([an_article("one", authors=[], published=None), an_article("two", authors=[])]))

    assert b'"name": "Desk"' in documents["json"].partition(b'"items"')[2]
    assert b"<updated>1990-01-01T00:00:00Z</updated>" in documents["atom"].partition(b"<entry>")[2]
    assert b"<updated>2026-04-30T12:00:00Z</updated>" in documents["atom"].partition(b"<entry>")[0]


@pytest.mark.parametrize(
    ("articles", "message"),
    [
        ([an_article(), an_article()], "articles: must not share an id: two articles have 'tag:strides.example,2026:one'"),
        ([an_article("one", guid="7"), an_article("two", guid="7")], "articles: must not share an id: two articles have '7'"),
        ([an_article(), "two"], "articles: must contain only Article: item 2 is str"),
        ([an_article("gone")], "articles: must not contain a withdrawn article, but 'tag:strides.example,2026:gone' is withdrawn"),
    ],
)
def test_an_invalid_stream_writes_nothing(articles: list[Any], message: str) -> None:
    file = BytesIO()

    with pytest.raises(InvalidError) as caught:
        render_into(a_feed(withdrawn=[Withdrawal("tag:strides.example,2026:gone", NOON)]), {"rss": file}, articles=iter(articles))

    assert message in str(caught.value)
    assert file.getvalue() == b""


def test_articles_of_a_stream_are_not_kept() -> None:
    alive: weakref.WeakSet[Article] = weakref.WeakSet()
    most = 0

    def watched() -> Iterator[Article]:
        nonlocal most
        for article in numbered(3000):
            alive.add(article)
            yield article
            if len(alive) > 1500:
                gc.collect()
            most = max(most, len(alive))

    streamed(a_feed(), watched())

    assert most <= 1500
