"""
Requests with a limit on everything, and redirects followed by hand.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from urllib.parse import urlencode, urljoin, urlsplit

from stridesfeed import iri
from stridesfeed.errors import WebError
from stridesfeed.web.guard import Resolve, resolve
from stridesfeed.web.response import Response

#: The most hops from the address that was asked for.
_REDIRECTS = 5

_FOLLOWED = {"GET": frozenset({301, 302, 303, 307, 308}), "POST": frozenset({307, 308})}

#: Both spellings of zlib's format, told apart by their heads (zlib: 32 added to the window's size).
_ANY_HEAD = 32 + zlib.MAX_WBITS
_COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})


def fetch(
    url: str,
    *,
    max_bytes: int,
    timeout: float,
    allow_private: bool = False,
    headers: Mapping[str, str] | None = None,
    resolve: Resolve = resolve,
) -> Response:
    """
    What is at *url*, after redirects, whatever its status.

    *max_bytes* is for the content as it comes and for what it decompresses to; *timeout*, in seconds, for everything together. Other
    schemes than http and https, private addresses without *allow_private*, and whatever goes wrong on the way raise :class:`WebError`.
    *resolve* gives the addresses of a host.
    """
    run = _Run(max_bytes, timeout, resolve, allow_private=allow_private)
    return run.ask("GET", url, headers or {}, b"")


def post(
    url: str,
    form: Mapping[str, str],
    *,
    max_bytes: int,
    timeout: float,
    allow_private: bool = False,
    resolve: Resolve = resolve,
) -> Response:
    """
    The answer to *form*, sent to *url* as application/x-www-form-urlencoded; all else as for :func:`fetch`.

    Of redirects only those are followed that repeat the request (RFC 9110, 15.4.8 and 15.4.9): after the others it would be a question, and
    nothing would have been sent.
    """
    run = _Run(max_bytes, timeout, resolve, allow_private=allow_private)
    return run.ask("POST", url, {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(form).encode())


class _Run:
    """
    One request with its redirects, all in one portion of time.
    """

    def __init__(self, max_bytes: int, timeout: float, resolve: Resolve, *, allow_private: bool) -> None:
        self._max_bytes = max_bytes
        self._deadline = time.monotonic() + timeout
        self._resolve = resolve
        self._allow_private = allow_private

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        for _ in range(_REDIRECTS + 1):
            response = self._ask_once(method, _sound(url), headers, body)
            to = response.headers.get("location")
            if to is None or response.status not in _FOLLOWED[method]:
                return response
            url = urljoin(response.url, to)
        raise WebError(url, f"is the end of more than {_REDIRECTS} redirects")

    def _ask_once(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        from stridesfeed.web import _httpcore  # noqa: PLC0415  # an extra: only for who reaches for the web

        sent = {"Accept": "*/*", "Accept-Encoding": "gzip", "User-Agent": f"stridesfeed/{version('stridesfeed')}", **headers}
        connection = _httpcore.Connection(url, self._deadline, self._resolve, allow_private=self._allow_private)
        with connection.answer(method, sent, body) as (status, received, pieces):
            content = self._whole(url, received, pieces)
        return Response(url=url, status=status, headers=received, content=content)

    def _whole(self, url: str, headers: Mapping[str, str], pieces: Iterable[bytes]) -> bytes:
        content = bytearray()
        for piece in self._decoded(url, headers, pieces):
            content += piece
            if len(content) > self._max_bytes:
                raise WebError(url, f"is larger than {self._max_bytes} bytes")
        return bytes(content)

    def _decoded(self, url: str, headers: Mapping[str, str], pieces: Iterable[bytes]) -> Iterator[bytes]:
        coding = headers.get("content-encoding", "identity").strip().lower()
        if coding == "identity":
            return iter(pieces)
        if coding in _COMPRESSED:
            return _decompressed(url, pieces, self._max_bytes)
        raise WebError(url, f"is compressed with {coding!r}, which nobody asked for")


def _sound(url: str) -> str:
    """
    *url* as a URI that can be asked for.
    """
    uri = iri.to_uri(url)
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise WebError(url, f"is no address: {error}") from error
    if parts.scheme.lower() not in iri.WEB or not host:
        raise WebError(url, "must be an address that begins with https:// or http:// and names a host")
    if parts.username is not None:
        raise WebError(url.replace(parts.netloc, host), "must not hold a name or password: these would be sent to wherever it redirects")
    return parts._replace(fragment="", path=parts.path or "/").geturl()


def _decompressed(url: str, pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """
    What *pieces* decompress to, of which never more than *most* bytes and one are made at once.
    """
    inflate = zlib.decompressobj(_ANY_HEAD)
    is_empty = True
    try:
        for piece in pieces:
            is_empty = False
            yield inflate.decompress(piece, most + 1)
            if inflate.unconsumed_tail:
                raise WebError(url, f"is larger than {most} bytes")
        yield inflate.flush()
    except zlib.error as error:
        raise WebError(url, f"says that it is compressed, and cannot be decompressed: {error}") from error
    if not inflate.eof and not is_empty:
        raise WebError(url, "ends in the middle", temporary=True)
