"""
A web page for people that explains a feed: what it is, its addresses, links to subscribe, and the latest articles.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Literal
from urllib.parse import quote

import attrs

from stridesfeed import iri, rules
from stridesfeed.body import CleanFeed
from stridesfeed.body.tokens import EndTag, StartTag, Token, tokenize
from stridesfeed.body.tree import escape, start_tag
from stridesfeed.body.urls import display_url
from stridesfeed.dates import whole_utc
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FieldError, InvalidError, UnknownNameError
from stridesfeed.model import Article, Feed
from stridesfeed.publish.page.reading_time import reading_minutes
from stridesfeed.publish.page.theme import Theme
from stridesfeed.publish.page.words import direction, words
from stridesfeed.text import name_set

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

#: Characters of a hash that distinguish the articles of one page.
_ANCHOR_LENGTH = 10

_HEADINGS = name_set("h1 h2 h3 h4 h5 h6")

#: The levels of headings in bodies. The article's title is a heading of level 3.
_FIRST_LEVEL = 4
_LAST_LEVEL = 6

#: Landmarks of the whole page, which bodies must not repeat.
_PAGE_LANDMARKS = frozenset({"main", "nav"})

_MEDIA = frozenset({"audio", "video"})

_NO_THEME: Mapping[str, str] = {}


class Html(str):
    """
    HTML that is safe to output. Templates escape all other text.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """
        Return the HTML unescaped; template languages call this.
        """
        return str(self)


@attrs.frozen(kw_only=True)
class PageAuthor:
    """
    An author of an article.
    """

    name: str

    #: The author's web page, if any.
    url: str | None


@attrs.frozen(kw_only=True)
class PageFile:
    """
    An attachment of an article.
    """

    name: str
    url: str
    media_type: str


@attrs.frozen(kw_only=True)
class PageArticle:
    """
    An article on the page. Templates output its fields as they are.
    """

    #: The element id on the page, the same in every build.
    anchor: str

    #: Empty if the article has no page.
    url: str

    #: Of an article without a title, its summary.
    title: str

    #: ``None`` if neither the article nor the feed has a language.
    language: str | None
    direction: Literal["ltr", "rtl", "auto"]

    #: ``None`` if the article has no date.
    published: datetime | None

    #: ``None`` if the article was not updated after the day of publication.
    updated: datetime | None

    authors: tuple[PageAuthor, ...]
    categories: tuple[str, ...]

    #: The reading time in minutes; ``None`` if there is no text.
    minutes: int | None

    summary: str | None

    #: ``None`` if the article has no content.
    body: Html | None

    files: tuple[PageFile, ...]


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
    return _jinja2.render(template, "stridesfeed/feed.html", values).encode()


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


def page_article(article: Article, feed: Feed, *, table_label: str) -> PageArticle:
    """
    Return *article* of *feed* as templates need it. Screen readers announce its wide tables as *table_label*.
    """
    language = feed.language_of(article)
    anchor = f"a{hashlib.sha256(article.id.encode()).hexdigest()[:_ANCHOR_LENGTH]}"
    return PageArticle(
        anchor=anchor,
        url=article.address,
        title=article.name,
        language=language,
        direction=direction(language) if language else "auto",
        published=article.published,
        updated=_later_update(article),
        authors=tuple(
            PageAuthor(name=person.name, url=person.uri if person.uri and iri.scheme(person.uri) in iri.WEB else None)
            for person in article.authors or feed.authors
        ),
        categories=tuple(dict.fromkeys(category.name for category in article.categories)),
        minutes=reading_minutes(article),
        summary=article.summary,
        body=page_body(article.content, anchor=anchor, url=article.address, table_label=table_label) if article.content else None,
        files=tuple(
            PageFile(name=attachment.title or display_url(attachment.url).rpartition("/")[2], url=attachment.url, media_type=attachment.type)
            for attachment in article.files
        ),
    )


def _later_update(article: Article) -> datetime | None:
    """
    Return the date of the last change if it is after the day of publication.
    """
    updated, published = article.updated, article.published
    return updated if updated and published and whole_utc(updated).date() > whole_utc(published).date() else None


def page_body(body: str, *, anchor: str, url: str, table_label: str) -> Html:
    """
    Adapt the clean *body* of the article at *url* to a page with several articles: ids get the prefix *anchor*, headings fit below the title.

    Links to a place in the body lead to that place on the page, not to the article's own page. Images, audio and video are loaded on demand.
    A table that is wider than the page scrolls on its own, also by keyboard, and screen readers announce it as *table_label*.
    """
    found = list(_without_empty_headers(tokenize(body)))
    ids = frozenset(token.attributes["id"] for token in found if isinstance(token, StartTag) and "id" in token.attributes)
    writer = _BodyWriter(anchor=anchor, url=url, table_label=table_label, ids=ids)
    return Html("".join(piece for token in found for piece in writer.write(token)))


def _without_empty_headers(found: Iterable[Token]) -> Iterator[Token]:
    """
    Turn empty header cells, such as the corner of a table, into data cells: screen readers would announce a header without text.
    """
    opened: StartTag | None = None
    for token in found:
        if opened and token == EndTag("th"):
            yield opened._replace(name="td")
            yield EndTag("td")
            opened = None
            continue
        if opened:
            yield opened
        opened = token if isinstance(token, StartTag) and token.name == "th" else None
        if not opened:
            yield token


@attrs.define(kw_only=True)
class _BodyWriter:
    """
    Writes the tokens of one body, in order.
    """

    anchor: str
    url: str
    table_label: str
    ids: frozenset[str]

    #: The original levels of the current heading and of those above it.
    _outline: list[int] = attrs.field(factory=list, init=False)

    _open_tables: int = attrs.field(default=0, init=False)

    def write(self, token: Token) -> Iterator[str]:
        if isinstance(token, str):
            yield escape(token)
        elif isinstance(token, StartTag):
            yield from self._start(token)
        else:
            yield f"</{self._name(token.name)}>"
            if token.name == "table":
                self._open_tables -= 1
                if self._open_tables == 0:
                    yield "</div>"

    def _start(self, token: StartTag) -> Iterator[str]:
        if token.name == "table":
            self._open_tables += 1
            if self._open_tables == 1:
                yield start_tag("div", {"class": "wide", "role": "group", "aria-label": self.table_label, "tabindex": "0"})
        if token.name in _HEADINGS:
            level = int(token.name[1])
            while self._outline and self._outline[-1] >= level:
                self._outline.pop()
            self._outline.append(level)
        attributes = {name: self._attribute(name, value) for name, value in token.attributes.items()}
        if token.name == "img":
            attributes = {"alt": "", **attributes, "loading": "lazy", "decoding": "async"}
        if token.name in _MEDIA:
            attributes |= {"preload": "none"}
        yield start_tag(self._name(token.name), attributes)

    def _name(self, name: str) -> str:
        """
        Return the element name to write. A heading is one level below the heading above it; its original level is ignored.
        """
        if name in _HEADINGS:
            return f"h{min(_FIRST_LEVEL - 1 + len(self._outline), _LAST_LEVEL)}"
        return "div" if name in _PAGE_LANDMARKS else name

    def _attribute(self, name: str, value: str) -> str:
        if name == "id":
            return f"{self.anchor}-{value}"
        if name == "headers":
            return " ".join(f"{self.anchor}-{id_}" for id_ in value.split())
        if name == "href":
            page, mark, fragment = value.rpartition("#")
            return f"#{self.anchor}-{fragment}" if mark and page in {"", self.url} and fragment in self.ids else value
        return value


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
