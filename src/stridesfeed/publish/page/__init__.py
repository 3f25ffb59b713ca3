"""
A web page for people that explains a feed: what it is, its addresses, links to subscribe, and the latest articles.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

import attrs

from stridesfeed import iri, rules
from stridesfeed.body import CleanFeed
from stridesfeed.body.urls import display_url
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FieldError, InvalidError, UnknownNameError
from stridesfeed.model import Feed
from stridesfeed.publish.page.articles import Html, page_article
from stridesfeed.publish.page.theme import Theme
from stridesfeed.publish.page.words import direction, words

__all__ = ["FILE_NAME", "MEDIA_TYPE", "READERS", "page", "security_policy"]

#: The default file name.
FILE_NAME = "feed.html"

#: The media type to serve the page with.
MEDIA_TYPE = "text/html; charset=utf-8"

#: TABLE of feed readers with the URL that subscribes to a feed when the feed's percent-encoded URL is appended. The URLs are from the makers'
#: own pages, extensions or source code, or, for Feedly and Inoreader, from common use.
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

_NO_THEME: Mapping[str, str] = {}


@attrs.frozen(kw_only=True)
class FeedLink:
    """
    A document of the feed, with the name, title and media type of its format.
    """

    name: str
    title: str
    media_type: str
    url: str


@attrs.frozen(kw_only=True)
class ReaderLink:
    """
    A link that subscribes to the feed in a feed reader.
    """

    name: str
    url: str


def page(
    feed: CleanFeed,
    *,
    documents: Mapping[str, str],
    url: str,
    latest: int = 10,
    theme: Mapping[str, str] = _NO_THEME,
    template: Path | None = None,
) -> bytes:
    """
    Render the page of *feed* as HTML: the same bytes for the same feed. It works without its script and loads only media of articles.

    *documents* are the URLs of the feed by format, and *url* is the URL of the page. The first *latest* articles can be read on it, with bodies
    as they are in *feed*: :func:`~stridesfeed.body.compose` adds sources and related links to them. *theme* sets variables of the style sheet
    (:data:`stridesfeed.publish.page.theme.DEFAULT` lists them all); *template* is a Jinja template that replaces the default one.

    Raises :class:`~stridesfeed.errors.InvalidError` for an invalid URL, number or theme, :class:`~stridesfeed.errors.UnknownNameError` for an
    unknown format, :class:`~stridesfeed.errors.InvalidFilesError` for errors in a template, and
    :class:`~stridesfeed.errors.MissingExtraError` if Jinja is not installed.
    """
    from stridesfeed.publish.page import _jinja2  # noqa: PLC0415  # an extra: only needed for pages

    for name in documents:
        if name not in FORMATS:
            raise UnknownNameError("format", name, FORMATS)
    is_url = rules.address(iri.WEB)
    urls = {"url": url} | {f"documents[{name!r}]": document for name, document in documents.items()}
    faults = [FieldError("page", field, rule) for field, value in urls.items() if (rule := is_url(value))]
    if latest < 0:
        faults.append(FieldError("page", "latest", f"must be 0 or more, not {latest}"))
    if faults:
        raise InvalidError.of("page", faults)
    values = _template_values(feed, documents, url, latest)
    values["style"] = Html(Theme.of(theme).css + _resource("page.css"))
    return _jinja2.render(template, values).encode()


def _template_values(feed: Feed, documents: Mapping[str, str], url: str, latest: int) -> dict[str, object]:
    texts = words(feed.language)
    links = tuple(
        FeedLink(name=format_.name, title=format_.title, media_type=format_.media_type, url=iri.to_uri(documents[format_.name]))
        for format_ in FORMATS.values()
        if format_.name in documents
    )
    readers: list[ReaderLink] = []
    if links:
        readers += (ReaderLink(name=name, url=prefix + quote(links[0].url, safe="")) for name, prefix in READERS.items())
        # For the device's own application (draft-obasanjo-feed-URI-scheme-02); NetNewsWire is one that opens such links.
        readers.append(ReaderLink(name=texts.app, url=f"feed:{links[0].url}"))
    return {
        "feed": attrs.evolve(feed, articles=()),
        "feed_direction": direction(feed.language) if feed.language else "auto",
        "home": display_url(feed.url),
        "updated": feed.updated,
        "url": iri.to_uri(url),
        "words": texts,
        "direction": direction(texts.language),
        "documents": links,
        "readers": tuple(readers),
        "latest": latest,
        "articles": tuple(page_article(article, feed, table_label=texts.table) for article in feed.articles[:latest]),
        "script": Html(_resource("copy.js")),
        "security_policy": security_policy,
    }


def security_policy(style: str, script: str) -> str:
    """
    Return a Content Security Policy for a page with this style sheet and script (CSP Level 3).

    Everything else is forbidden except loading images, audio and video.

    >>> security_policy("", "").partition(";")[0]
    "default-src 'none'"
    """
    style_hash, script_hash = (b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script))
    return (
        "default-src 'none'; img-src https: http:; media-src https: http:; "
        f"style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; base-uri 'none'; form-action 'none'"
    )


@cache
def _resource(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
