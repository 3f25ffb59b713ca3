"""
A feed or export in a file or at a URL, and lists of feeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from stridesfeed import iri
from stridesfeed.decoding import decode
from stridesfeed.errors import FileError, OutputError, WebError
from stridesfeed.web import fetch
from stridesfeed.xml_tree import XmlElement, parse_xml

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


def feeds_of_opml(path: Path) -> Iterator[str]:
    """
    Yield the URLs of the feeds in an OPML file, each once. Raises :class:`FileError` if it is not OPML.
    """
    try:
        root = parse_xml(decode(path.read_bytes()).text).root
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}") from error
    if root is None or root.name != "opml":
        raise FileError(path.as_posix(), None, None, "is not OPML: name a list of feeds that a reader exported")
    urls = (outline.get("xmlUrl") or outline.get("xmlurl") for outline in _outlines(root))
    yield from dict.fromkeys(url.strip() for url in urls if url and iri.scheme(url.strip()) in iri.WEB)


def _outlines(element: XmlElement) -> Iterator[XmlElement]:
    for child in element.children:
        if child.name == "outline":
            yield child
        yield from _outlines(child)
