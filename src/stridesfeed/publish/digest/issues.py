"""
The issues of a digest: the articles of one period each.
"""

from __future__ import annotations

import hashlib
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Literal

import attrs

from stridesfeed import iri
from stridesfeed.body import excerpt, html_to_text
from stridesfeed.body.plain import cut
from stridesfeed.body.tree import HtmlElement, Node, serialize
from stridesfeed.model import Article, Feed, Image, Person
from stridesfeed.options import DEFAULT
from stridesfeed.publish.digest.periods import Period
from stridesfeed.publish.digest.plan import DigestPlan
from stridesfeed.publish.page.reading_time import reading_minutes
from stridesfeed.publish.page.words import Words, direction, words
from stridesfeed.publish.patterns import fill_pattern
from stridesfeed.publish.selection import FAMILY_KINDS
from stridesfeed.text import line
from stridesfeed.value import FingerprintError, fingerprint_parts

_LEFT_TO_RIGHT_MARK = "\u200e"
_RIGHT_TO_LEFT_MARK = "\u200f"


@attrs.frozen(kw_only=True)
class IssueEntry:
    """
    An article of an issue, as feeds, pages and e-mails show it.
    """

    #: Of an article without a title, its summary.
    title: str

    #: Empty if the article has no page.
    url: str

    #: ``None`` if neither the article nor the feed has a language.
    language: str | None
    direction: Literal["ltr", "rtl", "auto"]

    #: Section, authors and reading time, as far as they are known, on one line.
    facts: str

    #: Empty if there is neither a summary nor a text.
    summary: str

    image: Image | None

    @classmethod
    def of(cls, article: Article, feed: Feed, plan: DigestPlan) -> IssueEntry:
        """
        Return the entry of *article*; *feed* is the digest.
        """
        language, minutes = feed.language_of(article), reading_minutes(article)
        people = ", ".join(person.name for person in article.authors or feed.authors)
        reading_time = words(language).minutes.replace("{minutes}", str(minutes)) if minutes else ""
        summary = article.summary or line(html_to_text(article.summary_html or ""))
        if not summary and article.title:
            summary = excerpt(article.content or "", DEFAULT.excerpt, language=language) or cut(
                line(article.content_text or ""), DEFAULT.excerpt, language
            )
        return cls(
            title=article.name,
            url=article.address,
            language=language,
            direction=direction(language) if language else "auto",
            facts=_joined(filter(None, (*FAMILY_KINDS["section"](article, feed), people, reading_time)), language),
            summary=summary if article.title else "",
            image=article.image if plan.images else None,
        )


@attrs.frozen(kw_only=True)
class Issue:
    """
    One period of a digest.
    """

    #: The digest, without articles.
    feed: Feed

    plan: DigestPlan

    period: Period

    #: All articles of the period, in the order of the feed.
    articles: tuple[Article, ...] = attrs.field(repr=False)

    @property
    def id(self) -> str:
        """
        The permanent id: it depends only on the id of the digest and on the first day of the period.
        """
        return derived_id(self.feed.id, f"{self.period.kind}:{self.period.first}")

    @property
    def title(self) -> str:
        """
        The title of the issue, and the subject of its e-mail.
        """
        values = {"title": self.feed.title, "count": str(len(self.articles)), "first": self.articles[0].name}
        return line(fill_pattern(self.plan.title, values | self._period_names))

    @property
    def url(self) -> str | None:
        """
        The page of the issue, if there is one.
        """
        return iri.absolute(fill_pattern(self.plan.url, self._period_names), self.feed.url) if self.plan.url else None

    @property
    def name(self) -> str:
        """
        The name of its files, the same for ever: the first day of the period.
        """
        return f"{self.period.first}"

    @property
    def _period_names(self) -> dict[str, str]:
        first = self.period.first
        parts = {"year": f"{first:%Y}", "month": f"{first:%m}", "day": f"{first:%d}"}
        return {"period": self.period.name, "start": f"{first}", "end": f"{self.period.last}"} | parts

    @property
    def updated(self) -> datetime:
        """
        The end of the period, or the last change of one of its articles afterwards.
        """
        return max((self.period.end, *(article.updated for article in self.articles if article.updated)))

    @cached_property
    def fingerprint(self) -> bytes | None:
        """
        The SHA-256 of everything that the issue shows.

        ``None`` if the feed or an article has an extension of your own, which cannot be fingerprinted reliably.
        """
        articles = [article.digest for article in self.articles]
        try:
            facts = (fingerprint_parts(self.feed), self.period, self.plan.title, self.plan.articles, self.plan.images, self.url, articles)
        except FingerprintError:
            return None
        return None if None in articles else hashlib.sha256(repr(facts).encode()).digest()

    @property
    def left_out(self) -> int:
        """
        The number of articles of the period that the issue does not show.
        """
        return len(self.articles) - len(self.entries)

    @property
    def words(self) -> Words:
        """
        The texts in the language of the digest.
        """
        return words(self.feed.language)

    @cached_property
    def entries(self) -> tuple[IssueEntry, ...]:
        """
        The articles that the issue shows.
        """
        return tuple(IssueEntry.of(article, self.feed, self.plan) for article in self.articles[: self.plan.articles or None])

    @cached_property
    def article(self) -> Article:
        """
        The article of the feed: published at the end of the period, and updated whenever one of its articles is.
        """
        return Article(
            id=self.id,
            url=self.url,
            title=self.title,
            published=self.period.end,
            updated=self.updated,
            authors=() if self.feed.authors else (Person(self.feed.title),),
            summary=self.summary,
            content=serialize(self._body()),
            image=next((entry.image for entry in self.entries if entry.image), None),
        )

    @property
    def summary(self) -> str:
        """
        The first titles on one line.
        """
        return cut(_joined((entry.title for entry in self.entries), self.feed.language), DEFAULT.excerpt, self.feed.language)

    def _body(self) -> Iterator[Node]:
        for entry in self.entries:
            is_foreign = entry.language and entry.language.lower() != (self.feed.language or "").lower()
            nodes = list(_nodes(entry))
            yield from [HtmlElement("div", {"dir": entry.direction, "lang": entry.language or ""}, nodes)] if is_foreign else nodes
        if self.left_out:
            more = self.words.more.replace("{count}", str(self.left_out))
            yield HtmlElement("p", {}, [HtmlElement("a", {"href": self.feed.url}, [more])])


def _joined(parts: Iterable[str], language: str | None) -> str:
    """
    Return *parts* on one line in *language*. If some are written from right to left, invisible marks keep them in their order (UAX 9, 2.6).
    """
    texts = list(parts)
    is_rtl = bool(language) and direction(language or "") == "rtl"
    is_mixed = is_rtl or any(unicodedata.bidirectional(character) in {"R", "AL"} for text in texts for character in text)
    mark = (_RIGHT_TO_LEFT_MARK if is_rtl else _LEFT_TO_RIGHT_MARK) if is_mixed else ""
    return f" {mark}·{mark} ".join(texts)


def _nodes(entry: IssueEntry) -> Iterator[Node]:
    yield HtmlElement("h2", {}, [HtmlElement("a", {"href": entry.url}, [entry.title]) if entry.url else entry.title])
    if entry.facts:
        yield HtmlElement("p", {}, [HtmlElement("small", {}, [entry.facts])])
    if entry.image:
        sizes = {"width": entry.image.width, "height": entry.image.height}
        known = {name: str(size) for name, size in sizes.items() if size and size > 1}
        yield HtmlElement("p", {}, [HtmlElement("img", {"src": entry.image.url, "alt": entry.image.alt or ""} | known)])
    if entry.summary:
        yield HtmlElement("p", {}, [entry.summary])


def issues(feed: Feed, plan: DigestPlan, *, as_of: datetime | None = None) -> tuple[Issue, ...]:
    """
    Return the issues of *feed*, newest first: one for each period with articles that has ended at *as_of* (``None`` for all).

    *feed* is the digest, with the articles of all periods; an article belongs to the period of its publication, or, without that date, of its
    last change. Articles without dates are in no issue.
    """
    found: dict[Period, list[Article]] = {}
    for article in feed.articles:
        moment = article.published or article.updated
        try:
            period = moment and plan.period_of(moment)
        except OverflowError:
            # The first or last days of the calendar, whose period would begin before it or end after it.
            continue
        if period and (as_of is None or period.end <= as_of):
            found.setdefault(period, []).append(article)
    metadata = attrs.evolve(feed, articles=(), withdrawn=())
    return tuple(Issue(feed=metadata, plan=plan, period=period, articles=tuple(found[period])) for period in sorted(found, reverse=True))


def digest(feed: Feed, plan: DigestPlan, *, as_of: datetime | None = None, limit: int = 0) -> Feed:
    """
    Return the digest of *feed*: the newest *limit* issues (0 for all) that have ended at *as_of*, each as an article.

    Its title is that of *feed* with the kind of digest, in the language of *feed*; its id is derived from that of *feed* and the kind.
    """
    shell = attrs.evolve(feed, id=derived_id(feed.id, f"digest:{plan.period}"), title=digest_title(feed, plan))
    found = issues(shell, plan, as_of=as_of)[: limit or None]
    return attrs.evolve(shell, articles=[issue.article for issue in found], withdrawn=(), updated=None)


def digest_title(feed: Feed, plan: DigestPlan) -> str:
    """
    Return the default title of a digest of *feed*: "AI Strides – Weekly briefing".
    """
    said = words(feed.language)
    return f"{feed.title} – {getattr(said, plan.period)}"


def derived_id(id_: str, name: str) -> str:
    """
    Return a UUID of version 5 (RFC 9562, 5.5) of an id and a name: it changes only if one of them does.
    """
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, id_), name).urn
