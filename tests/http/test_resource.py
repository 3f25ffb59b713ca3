from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import feedparser
import pytest

from stridesfeed import Article, Feed, UnknownNameError, render
from stridesfeed.http import FeedResource, Request, Response

URLS = {"rss": "https://strides.example/feed.xml", "atom": "https://strides.example/atom.xml"}


def feed(*numbers: int, **fields: Any) -> Feed:
    articles = [
        Article(
            id=f"tag:strides.example,2026:{number}",
            url=f"https://strides.example/{number}/",
            title=f"Number {number}",
            published=datetime(2026, 4, 1, tzinfo=UTC) + timedelta(days=number),
            content="<p>A text that is long enough to be compressed. A text that is long enough.</p>",
        )
        for number in numbers
    ]
    return Feed(id="https://strides.example/", title="AI Strides", url="https://strides.example/", articles=articles, **fields)


def ask(resource: FeedResource, format: str | None = "atom", method: str = "GET", **headers: str) -> Response:
    return resource.respond(Request(method=method, headers={name.replace("_", "-"): value for name, value in headers.items()}), format)


def test_document_is_that_of_render() -> None:
    response = ask(FeedResource(feed(1, 2), urls=URLS), "atom")

    assert response.status == 200
    assert response.body == render(feed(1, 2), "atom", url=URLS["atom"], alternates=URLS)
    assert response.header("Content-Type") == "application/atom+xml; charset=utf-8"
    assert response.header("Content-Length") == str(len(response.body))
    assert response.header("Cache-Control") == "public, max-age=300"
    assert response.header("Last-Modified") == "Fri, 03 Apr 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/rss+xml"),
        ("*/*", "application/rss+xml"),
        ("text/html, */*;q=0.8", "application/rss+xml"),
        ("application/atom+xml", "application/atom+xml"),
        ("application/rss+xml;q=0.5, application/atom+xml", "application/atom+xml"),
        ("application/rss+xml;q=0, application/*", "application/atom+xml"),
        ("application/json", "application/feed+json"),
        ("application/feed+json, application/json;q=0.9, */*;q=0.1", "application/feed+json"),
        ("text/xml", "application/rss+xml"),
        ("image/png", "application/rss+xml"),
        ("application/atom+xml;q=1;type=entry, application/rss+xml;q=bad", "application/rss+xml"),
        (", ;,", "application/rss+xml"),
    ],
)
def test_accept_header_chooses_the_format(accept: str | None, media_type: str) -> None:
    response = ask(FeedResource(feed(1)), None, **({"accept": accept} if accept is not None else {}))

    assert response.header("Content-Type") == f"{media_type}; charset=utf-8"
    assert "Accept, " in (response.header("Vary") or "")


def test_named_format_does_not_vary_by_accept() -> None:
    assert ask(FeedResource(feed(1)), "rss", accept="application/atom+xml").header("Vary") == "Accept-Encoding, A-IM"


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"a,b", W/{etag} , "c"', 304),
        ("*", 304),
        ('"other"', 200),
        ('"a, {bare}"', 200),
        ("", 200),
    ],
)
def test_if_none_match(header: str, status: int) -> None:
    resource = FeedResource(feed(1))
    etag = ask(resource).header("ETag")
    assert etag

    response = ask(resource, if_none_match=header.format(etag=etag, bare=etag.strip('"')))

    assert (response.status, bool(response.body)) == (status, status == 200)
    assert response.header("ETag") == etag


def test_if_modified_since_counts_only_without_entity_tags() -> None:
    resource = FeedResource(feed(1))
    modified = ask(resource).header("Last-Modified")
    assert modified

    assert ask(resource, if_modified_since=modified).status == 304
    assert ask(resource, if_modified_since="Wed, 01 Apr 2026 23:59:59 GMT").status == 200
    assert ask(resource, if_modified_since="yesterday").status == 200
    assert ask(resource, if_modified_since=modified, if_none_match='"other"').status == 200


def test_feed_without_dates_has_no_last_modified() -> None:
    response = ask(FeedResource(feed()), if_modified_since="Fri, 03 Apr 2026 00:00:00 GMT")

    assert (response.status, response.header("Last-Modified")) == (200, None)


def test_entity_tag_does_not_depend_on_the_process() -> None:
    assert ask(FeedResource(feed(1))).header("ETag") == ask(FeedResource(feed(1))).header("ETag") != ask(FeedResource(feed(2))).header("ETag")


def test_head_has_the_headers_of_get() -> None:
    resource = FeedResource(feed(1))

    head, get = ask(resource, method="HEAD"), ask(resource)

    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


def test_other_methods() -> None:
    resource = FeedResource(feed(1))

    assert ask(resource, method="OPTIONS").status == 204
    assert (ask(resource, method="POST").status, ask(resource, method="POST").header("Allow")) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br, gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0", None),
        ("identity", None),
        ("gzip;q=0, *", None),
        ("", None),
    ],
)
def test_encodings(accepted: str, coding: str | None) -> None:
    resource = FeedResource(feed(1))

    response = ask(resource, accept_encoding=accepted)

    assert response.header("Content-Encoding") == coding
    plain = ask(resource).body
    assert (gzip.decompress(response.body) if coding else response.body) == plain
    assert response.header("Content-Length") == str(len(response.body))


def test_each_encoding_has_its_own_strong_entity_tag() -> None:
    resource = FeedResource(feed(1))
    plain, packed = ask(resource).header("ETag"), ask(resource, accept_encoding="gzip").header("ETag")

    assert plain != packed
    assert ask(resource, accept_encoding="gzip", if_none_match=str(packed)).status == 304


def test_brotli_is_preferred_if_configured() -> None:
    brotli = pytest.importorskip("brotli")
    resource = FeedResource(feed(1), encodings=("gzip", "brotli"))

    response = ask(resource, accept_encoding="gzip, deflate, br")

    assert response.header("Content-Encoding") == "br"
    assert brotli.decompress(response.body) == ask(resource).body
    assert ask(resource, accept_encoding="br;q=0.1, gzip").header("Content-Encoding") == "gzip"


def test_links_name_hub_self_and_alternates() -> None:
    response = ask(FeedResource(feed(1, hubs=["https://hub.example/"]), urls=URLS))

    assert response.header("Link") == (
        '<https://hub.example/>; rel="hub", <https://strides.example/atom.xml>; rel="self", '
        '<https://strides.example/feed.xml>; rel="alternate"; type="application/rss+xml"'
    )


def test_client_that_asks_for_a_delta_gets_only_what_is_new() -> None:
    versions = [feed(1, 2, 3), feed(4, 1, 2, 3)]
    resource = FeedResource(lambda: versions[0], urls=URLS)
    first = ask(resource).header("ETag")
    assert first
    edited = attrs.evolve(versions[1].articles[1], title="Number 1, corrected")
    versions[0] = attrs.evolve(versions[1], articles=[versions[1].articles[0], edited, *versions[1].articles[2:]])

    response = ask(resource, if_none_match=f'"other", {first}', a_im="feed", accept_encoding="gzip")

    assert response.status == 226
    assert [entry.title for entry in feedparser.parse(response.body).entries] == ["Number 4", "Number 1, corrected"]
    assert (response.header("IM"), response.header("Delta-Base")) == ("feed", first)
    assert response.header("ETag") == ask(resource, accept_encoding="gzip").header("ETag")
    assert response.header("Content-Encoding") is None
    assert response.header("Cache-Control") == "public, max-age=300, im"


def test_delta_can_follow_a_compressed_version() -> None:
    versions = [feed(1)]
    resource = FeedResource(lambda: versions[0])
    packed = ask(resource, accept_encoding="gzip").header("ETag")
    versions[0] = feed(2, 1)

    response = ask(resource, if_none_match=str(packed), a_im="vcdiff, FEED")

    assert (response.status, len(feedparser.parse(response.body).entries)) == (226, 1)


@pytest.mark.parametrize(
    "headers", [{"a_im": "feed"}, {"a_im": "feed", "if_none_match": '"unknown"'}, {"a_im": "vcdiff", "if_none_match": "{etag}"}]
)
def test_without_a_known_version_the_whole_document_is_sent(headers: dict[str, str]) -> None:
    versions = [feed(1)]
    resource = FeedResource(lambda: versions[0])
    etag = ask(resource).header("ETag")
    versions[0] = feed(2, 1)

    response = ask(resource, **{name: value.format(etag=etag) for name, value in headers.items()})

    assert (response.status, len(feedparser.parse(response.body).entries)) == (200, 2)


def test_only_so_many_versions_are_remembered() -> None:
    versions = [feed(0)]
    resource = FeedResource(lambda: versions[0], deltas=2, formats=["atom"])
    tags = []
    for number in range(4):
        versions[0] = feed(*range(number, -1, -1))
        tags.append(str(ask(resource).header("ETag")))

    assert [ask(resource, a_im="feed", if_none_match=tag).status for tag in tags] == [200, 226, 226, 304]


def test_feed_is_read_only_if_its_version_changed() -> None:
    calls: list[int] = []
    version = [1]

    def read() -> Feed:
        calls.append(version[0])
        return feed(version[0])

    resource = FeedResource(read, version=lambda: version[0])
    first = ask(resource).header("ETag")

    assert ask(resource, if_none_match=str(first)).status == 304
    assert ask(resource, "rss").status == 200
    assert calls == [1]

    version[0] = 2
    assert ask(resource, if_none_match=str(first)).status == 200
    assert calls == [1, 2]


def test_errors_name_what_is_unknown() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown encoding 'zip'"):
        FeedResource(feed(), encodings=["zip"])
    with pytest.raises(UnknownNameError, match="unknown format 'pdf'"):
        FeedResource(feed(), formats=["pdf"])
    with pytest.raises(UnknownNameError, match="unknown format 'rss'"):
        ask(FeedResource(feed(), formats=["atom"]), "rss")


@pytest.mark.parametrize(
    ("path", "status", "media_type"),
    [("/", 200, "rss+xml"), ("/atom.xml", 200, "atom+xml"), ("/feed.json", 200, "feed+json"), ("/x", 404, "plain")],
)
def test_paths(path: str, status: int, media_type: str) -> None:
    response = FeedResource(feed(1)).respond_by_path(Request(path=path))

    assert response.status == status
    assert media_type in str(response.header("Content-Type"))
