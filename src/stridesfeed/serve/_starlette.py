"""
The preview as an application, built with Starlette. Only this module imports Starlette.

The start page listens to a stream of events, and reloads when there is a new version.
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

_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
}


class Application:
    """
    An ASGI application that serves *preview*, and rebuilds it when its files change.

    Only requests to one of *hosts* are answered; all, if *hosts* is empty.
    """

    def __init__(self, preview: Preview, hosts: Iterable[str] = ()) -> None:
        self._preview = preview
        self._hosts = frozenset(hosts)
        self._stopping = asyncio.Event()
        self._changed = asyncio.Event()
        self._application = Starlette(
            routes=[
                Route("/", self._index),
                Route("/-/events", self._events),
                Route("/-/script.js", _static(SCRIPT, "text/javascript")),
                Route("/-/style.css", _static(STYLE, "text/css")),
                Mount("/", asgi(preview.output.root, max_age=0, shared=False)),
            ],
            lifespan=self._lifespan,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Handle a request.
        """
        application: ASGIApp = self._application
        if scope["type"] == "http" and self._hosts:
            header = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
            host, colon, port = header.rpartition(":")
            if (host if colon and port.isdigit() else header).strip("[]").lower() not in self._hosts:
                application = PlainTextResponse("This preview is only available on this machine.\n", status_code=421)
        await application(scope, receive, send)

    def stop(self) -> None:
        """
        End the event streams, which would otherwise stay open.
        """
        self._stopping.set()
        self._notify()

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        watcher = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self.stop()
            await watcher

    async def _watch(self) -> None:
        """
        Rebuild after each change, and once at the start, because files may have changed before they were watched.
        """
        while not self._stopping.is_set():
            watched = self._preview.watched
            async with contextlib.aclosing(changes(watched, self._stopping)) as events:
                async for _ in events:
                    await asyncio.to_thread(self._preview.rebuild)
                    self._notify()
                    if self._preview.watched != watched:
                        break

    def _notify(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _index(self, _: Request) -> Response:
        page = await asyncio.to_thread(lambda: self._preview.page)
        return HTMLResponse(page, headers=_PAGE_HEADERS)

    async def _events(self, _: Request) -> Response:
        """
        Send the version of the page, and each new version, as server-sent events.
        """

        async def versions() -> AsyncIterator[str]:
            sent = ""
            while not self._stopping.is_set():
                changed = self._changed
                version = await asyncio.to_thread(lambda: version_of(self._preview.page))
                if version != sent:
                    sent = version
                    yield f"data: {version}\n\n"
                await changed.wait()

        return StreamingResponse(versions(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def _static(text: str, media_type: str) -> ASGIApp:
    return Response(text, media_type=media_type, headers={"Cache-Control": "no-store"})
