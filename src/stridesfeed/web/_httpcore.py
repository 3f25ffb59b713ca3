"""
The door to httpcore: one connection for one request, to an address that was checked, until a deadline.

The library connects by a backend, which may be one's own: here the name is resolved, the addresses are checked, and one of them is connected
to, so that no second answer of a name server can lead elsewhere. Host and the name in the certificate stay those of the URL.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from stridesfeed.errors import MissingExtraError, WebError
from stridesfeed.web.guard import Resolve, checked

try:
    import httpcore
except ImportError as error:
    raise MissingExtraError("Reading from the web", "web") from error


class Connection:
    """
    What a request needs to reach the host of *url* before *deadline*, in seconds of the monotonic clock.
    """

    def __init__(self, url: str, deadline: float, resolve: Resolve, *, allow_private: bool) -> None:
        self._url = url
        self._backend = _Checked(url, deadline, resolve, allow_private=allow_private)

    @contextmanager
    def answer(self, method: str, headers: Mapping[str, str], body: bytes) -> Iterator[tuple[int, dict[str, str], Iterable[bytes]]]:
        """
        The status, the headers by name in lower case, and the content in pieces as they come.
        """
        with self._explained(), httpcore.ConnectionPool(max_connections=1, network_backend=self._backend) as pool:
            sent = [(name.encode(), value.encode()) for name, value in headers.items()]
            if body:
                sent.append((b"Content-Length", str(len(body)).encode()))
            with pool.stream(method, self._url, headers=sent, content=body or None) as response:
                received: dict[str, str] = {}
                for name, value in response.headers:
                    received.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
                yield response.status, received, response.iter_stream()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except httpcore.TimeoutException as error:
            raise WebError(self._url, "took too long", temporary=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise WebError(self._url, f"cannot be reached: {_reason(error)}", temporary=not _is_about_trust(error)) from error


def _is_about_trust(error: Exception) -> bool:
    return isinstance(error.__cause__ or error.__context__, ssl.SSLCertVerificationError)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


class _Checked(httpcore.NetworkBackend):
    """
    Connects to addresses that may be connected to.
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
        timeout: float | None = None,  # noqa: ARG002  # the deadline is for everything together
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """
        A connection to the first address of *host* that takes one.
        """
        last: httpcore.NetworkError | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._system.connect_tcp(address, port, _left(self._deadline), local_address, socket_options)
            except httpcore.ConnectError as error:
                last = error
            else:
                return _Timed(stream, self._deadline)
        raise last or httpcore.ConnectError("the host has no address")

    def _addresses(self, host: str, port: int) -> Iterable[str]:
        try:
            addresses = self._resolve(host.strip("[]"), port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no address is known for {host!r}") from error
        return addresses if self._allow_private else checked(self._url, addresses)


class _Timed(httpcore.NetworkStream):
    """
    A stream on which every step has the time that is left, and no more.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left
