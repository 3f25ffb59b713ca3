"""
The feed and articles of an adopted document, and their builder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import attrs

from stridesfeed import iri, rules
from stridesfeed.body import excerpt
from stridesfeed.errors import FieldError, FileError, InvalidError, InvalidFilesError
from stridesfeed.load.markup.html_pages import rewrite_targets
from stridesfeed.model import Article, Feed
from stridesfeed.parsing.composition import remove_composition
from stridesfeed.parsing.report import Location, Report

#: The fields of an article that a site needs, although a feed does not.
_NEEDED = ("url", "title", "published")

#: In characters: the maximum length of a title made from the body.
_MAX_TITLE = 60


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


class AdoptionBuilder(Report):
    """
    Builds the adoption of one document.

    Invalid required fields are errors. Invalid optional fields and values are skipped and counted.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.articles: list[AdoptedArticle] = []
        self.faults: list[FileError] = []
        self._drafts: Counter[str] = Counter()
        self._ids: set[str] = set()

    def build_feed(self, location: Location, fields: Mapping[str, Any], *, home: str | None = None) -> Feed | None:
        """
        Return the feed of the site at *home*, without links; ``None`` if it has errors.
        """
        self.location = location
        url = home or fields["url"]
        for link in fields.get("links", ()):
            self.skip(f"link with relation {link.rel}")
        kept = {name: value for name, value in fields.items() if name not in {"links", "updated"}}
        try:
            return self.lenient(Feed, {"id": url and iri.with_root_path(url), **kept, "url": url})
        except InvalidError as error:
            self._add_faults(location, error.faults)
        return None

    def add_article(
        self, location: Location, fields: Mapping[str, Any], *, language: str | None, slug: str | None = None, draft: str | None = None
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
            # Without its id or guid, feed readers would take an article for a new one.
            article = self.lenient(Article, {**fields, "id": id_ or "", "guid": guid}, needed={"id", "guid", *_NEEDED})
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
        article = remove_composition(_with_absolute_urls(article), language, without_shown=True)
        self.articles.append(AdoptedArticle(article, slug, is_draft=draft is not None))
        if draft:
            self._drafts[draft] += 1

    def build(self, kind: str, feed: Feed | None, *, format: str | None = None, url: str | None = None) -> Adoption:
        """
        Return the adoption. Raises :class:`InvalidFilesError` if there is no valid feed.
        """
        if feed is None:
            raise InvalidFilesError.of(self.faults)
        skipped = Counter(each.description for each in self.unread if not each.is_unknown)
        not_imported = Counter(each.description for each in self.unread if each.is_unknown)
        return Adoption(
            kind=kind,
            format=format,
            feed=feed,
            url=iri.to_uri(url) if url else None,
            articles=tuple(self.articles),
            skipped=dict(sorted(skipped.items())),
            drafts=dict(sorted(self._drafts.items())),
            not_imported=dict(sorted(not_imported.items())),
            faults=tuple(self.faults),
        )

    def _add_faults(self, location: Location, faults: Sequence[FieldError]) -> None:
        # An id that is made from an invalid URL is invalid too: one error is enough.
        ignored = {"id"} if any(fault.field == "url" for fault in faults) else set()
        self.faults += [location.error(self.path, fault.field, fault.rule) for fault in faults if fault.field not in ignored]


def title_or_excerpt(title: str | None, body: str | None) -> str | None:
    """
    Return the title, or the first words of the body if there is none.
    """
    return title or (excerpt(body, _MAX_TITLE) if body else None) or None


def _with_absolute_urls(article: Article) -> Article:
    """
    Make the URLs in the body absolute. Relative ones could match files of the new site.
    """

    def absolute(href: str) -> str:
        return href if iri.scheme(href) or href.startswith("#") else iri.absolute(href, article.address) or href

    return attrs.evolve(article, content=rewrite_targets(article.content, absolute)) if article.content else article
