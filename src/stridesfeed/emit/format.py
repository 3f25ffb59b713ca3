"""
What a format is: a name, a media type, a function that writes a document, and what it has no place for.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from stridesfeed.body import CleanFeed
from stridesfeed.emit.losses import Loss
from stridesfeed.model import Link
from stridesfeed.options import Options


@attrs.frozen(kw_only=True)
class Place:
    """
    Where a document is to be served: its own address, and those of the same feed in other formats.
    """

    url: str | None = None
    alternates: tuple[Link, ...] = ()


@attrs.frozen(kw_only=True)
class Format:
    """
    One way to write a feed.
    """

    #: As ``render`` takes it: "rss".
    name: str

    #: As people call it: "RSS 2.0".
    title: str

    #: As servers have to say it.
    media_type: str

    #: What the file is usually called.
    file_name: str

    #: A feed whose bodies are clean, as a document.
    write: Callable[[CleanFeed, Place, Options], bytes]

    #: What the format has no place for.
    losses: tuple[Loss, ...]
