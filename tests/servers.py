"""
HTTP servers for tests, on the loopback interface.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import attrs


@attrs.frozen
class Request:
    """
    A request that a server received.
    """

    method: str
    path: str
    #: By name in lower case.
    headers: dict[str, str]
    body: bytes


@attrs.frozen
class Answer:
    """
    The response of a server.
    """

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = attrs.field(factory=dict)
    #: Chunks that are sent one after the other, without Content-Length.
    pieces: Iterator[bytes] | None = None


@attrs.define
class Server:
    """
    A running server, and the requests it received.
    """

    url: str
    requests: list[Request] = attrs.field(factory=list)


@contextmanager
def serving(answer: Callable[[Request], Answer]) -> Iterator[Server]:
    """
    Run a server that responds with the result of *answer*.
    """
    requests: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            request = Request(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            requests.append(request)
            given = answer(request)
            self.send_response(given.status)
            for name, value in given.headers.items():
                self.send_header(name, value)
            if given.pieces is None:
                self.send_header("Content-Length", str(len(given.content)))
            self.end_headers()
            if request.method == "HEAD":
                return
            try:
                for piece in given.pieces or [given.content]:
                    self.wfile.write(piece)
            except OSError:
                # The client closed the connection.
                self.close_connection = True

        do_GET = do_HEAD = do_POST = _reply  # noqa: N815  # the library's names

        def log_message(self, *_: object) -> None:
            """
            Log nothing.
            """

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Server(f"http://127.0.0.1:{server.server_address[1]}", requests)
        finally:
            server.shutdown()
            thread.join()
