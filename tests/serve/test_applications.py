from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from wsgiref.validate import validator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from stridesfeed.http import ASGI
from stridesfeed.serve import asgi, wsgi

HOST = "http://strides.example"


def by_asgi(application: ASGI, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(application)) as client:
            return await client.request(method, HOST + path, headers=plain(headers))

    return asyncio.run(ask())


def by_wsgi(folder: Path, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    application = validator(wsgi(folder))

    def strict(environ: dict[str, Any], start_response: Any) -> Any:
        # httpx passes characters, but PEP 3333 requires their bytes.
        return application(environ | {"PATH_INFO": environ["PATH_INFO"].encode().decode("latin-1")}, start_response)

    with httpx.Client(transport=httpx.WSGITransport(strict)) as client:
        return client.request(method, HOST + path, headers=plain(headers))


def plain(headers: dict[str, str]) -> dict[str, str]:
    return {"accept-encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}


def parts(given: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    return given.status_code, dict(given.headers), given.content


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/feed.xml", "/news/é/atom.xml", "/news", "/nothing", "/"])
def test_asgi_and_wsgi_give_the_same_response(output: Path, path: str, method: str) -> None:
    assert parts(by_asgi(asgi(output), path, method)) == parts(by_wsgi(output, path, method))


def test_conditional_requests_work(output: Path) -> None:
    etag = by_asgi(asgi(output), "/feed.xml").headers["etag"]

    assert by_asgi(asgi(output), "/feed.xml", if_none_match=etag).status_code == 304
    assert by_wsgi(output, "/feed.xml", if_none_match=etag).status_code == 304


def test_path_is_decoded_once(output: Path) -> None:
    for path in ("/%2e%2e/secret.xml", "/%252e%252e/secret.xml", "/..%2fsecret.xml", "/..%5csecret.xml"):
        assert by_asgi(asgi(output), path).status_code == by_wsgi(output, path).status_code == 404


def test_application_can_be_mounted(output: Path) -> None:
    mounted = Starlette(routes=[Mount("/feeds", asgi(output))])

    assert by_asgi(mounted, "/feeds/feed.xml").content == (output / "feed.xml").read_bytes()
    assert by_asgi(mounted, "/feeds/news").headers["location"] == "/feeds/news/"
    assert 'href="/feeds/feed.xml"' in by_asgi(mounted, "/feeds/nothing").text


def messages_of(application: ASGI, kind: str, *events: str) -> list[str]:
    """
    Return the messages of *application* in response to *events* on a connection of this *kind*.
    """
    pending, sent = list(events), list[str]()

    async def receive() -> dict[str, Any]:
        return {"type": pending.pop(0)}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(application({"type": kind}, receive, send))  # type: ignore[arg-type]  # a coroutine is awaitable
    return sent


def test_websockets_are_refused_and_lifespan_events_completed(output: Path) -> None:
    assert messages_of(asgi(output), "websocket", "websocket.connect") == ["websocket.close"]
    begun_and_ended = ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert messages_of(asgi(output), "lifespan", "lifespan.startup", "lifespan.shutdown") == begun_and_ended
