"""
Several feeds as one, and the articles of a feed by what they are about.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

from makers import NOON, a_feed, an_article
from stridesfeed import (
    Article,
    Feed,
    Foreign,
    Namespace,
    Person,
    Source,
    filter_articles,
    merge,
    parse,
    render,
)

PLANET = Feed(id="https://planet.example/", title="Planet", url="https://planet.example/", language="en")


def a_blog(name: str, *articles: Article, **fields: Any) -> Feed:
    return Feed(**{"id": f"https://{name}.example/", "title": name, "url": f"https://{name}.example/", "articles": articles} | fields)


def test_articles_of_all_feeds_are_newest_first_and_at_most_the_limit() -> None:
    feeds = [a_blog(name, *(an_article(f"{name}{day}", published=NOON + timedelta(days=day)) for day in (4, 2))) for name in "ab"]
    feeds.append(a_blog("c", an_article("c", published=None), an_article("c3", published=NOON + timedelta(days=3))))

    merged = merge(feeds, into=PLANET)

    assert [article.title for article in merged.articles] == [f"Article {name}" for name in ("a4", "b4", "c3", "a2", "b2", "c")]
    assert merge(feeds, into=PLANET, limit=2).articles == merged.articles[:2]
    assert (merged.title, merged.id) == ("Planet", PLANET.id)


@pytest.mark.parametrize(
    "copy",
    [
        {"url": "https://other.example/copy"},
        {"id": "tag:other.example,2026:copy"},
        {"id": "tag:other.example,2026:copy", "url": "http://strides.example/one/"},
    ],
)
def test_an_article_with_the_same_id_or_page_is_kept_once(copy: dict[str, str]) -> None:
    original, twin = an_article(), an_article(title="Copy", published=NOON + timedelta(days=1), **copy)

    merged = merge([a_blog("a", original), a_blog("b", twin)], into=PLANET)

    assert [article.title for article in merged.articles] == ["Article one"]
    assert [article.title for article in merge([a_blog("b", twin), a_blog("a", original)], into=PLANET).articles] == ["Copy"]


def test_equal_ids_that_are_unique_only_in_their_feeds_are_two_articles() -> None:
    merged = merge([a_blog(name, Article(id="17", title=name)) for name in "ab"], into=PLANET)

    assert sorted(article.name for article in merged.articles) == ["a", "b"]
    assert all(article.id.startswith("urn:uuid:") for article in merged.articles)
    assert render(merged, "atom").count(b"<entry") == 2


def test_articles_say_which_feed_they_are_from() -> None:
    document = render(a_blog("a", an_article(authors=[]), language="fr", rights="© a", authors=["Ann"]), "json", url="https://a.example/f.json")
    republished = an_article("two", source=Source("First", "https://first.example/"), language="de")

    one, two = merge([parse(document), a_blog("b", republished)], into=PLANET).articles

    assert (one.source, one.language, one.authors) == (
        Source("a", "https://a.example/f.json", "https://a.example/", NOON),
        "fr",
        (Person("Ann"),),
    )
    assert (two.source, two.language) == (republished.source, "de")


def test_own_articles_of_the_planet_stay_as_they_are() -> None:
    own = an_article()

    assert merge([a_blog("a", an_article("two"))], into=attrs.evolve(PLANET, articles=[own])).articles[0] == own


def test_one_prefix_that_two_documents_use_for_two_namespaces_stays_apart() -> None:
    feeds = [
        a_blog(name, an_article(name, extensions=[Foreign(of_namespaces=[Namespace("x", f"urn:{name}").element("y", name)])])) for name in "ab"
    ]

    document = render(merge(feeds, into=PLANET), "rss")

    assert b"<x:y>a</x:y>" in document
    assert b"<b:y>b</b:y>" in document


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, "abc"),
        ({"categories": ["ai"]}, "a"),
        ({"categories": ["AI", "law"]}, "ab"),
        ({"authors": ["ann lee"]}, "ac"),
        ({"authors": ["desk"]}, "b"),
        ({"languages": ["en"]}, "bc"),
        ({"languages": ["pt"]}, "a"),
        ({"words": ["Hello"]}, "b"),
        ({"words": ["paragraph", "hello"]}, "ab"),
        ({"since": NOON}, "b"),
        ({"until": NOON}, "a"),
        ({"where": lambda article: article.title == "c"}, "c"),
        ({"authors": ["Ann Lee"], "categories": ["law"]}, ""),
    ],
)
def test_articles_are_filtered_by_all_conditions(conditions: dict[str, Any], expected: str) -> None:
    a = an_article("a", title="a", categories=["AI"], language="pt-BR", content="<p>A para<b>graph</b></p>", published=NOON - timedelta(days=1))
    b = an_article("b", title="b", categories=["Law"], authors=[], content=None, summary="Hello there")
    c = an_article("c", title="c", published=None, language="en-GB")

    assert "".join(article.name for article in filter_articles(a_feed(a, b, c, authors=["Desk"]), **conditions).articles) == expected
