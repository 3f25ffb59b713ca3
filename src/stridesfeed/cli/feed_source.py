"""
A feed or export in a file or at a URL.
"""

from __future__ import annotations

from pathlib import Path

import attrs

from stridesfeed import iri
from stridesfeed.errors import OutputError, WebError
from stridesfeed.web import fetch

#: The default limit of its size in bytes: exports of large sites reach this size.
MAX_BYTES = 50_000_000

#: In seconds.
_TIMEOUT = 60.0


@attrs.frozen(kw_only=True)
class FeedSource:
    """
    A feed or export.
    """

    content: bytes

    #: A path or URL.
    name: str

    charset: str | None = None

    #: The URL that it was read from.
    url: str | None = None


def read_feed(feed: str, *, allow_private: bool, max_bytes: int) -> FeedSource:
    """
    Read a file or URL. Raises :class:`WebError` or :class:`OutputError`.
    """
    if iri.scheme(feed) in iri.WEB:
        response = fetch(feed, max_bytes=max_bytes, timeout=_TIMEOUT, allow_private=allow_private)
        if not response.is_success:
            raise WebError(response.url, f"the server responded with status {response.status}")
        return FeedSource(content=response.content, name=response.url, charset=response.charset, url=response.url)
    path = Path(feed)
    try:
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise OutputError(f"{feed}: no such file; a URL starts with https:// or http://") from error
    except IsADirectoryError as error:
        raise OutputError(f"{path}: is a folder: name a file or a URL") from error
    except OSError as error:
        raise OutputError(f"{feed}: cannot be read: {error.strerror}") from error
    if len(content) > max_bytes:
        raise OutputError(f"{feed}: is larger than {max_bytes} bytes: allow more with --max-bytes")
    return FeedSource(content=content, name=feed)
