"""
An output folder as an application for servers: ASGI 3.0 and WSGI (PEP 3333).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from stridesfeed.http import ASGI, WSGI, ResponseSettings, asgi_application, wsgi_application
from stridesfeed.serve.folder import Folder
from stridesfeed.serve.responses import respond


def asgi(folder: str | os.PathLike[str], *, types: Mapping[str, str] | None = None, max_age: int = 300, shared: bool = True) -> ASGI:
    """
    Return an ASGI application that serves the files of *folder*, at the root of a host or mounted at a path.

    *types* are media types by path below the folder, as a manifest lists them; the types of feeds are detected. Readers may cache a document
    for *max_age* seconds. With *shared*, pages of other origins may read the documents.
    """
    files, settings = Folder(root=Path(folder), types=types or {}), ResponseSettings(max_age=max_age, shared=shared)
    return asgi_application(partial(respond, folder=files, settings=settings))


def wsgi(folder: str | os.PathLike[str], *, types: Mapping[str, str] | None = None, max_age: int = 300, shared: bool = True) -> WSGI:
    """
    Return a WSGI application that serves the files of *folder*. The arguments are those of :func:`asgi`.
    """
    files, settings = Folder(root=Path(folder), types=types or {}), ResponseSettings(max_age=max_age, shared=shared)
    return wsgi_application(partial(respond, folder=files, settings=settings))
