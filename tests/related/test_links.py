from __future__ import annotations

import json
from datetime import timedelta

import attrs
import feedparser

from makers import NOON, a_feed, an_article
from stridesfeed import Category, Feed, Link, MemoryCache, render
from stridesfeed.related import with_related


def feed_of(*links: Link) -> Feed:
    """
    Seven articles about one thing, beside others, of which the last names *links*.
    """
    about = [an_article(f"about-{number}", categories=[Category("Acoustics")]) for number in range(7)]
    others = [an_article(f"other-{number}", published=NOON - timedelta(days=1)) for number in range(7)]
    return a_feed(*others, *about[:-1], attrs.evolve(about[-1], related=links))


def named(feed: Feed) -> list[tuple[str, str | None]]:
    return [(link.href.rpartition("/")[2], link.title) for link in feed.articles[-1].related]


def test_links_are_added_with_the_titles_of_their_articles() -> None:
    links = named(with_related(feed_of(), 3))

    assert links == [(f"about-{number}", f"Article about-{number}") for number in (5, 4, 3)]


def test_links_of_the_author_come_first_as_they_are_and_never_twice() -> None:
    own = (Link("https://elsewhere.example/", title="Elsewhere"), Link("https://strides.example/about-5", title="Five"))

    links = with_related(feed_of(*own), 4).articles[-1].related

    assert links[:2] == feed_of(*own).articles[-1].related
    assert [link.href for link in links[2:]] == ["https://strides.example/about-4", "https://strides.example/about-3"]


def test_author_who_names_enough_gets_no_more() -> None:
    own = [Link(f"https://elsewhere.example/{number}") for number in range(3)]

    assert len(with_related(feed_of(*own), 2).articles[-1].related) == 3


def test_all_else_stays_what_it_was() -> None:
    feed = feed_of()

    linked = with_related(feed, 3, cache=MemoryCache())

    assert attrs.evolve(linked, articles=[attrs.evolve(article, related=()) for article in linked.articles]) == feed
    assert with_related(feed, 0) == feed


def test_readers_find_the_links_in_the_documents() -> None:
    linked = with_related(feed_of(), 2)

    entry = feedparser.parse(render(linked, "atom")).entries[-1]
    item = json.loads(render(linked, "json"))["items"][-1]

    hrefs = ["https://strides.example/about-5", "https://strides.example/about-4"]
    assert [link.href for link in entry.links if link.rel == "related"] == hrefs
    assert [link["url"] for link in item["_strides"]["related"]] == hrefs
    assert all(href in item["content_html"] for href in hrefs)
