"""
Check feeds, OPML and sitemaps at URLs: the documents, and how the server sends them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import attrs

from stridesfeed.checks.documents import MAX_BYTES, check_document
from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.served.rules import RULES
from stridesfeed.checks.served.served_feed import FEED_TYPES, ServedFeed, feeds_of_page
from stridesfeed.decoding import decode
from stridesfeed.errors import InvalidFilesError, WebError
from stridesfeed.parsing import parse
from stridesfeed.web import Response, fetch

__all__ = ["RULES", "ServedDocument", "check_url"]

#: Sends a GET request with these headers, and returns the response.
Get = Callable[[str, Mapping[str, str]], Response]

#: What readers send.
_ACCEPT = {"Accept": ", ".join((*FEED_TYPES, "application/xml;q=0.9", "application/json;q=0.8", "text/xml;q=0.8", "*/*;q=0.5"))}

#: In seconds, for each request.
_TIMEOUT = 30.0

#: The maximum number of feeds of a page that are checked.
_MAX_FEEDS = 5

_ROOTS = re.compile(rb"<(?:[\w.-]+:)?(?P<root>rss|RDF|feed|opml|urlset|sitemapindex|html)\b|<!doctype\s+(?P<page>html)", re.IGNORECASE)
_KINDS = {b"rss": "rss", b"rdf": "rss", b"feed": "atom", b"opml": "opml", b"urlset": "sitemap", b"sitemapindex": "sitemap", b"html": "html"}
_XML_ENCODING = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)")


@attrs.frozen(kw_only=True)
class ServedDocument:
    """
    A feed that was fetched, and the findings about it.
    """

    #: The URL that responded, after redirects.
    url: str

    #: Empty if there was no response.
    content: bytes

    #: The findings, each with the URL as its path.
    findings: tuple[Finding, ...]


def check_url(url: str, *, as_of: datetime | None = None, allow_private: bool = False, get: Get | None = None) -> tuple[ServedDocument, ...]:
    """
    Fetch the feed at *url* and return the findings about its document and about the server. For a page, the feeds that it links to are checked,
    five at most.

    *as_of* is the time of the check, for dates in the future. Servers on this machine and in its network are refused unless *allow_private*.
    *get* sends the requests instead: at most four for each feed, to the feed, again with its ETag, to robots.txt, and to the home page.

    Never raises for what a server sends: a server that cannot be reached is a finding, ``http-status``.
    """
    get = get or partial(_get, allow_private=allow_private)
    return tuple(_check(url, get, as_of, follow=True))


def _get(url: str, headers: Mapping[str, str], *, allow_private: bool) -> Response:
    return fetch(url, max_bytes=MAX_BYTES, timeout=_TIMEOUT, headers=headers, allow_private=allow_private)


def _check(url: str, get: Get, as_of: datetime | None, *, follow: bool) -> Iterator[ServedDocument]:
    try:
        response = get(url, _ACCEPT)
    except WebError as error:
        finding = Finding(code="http-status", level="error", message=f"{error.rule}: check the URL, and that the server runs", path=url)
        yield ServedDocument(url=url, content=b"", findings=(finding,))
        return
    kind = _kind(response.content)
    linked = tuple(feeds_of_page(decode(response.content).text, response.url)) if kind == "html" else None
    if linked and follow and response.is_success:
        for each in linked[:_MAX_FEEDS]:
            yield from _check(each, get, as_of, follow=False)
        return
    served = ServedFeed(url=url, response=response, kind=kind, linked_feeds=linked)
    findings: tuple[Finding, ...] = ()
    if response.is_success and kind not in {None, "html"}:
        served = _with_surroundings(served, get)
        findings = check_document(response.content, response.url, url=response.url, as_of=as_of)
    about_server = (attrs.evolve(finding, path=response.url) for rule in RULES.values() for finding in rule.findings(served))
    yield ServedDocument(url=response.url, content=response.content, findings=sort_findings((*about_server, *findings)))


def _kind(content: bytes) -> str | None:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "json"
    found = _ROOTS.search(content)
    return _KINDS[(found["root"] or found["page"]).lower()] if found else None


def _with_surroundings(served: ServedFeed, get: Get) -> ServedFeed:
    """
    Return *served* with the results of the further requests. Those that fail are as if nothing was said.
    """
    response = served.response
    declared = _XML_ENCODING.search(response.content[:200])
    home = _home_page(response)
    page = _try(get, home, {}) if home else None
    return attrs.evolve(
        served,
        own_charset=declared[1].decode().lower() if declared else None,
        conditional_status=_conditional_status(response, get),
        allowed_by_robots=_is_allowed(response.url, get),
        home=home,
        linked_feeds=tuple(feeds_of_page(decode(page.content).text, page.url)) if page and page.is_success else None,
    )


def _conditional_status(response: Response, get: Get) -> int | None:
    headers = response.headers
    known = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
    conditions = {condition: headers[name] for name, condition in known if headers.get(name)}
    answer = _try(get, response.url, {**_ACCEPT, **conditions}) if conditions else None
    return answer.status if answer else None


def _is_allowed(url: str, get: Get) -> bool:
    robots = _try(get, urljoin(url, "/robots.txt"), {})
    if robots is None or not robots.is_success:
        return True
    parser = RobotFileParser()
    parser.parse(decode(robots.content).text.splitlines())
    return parser.can_fetch("*", url)


def _home_page(response: Response) -> str | None:
    try:
        return parse(response.content, url=response.url, charset=response.charset).feed.url
    except InvalidFilesError:
        return None


def _try(get: Get, url: str, headers: Mapping[str, str]) -> Response | None:
    try:
        return get(url, headers)
    except WebError:
        return None
