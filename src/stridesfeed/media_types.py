"""
Media types by file suffix. This is our own table because those of operating systems differ.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

_TYPES = {
    "aac": "audio/aac",
    "avif": "image/avif",
    "css": "text/css",
    "csv": "text/csv",
    "epub": "application/epub+zip",
    "flac": "audio/flac",
    "gif": "image/gif",
    "gz": "application/gzip",
    "htm": "text/html",
    "html": "text/html",
    "ico": "image/vnd.microsoft.icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "m4a": "audio/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "mjs": "text/javascript",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "opus": "audio/ogg",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "png": "image/png",
    "srt": "application/x-subrip",
    "svg": "image/svg+xml",
    "tar": "application/x-tar",
    "ttf": "font/ttf",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xml": "application/xml",
    "zip": "application/zip",
}


def media_type_of(url: str) -> str | None:
    """
    Return the media type for the suffix of *url*; ``None`` if it is unknown.

    >>> media_type_of("https://example.org/ep1.MP3?from=feed")
    'audio/mpeg'
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    return _TYPES.get(PurePosixPath(path).suffix[1:].lower())
