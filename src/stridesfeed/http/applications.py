"""
Functions from request to response as applications for servers, without a framework: ASGI 3.0 and WSGI (PEP 3333).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http import HTTPStatus
from typing import Any

from stridesfeed.http.messages import Request, Response

Message = MutableMapping[str, Any]
ASGI = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]
WSGI = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]


def asgi_application(respond: Callable[[Request], Response]) -> ASGI:
    """
    Return an ASGI application that answers with *respond*, which runs in a thread, because it may read files or a database.
    """

    async def application(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
        if scope["type"] == "http":
            prefix = scope.get("root_path", "")
            # Repeated headers are joined to one list (RFC 9110, 5.3).
            received: dict[str, str] = {}
            for name, value in scope["headers"]:
                key, text = name.decode("latin-1").lower(), value.decode("latin-1")
                received[key] = f"{received[key]}, {text}" if key in received else text
            path = scope["path"].removeprefix(prefix) or "/"
            response = await asyncio.to_thread(respond, Request(method=scope["method"], path=path, prefix=prefix, headers=received))
            headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
            await send({"type": "http.response.start", "status": response.status, "headers": headers})
            await send({"type": "http.response.body", "body": response.body})
        elif scope["type"] == "lifespan":
            event = ""
            while event != "lifespan.shutdown":
                event = (await receive())["type"]
                await send({"type": f"{event}.complete"})
        else:
            await send({"type": "websocket.close"})

    return application


def wsgi_application(respond: Callable[[Request], Response]) -> WSGI:
    """
    Return a WSGI application that answers with *respond*.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        # PEP 3333: the UTF-8 bytes of a path are passed as Latin-1 characters.
        path, prefix = (environ.get(name, "").encode("latin-1").decode("utf-8", "replace") for name in ("PATH_INFO", "SCRIPT_NAME"))
        headers = {name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
        response = respond(Request(method=environ["REQUEST_METHOD"], path=path or "/", prefix=prefix, headers=headers))
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", list(response.headers))
        return [response.body]

    return application
