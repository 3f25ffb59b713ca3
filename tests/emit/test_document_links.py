"""
Links of documents to other formats and to neighbouring documents.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import feedparser
import pytest

from everything import URLS, the_feed
from makers import NOON, a_feed, an_article
from stridesfeed.cache import MemoryCache
from stridesfeed.emit import FORMATS, FormatName, RenderSettings, render, render_all, sizes
from stridesfeed.errors import InvalidError
from stridesfeed.model import Feed, Link, Withdrawal

PAGING = ("first", "previous", "next", "last", "current", "prev-archive", "next-archive")


@pytest.mark.parametrize("format", ["rss", "atom"])
@pytest.mark.parametrize("rel", PAGING)
def test_a_link_to_another_document_is_one_of_the_feed(format: FormatName, rel: str) -> None:
    document = render(a_feed(an_article()), format, url=URLS[format], links=[Link("https://strides.example/2", rel)])

    parsed = feedparser.parse(document)
    assert [link.href for link in parsed.feed.links if link.rel == rel] == ["https://strides.example/2"]
    assert not [link for link in parsed.entries[0].links if link.rel == rel]


@pytest.mark.parametrize(
    ("rel", "expected"), [("next", "https://strides.example/2"), ("prev-archive", "https://strides.example/2"), ("last", None)]
)
def test_next_url_is_the_next_or_previous_archive_document(rel: str, expected: str | None) -> None:
    document = render(a_feed(an_article()), "json", url=URLS["json"], links=[Link("https://strides.example/2", rel)])

    assert json.loads(document).get("next_url") == expected


def test_next_url_is_never_the_document_itself() -> None:
    document = render(a_feed(an_article()), "json", url=URLS["json"], links=[Link(URLS["json"], "next")])

    assert "next_url" not in json.loads(document)


def test_each_format_links_to_documents_of_the_same_format() -> None:
    links = {name: [Link(f"https://strides.example/{name}/2", "prev-archive")] for name in FORMATS}

    documents = render_all(a_feed(an_article()), urls=URLS, links=links)

    assert [name for name in FORMATS for other in FORMATS if f"{other}/2".encode() in documents[name]] == [*FORMATS]


@pytest.mark.parametrize("rel", ["self", "alternate", "hub"])
def test_links_refuse_relations_that_have_their_own_argument(rel: str) -> None:
    with pytest.raises(InvalidError) as caught:
        render(a_feed(), "atom", links=[Link("https://strides.example/2", rel)])

    assert [fault.field for fault in caught.value.faults] == ["links"]
    assert f"rel {rel!r} is written from" in str(caught.value)


def test_withdrawn_articles_are_tombstones_in_atom() -> None:
    moment = datetime(2026, 5, 1, 14, 30, 9, 999_999, tzinfo=timezone(timedelta(hours=2)))
    feed = a_feed(an_article(), withdrawn=[Withdrawal("tag:strides.example,2026:é", moment), Withdrawal("https://strides.example/b", NOON)])

    root = ET.fromstring(render(feed, "atom"))  # noqa: S314  # our own document

    assert [element.attrib for element in root.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")] == [
        {"ref": "tag:strides.example,2026:é", "when": "2026-05-01T12:30:09Z"},
        {"ref": "https://strides.example/b", "when": "2026-04-30T12:00:00Z"},
    ]


def test_tombstones_are_before_the_entries_and_hide_none_of_them() -> None:
    document = render(a_feed(an_article(), withdrawn=[Withdrawal("tag:strides.example,2026:gone", NOON)]), "atom")

    assert document.index(b"<at:deleted-entry") < document.index(b"<entry>")
    assert [entry.id for entry in feedparser.parse(document).entries] == ["tag:strides.example,2026:one"]


@pytest.mark.parametrize("cache", [None, MemoryCache()], ids=["rendered", "cached"])
@pytest.mark.parametrize("feed", [the_feed(), a_feed(), a_feed(an_article())], ids=["everything", "nothing", "one"])
def test_sizes_add_up_to_the_whole_document(feed: Feed, cache: MemoryCache | None) -> None:
    links = {name: [Link("https://strides.example/2", "prev-archive")] for name in FORMATS}
    for _ in range(2):
        found = sizes(feed, urls=URLS, links=links, settings=RenderSettings(cache=cache))

        assert {name: sum(parts) for name, parts in found.items()} == {
            name: len(document) for name, document in render_all(feed, urls=URLS, links=links).items()
        }
