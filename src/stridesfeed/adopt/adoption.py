"""
What is taken over from a feed or an export: the feed, its articles, and what stayed behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import attrs

from stridesfeed import iri, rules
from stridesfeed.adopt.composed import uncomposed
from stridesfeed.errors import FieldError, FileError, InvalidError, InvalidFilesError
from stridesfeed.load.html_pages import rewrite_targets
from stridesfeed.model import Article, Feed
from stridesfeed.value import Value

V = TypeVar("V", bound=Value)


@attrs.frozen
class Adopted:
    """
    One article.
    """

    article: Article

    #: Its name in addresses, where the source has one.
    slug: str | None = None

    #: Whether it was never published.
    is_draft: bool = False


@attrs.frozen(kw_only=True)
class Adoption:
    """
    All that was found in one document.
    """

    #: What the document is, as people call it: "RSS", "WordPress export".
    kind: str

    #: The name of its format, where it is a feed and no export: "rss".
    format: str | None = None

    #: Without articles.
    feed: Feed

    #: Where the document says that it is served; ``None`` where it says nothing, as exports do.
    address: str | None = None

    #: In the order of the document.
    articles: tuple[Adopted, ...]

    #: What stayed behind, and how often, in words.
    left_out: Mapping[str, int]

    #: Articles that cannot be taken over as they are; they are not among *articles*.
    faults: tuple[FileError, ...]


@attrs.frozen
class Place:
    """
    Where in a document something stands: a line of XML, a member of JSON.
    """

    line: int | None = None
    member: str = ""

    def fault(self, path: str, field: str, rule: str) -> FileError:
        """
        The fault of a field of what stands here.
        """
        return FileError(path, self.line, f"{self.member}.{field}" if self.member else field, rule)


class Gathering:
    """
    What one document gave so far.

    What is needed and broken is a fault; what an article can do without and breaks a rule stays behind, and is counted.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.articles: list[Adopted] = []
        self.faults: list[FileError] = []
        self.left_out: Counter[str] = Counter()
        self._ids: set[str] = set()

    def optional(self, kind: type[V], **fields: Any) -> V | None:
        """
        A value of *kind*, without those of its fields that break a rule; ``None`` where it cannot do without them.
        """
        try:
            return self._made(kind, fields)
        except InvalidError as error:
            for fault in error.faults:
                self.left_out[f"{kind.__name__.lower()} whose {fault.field} {fault.rule.partition(',')[0]}"] += 1
        return None

    def feed(self, place: Place, fields: Mapping[str, Any]) -> Feed | None:
        """
        The feed; ``None`` where it has faults.
        """
        try:
            return self._made(Feed, fields)
        except InvalidError as error:
            self._refuse(place, error.faults)
        return None

    def article(
        self, place: Place, fields: Mapping[str, Any], *, language: str | None, slug: str | None = None, is_draft: bool = False
    ) -> None:
        """
        One more article, in a feed of *language*. Its *guid* is whatever the source tells articles apart by.
        """
        try:
            article = _at_home(self._made(Article, {**fields, **self._identity(fields)}))
        except InvalidError as error:
            self._refuse(place, error.faults)
            return
        known_by = {article.id, article.guid or article.id}
        if known_by & self._ids:
            self.left_out["article whose id another one has"] += 1
            return
        self._ids |= known_by
        self.articles.append(Adopted(uncomposed(article, language), slug, is_draft))

    def adoption(self, kind: str, feed: Feed | None, *, format: str | None = None, address: str | None = None) -> Adoption:
        """
        Everything; without a feed nothing can be, and its faults are raised.
        """
        if feed is None:
            raise InvalidFilesError.of(self.faults)
        return Adoption(
            kind=kind,
            format=format,
            feed=feed,
            address=address,
            articles=tuple(self.articles),
            left_out=dict(sorted(self.left_out.items())),
            faults=tuple(self.faults),
        )

    def _identity(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """
        The id and, where what the source has is none, the guid beside an id made of the address.
        """
        given, url = fields.get("guid"), fields["url"]
        if not given:
            return {"id": url, "guid": None}
        if rules.absolute_iri(given) is None:
            return {"id": given, "guid": None}
        return {"id": f"{url}#{quote(given, safe='')}" if url in self._ids else url, "guid": given}

    def _made(self, kind: type[V], fields: Mapping[str, Any]) -> V:
        try:
            return kind(**fields)
        except InvalidError as error:
            broken = {fault.field for fault in error.faults}
            if broken & _needed(kind) or not broken:
                raise
        for name in broken:
            self.left_out[f"{kind.__name__.lower()}'s {name} that breaks a rule"] += 1
        return self._made(kind, {name: value for name, value in fields.items() if name not in broken})

    def _refuse(self, place: Place, faults: tuple[FieldError, ...]) -> None:
        # Where the address is broken, so is the id that is made of it: one fault is enough.
        derived = {"id"} if any(fault.field == "url" for fault in faults) else set()
        self.faults += [place.fault(self.path, fault.field, fault.rule) for fault in faults if fault.field not in derived]


def _at_home(article: Article) -> Article:
    """
    *article* with the addresses in its body absolute: relative ones could come to mean files of the site that it goes into.
    """

    def absolute(href: str) -> str:
        return href if iri.scheme(href) or href.startswith("#") else iri.absolute(href, article.url) or href

    return attrs.evolve(article, content=rewrite_targets(article.content, absolute)) if article.content else article


def _needed(kind: type[Value]) -> set[str]:
    """
    The fields that a value of *kind* cannot do without; an article's guid is one, because without it readers would take it for another.
    """
    return {field.alias or field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING} | {"guid"}
