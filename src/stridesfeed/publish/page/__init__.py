"""
The page for people beside a feed: what it is, where it is, and what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import attrs

from stridesfeed import iri, rules
from stridesfeed.body import CleanFeed
from stridesfeed.body.urls import readable
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FieldError, InvalidError, UnknownNameError
from stridesfeed.model import Feed
from stridesfeed.publish.page.direction import direction
from stridesfeed.publish.page.entries import entry
from stridesfeed.publish.page.html import Html
from stridesfeed.publish.page.readers import READERS, in_application, subscribe
from stridesfeed.publish.page.security import security_policy
from stridesfeed.publish.page.theme import Theme
from stridesfeed.publish.page.words import Words, words

__all__ = ["FILE_NAME", "MEDIA_TYPE", "page"]

#: What the file is usually called.
FILE_NAME = "feed.html"

#: As servers have to say it.
MEDIA_TYPE = "text/html; charset=utf-8"

_NO_THEME: Mapping[str, str] = {}


@attrs.frozen(kw_only=True)
class Document:
    """
    A document of the feed: how people call its format, and where it is.
    """

    name: str
    title: str
    media_type: str
    url: str


@attrs.frozen(kw_only=True)
class Reader:
    """
    A feed reader, and the link that subscribes in it.
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
    The page of *feed* as HTML: the same bytes for the same feed, with no script that it needs and nothing that it fetches but pictures.

    *documents* are the addresses of the feed by format, and *url* is the page's own. The first *latest* articles can be read on it, with bodies
    as they are in *feed*: :func:`~stridesfeed.body.compose` puts sources and related links into them. *theme* gives variables of the style
    sheet (:data:`stridesfeed.publish.page.theme.DEFAULT` has them all); *template* is a Jinja template in place of ours.

    Raises :class:`~stridesfeed.errors.InvalidError` for an address, a number or a theme that cannot be,
    :class:`~stridesfeed.errors.UnknownNameError` for a format that does not exist, :class:`~stridesfeed.errors.InvalidFilesError` for what is
    wrong in a template, and :class:`~stridesfeed.errors.MissingExtraError` where Jinja is not installed.
    """
    from stridesfeed.publish.page import _jinja2  # noqa: PLC0415  # an extra: only for who wants a page

    _check(documents, url, latest)
    values = _values(feed, _documents(documents), url, latest)
    values["style"] = Html(Theme.of(theme).css + _text("page.css"))
    return _jinja2.render(template, values).encode()


def _check(documents: Mapping[str, str], url: str, latest: int) -> None:
    for name in documents:
        if name not in FORMATS:
            raise UnknownNameError("format", name, FORMATS)
    wrong = [FieldError("page", field, rule) for field, rule in _faults(documents, url, latest)]
    if wrong:
        raise InvalidError.of("page", wrong)


def _faults(documents: Mapping[str, str], url: str, latest: int) -> Iterator[tuple[str, str]]:
    is_address = rules.address(iri.WEB)
    for field, address in (("url", url), *((f"documents[{name!r}]", address) for name, address in documents.items())):
        if rule := is_address(address):
            yield field, rule
    if latest < 0:
        yield "latest", f"must be 0 or more, not {latest}"


def _documents(addresses: Mapping[str, str]) -> tuple[Document, ...]:
    """
    The documents in the order of the table of formats, whatever the order of the mapping.
    """
    return tuple(
        Document(name=known.name, title=known.title, media_type=known.media_type, url=iri.to_uri(addresses[known.name]))
        for known in FORMATS.values()
        if known.name in addresses
    )


def _values(feed: Feed, documents: tuple[Document, ...], url: str, latest: int) -> dict[str, object]:
    """
    What a template may show.
    """
    said = words(feed.language)
    return {
        "feed": attrs.evolve(feed, articles=()),
        "feed_direction": direction(feed.language) if feed.language else "auto",
        "home": readable(feed.url),
        "updated": feed.updated,
        "url": iri.to_uri(url),
        "words": said,
        "direction": direction(said.language),
        "documents": documents,
        "readers": tuple(_readers(documents, said)),
        "latest": latest,
        "articles": tuple(entry(article, feed, table=said.table) for article in feed.articles[:latest]),
        "script": Html(_text("copy.js")),
        "security_policy": security_policy,
    }


def _readers(documents: Iterable[Document], said: Words) -> Iterator[Reader]:
    """
    Links that subscribe to the first of *documents*.
    """
    for document in tuple(documents)[:1]:
        yield from (Reader(name=name, url=subscribe(name, document.url)) for name in READERS)
        yield Reader(name=said.app, url=in_application(document.url))


@cache
def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
