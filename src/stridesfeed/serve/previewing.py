"""
A preview served on this machine.
"""

from __future__ import annotations

import ipaddress
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from stridesfeed.errors import MissingExtraError
from stridesfeed.serve.preview import Moment, Preview

#: The names of this machine that only this machine knows it by.
_LOCAL = ("localhost", "127.0.0.1", "::1")


def serve(
    path: Path,
    *,
    as_of: Moment,
    host: str = "127.0.0.1",
    port: int = 8000,
    ready: Callable[[str, Preview], None] = lambda _url, _preview: None,
) -> None:
    """
    Build the site at *path* into a temporary folder, serve it at *host* and *port* (0: any that is free), and build it again when its files
    change, until the process gets SIGINT or SIGTERM.

    *ready* is told the address, and the preview, once the first build is done. Neither what is published nor its ledger is touched. Raises
    what is wrong with the configuration, :class:`OSError` where the address cannot be had, and :class:`MissingExtraError`.
    """
    try:
        from stridesfeed.serve._starlette import Application  # noqa: PLC0415  # an extra
        from stridesfeed.serve._uvicorn import run  # noqa: PLC0415  # an extra
    except ModuleNotFoundError as error:
        raise MissingExtraError("the preview", "serve") from error
    with tempfile.TemporaryDirectory(prefix="stridesfeed-") as folder, _listening(host, port) as listening:
        preview = Preview(path, Path(folder), as_of=as_of)
        preview.rebuild()
        ready(_url(host, listening), preview)
        application = Application(preview, {*_LOCAL, host.lower()} if is_local(host) else ())
        run(application, listening, application.stop)


def is_local(host: str) -> bool:
    """
    Whether nobody but this machine can reach *host*.

    >>> [is_local(host) for host in ("localhost", "127.0.0.2", "::1", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _listening(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    return socket.create_server(address[:2], family=family)


def _url(host: str, listening: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listening.getsockname()[1]}/"
