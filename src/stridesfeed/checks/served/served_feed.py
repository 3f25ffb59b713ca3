"""
A feed as a server sends it: the response, and what else the server and the site's home page say about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin

import attrs

from stridesfeed.web import Response

#: The media types of links to feeds (https://html.spec.whatwg.org/#link-type-alternate), by format.
FEED_TYPES = {"application/rss+xml": "rss", "application/atom+xml": "atom", "application/feed+json": "json"}


@attrs.frozen(kw_only=True)
class ServedFeed:
    """
    A feed at a URL.
    """

    #: The URL that was requested.
    url: str

    #: The response of the last server, after redirects.
    response: Response

    #: "rss", "atom" or "json"; "opml" or "sitemap"; "html" for a page; ``None`` for anything else.
    kind: str | None

    #: The charset that the document itself declares, in lower case.
    own_charset: str | None = None

    #: The status of a second request with If-None-Match or If-Modified-Since; ``None`` if the first response has neither date nor tag.
    conditional_status: int | None = None

    #: Whether robots.txt allows all programs to fetch it.
    allowed_by_robots: bool = True

    #: The home page that the feed names, and the feeds to which that page links; ``None`` if it has none or it was not read.
    home: str | None = None
    linked_feeds: tuple[str, ...] | None = None


class _Links(HTMLParser):
    """
    Collects the links to feeds in a page.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._base = url
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """
        Note the target of a ``link`` to a feed, and of ``base``.
        """
        given = {name: value or "" for name, value in attrs}
        if tag == "base" and given.get("href"):
            self._base = urljoin(self._base, given["href"])
        is_feed = "alternate" in given.get("rel", "").lower().split() and given.get("type", "").partition(";")[0].strip().lower() in FEED_TYPES
        if tag in {"a", "link"} and is_feed and given.get("href"):
            self.found.append(urljoin(self._base, given["href"].strip()))


def feeds_of_page(html: str, url: str) -> Iterator[str]:
    """
    Yield the URLs of the feeds to which a page at *url* links, each once.
    """
    parser = _Links(url)
    parser.feed(html)
    yield from dict.fromkeys(parser.found)
