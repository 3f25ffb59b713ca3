"""
The web client: limits, redirects and refused addresses.
"""

from __future__ import annotations

import gzip
import itertools
import zlib
from collections.abc import Sequence
from threading import Event
from typing import Any

import pytest

from servers import Answer, Request, serving
from stridesfeed.errors import WebError
from stridesfeed.web import Response, fetch, guard, post


def get(url: str, **options: Any) -> Response:
    given: dict[str, Any] = {"max_bytes": 1000, "timeout": 10, "allow_private": True}
    return fetch(url, **given | options)


def leading_to(*addresses: str) -> Any:
    """
    Return a resolver with these addresses for every name.
    """
    return lambda _host, _port: addresses


def test_content_status_and_headers_arrive() -> None:
    with serving(lambda _: Answer(b"<rss/>", headers={"Content-Type": "text/xml; charset=ISO-8859-1", "ETag": '"a"'})) as server:
        response = get(server.url + "/feed.xml")

    assert (response.status, response.content, response.url) == (200, b"<rss/>", server.url + "/feed.xml")
    assert (response.headers["etag"], response.charset) == ('"a"', "iso-8859-1")
    assert response.is_success


def test_an_error_status_is_a_response() -> None:
    with serving(lambda _: Answer(b"gone", status=410)) as server:
        response = get(server.url)

    assert (response.status, response.content, response.is_success) == (410, b"gone", False)


def test_the_host_header_is_the_name_and_not_the_address() -> None:
    with serving(lambda _: Answer(b"x")) as server:
        port = server.url.rpartition(":")[2]
        get(f"http://strides.example:{port}/é?q=ü#part", resolve=leading_to("127.0.0.1"))

    (request,) = server.requests
    assert request.headers["host"] == f"strides.example:{port}"
    assert request.path == "/%C3%A9?q=%C3%BC"


def test_the_next_address_is_tried_if_one_does_not_respond() -> None:
    with serving(lambda _: Answer(b"x")) as server:
        port = server.url.rpartition(":")[2]

        assert get(f"http://strides.example:{port}/", resolve=leading_to("::1", "127.0.0.1")).content == b"x"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
        *("2002:7f00:1::", "2001:db8::1"),
    ],
)
def test_an_address_that_is_not_public_is_refused_before_anything_is_connected(address: str) -> None:
    with pytest.raises(WebError, match="not a public address"):
        get("https://strides.example/feed.xml", allow_private=False, resolve=leading_to(address))


def test_one_private_address_among_public_ones_is_refused() -> None:
    with pytest.raises(WebError, match=r"10\.0\.0\.1 is not a public address"):
        get("https://strides.example/", allow_private=False, resolve=leading_to("93.184.216.34", "10.0.0.1"))


def test_the_checked_address_is_the_one_that_is_connected_to() -> None:
    """
    The name is resolved only once, so a second DNS response cannot change the address.
    """
    asked = []

    def resolver(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with serving(lambda _: Answer(b"x")) as server:
        port = server.url.rpartition(":")[2]
        get(f"http://strides.example:{port}/", resolve=resolver)

    assert asked == ["strides.example"]


def test_a_redirect_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # The server of this test is private too, and stands for a public one.
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")

    def resolver(host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"] if host == "127.0.0.1" else ["10.1.2.3"]

    redirect = Answer(status=302, headers={"Location": "https://inside.example/"})
    with serving(lambda _: redirect) as server, pytest.raises(WebError, match=r"inside\.example/: 10\.1\.2\.3 is not a public address"):
        get(server.url, allow_private=False, resolve=resolver)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://strides.example/", "javascript:alert(1)", "gopher://strides.example:70/"])
def test_redirects_to_other_schemes_are_refused(target: str) -> None:
    with serving(lambda _: Answer(status=301, headers={"Location": target})) as server, pytest.raises(WebError, match="must be a URL"):
        get(server.url)


def test_relative_redirects_are_followed() -> None:
    def answer(request: Request) -> Answer:
        return Answer(b"here") if request.path == "/b/new.xml" else Answer(status=301, headers={"Location": "../b/new.xml"})

    with serving(answer) as server:
        response = get(server.url + "/a/old.xml")

    assert (response.content, response.url) == (b"here", server.url + "/b/new.xml")


def test_redirects_are_limited() -> None:
    with serving(lambda _: Answer(status=302, headers={"Location": "/"})) as server, pytest.raises(WebError, match="more than 5 redirects"):
        get(server.url)

    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "/etc/passwd", "feed.xml", "http://", "http://[::1", "http://strides.example:99999/", ""]
)
def test_an_invalid_url_is_refused(url: str) -> None:
    with pytest.raises(WebError):
        get(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(WebError) as caught:
        get("https://ann:secret@strides.example/feed.xml")

    assert "secret" not in str(caught.value)


def test_too_large_content_is_refused() -> None:
    with serving(lambda _: Answer(b"x" * 1001)) as server, pytest.raises(WebError, match="larger than 1000 bytes"):
        get(server.url)


def test_endless_content_is_refused() -> None:
    endless = serving(lambda _: Answer(pieces=itertools.repeat(b"x" * 100)))
    with endless as server, pytest.raises(WebError, match="larger than 1000 bytes"):
        get(server.url)


@pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_compressed_content_is_decompressed(coding: str, compress: Any) -> None:
    with serving(lambda _: Answer(compress(b"x" * 1000), headers={"Content-Encoding": coding})) as server:
        assert get(server.url).content == b"x" * 1000


def test_content_that_grows_when_decompressed_is_refused() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    with serving(lambda _: Answer(bomb, headers={"Content-Encoding": "gzip"})) as server, pytest.raises(WebError, match="larger than"):
        get(server.url, max_bytes=100_000)


@pytest.mark.parametrize(
    ("coding", "content"), [("br", b"\x0b\x02\x80abcde\x03"), ("gzip", b"no gzip at all"), ("gzip", gzip.compress(b"x" * 500)[:-9])]
)
def test_invalid_compression_is_an_error(coding: str, content: bytes) -> None:
    with serving(lambda _: Answer(content, headers={"Content-Encoding": coding})) as server, pytest.raises(WebError):
        get(server.url)


def test_a_slow_server_is_stopped_by_the_timeout() -> None:
    """
    Each byte arrives in time, but not all of them.
    """
    over = Event()

    def drops() -> Any:
        while not over.wait(0.02):
            yield b"x"

    with serving(lambda _: Answer(pieces=drops())) as server:
        try:
            with pytest.raises(WebError, match="took too long") as caught:
                get(server.url, timeout=0.2, max_bytes=10**9)
        finally:
            over.set()

    assert caught.value.temporary


def test_a_host_without_an_address_is_a_temporary_error() -> None:
    def nowhere(_host: str, _port: int) -> Sequence[str]:
        raise OSError

    with pytest.raises(WebError, match="no address found") as caught:
        get("https://strides.example/", resolve=nowhere)

    assert caught.value.temporary


def test_a_form_is_sent_as_form_data() -> None:
    with serving(lambda _: Answer(status=204)) as server:
        response = post(server.url, {"hub.url": "https://strides.example/a b"}, max_bytes=100, timeout=10, allow_private=True)

    (request,) = server.requests
    assert response.status == 204
    assert (request.method, request.body) == ("POST", b"hub.url=https%3A%2F%2Fstrides.example%2Fa+b")
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize(("status", "asked"), [(307, ["POST", "POST"]), (308, ["POST", "POST"]), (301, ["POST"]), (303, ["POST"])])
def test_a_form_follows_only_redirects_that_repeat_it(status: int, asked: list[str]) -> None:
    def answer(request: Request) -> Answer:
        return Answer(status=204) if request.path == "/new" else Answer(status=status, headers={"Location": "/new"})

    with serving(answer) as server:
        post(server.url, {"a": "b"}, max_bytes=100, timeout=10, allow_private=True)

    assert [request.method for request in server.requests] == asked
    assert all(request.body == b"a=b" for request in server.requests)
