"""
Documents compressed before anybody asks, for servers that send such files as they are: smaller than what they make themselves, and for nothing.
"""

from __future__ import annotations

import gzip as _gzip
import io
from collections.abc import Callable, Iterable, Mapping

from stridesfeed.errors import UnknownNameError
from stridesfeed.publish._brotli import brotli


def gzip(content: bytes) -> bytes:
    """
    *content* as gzip (RFC 1952) of level 9, without a name and a moment: the same bytes whenever and wherever the same zlib makes them.
    """
    buffer = io.BytesIO()
    with _gzip.GzipFile(filename="", fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


#: The ways to compress, by name, each with the end of its files' names, which is what servers look for, and their media type.
ENCODINGS: Mapping[str, tuple[str, str, Callable[[bytes], bytes]]] = {
    "gzip": (".gz", "application/gzip", gzip),
    "brotli": (".br", "application/octet-stream", brotli),
}

#: The ends of the names of compressed files.
SUFFIXES = tuple(suffix for suffix, _, _ in ENCODINGS.values())


def compressed(documents: Mapping[str, bytes], encodings: Iterable[str]) -> dict[str, tuple[bytes, str]]:
    """
    The compressed forms of *documents*, by their paths, each with its media type.

    Brotli is an extra: :class:`MissingExtraError` says what to install.
    """
    chosen = [_encoding(name) for name in encodings]
    return {path + suffix: (compress(content), type_) for path, content in documents.items() for suffix, type_, compress in chosen}


def _encoding(name: str) -> tuple[str, str, Callable[[bytes], bytes]]:
    if name not in ENCODINGS:
        raise UnknownNameError("encoding", name, ENCODINGS)
    return ENCODINGS[name]
