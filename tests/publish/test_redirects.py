from __future__ import annotations

import feedparser
import pytest

from makers import a_feed, an_article
from stridesfeed import render
from stridesfeed.errors import InvalidError
from stridesfeed.publish.redirects import Redirect, copies, redirects

BASE = "https://strides.example/blog/"
FEED = f"{BASE}feed.xml"


def said(table: dict[str, str], made: tuple[str, ...] = ()) -> dict[str, str]:
    with pytest.raises(InvalidError) as caught:
        redirects(table, base=BASE, documents=made)
    return {fault.field: fault.rule for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("old", "address", "path"),
    [
        ("rss.xml", f"{BASE}rss.xml", "/blog/rss.xml"),
        ("/feed", "https://strides.example/feed", "/feed"),
        ("/öld feed/", "https://strides.example/%C3%B6ld%20feed/", "/öld feed/"),
        ("https://strides.example/a.xml", "https://strides.example/a.xml", "/a.xml"),
    ],
)
def test_old_location_is_a_name_a_path_or_a_url(old: str, address: str, path: str) -> None:
    (move,) = redirects({old: "feed.xml"}, base=BASE)

    assert move == Redirect(old=address, new=FEED)
    assert move.plain_path == path


def test_new_location_may_be_on_another_host() -> None:
    (move,) = redirects({"rss.xml": "https://elsewhere.example/feed?a=1"}, base=BASE)

    assert move.new == "https://elsewhere.example/feed?a=1"


def test_chain_of_redirects_is_shortened() -> None:
    moves = redirects({"2019.xml": "2022.xml", "2022.xml": "feed.xml"}, base=BASE)

    assert {move.new for move in moves} == {FEED}


def test_all_errors_are_raised_together() -> None:
    faults = said(
        {
            "https://elsewhere.example/feed": "feed.xml",
            "/?feed=rss2": "feed.xml",
            "atom.xml": "feed.xml",
            "a": "mailto:desk@strides.example",
            "same": "same",
            "round": "about",
            "about": "round",
        },
        made=(f"{BASE}atom.xml",),
    )

    assert faults == {
        "https://elsewhere.example/feed": "must be a path on strides.example: configure redirects of another host there",
        "/?feed=rss2": "must be a path without ? and #: hosts match paths only",
        "atom.xml": "is the URL of a current document: give that document another name",
        "a": "must lead to a path, or to a URL that begins with http: or https:",
        "same": "leads back to itself: remove one of the redirects",
        "round": "leads back to itself: remove one of the redirects",
        "about": "leads back to itself: remove one of the redirects",
    }


def test_redirect_into_a_loop_is_an_error() -> None:
    assert set(said({"in": "round", "round": "about", "about": "round"})) == {"in", "round", "about"}


def test_copy_at_the_old_path_is_the_feed_at_its_new_address() -> None:
    """
    A reader of the old URL sees the same articles and learns the new URL.
    """
    document = render(a_feed(an_article()), "atom", url=FEED)
    moves = redirects({"öld/feed.xml": "feed.xml"}, base=BASE)

    (path, content), *_ = copies(moves, {FEED: document}, base=BASE).items()

    parsed = feedparser.parse(content)
    assert path == "öld/feed.xml"
    assert [link.href for link in parsed.feed.links if link.rel == "self"] == [FEED]
    assert [entry.id for entry in parsed.entries] == [an_article().id]


def test_redirect_without_a_possible_copy_needs_a_host() -> None:
    moves = redirects({"/feed": "feed.xml", "out.xml": "https://elsewhere.example/feed", "folder/": "feed.xml"}, base=BASE)

    with pytest.raises(InvalidError) as caught:
        copies(moves, {FEED: b""}, base=BASE)

    assert [fault.field for fault in caught.value.faults] == ["/feed", "/blog/out.xml", "/blog/folder/"]
    assert all(fault.rule.endswith("set output.hosts to a host that redirects") for fault in caught.value.faults)


@pytest.mark.parametrize("old", ["old%0AHeader%20set%20X%20y", "old%0D", "old%00", "old%C2%85", "old%E2%80%A8", "old%FF"])
def test_redirect_that_would_end_a_line_of_a_configuration_file_is_refused(old: str) -> None:
    assert "percent-encoded UTF-8 without control characters" in said({old: "feed.xml"})[old]
