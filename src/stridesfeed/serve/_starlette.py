"""
The door to Starlette: the preview as an application. The page of the preview comes with a stream that says when there is something new.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from stridesfeed.serve._watchfiles import changes
from stridesfeed.serve.applications import asgi
from stridesfeed.serve.index_page import SCRIPT, STYLE, version_of
from stridesfeed.serve.preview import Preview

_SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
}


class Application:
    """
    *preview* as an ASGI application, which builds it again when its files change. Requests are answered that name one of *hosts*; any, if
    there are none.
    """

    def __init__(self, preview: Preview, hosts: Iterable[str] = ()) -> None:
        self._preview = preview
        self._hosts = frozenset(hosts)
        self._stopping = asyncio.Event()
        self._news = asyncio.Event()
        self._application = Starlette(
            routes=[
                Route("/", self._index),
                Route("/-/events", self._events),
                Route("/-/script.js", _text(SCRIPT, "text/javascript")),
                Route("/-/style.css", _text(STYLE, "text/css")),
                Mount("/", asgi(preview.output.root, max_age=0, shared=False)),
            ],
            lifespan=self._life,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        As ASGI asks.
        """
        application: ASGIApp = self._application
        if scope["type"] == "http" and self._hosts and _host(scope) not in self._hosts:
            application = PlainTextResponse("This preview is for this machine only.\n", status_code=421)
        await application(scope, receive, send)

    def stop(self) -> None:
        """
        End the streams, which have no end otherwise.
        """
        self._stopping.set()
        self._tell()

    @contextlib.asynccontextmanager
    async def _life(self, _: Starlette) -> AsyncIterator[None]:
        following = asyncio.create_task(self._follow())
        try:
            yield
        finally:
            self.stop()
            await following

    async def _follow(self) -> None:
        """
        Build again at each change, and at the beginning, because something may have changed before it was watched.
        """
        while not self._stopping.is_set():
            watched = self._preview.watched
            async with contextlib.aclosing(changes(watched, self._stopping)) as told:
                async for _ in told:
                    await asyncio.to_thread(self._preview.rebuild)
                    self._tell()
                    if self._preview.watched != watched:
                        break

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def _index(self, _: Request) -> Response:
        page = await asyncio.to_thread(lambda: self._preview.page)
        return HTMLResponse(page, headers=_SAFE)

    async def _events(self, _: Request) -> Response:
        return StreamingResponse(self._versions(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _versions(self) -> AsyncIterator[str]:
        """
        The version of what there is to see, and each that comes after, as server-sent events.
        """
        said = ""
        while not self._stopping.is_set():
            news = self._news
            version = await asyncio.to_thread(lambda: version_of(self._preview.page))
            if version != said:
                said = version
                yield f"data: {version}\n\n"
            await news.wait()


def _text(text: str, media_type: str) -> ASGIApp:
    return Response(text, media_type=media_type, headers={"Cache-Control": "no-store"})


def _host(scope: Scope) -> str:
    """
    The host that a request names, without its port.
    """
    named = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    host, colon, port = named.rpartition(":")
    return (host if colon and port.isdigit() else named).strip("[]").lower()
