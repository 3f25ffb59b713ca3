"""
Feed readers that take an address from a link, so that one click subscribes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

#: What stands before the address, percent-encoded, by the name of the reader: as its maker's own pages, extensions or source have it, or, of
#: Feedly and Inoreader, as it is in use.
READERS: Mapping[str, str] = MappingProxyType(
    {
        "Feedly": "https://feedly.com/i/subscription/feed%2F",
        "Inoreader": "https://www.inoreader.com/?add_feed=",
        "NewsBlur": "https://www.newsblur.com/?url=",
        "The Old Reader": "https://theoldreader.com/feeds/subscribe?url=",
        "Feedbin": "https://feedbin.com/?subscribe=",
        "Unread": "unread://feeds?url=",
    }
)


def subscribe(name: str, address: str) -> str:
    """
    The link that subscribes to *address* in the reader *name*.

    >>> subscribe("NewsBlur", "https://strides.example/feed.xml?a=1")
    'https://www.newsblur.com/?url=https%3A%2F%2Fstrides.example%2Ffeed.xml%3Fa%3D1'
    """
    return READERS[name] + quote(address, safe="")


def in_application(address: str) -> str:
    """
    The link that opens *address* in the application that the device has for feeds; NetNewsWire is one (draft-obasanjo-feed-URI-scheme-02).

    >>> in_application("https://strides.example/feed.xml")
    'feed:https://strides.example/feed.xml'
    """
    return f"feed:{address}"
