"""
The feed and articles of an adopted document, and their builder.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Any, TypeVar
from urllib.parse import quote

import attrs

from stridesfeed import iri, rules
from stridesfeed.body import clean, compose
from stridesfeed.body.urls import display_url
from stridesfeed.errors import FieldError, FileError, InvalidError, InvalidFilesError
from stridesfeed.load.html_pages import rewrite_targets
from stridesfeed.model import Article, Feed, Link
from stridesfeed.options import DEFAULT
from stridesfeed.text import line
from stridesfeed.value import Value

V = TypeVar("V", bound=Value)

#: The fields of an article that a site needs, although a feed does not.
_NEEDED = ("url", "title", "published")


@attrs.frozen
class AdoptedArticle:
    """
    An article of the document.
    """

    article: Article

    #: Its slug, if the document has one.
    slug: str | None = None

    #: Whether it was never published.
    is_draft: bool = False


@attrs.frozen(kw_only=True)
class Adoption:
    """
    The content of one document.
    """

    #: The type of document, for messages: "RSS", "WordPress export".
    kind: str

    #: The name of its format if it is a feed: "rss". ``None`` for exports.
    format: str | None = None

    #: The feed, without articles.
    feed: Feed

    #: The URL of the document according to itself; ``None`` if it has none, as exports do not.
    url: str | None = None

    #: In document order.
    articles: tuple[AdoptedArticle, ...]

    #: Descriptions of skipped content, with their counts.
    skipped: Mapping[str, int]

    #: The statuses of drafts in the document ("draft", "private"), with their counts.
    drafts: Mapping[str, int]

    #: The names of elements ("podcast:person") and the paths of JSON members ("items._podcast") that are not imported, with their counts.
    not_imported: Mapping[str, int]

    #: Errors of articles that cannot be adopted; these are not in *articles*.
    faults: tuple[FileError, ...]


@attrs.frozen
class ItemLocation:
    """
    The location of an item in a document: a line of XML, or a member of JSON.
    """

    line: int | None = None
    member: str = ""

    def error(self, path: str, field: str, rule: str) -> FileError:
        """
        Return an error about a field of the item.
        """
        return FileError(path, self.line, f"{self.member}.{field}" if self.member else field, rule)


class AdoptionBuilder:
    """
    Builds the adoption of one document.

    Invalid required fields are errors. Invalid optional fields and values are skipped and counted.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.articles: list[AdoptedArticle] = []
        self.faults: list[FileError] = []
        self._skipped: Counter[str] = Counter()
        self._not_imported: Counter[str] = Counter()
        self._drafts: Counter[str] = Counter()
        self._ids: set[str] = set()

    def skip(self, description: str, count: int = 1) -> None:
        """
        Count skipped content. *description* may contain text of the document.
        """
        self._skipped[line(description)] += count

    def leave(self, names: Iterable[str]) -> None:
        """
        Count elements or members that are not imported.
        """
        self._not_imported.update(map(line, names))

    def optional(self, kind: type[V], **fields: Any) -> V | None:
        """
        Return a value of *kind* without invalid optional fields; ``None`` if a required one is invalid.
        """
        try:
            return self._build(kind, fields)
        except InvalidError as error:
            for fault in error.faults:
                self.skip(f"{kind.__name__.lower()} whose {fault.field} {fault.rule.partition(',')[0]}")
        return None

    def build_feed(self, location: ItemLocation, fields: Mapping[str, Any]) -> Feed | None:
        """
        Return the feed; ``None`` if it has errors.
        """
        try:
            return self._build(Feed, fields)
        except InvalidError as error:
            self._add_faults(location, error.faults)
        return None

    def add_article(
        self, location: ItemLocation, fields: Mapping[str, Any], *, language: str | None, slug: str | None = None, draft: str | None = None
    ) -> None:
        """
        Add an article of a feed in *language*. The field *guid* is the item's identifier in the document, of any form. *draft* is the status of
        an article that was never published.
        """
        given = fields.get("guid")
        url = fields["url"] and iri.to_uri(fields["url"])
        if not given:
            id_, guid = url, None
        elif rules.absolute_iri(given) is None:
            id_, guid = given, None
        else:
            # An identifier that is not an IRI becomes the guid, and the id is made from the URL.
            id_, guid = f"{url}#{quote(given, safe='', errors='replace')}" if url in self._ids else url, given
        missing = [FieldError("article", name, "is missing: add it to the document") for name in _NEEDED if not fields.get(name)]
        try:
            article = self._build(Article, {**fields, "id": id_ or "", "guid": guid})
        except InvalidError as error:
            self._add_faults(location, (*error.faults, *missing))
            return
        if missing:
            self._add_faults(location, missing)
            return
        identifiers = {article.id, article.guid or article.id}
        if identifiers & self._ids:
            self.skip("article with a duplicate id")
            return
        self._ids |= identifiers
        if article.source:  # front matter has no key for it
            self.skip("feed that an article was taken from")
        article = remove_composition(_with_absolute_urls(article), language)
        self.articles.append(AdoptedArticle(article, slug, is_draft=draft is not None))
        if draft:
            self._drafts[draft] += 1

    def build(self, kind: str, feed: Feed | None, *, format: str | None = None, url: str | None = None) -> Adoption:
        """
        Return the adoption. Raises :class:`InvalidFilesError` if there is no valid feed.
        """
        if feed is None:
            raise InvalidFilesError.of(self.faults)
        return Adoption(
            kind=kind,
            format=format,
            feed=feed,
            url=iri.to_uri(url) if url else None,
            articles=tuple(self.articles),
            skipped=dict(sorted(self._skipped.items())),
            drafts=dict(sorted(self._drafts.items())),
            not_imported=dict(sorted(self._not_imported.items())),
            faults=tuple(self.faults),
        )

    def _build(self, kind: type[V], fields: Mapping[str, Any]) -> V:
        try:
            return kind(**fields)
        except InvalidError as error:
            # Without its id or guid, feed readers would take an article for a new one.
            required = {field.alias or field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING} | {"id", "guid", *_NEEDED}
            invalid = {fault.field for fault in error.faults}
            if invalid & required or not invalid:
                raise
        for name in invalid:
            self.skip(f"invalid {kind.__name__.lower()} {name}")
        return self._build(kind, {name: value for name, value in fields.items() if name not in invalid})

    def _add_faults(self, location: ItemLocation, faults: Sequence[FieldError]) -> None:
        # An id that is made from an invalid URL is invalid too: one error is enough.
        ignored = {"id"} if any(fault.field == "url" for fault in faults) else set()
        self.faults += [location.error(self.path, fault.field, fault.rule) for fault in faults if fault.field not in ignored]


def _with_absolute_urls(article: Article) -> Article:
    """
    Make the URLs in the body absolute. Relative ones could match files of the new site.
    """

    def absolute(href: str) -> str:
        return href if iri.scheme(href) or href.startswith("#") else iri.absolute(href, article.address) or href

    return attrs.evolve(article, content=rewrite_targets(article.content, absolute)) if article.content else article


_PROBE = "<p>·</p>"


def remove_composition(article: Article, language: str | None) -> Article:
    """
    Remove the lead image, sources and related links from the body, if :func:`stridesfeed.body.compose` added them.

    The next build would add them a second time. Links that the body shows in another form stay in the body, and are removed from the
    article's fields for the same reason.
    """
    if article.content is None or not (article.image or article.references or article.related):
        return article
    body = article.content
    # A title that looks like markup is in the body only.
    titled = attrs.evolve(article, related=_with_titles(article.related, body), sources=_with_titles(article.sources, body))
    probe = attrs.evolve(titled, content=_PROBE)
    feed = Feed(id=article.address, title=article.name, url=article.address, language=language, articles=[probe])
    before, _, after = (compose(clean(feed), DEFAULT).articles[0].content or "").partition(_PROBE)
    body = body.removeprefix(before)
    if after and body.endswith(after):
        return attrs.evolve(titled, content=body.removesuffix(after))
    return attrs.evolve(article, content=body, related=_without_shown(article.related, body), sources=_without_shown(article.sources, body))


def _with_titles(links: tuple[Link, ...], body: str) -> tuple[Link, ...]:
    found = {link: re.search(rf'<li><a href="{re.escape(escape(link.href))}">([^<]*)</a></li>', body) for link in links if not link.title}
    titles = {link: unescape(match[1]) for link, match in found.items() if match and match[1] != display_url(link.href)}
    return tuple(attrs.evolve(link, title=titles[link]) if link in titles else link for link in links)


def _without_shown(links: tuple[Link, ...], body: str) -> tuple[Link, ...]:
    return tuple(link for link in links if f'"{link.href}"' not in body)
