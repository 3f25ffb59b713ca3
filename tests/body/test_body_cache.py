"""
Clean bodies that are kept are the bodies that cleaning gives.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from makers import a_feed, an_article
from stridesfeed import ARTICLE, Article, MemoryCache, clean
from stridesfeed.body import cleaning

LONG_WAY = "<div><p onclick='x()'>Text <a href=/two>two</a></div><script>x()</script>"


@pytest.fixture
def cleaned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """
    The bodies that went the long way since the test began.
    """
    bodies: list[str] = []
    pipeline = cleaning.pipeline

    def noting(html: str, *arguments: Any, **options: Any) -> str:
        bodies.append(html)
        return pipeline(html, *arguments, **options)

    monkeypatch.setattr(cleaning, "pipeline", noting)
    return bodies


def bodies(*articles: Article, **arguments: Any) -> list[str | None]:
    return [article.content for article in clean(a_feed(*articles), **arguments).articles]


def test_a_kept_body_is_the_same_and_is_not_cleaned_again(cleaned: list[str]) -> None:
    cache = MemoryCache()
    article = an_article(content=LONG_WAY)
    first = bodies(article, cache=cache)
    again = bodies(attrs.evolve(article, summary="Other"), cache=cache)

    assert first == again == bodies(article)
    assert cleaned == [LONG_WAY, LONG_WAY]


@pytest.mark.parametrize(
    ("fields", "arguments"),
    [
        ({"url": "https://strides.example/other"}, {}),
        ({"title": "Other"}, {}),
        ({"content": LONG_WAY + "!"}, {}),
        ({}, {"policy": attrs.evolve(ARTICLE, max_depth=50)}),
        ({}, {"engine": "nh3"}),
    ],
)
def test_whatever_decides_what_becomes_of_a_body_makes_it_new(cleaned: list[str], fields: dict[str, Any], arguments: dict[str, Any]) -> None:
    cache = MemoryCache()
    article = an_article(content=LONG_WAY)
    bodies(article, cache=cache)
    other = attrs.evolve(article, **fields)

    assert bodies(other, cache=cache, **arguments) == bodies(other, **arguments)
    assert len(cleaned) == 3


def test_a_mark_is_enough_for_a_body_that_stays_as_it_is() -> None:
    values: list[bytes] = []

    class Noting(MemoryCache):
        def put(self, entries: Any) -> None:
            values.extend(entries.values())
            super().put(entries)

    cache = Noting()
    article = an_article(content="<p>" + "Text. " * 1000 + "</p>")

    assert bodies(article, cache=cache, fast_path=False) == bodies(article, cache=cache, fast_path=False) == [article.content]
    assert values == [b"="]


def test_a_body_of_which_nothing_is_left_is_none_from_the_cache_too() -> None:
    cache = MemoryCache()
    article = an_article(content="<script>x()</script>")

    assert bodies(article, cache=cache) == bodies(article, cache=cache) == [None]


def test_canonical_body_needs_no_cache(cleaned: list[str]) -> None:
    bodies(an_article(content="<p>Text.</p>"), cache=MemoryCache())

    assert cleaned == []
