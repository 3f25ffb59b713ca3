"""
Decode compressed responses: gzip and deflate (RFC 9110, 8.4.1), with limits.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

from stridesfeed.errors import WebError

_GZIP = frozenset({"gzip", "x-gzip"})
_SUPPORTED = _GZIP | {"deflate"}

#: gzip only: 16 added to the window size.
_GZIP_WINDOW = 16 + zlib.MAX_WBITS

#: In bytes.
_ZLIB_HEADER = 2

#: Servers and proxies may each compress once.
_MAX_CODINGS = 2


def decoded(url: str, codings: str, chunks: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    """
    Yield the content of *chunks* without *codings*, the value of Content-Encoding.

    Raises :class:`WebError` if the content is damaged, incomplete, or larger than *max_bytes*, before or after decompression.
    """
    applied = [name for coding in codings.lower().split(",") if (name := coding.strip()) not in {"", "identity"}]
    if unknown := next((name for name in applied if name not in _SUPPORTED), None):
        raise WebError(url, f"compressed with {unknown!r}, which was not requested: configure the server to send gzip or nothing")
    if len(applied) > _MAX_CODINGS:
        raise WebError(url, f"compressed more than {_MAX_CODINGS} times: configure the server to compress once")
    content = _limited(url, chunks, max_bytes)
    for coding in reversed(applied):
        content = _limited(url, _decompressed(url, coding, content, max_bytes), max_bytes)
    return content


def _limited(url: str, chunks: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise WebError(url, f"larger than {max_bytes} bytes")
        yield chunk


def _decompressed(url: str, coding: str, chunks: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    """
    Yield decompressed *chunks*, never more than *max_bytes* plus one byte at once.

    gzip has any number of members (RFC 1952, 2.2), and zeros may follow the last one. Some servers send deflate without the header of zlib.
    """
    start = b""
    while len(start) < _ZLIB_HEADER and (chunk := next(chunks, None)) is not None:
        start += chunk
    if not start:
        return
    window = _GZIP_WINDOW if coding in _GZIP else zlib.MAX_WBITS if _has_zlib_header(start) else -zlib.MAX_WBITS
    stream = zlib.decompressobj(window)
    for chunk in chain([start], chunks):
        rest = chunk
        while rest := rest.lstrip(b"\0") if stream.eof else rest:
            if stream.eof:
                if coding not in _GZIP:
                    raise WebError(url, f"the {coding} data is followed by other data")
                stream = zlib.decompressobj(window)
            try:
                yield stream.decompress(rest, max_bytes + 1)
            except zlib.error as error:
                raise WebError(url, f"the {coding} data is damaged: {error}") from error
            rest = stream.unused_data
    if not stream.eof:
        raise WebError(url, "incomplete response", temporary=True)


def _has_zlib_header(start: bytes) -> bool:
    """
    Return whether data begins with the header of zlib (RFC 1950, 2.2): the method and a check.
    """
    return start[0] & 0x0F == zlib.DEFLATED and int.from_bytes(start[:_ZLIB_HEADER], "big") % 31 == 0
