"""
An output folder as an application for servers, without a framework: ASGI 3.0 and WSGI (PEP 3333).
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from stridesfeed.serve.folder import Folder
from stridesfeed.serve.responses import Request, ResponseSettings, respond

Message = MutableMapping[str, Any]
ASGI = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]
WSGI = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]


def asgi(folder: str | os.PathLike[str], *, types: Mapping[str, str] | None = None, max_age: int = 300, shared: bool = True) -> ASGI:
    """
    Return an ASGI application that serves the files of *folder*, at the root of a host or mounted at a path.

    *types* are media types by path below the folder, as a manifest lists them; the types of feeds are detected. Readers may cache a document
    for *max_age* seconds. With *shared*, pages of other origins may read the documents.
    """
    files, settings = Folder(root=Path(folder), types=types or {}), ResponseSettings(max_age=max_age, shared=shared)

    async def application(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
        if scope["type"] == "http":
            prefix = scope.get("root_path", "")
            # Repeated headers are joined to one list (RFC 9110, 5.3).
            received: dict[str, str] = {}
            for name, value in scope["headers"]:
                key, text = name.decode("latin-1").lower(), value.decode("latin-1")
                received[key] = f"{received[key]}, {text}" if key in received else text
            path = scope["path"].removeprefix(prefix) or "/"
            response = respond(Request(method=scope["method"], path=path, prefix=prefix, headers=received), files, settings)
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


def wsgi(folder: str | os.PathLike[str], *, types: Mapping[str, str] | None = None, max_age: int = 300, shared: bool = True) -> WSGI:
    """
    Return a WSGI application that serves the files of *folder*. The arguments are those of :func:`asgi`.
    """
    files, settings = Folder(root=Path(folder), types=types or {}), ResponseSettings(max_age=max_age, shared=shared)

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        # PEP 3333: the UTF-8 bytes of a path are passed as Latin-1 characters.
        path, prefix = (environ.get(name, "").encode("latin-1").decode("utf-8", "replace") for name in ("PATH_INFO", "SCRIPT_NAME"))
        headers = {name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
        request = Request(method=environ["REQUEST_METHOD"], path=path or "/", prefix=prefix, headers=headers)
        response = respond(request, files, settings)
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", list(response.headers))
        return [response.body]

    return application
