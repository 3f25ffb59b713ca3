"""
The door to brotli, an optional extra that compresses better than gzip.
"""

from __future__ import annotations

from stridesfeed.errors import MissingExtraError


def brotli(content: bytes) -> bytes:
    """
    Compress *content* with Brotli (RFC 7932), level 11. The same version of the library always returns the same bytes.
    """
    try:
        import brotli as module  # noqa: PLC0415 - an extra: only needed for .br files
    except ImportError as error:
        raise MissingExtraError("Compressing with Brotli", "brotli") from error
    compressed: bytes = module.compress(content, mode=module.MODE_TEXT, quality=11)
    return compressed
