"""
The content of an article that is a document elsewhere.
"""

from __future__ import annotations

import json
from typing import Any

import feedparser
import pytest
from lxml import etree

from makers import NOON, a_feed, an_article
from stridesfeed import Attachment, InvalidError, Options, RemoteContent, parse, render, unwritten
from stridesfeed.checks.documents import check_document
from validating import refusal

TALK = RemoteContent("https://strides.example/talk.mp4")
FILE = Attachment("https://strides.example/slides.pdf", length=9)


def test_atom_names_it_as_the_content() -> None:
    document = render(a_feed(an_article(content=None, summary=None, url=None, remote_content=TALK, attachments=[FILE])), "atom")
    root: Any = etree.fromstring(document)
    content, summary = root.find(".//{*}content"), root.find(".//{*}entry/{*}summary")

    assert dict(content.attrib) == {"src": TALK.url, "type": "video/mp4"}
    assert content.text is None
    assert summary.text  # required beside it (RFC 4287, 4.1.2)
    assert [link.href for link in feedparser.parse(document).entries[0].enclosures] == [FILE.url]
    assert refusal(document) is None
    assert [finding.code for finding in check_document(document, as_of=NOON) if finding.level == "error"] == []


@pytest.mark.parametrize("fields", [{}, {"content": "<p>Own text.</p>"}])
def test_it_is_the_last_attachment_where_it_cannot_be_the_content(fields: dict[str, Any]) -> None:
    feed = a_feed(an_article(**{"content": None} | fields, remote_content=TALK, attachments=[FILE]))
    (item,) = json.loads(render(feed, "json"))["items"]
    (entry,) = feedparser.parse(render(feed, "rss", options=Options(enclosures="all"))).entries

    assert [each["url"] for each in item["attachments"]] == [FILE.url, TALK.url]
    assert [each.href for each in entry.enclosures] == [FILE.url, TALK.url]
    if fields:
        assert [each.href for each in feedparser.parse(render(feed, "atom")).entries[0].enclosures] == [FILE.url, TALK.url]
    assert [loss.field for name in ("rss", "atom", "json") for loss in unwritten(feed, name) if "emote" in loss.field] == []


def test_an_attachment_with_its_address_stands_for_it() -> None:
    file = Attachment(TALK.url, length=7)
    (item,) = json.loads(render(a_feed(an_article(remote_content=TALK, attachments=[file])), "json"))["items"]

    assert [each["size_in_bytes"] for each in item["attachments"]] == [7]


def test_a_type_that_is_unknown_is_left_out_in_atom() -> None:
    article = an_article(content=None, remote_content=RemoteContent("https://strides.example/talk"))

    assert b'<content src="https://strides.example/talk"/>' in render(a_feed(article), "atom")
    assert b'type="application/octet-stream"' in render(a_feed(article), "rss")


def test_it_is_read_back() -> None:
    feed = a_feed(an_article(content=None, remote_content=TALK))
    document = render(feed, "atom")
    parsed = parse(document)

    assert (parsed.feed.articles[0].remote_content, parsed.feed.articles[0].external_url, parsed.unread) == (TALK, None, ())
    assert render(parsed.feed, "atom") == document


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidError, match=r"remote content 'talk\.mp4' is not valid"):
        RemoteContent("talk.mp4")
