from __future__ import annotations

from typing import Any

import pytest

from stridesfeed.emit import FORMATS
from stridesfeed.publish.headers import Caching, HostedFile, by_headers, content_type, headers_of


def a_file(name: str = "feed.xml", **fields: Any) -> HostedFile:
    return HostedFile(**{"url": f"https://strides.example/{name}", "media_type": "application/rss+xml"} | fields)


def test_feed_is_cached_for_five_minutes_and_readable_from_any_origin() -> None:
    assert dict(headers_of(a_file(), Caching())) == {
        "Content-Type": "application/rss+xml; charset=utf-8",
        "Cache-Control": "public, max-age=300",
        "Access-Control-Allow-Origin": "*",
    }


def test_full_archive_is_cached_longer_but_not_forever() -> None:
    """
    Edits and withdrawals must reach readers.
    """
    assert dict(headers_of(a_file(immutable=True), Caching()))["Cache-Control"] == "public, max-age=604800"
    assert dict(headers_of(a_file(immutable=True), Caching(archive_max_age=60)))["Cache-Control"] == "public, max-age=60"


def test_page_is_not_readable_from_other_origins() -> None:
    assert "Access-Control-Allow-Origin" not in dict(headers_of(a_file(media_type="text/html"), Caching()))


def test_hub_and_topic_are_named() -> None:
    """
    WebSub, 4: rel="hub" at least once, rel="self" exactly once.
    """
    headers = dict(headers_of(a_file(hubs=("https://a.example/", "https://b.example/")), Caching()))

    assert headers["Link"] == '<https://a.example/>; rel="hub", <https://b.example/>; rel="hub", <https://strides.example/feed.xml>; rel="self"'


@pytest.mark.parametrize("media_type", [*(format_.media_type for format_ in FORMATS.values()), "text/html", "text/x-opml", "application/xml"])
def test_textual_documents_have_a_charset(media_type: str) -> None:
    assert content_type(media_type) == f"{media_type}; charset=utf-8"


def test_binary_files_have_no_charset() -> None:
    assert content_type("application/gzip") == "application/gzip"


def test_path_is_available_encoded_and_decoded() -> None:
    file = a_file("caf%C3%A9%20%25.xml?a=1")

    assert (file.path, file.plain_path) == ("/caf%C3%A9%20%25.xml", "/café %.xml")


def test_files_with_the_same_headers_are_grouped() -> None:
    one, other, archive = a_file("a"), a_file("b"), a_file("c", immutable=True)

    assert [*by_headers([one, archive, other], Caching()).values()] == [[one, other], [archive]]
