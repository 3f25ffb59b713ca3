"""
An output folder as an application for servers: ASGI (3.0) and WSGI (PEP 3333), two thin coats over one function, with no framework.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from stridesfeed.serve.answering import Manner, answer
from stridesfeed.serve.folder import Folder
from stridesfeed.serve.message import Answer, Request

Message = MutableMapping[str, Any]
ASGI = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]
WSGI = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]


def asgi(folder: str | os.PathLike[str], *, types: Mapping[str, str] | None = None, max_age: int = 300, shared: bool = True) -> ASGI:
    """
    The files of *folder* as an ASGI application, at the root of a host or mounted at a path.

    *types* are media types by paths below the folder, such as a manifest has them; feeds are known without. Readers may keep a document for
    *max_age* seconds without asking. Unless *shared*, pages of other origins cannot read it.
    """
    served, manner = Folder(root=Path(folder), types=types or {}), Manner(max_age=max_age, shared=shared)

    async def application(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
        if scope["type"] == "http":
            await _send(answer(_from_scope(scope), served, manner), send)
        elif scope["type"] == "lifespan":
            await _live(receive, send)
        else:
            await send({"type": "websocket.close"})

    return application


def wsgi(folder: str | os.PathLike[str], *, types: Mapping[str, str] | None = None, max_age: int = 300, shared: bool = True) -> WSGI:
    """
    The files of *folder* as a WSGI application; arguments as for :func:`asgi`.
    """
    served, manner = Folder(root=Path(folder), types=types or {}), Manner(max_age=max_age, shared=shared)

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        given = answer(_from_environ(environ), served, manner)
        start_response(f"{given.status} {HTTPStatus(given.status).phrase}", list(given.headers))
        return [given.body]

    return application


def _from_scope(scope: Message) -> Request:
    prefix = scope.get("root_path", "")
    # Of one name that comes more than once, as of lists in general (RFC 9110, 5.3), the values are one list.
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        known, more = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[known] = f"{headers[known]}, {more}" if known in headers else more
    return Request(method=scope["method"], path=scope["path"].removeprefix(prefix) or "/", prefix=prefix, headers=headers)


def _from_environ(environ: Mapping[str, Any]) -> Request:
    """
    What PEP 3333 says in Latin-1 was UTF-8, percent-encoded.
    """
    path, prefix = (environ.get(name, "").encode("latin-1").decode("utf-8", "replace") for name in ("PATH_INFO", "SCRIPT_NAME"))
    headers = {name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
    return Request(method=environ["REQUEST_METHOD"], path=path or "/", prefix=prefix, headers=headers)


async def _send(given: Answer, send: Callable[[Message], Awaitable[None]]) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in given.headers]
    await send({"type": "http.response.start", "status": given.status, "headers": headers})
    await send({"type": "http.response.body", "body": given.body})


async def _live(receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    """
    There is nothing to begin and nothing to end.
    """
    while True:
        event = (await receive())["type"]
        await send({"type": f"{event}.complete"})
        if event == "lifespan.shutdown":
            return
