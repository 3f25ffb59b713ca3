"""
The parsed feed: what a document has, as values.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import attrs

from stridesfeed import iri, rules
from stridesfeed.emit import FORMATS, FormatName
from stridesfeed.emit.required import NEVER
from stridesfeed.errors import FileError, InvalidError, InvalidFilesError
from stridesfeed.model import Article, Feed
from stridesfeed.parsing.composition import remove_composition
from stridesfeed.parsing.elements import ATOM, ATOM_03
from stridesfeed.parsing.report import ReadFeed, ReadItem, Report, Unread
from stridesfeed.parsing.rss import RSS
from stridesfeed.text import legal, line

#: The namespaces of the formats themselves.
NAMESPACES = (*RSS, ATOM, ATOM_03)


@attrs.frozen(kw_only=True)
class ParsedFeed:
    """
    A feed that was read from a document.

    ``render(parsed.feed, parsed.format, url=parsed.url, alternates=parsed.alternates)`` writes the same document again.
    """

    feed: Feed

    #: The name of its format: "rss", "atom" or "json".
    format: FormatName

    #: The format and version as the document says: "RSS 0.92".
    version: str

    #: The URL of the document according to itself; ``None`` if it says nothing.
    url: str | None = None

    #: The URLs of the same feed in other formats, by format.
    alternates: Mapping[str, str] = attrs.field(factory=dict)

    #: Everything in the document that *feed* does not contain, in document order.
    unread: tuple[Unread, ...] = ()


def build_feed(found: ReadFeed, report: Report, document_url: str | None) -> ParsedFeed:
    """
    Return the feed of what a parser *found*. Articles that are not valid, and repeated ones, are skipped and recorded in *report*.

    Raises :class:`InvalidFilesError` if the feed itself has no address.
    """
    report.location = found.location
    own_url = _web_address(found.url)
    if found.url and not own_url:
        report.skip(f"invalid URL of the document, {found.url!r}")
    home = _web_address(found.fields["url"])
    if found.fields["url"] and not home:
        report.skip(f"invalid address of the home page, {found.fields['url']!r}")
    url = home or own_url or document_url
    if not url:
        rule = "no address: the feed has no link, so give its URL as url"
        raise InvalidFilesError.of([FileError(report.path, found.location.line, "link", rule)])
    fields: dict[str, Any] = {**found.fields, "url": url, "title": found.fields["title"] or _host(url)}
    candidates = (fields.get("id"), iri.with_root_path(iri.to_uri(url)), uuid.uuid5(uuid.NAMESPACE_URL, legal(url)).urn)
    fields["id"] = next(each for each in candidates if each and not rules.absolute_iri(each))
    articles = _Articles(report, fields["id"], fields["language"])
    for item in found.items:
        articles.add(item)
    report.location = found.location
    fields["articles"] = articles.by_id.values()
    fields["withdrawn"] = [each for each in fields.get("withdrawn", ()) if each.id not in articles.by_id]
    updated = fields.pop("updated", None)
    try:
        feed = report.lenient(Feed, fields, needed=["articles"])
        if updated and updated not in {feed.updated, NEVER}:
            feed = attrs.evolve(feed, updated=updated)
    except InvalidError as error:
        raise InvalidFilesError.of([found.location.error(report.path, fault.field, fault.rule) for fault in error.faults]) from error
    formats = {format_.media_type: name for name, format_ in FORMATS.items() if name != found.format}
    return ParsedFeed(
        feed=feed,
        format=found.format,
        version=found.title,
        url=own_url,
        alternates={formats[type_]: href for type_, href in found.alternates.items() if type_ in formats and _web_address(href)},
        unread=tuple(report.unread),
    )


_IS_WEB_ADDRESS = rules.address(iri.WEB)


def _host(url: str) -> str:
    """
    Return the host in *url*, however invalid it is.
    """
    return url.partition("://")[2].partition("/")[0] or url


def _web_address(url: str | None) -> str | None:
    """
    Return *url* as a URI, or ``None`` if it is no address of the web.
    """
    converted = iri.to_uri(url) if url else None
    return None if _IS_WEB_ADDRESS(converted) else converted


class _Articles:
    """
    The articles of a feed, by id.
    """

    def __init__(self, report: Report, feed_id: str, language: str | None) -> None:
        self.by_id: dict[str, Article] = {}
        self._report = report
        self._feed_id = feed_id
        self._language = language

    def add(self, item: ReadItem) -> None:
        """
        Add an article, unless it is not valid or its id is taken.
        """
        self._report.location = item.location
        fields = {**item.fields}
        given = line(fields.pop("guid") or "")
        try:
            article = self._report.lenient(Article, {**fields, "id": given or self._new_id(fields)})
        except InvalidError as error:
            for fault in error.faults:
                self._report.skip(f"article whose {fault.field} {fault.rule}")
            return
        if article.id in self.by_id:
            self._report.skip(f"article with the id of another, {article.id!r}")
        else:
            self.by_id[article.id] = remove_composition(article, self._language)

    def _new_id(self, fields: Mapping[str, Any]) -> str:
        """
        Return an id for an article that has none: its URL, or else a UUID derived from its text.
        """
        url = fields["url"] and iri.to_uri(fields["url"])
        if url and url not in self.by_id:
            return str(url)
        text = "\n".join(str(fields.get(name) or "") for name in ("url", "title", "published", "summary", "content", "content_text"))
        return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, self._feed_id), legal(text)).urn
