"""
Articles without what a format requires: it is made from what is there, and reported.
"""

from __future__ import annotations

import json
from typing import Any

import feedparser
import pytest

from makers import NOON, a_feed, an_article
from stridesfeed import Article, FormatName, MemoryCache, Options, RenderSettings, Withdrawal, render, unwritten
from validating import refusal

NOTE: dict[str, Any] = {"title": None, "url": None, "published": None, "summary": None, "authors": ()}


def parsed(article: Article, format: FormatName, **fields: Any) -> Any:
    """
    The only entry of a feed of *article*, and a dated one, as feedparser reads it.
    """
    feed = a_feed(article, an_article("other"), **fields)
    return feedparser.parse(render(feed, format)).entries[0]


@pytest.mark.parametrize("missing", [[], ["title"], ["url"], ["published"], ["title", "url", "published"]], ids="+".join)
@pytest.mark.parametrize("kept", [{}, {"content": None}, {"summary": None}, {"summary": None, "content": None}], ids=str)
@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_documents_are_valid_whatever_is_missing(format: FormatName, kept: dict[str, None], missing: list[str]) -> None:
    feed = a_feed(an_article(**kept | dict.fromkeys(missing)))

    assert refusal(render(feed, format, url="https://strides.example/feed")) is None


def test_an_item_has_no_title_link_and_date_that_the_article_lacks() -> None:
    note = an_article("note", **NOTE)

    entry = parsed(note, "rss")

    assert {"title", "link", "published", "updated"} & set(entry) == set()
    assert (entry.id, entry.guidislink) == ("tag:strides.example,2026:note", False)
    assert json.loads(render(a_feed(note), "json"))["items"] == [{"id": note.id, "content_html": note.content, "summary": "Text of note."}]


def test_an_entry_takes_title_and_date_from_its_text_and_the_feed() -> None:
    entry = parsed(an_article(content="<p>One stride after another, and so on, until everyone has arrived at the end.</p>", **NOTE), "atom")

    assert entry.title == "One stride after another, and so on, until everyone has…"
    assert entry.updated == "2026-04-30T12:00:00Z"
    assert "published" not in entry


def test_an_entry_without_page_and_content_shows_its_summary_as_content() -> None:
    entry = parsed(an_article(**NOTE | {"content": None, "summary": "AT&T <3"}), "atom")

    assert [content.value for content in entry.content] == ["AT&amp;T &lt;3"]


def test_an_id_that_is_no_iri_is_kept_in_rss_and_json_and_becomes_a_uuid_in_atom() -> None:
    article = an_article(id="post 17")

    assert (parsed(article, "rss").id, json.loads(render(a_feed(article), "json"))["items"][0]["id"]) == ("post 17", "post 17")
    assert parsed(article, "atom").id == "urn:uuid:57116afb-edd2-5704-affc-53a220f83c0f"
    assert parsed(article, "atom", id="https://other.example/").id != parsed(article, "atom").id


def test_a_withdrawn_article_has_the_derived_id_that_its_entry_had() -> None:
    document = render(a_feed(withdrawn=[Withdrawal("post 17", NOON)]), "atom")

    assert b'ref="urn:uuid:57116afb-edd2-5704-affc-53a220f83c0f"' in document


def test_articles_that_depend_on_their_feed_are_not_taken_from_the_cache_of_another() -> None:
    settings = RenderSettings(cache=MemoryCache())
    for article in (an_article(id="17"), an_article(published=None)):
        for feed in (a_feed(article), a_feed(article, an_article("later", published=NOON.replace(year=2027)), id="https://other.example/")):
            assert render(feed, "atom", settings=settings) == render(feed, "atom")


@pytest.mark.parametrize(
    ("format", "fields", "lost"),
    [
        ("atom", {"title": None}, ["Article.title"]),
        ("atom", {"published": None}, ["Article.updated"]),
        ("atom", {"id": "17"}, ["Article.id"]),
        ("atom", {"url": None}, []),
        ("rss", {"title": None}, []),
        ("rss", {"title": None, "summary": None, "content": None}, ["Article.title"]),
        ("rss", {"id": "17", "published": None, "url": None}, []),
        ("json", NOTE | {"id": "17"}, []),
    ],
)
def test_what_is_made_up_is_reported(format: FormatName, fields: dict[str, Any], lost: list[str]) -> None:
    assert [loss.field for loss in unwritten(a_feed(an_article(**fields)), format)] == lost


def test_the_title_of_a_link_post_leads_to_its_page_or_by_option_to_the_one_it_is_about() -> None:
    post = an_article(external_url="https://other.example/news")
    options = Options(link="external")

    for format_ in ("rss", "atom"):
        feed = feedparser.parse(render(a_feed(post), format_, options=options))
        (entry,) = feed.entries
        assert entry.link == "https://other.example/news"
        assert [link.href for link in entry.links if link.rel == "related"] == ["https://strides.example/one"]
        assert feedparser.parse(render(a_feed(post), format_)).entries[0].link == "https://strides.example/one"
    assert render(a_feed(post), "json", options=options) == render(a_feed(post), "json")
