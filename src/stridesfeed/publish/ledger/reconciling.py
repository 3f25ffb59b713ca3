"""
From the articles of today and the ledger of yesterday to articles with their lasting ids and dates, and the ledger of today.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

import attrs

from stridesfeed.cache import Cache
from stridesfeed.dates import whole_utc
from stridesfeed.errors import WithdrawalError
from stridesfeed.model import Article
from stridesfeed.publish.ledger.changes import KINDS, Change, change, changes_of
from stridesfeed.publish.ledger.entries import Entry, Ledger
from stridesfeed.publish.ledger.fingerprint import comparable, fingerprint
from stridesfeed.publish.ledger.matching import Match, Sighting, matches
from stridesfeed.publish.ledger.minting import new_id
from stridesfeed.publish.ledger.remembered import fingerprints
from stridesfeed.value import with_fields

#: Fewer withdrawals than these are never refused.
_FEW = 10

_PLACE_IN_FILE = re.compile(r":\d+$")


@attrs.frozen(kw_only=True)
class Reconciled:
    """
    Articles with the ids and dates that readers know them by.
    """

    #: Newest first; those of the same moment by id.
    articles: tuple[Article, ...]

    #: What is to be written, once everything else is.
    ledger: Ledger

    #: What readers will see, by kind and by the order of first appearance.
    changes: tuple[Change, ...]

    #: Where each article comes from, by its lasting id.
    origins: Mapping[str, str]


def reconcile(
    ledger: Ledger,
    articles: Iterable[Article],
    *,
    origins: Mapping[str, str],
    as_of: datetime,
    named: Collection[str] | None = None,
    redated: Collection[str] = (),
    kept_sources: Collection[str] = (),
    ids: str = "url",
    feed_id: str = "",
    allow_mass_withdrawal: bool = False,
    cache: Cache | None = None,
) -> Reconciled:
    """
    *articles* with the ids, ``published`` and ``updated`` that *ledger* remembers, and the ledger that remembers them from now on.

    *origins* gives the file of each article, with or without a line, by the id that it has before. *as_of* is the moment of what is noted:
    changes of content, and withdrawals. *named* has the ids that authors gave, and where it is ``None`` those are taken for it that are not
    the address. The articles of *redated* get the date of publication that they have. What comes from *kept_sources*, or from below one of
    them, is not withdrawn though it is missing.

    *ids* is one of :data:`~stridesfeed.publish.ledger.MINTS`; *feed_id* goes into UUIDs.

    Where more than half of all articles, and at least ten, would be withdrawn at once, :class:`~stridesfeed.errors.WithdrawalError` is
    raised, unless *allow_mass_withdrawal*. *cache* remembers fingerprints and only saves time. The result depends on the arguments alone: no
    clock and no file is read.
    """
    reconciling = _Reconciling(ledger, as_of, kept_sources)
    sightings = _sightings(list(articles), origins, named, cache)
    found = matches(ledger, sightings, is_kept=reconciling.is_kept)
    reconciling.note_moves(sightings, found)
    for sighting, match in zip(sightings, found, strict=True):
        if match.entry:
            reconciling.renew(sighting, match.entry, redated)
    reconciling.add([pair for pair in zip(sightings, found, strict=True) if not pair[1].entry], ids, feed_id)
    reconciling.withdraw({match.former.id for match in found if match.former}, allow_mass_withdrawal=allow_mass_withdrawal)
    return reconciling.reconciled(origins)


def _sightings(articles: list[Article], origins: Mapping[str, str], named: Collection[str] | None, cache: Cache | None) -> list[Sighting]:
    places = [origins.get(article.id, "") for article in articles]
    sources = [_PLACE_IN_FILE.sub("", place) for place in places]
    times = Counter(sources)
    return [
        Sighting(
            article=article,
            source=source,
            owns_source=times[source] == 1 and source == place,
            is_named=article.id != article.url if named is None else article.id in named,
            fingerprint=said,
        )
        for article, place, source, said in zip(articles, places, sources, fingerprints(articles, cache), strict=True)
    ]


class _Reconciling:
    """
    What comes together of one run.
    """

    def __init__(self, ledger: Ledger, as_of: datetime, kept_sources: Collection[str]) -> None:
        self._before = ledger
        self._as_of = whole_utc(as_of)
        self._kept = frozenset(kept_sources)
        self._former: dict[str, str] = {}
        self._entries: dict[str, Entry] = {}
        self._articles: list[Article] = []
        self._origins: dict[str, str] = {}
        self._changes: list[Change] = []

    def is_kept(self, source: str) -> bool:
        """
        Whether *source* is there, although its articles cannot be read: a file with a fault, or one in a folder with one.
        """
        return bool(self._kept) and any(path in self._kept for path in _paths_above(source))

    def note_moves(self, sightings: list[Sighting], found: list[Match]) -> None:
        """
        Note the former address of each page, so that a link to one that moved is no change of the article that has it.
        """
        for each, match in zip(sightings, found, strict=True):
            known = match.entry or match.former
            if known and known.url != each.article.url:
                self._former[each.article.url] = known.url

    def renew(self, sighting: Sighting, entry: Entry, redated: Collection[str]) -> None:
        """
        Note an article that the ledger knows.
        """
        article = sighting.article
        published = whole_utc(article.published) if article.id in redated else entry.published
        moments = [published, entry.updated, *_authors_word(article, self._as_of)]
        # Who took a tombstone at its word takes the article back for a later change only (RFC 6721, 3).
        if entry.withdrawn or self._says_something_else(sighting, entry):
            moments.append(self._as_of)
        renewed = Entry(entry.n, entry.id, sighting.source, article.url, published, max(moments), sighting.fingerprint)
        self._note(article, renewed)
        self._changes += changes_of(entry, renewed, article.title)

    def _says_something_else(self, sighting: Sighting, entry: Entry) -> bool:
        now, before = sighting.fingerprint, entry.fingerprint
        if now == before or not comparable(before, now):
            return False
        return not self._former or fingerprint(sighting.article, self._former) != before

    def add(self, pairs: list[tuple[Sighting, Match]], ids: str, feed_id: str) -> None:
        """
        Note the articles that the ledger does not know, the oldest first.
        """
        taken = {*self._before.by_id, *(each.article.id for each, _ in pairs if each.is_named)}
        ordered = sorted(pairs, key=lambda pair: (whole_utc(pair[0].article.published), pair[0].article.id))
        for n, (each, match) in enumerate(ordered, start=self._before.next_n):
            article = each.article
            id_ = article.id if each.is_named else new_id(ids, article.url, article.published, feed_id, taken)
            taken.add(id_)
            published = whole_utc(article.published)
            updated = max(published, *_authors_word(article, self._as_of), published)
            entry = Entry(n, id_, each.source, article.url, published, updated, each.fingerprint)
            self._note(article, entry)
            self._changes.append(_appearance(each, entry, match.former))

    def withdraw(self, former: Collection[str], *, allow_mass_withdrawal: bool) -> None:
        """
        Note what is not there any more; what appeared after the moment of this run is left as it is.
        """
        rest = [entry for entry in self._before.entries if entry.id not in self._entries]
        gone = [entry for entry in rest if self._is_gone(entry)]
        lost = [entry for entry in gone if entry.id not in former]
        published = len(self._before.live)
        if not allow_mass_withdrawal and len(lost) >= _FEW and len(lost) * 2 > published:
            raise WithdrawalError(len(lost), published)
        self._entries |= {entry.id: entry for entry in rest}
        self._entries |= {entry.id: attrs.evolve(entry, withdrawn=self._as_of) for entry in gone}
        self._changes += (change("withdrawn", entry) for entry in lost)

    def _is_gone(self, entry: Entry) -> bool:
        return entry.withdrawn is None and entry.published <= self._as_of and not self.is_kept(entry.source)

    def _note(self, article: Article, entry: Entry) -> None:
        self._entries[entry.id] = entry
        self._origins[entry.id] = article.id
        self._articles.append(_dated(article, entry))

    def reconciled(self, origins: Mapping[str, str]) -> Reconciled:
        by_id = sorted(self._articles, key=lambda article: article.id)
        kinds = list(KINDS)
        return Reconciled(
            articles=tuple(sorted(by_id, key=lambda article: article.published, reverse=True)),
            ledger=Ledger(self._entries.values()),
            changes=tuple(sorted(self._changes, key=lambda each: (kinds.index(each.kind), self._entries[each.id].n))),
            origins={article.id: origins[given] for article in by_id if (given := self._origins[article.id]) in origins},
        )


def _appearance(sighting: Sighting, entry: Entry, former: Entry | None) -> Change:
    """
    The change that an article of a new id is.
    """
    title = sighting.article.title
    if former is None:
        return change("new", entry, title)
    reason = f"its front matter names another id than {former.id!r}" if sighting.is_named else f"another file names {former.id!r} as its id"
    return change("resent", entry, title, former=former.id, reason=reason)


def _authors_word(article: Article, as_of: datetime) -> tuple[datetime, ...]:
    """
    When the author says that the article was updated; nothing where that is not said, or is still in the future.
    """
    word = whole_utc(article.updated)
    return (word,) if article.updated != article.published and word <= as_of else ()


def _dated(article: Article, entry: Entry) -> Article:
    """
    *article* with the id and the moments of *entry*.
    """
    if (article.id, article.published, article.updated) == (entry.id, entry.published, entry.updated):
        return article
    updated = entry.updated if entry.updated != entry.published else None
    return with_fields(article, id=entry.id, published=entry.published, _updated=updated)


def _paths_above(path: str) -> Iterable[str]:
    """
    *path*, and the folders that it lies in.
    """
    while path:
        yield path
        path = path.rpartition("/")[0]
