"""
The only module that imports httpcore: one connection for one request, to a checked address, with a deadline.

httpcore connects through a backend. The backend here resolves the host, checks the addresses and connects to one of them, so a second DNS
response cannot change the target. The Host header and the name in the certificate are still those of the URL.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from stridesfeed.errors import MissingExtraError, WebError
from stridesfeed.web.guard import Resolve, check_public

try:
    import httpcore
except ImportError as error:
    raise MissingExtraError("Reading from the web", "web") from error


class Connection:
    """
    A connection to the host of *url*. *deadline* is in seconds of the monotonic clock.
    """

    def __init__(self, url: str, deadline: float, resolve: Resolve, *, allow_private: bool) -> None:
        self._url = url
        self._backend = _CheckedBackend(url, deadline, resolve, allow_private=allow_private)

    @contextmanager
    def send(self, method: str, headers: Mapping[str, str], body: bytes) -> Iterator[tuple[int, dict[str, str], Iterable[bytes]]]:
        """
        Send a request and yield the status code, the headers by name in lower case, and an iterable of chunks.
        """
        sent = [(name.encode(), value.encode()) for name, value in headers.items()]
        if body:
            sent.append((b"Content-Length", str(len(body)).encode()))
        try:
            with (
                httpcore.ConnectionPool(max_connections=1, network_backend=self._backend) as pool,
                pool.stream(method, self._url, headers=sent, content=body or None) as response,
            ):
                yield response.status, _by_name(response.headers), response.iter_stream()
        except httpcore.TimeoutException as error:
            raise WebError(self._url, "took too long", temporary=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            is_certificate_error = isinstance(error.__cause__ or error.__context__, ssl.SSLCertVerificationError)
            reason = str(error) or type(error).__name__
            raise WebError(self._url, f"cannot be reached: {reason}", temporary=not is_certificate_error) from error


def _by_name(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """
    Return the first header of each name, except that several Content-Encoding headers are one list (RFC 9110, 5.3 and 8.4).
    """
    received: dict[str, str] = {}
    for name, value in ((name.decode("latin-1").lower(), value.decode("latin-1").strip()) for name, value in headers):
        if name == "content-encoding" and name in received:
            received[name] += f", {value}"
        received.setdefault(name, value)
    return received


class _CheckedBackend(httpcore.NetworkBackend):
    """
    Connects to public addresses, and to private ones if they are allowed.
    """

    def __init__(self, url: str, deadline: float, resolve: Resolve, *, allow_private: bool) -> None:
        self._url = url
        self._deadline = deadline
        self._resolve = resolve
        self._allow_private = allow_private
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # replaced by the deadline
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """
        Connect to the first address of *host* that accepts the connection.
        """
        try:
            addresses = self._resolve(host.strip("[]"), port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no address found for {host!r}") from error
        if not self._allow_private:
            check_public(self._url, addresses)
        last: httpcore.NetworkError | None = None
        for address in addresses:
            try:
                stream = self._system.connect_tcp(address, port, _remaining(self._deadline), local_address, socket_options)
            except httpcore.ConnectError as error:
                last = error
            else:
                return _TimedStream(stream, self._deadline)
        raise last or httpcore.ConnectError("the host has no address")


class _TimedStream(httpcore.NetworkStream):
    """
    A stream whose operations use the remaining time as their timeout.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, _remaining(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _remaining(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, _remaining(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _remaining(deadline: float) -> float:
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise httpcore.ReadTimeout
    return remaining
