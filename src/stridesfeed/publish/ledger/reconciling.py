"""
Reconcile the current articles with the ledger: articles get their permanent ids and dates, and the ledger is brought up to date.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Literal

import attrs

from stridesfeed.cache import Cache
from stridesfeed.dates import whole_utc
from stridesfeed.errors import WithdrawalError
from stridesfeed.model import Article
from stridesfeed.publish.ledger.entries import Entry, Ledger
from stridesfeed.publish.ledger.fingerprints import comparable, fingerprint, fingerprints
from stridesfeed.publish.ledger.ids import new_id
from stridesfeed.publish.ledger.matching import Match, SeenArticle, match_entries

ChangeKind = Literal["resent", "withdrawn", "returned", "new", "updated", "redated", "moved"]

#: The kinds of changes with their descriptions, the most disturbing for readers first.
CHANGE_KINDS: dict[ChangeKind, str] = {
    "resent": "readers have it under another id, and will show it again",
    "withdrawn": "it is removed from the feeds",
    "returned": "it was withdrawn, and is back under its former id",
    "new": "it appears for the first time",
    "updated": "readers will show it as changed",
    "redated": "it has a new date of publication",
    "moved": "it has a new URL and the same id",
}

#: Fewer withdrawals than these are not refused.
_MASS_WITHDRAWAL = 10

_LINE_NUMBER = re.compile(r":\d+$")


@attrs.frozen(kw_only=True)
class Change:
    """
    A change of one article that readers will see.
    """

    #: One of :data:`CHANGE_KINDS`.
    kind: ChangeKind

    #: The article's id.
    id: str

    #: The article's file.
    source: str

    #: The URL of the article's page.
    url: str

    #: The article's title; ``None`` if it was withdrawn.
    title: str | None = None

    #: For "resent", the id that readers know; for "moved", the URL that they know.
    former: str | None = None

    #: The reason for the change, if there is one to name.
    reason: str | None = None


@attrs.frozen(kw_only=True)
class Reconciled:
    """
    Articles with their permanent ids and dates, and the new ledger.
    """

    #: Newest first; articles of the same moment are sorted by id.
    articles: tuple[Article, ...]

    #: The ledger to write together with the documents.
    ledger: Ledger

    #: The changes that readers will see, by kind and by order of first publication.
    changes: tuple[Change, ...]

    #: The origin of each article, by its permanent id.
    origins: Mapping[str, str]

    #: The id that each article was loaded with, by its permanent id.
    loaded_ids: Mapping[str, str]

    #: The number of published articles that are not withdrawn, but dated after the moment of this build and therefore not among the articles.
    later: int = 0


def reconcile(
    ledger: Ledger,
    articles: Iterable[Article],
    *,
    origins: Mapping[str, str],
    as_of: datetime,
    explicit_ids: Collection[str] | None = None,
    first_ids: Mapping[str, str] | None = None,
    redated_ids: Collection[str] = (),
    unreadable_sources: Collection[str] = (),
    id_kind: str = "url",
    feed_id: str = "",
    allow_mass_withdrawal: bool = False,
    cache: Cache | None = None,
) -> Reconciled:
    """
    Return *articles* with the ids, ``published`` and ``updated`` of *ledger*, and the updated ledger.

    *origins* maps the present id of each article to its file, with or without a line number. *as_of* is the moment of the build: the date of
    changes of content and of withdrawals. *explicit_ids* are the ids that authors set; if it is ``None``, every id that differs from the
    article's URL is one. *first_ids*, by present id, are given to new articles without an explicit id, as long as no other article has them.
    The articles of *redated_ids* keep their own date of publication instead of the ledger's. Articles in *unreadable_sources*, or in folders
    among them, are not withdrawn although they are missing.

    *id_kind* is one of :data:`~stridesfeed.publish.ledger.ID_KINDS`; *feed_id* is the id of the feed, which is a part of UUIDs. The ledger
    remembers it, and it defaults to the ledger's.

    If too many articles are gone or dated after *as_of* (see :func:`mass_withdrawal`), :class:`~stridesfeed.errors.WithdrawalError` is
    raised, unless *allow_mass_withdrawal* is true. *cache* holds fingerprints and only saves time. The result depends on the arguments alone:
    neither the clock nor any file is read.
    """
    feed_id = feed_id or ledger.feed_id or ""
    reconciliation = _Reconciliation(ledger, as_of, unreadable_sources)
    seen = _seen_articles(list(articles), origins, explicit_ids, cache)
    found = match_entries(ledger, seen, is_unreadable=reconciliation.is_unreadable)
    reconciliation.record_moves(seen, found)
    for each, match in zip(seen, found, strict=True):
        if match.entry:
            reconciliation.update(each, match.entry, redated_ids)
    new = [pair for pair in zip(seen, found, strict=True) if not pair[1].entry]
    reconciliation.add(new, partial(_id_of, first_ids or {}, id_kind, feed_id))
    reconciliation.withdraw({match.former.id for match in found if match.former}, allow_mass_withdrawal=allow_mass_withdrawal)
    return reconciliation.result(origins, feed_id)


def mass_withdrawal(published: int, *, gone: int = 0, invalid: int = 0, later: int = 0) -> WithdrawalError | None:
    """
    Return an error if too many of the *published* articles leave the feeds: more than half, and at least ten; or all of them, if not all are
    gone.

    Articles are *gone* if they are withdrawn, *invalid* if their files have errors, and *later* if they are dated after the time of the build.
    """
    leaving = gone + invalid + later
    is_mass = leaving >= _MASS_WITHDRAWAL and leaving * 2 > published
    is_emptied = leaving == published and gone < leaving
    return WithdrawalError(gone, published, invalid, later) if is_mass or is_emptied else None


def source_of(origin: str) -> str:
    """
    Return the file of an article's *origin*, which may end with a line number.
    """
    return _LINE_NUMBER.sub("", origin)


def _seen_articles(
    articles: list[Article], origins: Mapping[str, str], explicit_ids: Collection[str] | None, cache: Cache | None
) -> list[SeenArticle]:
    article_origins = [origins.get(article.id, "") for article in articles]
    sources = [source_of(origin) for origin in article_origins]
    times = Counter(sources)
    return [
        SeenArticle(
            article=article,
            source=source,
            owns_source=times[source] == 1 and source == origin,
            has_explicit_id=article.id != article.url if explicit_ids is None else article.id in explicit_ids,
            fingerprint=fingerprint_,
        )
        for article, origin, source, fingerprint_ in zip(articles, article_origins, sources, fingerprints(articles, cache), strict=True)
    ]


def _id_of(first_ids: Mapping[str, str], id_kind: str, feed_id: str, seen: SeenArticle, taken: Container[str]) -> str:
    article = seen.article
    if seen.has_explicit_id:
        return article.id
    first = first_ids.get(article.id)
    return first if first and first not in taken else new_id(id_kind, article.address, article.sort_date, feed_id, taken)


class _Reconciliation:
    """
    The entries, articles and changes of one run.
    """

    def __init__(self, ledger: Ledger, as_of: datetime, unreadable_sources: Collection[str]) -> None:
        self._ledger = ledger
        self._as_of = whole_utc(as_of)
        self._unreadable = frozenset(unreadable_sources)
        self._former_urls: dict[str, str] = {}
        self._entries: dict[str, Entry] = {}
        self._articles: list[Article] = []
        self._loaded_ids: dict[str, str] = {}
        self._changes: list[Change] = []
        self._later = 0

    def is_unreadable(self, source: str) -> bool:
        """
        Return whether *source* exists, but it or a folder above it has an error.
        """
        if "." in self._unreadable:
            return True
        path = source if self._unreadable else ""
        while path and path not in self._unreadable:
            path = path.rpartition("/")[0]
        return bool(path)

    def record_moves(self, seen: list[SeenArticle], found: list[Match]) -> None:
        """
        Record the former URLs of pages that moved, so that a link to one of them is no change of the article with the link.
        """
        for each, match in zip(seen, found, strict=True):
            known = match.entry or match.former
            if known and known.url != each.article.address:
                self._former_urls[each.article.address] = known.url

    def update(self, seen: SeenArticle, entry: Entry, redated_ids: Collection[str]) -> None:
        """
        Update the entry of an article that is in the ledger.
        """
        article = seen.article
        published = whole_utc(article.sort_date) if article.id in redated_ids else entry.published
        moments = [published, entry.updated, *_authors_update(article, self._as_of)]
        has_new_content = seen.fingerprint != entry.fingerprint and comparable(entry.fingerprint, seen.fingerprint)
        if has_new_content and self._former_urls:
            has_new_content = fingerprint(article, self._former_urls) != entry.fingerprint
        # A reader that removed the article because of its tombstone takes it back only with a later update (RFC 6721, 3).
        if entry.withdrawn or has_new_content:
            moments.append(self._as_of)
        updated = Entry(
            n=entry.n,
            id=entry.id,
            source=seen.source,
            url=article.address,
            published=published,
            updated=max(moments),
            fingerprint=seen.fingerprint,
            signature=entry.signature if entry.signature and entry.fingerprint == seen.fingerprint else seen.signature,
        )
        self._add_article(article, updated)
        self._changes += _changes(entry, updated, article.name)

    def add(self, pairs: list[tuple[SeenArticle, Match]], id_of: Callable[[SeenArticle, Container[str]], str]) -> None:
        """
        Add the articles that are not in the ledger, the oldest first, with the ids of *id_of*, which gets all ids that are taken.
        """
        taken = {*self._ledger.by_id, *(each.article.id for each, _ in pairs if each.has_explicit_id)}
        ordered = sorted(pairs, key=lambda pair: (whole_utc(pair[0].article.sort_date), pair[0].article.id))
        for n, (each, match) in enumerate(ordered, start=self._ledger.next_n):
            article = each.article
            id_ = id_of(each, taken)
            taken.add(id_)
            published = whole_utc(article.sort_date)
            updated = max(published, *_authors_update(article, self._as_of), published)
            entry = Entry(n, id_, each.source, article.address, published, updated, each.fingerprint, signature=each.signature)
            self._add_article(article, entry)
            self._changes.append(_first_change(each, entry, match))

    def withdraw(self, former_ids: Collection[str], *, allow_mass_withdrawal: bool) -> None:
        """
        Withdraw the articles that are gone. Entries that are newer than this build stay as they are.

        Articles with *former_ids* are still published, under other ids.
        """
        rest = [entry for entry in self._ledger.entries if entry.id not in self._entries]
        absent = [entry for entry in rest if entry.withdrawn is None and not self.is_unreadable(entry.source)]
        gone = [entry for entry in absent if entry.published <= self._as_of]
        withdrawn = [entry for entry in gone if entry.id not in former_ids]
        self._later = len(absent) - len(gone)
        error = mass_withdrawal(len(self._ledger.live), gone=len(withdrawn), later=self._later)
        if error and not allow_mass_withdrawal:
            raise error
        self._entries |= {entry.id: entry for entry in rest}
        self._entries |= {entry.id: attrs.evolve(entry, withdrawn=self._as_of) for entry in gone}
        self._changes += (_change("withdrawn", entry) for entry in withdrawn)

    def _add_article(self, article: Article, entry: Entry) -> None:
        self._entries[entry.id] = entry
        self._loaded_ids[entry.id] = article.id
        self._articles.append(with_dates(article, entry.id, entry.published, entry.updated))

    def _newest_n(self) -> int:
        previous = self._ledger
        return (
            previous.next_n if previous.entries and any(entry.n >= previous.next_n for entry in self._entries.values()) else previous.newest_n
        )

    def result(self, origins: Mapping[str, str], feed_id: str) -> Reconciled:
        by_id = sorted(self._articles, key=lambda article: article.id)
        kinds = list(CHANGE_KINDS)
        return Reconciled(
            articles=tuple(sorted(by_id, key=lambda article: article.sort_date, reverse=True)),
            ledger=Ledger(self._entries.values(), feed_id or None, self._newest_n(), self._ledger.families),
            changes=tuple(sorted(self._changes, key=lambda each: (kinds.index(each.kind), self._entries[each.id].n))),
            origins={article.id: origins[loaded_id] for article in by_id if (loaded_id := self._loaded_ids[article.id]) in origins},
            loaded_ids=self._loaded_ids,
            later=self._later,
        )


def _authors_update(article: Article, as_of: datetime) -> tuple[datetime, ...]:
    """
    Return the author's date of update; nothing if there is none or it is in the future.
    """
    updated = whole_utc(article.updated or article.sort_date)
    return (updated,) if article.updated != article.published and updated <= as_of else ()


def with_dates(article: Article, id_: str, published: datetime, updated: datetime) -> Article:
    """
    Return *article* with the id and the dates of its entry.
    """
    if (article.id, article.published, article.updated) == (id_, published, updated):
        return article
    return article.identified(id_, published=published, updated=updated if updated != published else None)


def _changes(before: Entry, after: Entry, title: str) -> Iterator[Change]:
    """
    Yield the changes of an article that was in the ledger.
    """
    if before.withdrawn is not None:
        yield _change("returned", after, title)
    elif after.updated > before.updated and after.published == before.published:
        yield _change("updated", after, title)
    if after.published != before.published:
        yield _change("redated", after, title)
    if after.url != before.url:
        yield _change("moved", after, title, former=before.url)


def _first_change(seen: SeenArticle, entry: Entry, match: Match) -> Change:
    """
    Return the change for an article with an id that is new to the ledger.
    """
    title, former = seen.article.title, match.former
    if match.likely:
        place = match.likely.source or match.likely.url
        reason = f"{match.common:.0%} of its text is that of {place}, which is gone, so it is probably the same article"
        return _change("resent", entry, title, former=match.likely.id, reason=reason.replace("%", " %", 1))
    if former is None:
        return _change("new", entry, title)
    reason = f"its front matter sets another id than {former.id!r}" if seen.has_explicit_id else f"another file sets the id {former.id!r}"
    return _change("resent", entry, title, former=former.id, reason=reason)


def _change(kind: ChangeKind, entry: Entry, title: str | None = None, *, former: str | None = None, reason: str | None = None) -> Change:
    return Change(kind=kind, id=entry.id, source=entry.source, url=entry.url, title=title, former=former, reason=reason)
