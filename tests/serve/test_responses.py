from __future__ import annotations

import gzip
import os
from pathlib import Path

import feedparser
import pytest

from stridesfeed.serve import Folder, Request, Response, ResponseSettings, respond


def asked(folder: Path, path: str, method: str = "GET", **headers: str) -> Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return respond(Request(method=method, path=path, headers=given), Folder(root=folder))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
        ("/news/é/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/feed.html", "text/html; charset=utf-8"),
        ("/feed.xml.gz", "application/gzip"),
        ("/one.png", "image/png"),
    ],
)
def test_each_file_has_its_media_type(output: Path, path: str, expected: str) -> None:
    given = asked(output, path)

    assert given.status == 200
    assert given.header("Content-Type") == expected
    assert given.body == (output / path[1:]).read_bytes()
    assert given.header("Content-Length") == str(len(given.body))
    assert given.header("Access-Control-Allow-Origin") == "*"


@pytest.mark.parametrize("name", ["feed.rss", "rss", "index.xml"])
def test_feed_is_recognized_by_content(output: Path, name: str) -> None:
    (output / "feed.xml").rename(output / name)

    assert asked(output, f"/{name}").header("Content-Type") == "application/rss+xml; charset=utf-8"


def test_given_media_types_take_precedence(output: Path) -> None:
    folder = Folder(root=output, types={"one.png": "image/x-one"})

    assert respond(Request(path="/one.png"), folder).header("Content-Type") == "image/x-one"


def test_client_with_the_current_document_gets_304(output: Path) -> None:
    first = asked(output, "/atom.xml")
    etag, modified = first.header("ETag"), first.header("Last-Modified")
    assert etag
    assert modified == "Thu, 30 Apr 2026 12:00:00 GMT"

    for headers in (
        {"if_none_match": etag},
        {"if_none_match": f'"other", W/{etag}'},
        {"if_none_match": "*"},
        {"if_modified_since": modified},
        {"if_modified_since": "Fri, 01 May 2026 12:00:00 GMT"},
    ):
        again = asked(output, "/atom.xml", **headers)
        assert (again.status, again.body, again.header("ETag"), again.header("Content-Type")) == (304, b"", etag, None)


@pytest.mark.parametrize(
    "headers",
    [
        {"if_none_match": '"other"'},
        {"if_none_match": '"other"', "if_modified_since": "Fri, 01 May 2026 12:00:00 GMT"},
        {"if_modified_since": "Wed, 29 Apr 2026 12:00:00 GMT"},
        {"if_modified_since": "yesterday"},
        {"if_modified_since": ""},
    ],
)
def test_client_with_another_document_gets_the_current_one(output: Path, headers: dict[str, str]) -> None:
    assert asked(output, "/atom.xml", **headers).status == 200


def test_etag_depends_only_on_the_content(output: Path) -> None:
    etag = asked(output, "/atom.xml").header("ETag")
    os.utime(output / "atom.xml", (1, 1))
    assert asked(output, "/atom.xml").header("ETag") == etag

    (output / "atom.xml").write_bytes((output / "atom.xml").read_bytes() + b"\n")

    assert asked(output, "/atom.xml").header("ETag") != etag


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "*", "GZIP"])
def test_compressed_file_is_sent_if_accepted(output: Path, accepted: str) -> None:
    plain, compressed = asked(output, "/feed.xml"), asked(output, "/feed.xml", accept_encoding=accepted)

    assert compressed.header("Content-Encoding") == "gzip"
    assert gzip.decompress(compressed.body) == plain.body
    assert compressed.header("Content-Type") == plain.header("Content-Type")
    assert compressed.header("ETag") != plain.header("ETag")
    assert compressed.header("Vary") == plain.header("Vary") == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip;q=0.000, *", "identity"])
def test_compressed_file_is_not_sent_if_not_accepted(output: Path, accepted: str) -> None:
    assert asked(output, "/feed.xml", accept_encoding=accepted).header("Content-Encoding") is None


def test_outdated_compressed_file_is_not_sent(output: Path) -> None:
    (output / "feed.xml").write_bytes(b"<rss/>")

    assert asked(output, "/feed.xml", accept_encoding="gzip").body == b"<rss/>"


def test_head_has_the_headers_of_get_and_no_body(output: Path) -> None:
    whole, head = asked(output, "/feed.json"), asked(output, "/feed.json", "HEAD")

    assert (head.status, head.headers, head.body) == (200, whole.headers, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.xml",
        "/news/../../secret.xml",
        "/%2e%2e/secret.xml",
        "/..\\secret.xml",
        "/link.xml",
        "/linked/secret.xml",
        "/.stridesfeed-1.tmp",
        "//feed.xml",
        "/./feed.xml",
        "/feed.xml/",
        "/feed.xml\0",
        "/" + "x" * 5000,
        "/news/" + "\ud800",
        "secret.xml",
        "/pipe",
    ],
)
def test_nothing_outside_the_folder_is_served(output: Path, path: str) -> None:
    (output / "link.xml").symlink_to(output.parent / "secret.xml")
    (output / "linked").symlink_to(output.parent)
    os.mkfifo(output / "pipe")

    given = asked(output, path)

    assert given.status == 404
    assert b"secret" not in given.body.replace(path.encode("utf-8", "replace"), b"")


def test_symbolic_link_inside_the_folder_is_followed(output: Path) -> None:
    (output / "rss.xml").symlink_to(output / "feed.xml")

    assert asked(output, "/rss.xml").body == (output / "feed.xml").read_bytes()


def test_folder_shows_its_index(output: Path) -> None:
    assert asked(output, "/news/").body == (output / "news" / "index.html").read_bytes()
    redirected = respond(Request(path="/news", prefix="/the site"), Folder(root=output))
    assert (redirected.status, redirected.header("Location")) == (301, "/the%20site/news/")


@pytest.mark.parametrize("path", ["/", "/nothing", "/news/é", "/news/é/"])
def test_error_page_lists_the_feeds(output: Path, path: str) -> None:
    given = respond(Request(path=path, prefix="/feeds"), Folder(root=output))

    page = given.body.decode()
    assert given.status == 404
    assert given.header("Content-Type") == "text/html; charset=utf-8"
    listed = [link.partition('"')[0] for link in page.split('href="')[1:]]
    assert listed == ["/feeds/atom.xml", "/feeds/feed.json", "/feeds/feed.xml", "/feeds/news/%C3%A9/atom.xml"]


def test_missing_folder_is_empty(tmp_path: Path) -> None:
    assert asked(tmp_path / "none", "/feed.xml").status == 404


def test_other_methods_are_refused(output: Path) -> None:
    given = asked(output, "/feed.xml", "PUT")

    assert (given.status, given.header("Allow")) == (405, "GET, HEAD, OPTIONS")


def test_preflight_requests_of_browsers_are_answered(output: Path) -> None:
    given = asked(output, "/feed.xml", "OPTIONS")

    assert given.status == 204
    assert given.header("Access-Control-Allow-Methods") == "GET, HEAD, OPTIONS"


def test_other_origins_can_be_denied(output: Path) -> None:
    alone = ResponseSettings(shared=False, max_age=0)

    for method in ("GET", "OPTIONS"):
        given = respond(Request(method=method, path="/feed.xml"), Folder(root=output), alone)
        assert not [name for name, _ in given.headers if name.startswith("Access-Control")]
    assert respond(Request(path="/feed.xml"), Folder(root=output), alone).header("Cache-Control") == "no-cache"
    assert asked(output, "/feed.xml").header("Cache-Control") == "public, max-age=300"


def test_feed_readers_parse_the_responses(output: Path) -> None:
    given = asked(output, "/atom.xml")

    parsed = feedparser.parse(given.body, response_headers={name.lower(): value for name, value in given.headers})

    assert not parsed.bozo
    assert parsed.version == "atom10"
