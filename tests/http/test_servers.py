"""
Feeds behind real servers, read by the HTTP layers of real readers: framing, conditional requests and compression on the wire.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import attrs
import feedparser
import pytest
from reader import make_reader

import feed_programs
from http_servers import gunicorn_server, hypercorn_server, uvicorn_server, waitress_server
from stridesfeed.http import FeedResource, Request, Response, wsgi_application

#: Each framework behind a server that people use for it. Gunicorn runs on POSIX systems only.
PROGRAMS: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "WSGI by waitress": partial(waitress_server, feed_programs.wsgi),
    "Flask by waitress": partial(waitress_server, feed_programs.flask_program),
    "ASGI by uvicorn": partial(uvicorn_server, feed_programs.asgi),
    "FastAPI by uvicorn": partial(uvicorn_server, feed_programs.fastapi_program),
    "ASGI by hypercorn": partial(hypercorn_server, feed_programs.asgi),
    "Starlette by hypercorn": partial(hypercorn_server, feed_programs.starlette_program),
}
if os.name == "posix":
    PROGRAMS |= {
        "WSGI by gunicorn": partial(gunicorn_server, "feed_programs:wsgi"),
        "Flask by gunicorn": partial(gunicorn_server, "feed_programs:flask_program"),
        "Django by gunicorn": partial(gunicorn_server, "django_feed_program:application"),
    }


@pytest.fixture(scope="module", params=list(PROGRAMS))
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """
    The address of each running program.
    """
    with PROGRAMS[request.param]() as address:
        yield address


@pytest.fixture
def connection(url: str) -> Iterator[HTTPConnection]:
    """
    One connection to the program, which all requests of a test share: a body that is too long or too short breaks the next response.
    """
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=30)) as connection:
        yield connection


def ask(connection: HTTPConnection, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    return response, response.read()


@pytest.mark.parametrize("path", feed_programs.PATHS)
def test_a_document_arrives_whole(connection: HTTPConnection, path: str) -> None:
    response, body = ask(connection, path)

    assert response.status == 200
    assert int(response.headers["Content-Length"]) == len(body)
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert body.count(b"Number 7: a barge") == 1
    assert body.endswith((b"</rss>\n", b"</feed>\n", b"}\n"))


def test_the_version_that_a_client_has_is_not_sent_again(connection: HTTPConnection) -> None:
    first, body = ask(connection, "/atom.xml")
    by_tag, nothing = ask(connection, "/atom.xml", If_None_Match=first.headers["ETag"])
    by_date, also_nothing = ask(connection, "/atom.xml", If_Modified_Since=first.headers["Last-Modified"])
    other, again = ask(connection, "/atom.xml", If_None_Match='"another"')

    assert (by_tag.status, nothing, by_date.status, also_nothing) == (304, b"", 304, b"")
    assert by_tag.headers["ETag"] == first.headers["ETag"]
    # A cache would replace the media type of the feed by that of this response (RFC 9111, 4.3.4).
    assert by_tag.headers["Content-Type"] in {None, first.headers["Content-Type"]}
    assert (other.status, again) == (200, body)


def test_head_has_the_headers_and_no_body(connection: HTTPConnection) -> None:
    head, nothing = ask(connection, "/feed.xml", "HEAD")
    response, body = ask(connection, "/feed.xml")

    assert (head.status, nothing) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(body)
    assert head.headers["ETag"] == response.headers["ETag"]


def test_compressed_documents_have_a_tag_of_their_own(connection: HTTPConnection) -> None:
    plain, body = ask(connection, "/feed.xml")
    packed, content = ask(connection, "/feed.xml", Accept_Encoding="gzip")
    unchanged, _ = ask(connection, "/feed.xml", Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"])

    assert (packed.headers["Content-Encoding"], gzip.decompress(content)) == ("gzip", body)
    assert "accept-encoding" in packed.headers["Vary"].lower()
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert unchanged.status == 304


def test_feedparser_gets_the_feed_once(url: str) -> None:
    first = feedparser.parse(f"{url}/atom.xml")
    by_tag = feedparser.parse(f"{url}/atom.xml", etag=first.etag)
    by_date = feedparser.parse(f"{url}/atom.xml", modified=first.modified)

    assert (first.status, len(first.entries)) == (200, 10)
    assert (by_tag.status, by_tag.entries, by_date.status, by_date.entries) == (304, [], 304, [])


def test_reader_gets_the_feed_once(url: str) -> None:
    with closing(make_reader(":memory:")) as reader:
        reader.add_feed(f"{url}/feed.xml")
        first, again = reader.update_feed(f"{url}/feed.xml"), reader.update_feed(f"{url}/feed.xml")

    assert first
    assert first.new == 10
    # Its answer to status 304.
    assert again is None


def test_readers_get_what_is_new() -> None:
    articles = list(feed_programs.FEED.articles)
    resources = iter([FeedResource(attrs.evolve(feed_programs.FEED, articles=articles[-5:])), *[FeedResource(feed_programs.FEED)] * 2])
    asked: list[tuple[str | None, int]] = []

    def respond(request: Request) -> Response:
        response = next(resources).respond(request, "atom")
        asked.append((request.headers.get("if-none-match"), response.status))
        return response

    with waitress_server(wsgi_application(respond)) as url, closing(make_reader(":memory:")) as reader:
        reader.add_feed(f"{url}/atom.xml")
        for _ in range(3):
            reader.update_feed(f"{url}/atom.xml")

        assert reader.get_entry_counts().total == 10
    assert [status for _, status in asked] == [200, 200, 304]
    assert len({tag for tag, _ in asked}) == 3
