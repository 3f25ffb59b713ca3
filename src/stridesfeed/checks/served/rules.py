"""
Rules about the response of a server that sends a feed.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from stridesfeed.checks.rule import Found, table
from stridesfeed.checks.served.served_feed import ServedFeed

#: The media types that readers accept for each kind of document, the registered one first.
_MEDIA_TYPES = {
    "rss": ("application/rss+xml", "application/xml", "text/xml"),
    "atom": ("application/atom+xml", "application/xml", "text/xml"),
    "json": ("application/feed+json", "application/json"),
}

#: In bytes: compression pays from here on, and readers that poll hourly notice a document of that size.
_SMALL, _LARGE = 2_000, 2_000_000

_PERMANENT = frozenset({301, 308})


def http_status(served: ServedFeed) -> Iterator[Found]:
    """
    The server answers with an error. Readers show nothing, and many unsubscribe after some days; at 410 at once.

    RFC 9110, 15.

    Fix: Publish the feed at this URL, or redirect the URL permanently to the new one.
    """
    if not served.response.is_success:
        yield Found(f"the server answers with status {served.response.status}: publish the feed here, or redirect the URL to the new one")


def http_not_a_feed(served: ServedFeed) -> Iterator[Found]:
    """
    The document at the URL is no feed, and no page that links to one.

    RFC 4287, 1; RSS 2.0; JSON Feed 1.1.

    Fix: Give the URL of the feed, or link to it from the page with <link rel="alternate" type="application/rss+xml" href="…">.
    """
    if served.response.is_success and served.kind == "html" and not served.linked_feeds:
        yield Found('this is a page that links to no feed: add <link rel="alternate" type="application/rss+xml" href="…"> to it')
    elif served.response.is_success and served.kind is None:
        yield Found("this is neither a feed nor a page: give the URL of a feed")


def http_media_type(served: ServedFeed) -> Iterator[Found]:
    """
    The Content-Type is not that of a feed. Browsers show or download the file, and strict readers refuse it.

    RFC 4287, 7; RFC 7303; JSON Feed 1.1, "Mime type".

    Fix: Configure the server to send the registered media type.
    """
    known = _MEDIA_TYPES.get(served.kind or "")
    given = served.response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if known and given not in known:
        yield Found(f"Content-Type is {given or 'missing'!r}: configure the server to send {known[0]}")


def http_charset(served: ServedFeed) -> Iterator[Found]:
    """
    Content-Type and document name different charsets. The one in Content-Type wins, so letters other than those of English are garbled.

    RFC 7303, 3.

    Fix: Remove the charset from Content-Type, or send charset=utf-8 and write UTF-8.
    """
    given = (served.response.charset or "").lower()
    if served.own_charset and given and given != served.own_charset:
        yield Found(f"Content-Type has charset={given}, and the document says {served.own_charset}: name the same charset in both")


def http_redirect(served: ServedFeed) -> Iterator[Found]:
    """
    The URL redirects permanently. Each request of each reader takes twice as long, and the redirect must stay as long as anybody uses the URL.

    RFC 9110, 15.4.2.

    Fix: Link to the new URL everywhere.
    """
    if served.response.redirects and all(status in _PERMANENT for status, _ in served.response.redirects):
        yield Found(f"moved permanently to {served.response.url}: link to that URL")


def http_redirect_temporary(served: ServedFeed) -> Iterator[Found]:
    """
    The URL redirects temporarily. Readers must never store the new URL, so every request is two.

    RFC 9110, 15.4.3.

    Fix: If the feed has moved, redirect with status 301.
    """
    if any(status not in _PERMANENT for status, _ in served.response.redirects):
        yield Found(f"redirects temporarily to {served.response.url}: if the feed has moved, redirect with status 301")


def http_insecure(served: ServedFeed) -> Iterator[Found]:
    """
    The feed is served without encryption. Networks can read and change it, and directories of podcasts and news refuse it.

    RFC 9110, 4.2.2.

    Fix: Serve it by https, and redirect from http.
    """
    insecure = [url for url in (*(url for _, url in served.response.redirects), served.response.url) if urlsplit(url).scheme == "http"]
    if insecure and served.response.url in insecure:
        yield Found("served by http: serve the feed by https, and redirect http to it")
    elif insecure and urlsplit(served.url).scheme == "https":
        yield Found(f"redirects through {insecure[0]}, which is not encrypted: redirect to https only")


def http_validator_missing(served: ServedFeed) -> Iterator[Found]:
    """
    The response has neither ETag nor Last-Modified. Every reader loads the whole feed each time, and some hosts block readers that do.

    RFC 9110, 8.8.

    Fix: Serve the feed as a static file, or send an ETag.
    """
    if served.kind in _MEDIA_TYPES and served.conditional_status is None:
        yield Found("neither ETag nor Last-Modified: serve the feed as a static file, or send an ETag")


def http_condition_ignored(served: ServedFeed) -> Iterator[Found]:
    """
    The server sends an ETag or Last-Modified, but answers a conditional request with the whole document.

    RFC 9110, 13.

    Fix: Answer 304 if the tag or date of the request is the current one; look for a proxy or plug-in that changes each response.
    """
    if served.conditional_status is not None and 200 <= served.conditional_status < 300:
        yield Found(f"status {served.conditional_status} for a request with the current ETag or date: answer 304")


def http_not_compressed(served: ServedFeed) -> Iterator[Found]:
    """
    The response is not compressed. Feeds become four to eight times smaller.

    RFC 9110, 8.4.

    Fix: Turn on gzip for the media types of feeds.
    """
    if served.kind in _MEDIA_TYPES and len(served.response.content) > _SMALL and "content-encoding" not in served.response.headers:
        size = len(served.response.content)
        yield Found(f"{size:,} bytes without compression: turn on gzip for {served.response.headers.get('content-type', 'this media type')}")


def http_too_large(served: ServedFeed) -> Iterator[Found]:
    """
    The document is larger than 2 MB. Aggregators cut it or refuse it.

    No specification forbids it.

    Fix: Publish fewer articles, and the older ones in archives.
    """
    if served.kind in _MEDIA_TYPES and len(served.response.content) > _LARGE:
        yield Found(f"{len(served.response.content):,} bytes, and aggregators expect at most {_LARGE:,}: publish fewer articles")


def http_not_stored(served: ServedFeed) -> Iterator[Found]:
    """
    Cache-Control forbids storing the feed, so that readers that share a cache load it again and again.

    RFC 9111, 5.2.2.

    Fix: Send Cache-Control: public, max-age=300.
    """
    directives = {part.partition("=")[0].strip().lower() for part in served.response.headers.get("cache-control", "").split(",")}
    if served.kind in _MEDIA_TYPES and "no-store" in directives:
        yield Found("Cache-Control has no-store: send public, max-age=300")


def http_robots(served: ServedFeed) -> Iterator[Found]:
    """
    robots.txt forbids all programs to fetch the feed. Aggregators that follow it do not read the feed.

    RFC 9309, 2.2.2.

    Fix: Allow the URL in robots.txt.
    """
    if not served.allowed_by_robots:
        yield Found("robots.txt forbids all programs to fetch it: add an Allow line")


def http_autodiscovery_missing(served: ServedFeed) -> Iterator[Found]:
    """
    The home page does not link to the feed. Readers find no feed when people give them the address of the site.

    HTML, 4.6.7.2 (rel="alternate").

    Fix: Add <link rel="alternate" type="application/rss+xml" title="…" href="…"> to all pages.
    """
    if served.home and served.kind in _MEDIA_TYPES and served.linked_feeds is not None:
        addresses = {served.url, served.response.url}
        if not addresses & {*served.linked_feeds}:
            media_type = _MEDIA_TYPES[served.kind or ""][0]
            yield Found(f'{served.home} does not link to it: add <link rel="alternate" type="{media_type}" href="{served.response.url}">')


RULES = table(
    errors=[http_status, http_not_a_feed],
    warnings=[http_media_type, http_charset, http_validator_missing, http_condition_ignored, http_too_large, http_robots],
    hints=[
        http_redirect,
        http_redirect_temporary,
        http_insecure,
        http_not_compressed,
        http_not_stored,
        http_autodiscovery_missing,
    ],
)
