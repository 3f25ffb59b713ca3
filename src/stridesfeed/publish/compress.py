"""
Compress documents ahead of time, for servers that send compressed files as they are: smaller than when compressed on the fly, and cheaper.
"""

from __future__ import annotations

import gzip as _gzip
import io
from collections.abc import Callable, Iterable, Mapping

from stridesfeed.errors import UnknownNameError
from stridesfeed.publish._brotli import brotli


def gzip(content: bytes) -> bytes:
    """
    Compress *content* with gzip (RFC 1952), level 9, without file name and time: the same zlib always returns the same bytes.
    """
    buffer = io.BytesIO()
    with _gzip.GzipFile(filename="", fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


#: TABLE of encodings: the suffix that servers look for, the media type, and the function that compresses.
ENCODINGS: Mapping[str, tuple[str, str, Callable[[bytes], bytes]]] = {
    "gzip": (".gz", "application/gzip", gzip),
    "brotli": (".br", "application/octet-stream", brotli),
}

#: The suffixes of compressed files.
SUFFIXES = tuple(suffix for suffix, _, _ in ENCODINGS.values())


def compressed(documents: Mapping[str, bytes], encodings: Iterable[str]) -> dict[str, tuple[bytes, str]]:
    """
    Return the compressed forms of *documents* by path, each with its media type.

    Brotli is an optional extra: :class:`MissingExtraError` is raised if it is not installed.
    """
    chosen = []
    for name in encodings:
        if name not in ENCODINGS:
            raise UnknownNameError("encoding", name, ENCODINGS)
        chosen.append(ENCODINGS[name])
    return {path + suffix: (compress(content), type_) for path, content in documents.items() for suffix, type_, compress in chosen}
