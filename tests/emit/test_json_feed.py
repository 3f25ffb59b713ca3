"""
JSON Feed 1.1, read by a JSON parser.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from everything import URLS, the_feed
from makers import NOON, a_feed, an_article
from stridesfeed.emit import _json, render, unwritten
from stridesfeed.model import Feed, Link, Person
from stridesfeed.options import Options


def document(feed: Feed) -> Any:
    """
    The document, parsed.
    """
    return json.loads(render(feed, "json", url=URLS["json"]))


def test_a_feed_has_its_version_addresses_and_title() -> None:
    assert {key: value for key, value in document(a_feed()).items() if key != "items"} == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "AI Strides",
        "home_page_url": "https://strides.example/",
        "feed_url": URLS["json"],
        "description": "One stride at a time",
        "language": "en",
    }


def test_an_empty_feed_has_an_empty_list_of_items() -> None:
    assert document(a_feed())["items"] == []


def test_an_item_has_every_member_of_the_specification() -> None:
    item = document(the_feed())["items"][0]

    assert {key: item[key] for key in item if key not in ("content_html", "_strides")} == {
        "id": "everything-1",
        "url": "https://strides.example/everything",
        "external_url": "https://about.example/page",
        "title": "Article everything",
        "summary": "Summary of everything.",
        "image": "https://strides.example/lead.png",
        "banner_image": "https://strides.example/lead.png",
        "date_published": "2026-04-30T12:00:00Z",
        "date_modified": "2026-04-30T14:00:00Z",
        "authors": [
            {"name": "Ann Author", "url": "https://ann-author.example/", "avatar": "https://ann-author.example/me.png"},
            {"name": "Bob Byline", "url": "https://bob-byline.example/", "avatar": "https://bob-byline.example/me.png"},
        ],
        "author": {"name": "Ann Author", "url": "https://ann-author.example/", "avatar": "https://ann-author.example/me.png"},
        "tags": ["Policy & Law"],
        "language": "fr",
        "attachments": [
            {
                "url": "https://strides.example/1.mp3",
                "mime_type": "audio/mpeg",
                "title": "Audio edition",
                "size_in_bytes": 1234,
                "duration_in_seconds": 61,
            },
            {
                "url": "https://strides.example/2.pdf",
                "mime_type": "application/pdf",
                "title": "Print edition",
                "size_in_bytes": 5678,
                "duration_in_seconds": 62,
            },
        ],
    }


def test_other_facts_are_members_of_our_extension() -> None:
    ours = document(the_feed())["items"][0]["_strides"]

    assert ours["about"] == "https://stridesfeed.example/ns/editorial/1.0"
    assert [person["name"] for person in ours["contributors"]] == ["Carla Contributor"]
    assert [link["url"] for link in ours["sources"]] == ["https://about.example/page", "https://links.example/source"]
    assert [link["title"] for link in ours["related"]] == ["Link related"]
    assert ours["source"] == {
        "title": "Planet AI",
        "url": "https://planet.example/feed",
        "id": "tag:planet.example,2026:feed",
        "updated": "2026-04-30T12:00:00Z",
    }
    assert ours["score"] == {"value": 6.3, "scale": 20, "level": "Moderate"}
    assert (ours["section"], ours["reading_time_minutes"], ours["source_count"]) == ("AI News", 5, 1)


def test_an_item_without_other_facts_has_no_extension() -> None:
    assert "_strides" not in document(a_feed(an_article()))["items"][0]


def test_an_item_always_has_a_content() -> None:
    (summary, title) = document(a_feed(an_article(content=None), an_article("two", content=None, summary=None)))["items"]

    assert (summary["content_text"], "summary" in summary) == ("Summary of one.", False)
    assert title["content_text"] == "Article two"


def test_authors_of_the_feed_are_written_once_if_no_item_has_its_own() -> None:
    desk = [Person("Desk")]
    silent = document(a_feed(an_article(authors=[]), authors=desk))
    mixed = document(a_feed(an_article(authors=[]), an_article("two"), authors=desk))

    assert silent["authors"] == [{"name": "Desk"}]
    assert "authors" not in silent["items"][0]
    assert "authors" not in mixed
    assert [item["authors"] for item in mixed["items"]] == [[{"name": "Desk"}], [{"name": "Ann Lee"}]]


def test_authors_of_the_feed_that_are_not_written_are_a_loss() -> None:
    desk = [Person("Desk")]
    signed = a_feed(an_article(), authors=desk)
    mixed = a_feed(an_article(authors=[]), an_article("two"), authors=desk)

    assert "Feed.authors" in {each.field for each in unwritten(signed, "json")}
    assert "Feed.authors" not in {each.field for each in unwritten(mixed, "json")}


def test_authors_of_the_feed_are_written_beside_those_of_all_items_by_option() -> None:
    feed, options = a_feed(an_article(), authors=[Person("Desk")]), Options(feed_authors="always")
    read = json.loads(render(feed, "json", options=options))

    assert (read["authors"], read["items"][0]["authors"]) == ([{"name": "Desk"}], [{"name": "Ann Lee"}])
    assert "Feed.authors" not in {each.field for each in unwritten(feed, "json", options=options)}


def test_older_articles_are_at_next_url() -> None:
    feed = a_feed(links=[Link("https://strides.example/2025.json", "prev-archive")], hubs=["https://hub.example/"])

    assert document(feed)["next_url"] == "https://strides.example/2025.json"
    assert document(feed)["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_an_unchanged_article_was_not_modified() -> None:
    (item,) = document(a_feed(an_article()))["items"]
    (changed,) = document(a_feed(an_article(updated=NOON + timedelta(days=1))))["items"]

    assert "date_modified" not in item
    assert changed["date_modified"] == "2026-05-01T12:00:00Z"


def test_text_of_every_script_is_not_escaped() -> None:
    assert "日本語 العربية 👩‍🚀".encode() in render(a_feed(an_article(title="日本語 العربية 👩‍🚀")), "json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.decimals(0, 1_000_000, places=4).map(float),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_the_bytes_are_the_same_with_and_without_the_fast_extra(value: object) -> None:
    assert _json.dumps(value) == _json.plain(value)
