"""
The door to brotli, an extra: a smaller form of a document than gzip's.
"""

from __future__ import annotations

from typing import Any

from stridesfeed.errors import MissingExtraError


def brotli(content: bytes) -> bytes:
    """
    *content* as Brotli (RFC 7932), as small as it gets; the same bytes for the same version of the library.
    """
    compressed: bytes = _module().compress(content, mode=_module().MODE_TEXT, quality=11)
    return compressed


def _module() -> Any:
    try:
        import brotli  # noqa: PLC0415 - an extra: only who asks for .br files needs it
    except ImportError as error:
        raise MissingExtraError("Compressing with Brotli", "brotli") from error
    return brotli
