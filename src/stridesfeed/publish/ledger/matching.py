"""
Which article is which: the articles of today, and those that the ledger remembers.

An article is known by the id in its front matter, or else by its file; a file that moved by what it says, or else by its address. What only
some tell apart is decided for all of them at once, one kind of evidence after the other: so no article takes by weak evidence what another
one has by strong evidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import attrs

from stridesfeed.dates import whole_utc
from stridesfeed.model import Article
from stridesfeed.publish.ledger.entries import Entry, Ledger


@attrs.frozen(kw_only=True)
class Sighting:
    """
    An article of today.
    """

    article: Article

    #: The file it comes from; empty for none.
    source: str

    #: Whether it is the only article of its file, so that the file tells which one it is.
    owns_source: bool

    #: Whether its id is the author's word.
    is_named: bool

    fingerprint: str


@attrs.define
class Match:
    """
    What the ledger remembers of a sighting.
    """

    #: The entry of the same id.
    entry: Entry | None = None

    #: Where there is none: the entry under whose id readers know the article so far.
    former: Entry | None = None


def matches(ledger: Ledger, sightings: Iterable[Sighting], *, is_kept: Callable[[str], bool]) -> list[Match]:
    """
    What *ledger* remembers of each sighting, in order.

    What comes from a source that *is_kept* is not gone, although it is not among the sightings: no other file can be it.
    """
    matching = _Matching(ledger, list(sightings), is_kept)
    matching.by_name()
    for stage in (matching.unnamed, matching.named):
        waiting = stage()
        matching.by_source(waiting)
        for likeness in _LIKENESSES:
            matching.by_likeness(waiting, likeness)
    return matching.found


#: Makes of source, address and fingerprint what has to be alike.
Likeness = Callable[[str, str, str], tuple[str, ...]]

#: The strongest evidence first. In a file of many articles the address tells more than the text, which two of them may have in common.
_LIKENESSES: tuple[Likeness, ...] = (
    lambda _source, url, fingerprint: (url, fingerprint),
    lambda source, url, _fingerprint: (source, url),
    lambda _source, _url, fingerprint: (fingerprint,),
    lambda _source, url, _fingerprint: (url,),
)


class _Matching:
    def __init__(self, ledger: Ledger, sightings: list[Sighting], is_kept: Callable[[str], bool]) -> None:
        self.found = [Match() for _ in sightings]
        self._sightings = sightings
        self._is_kept = is_kept
        self._free = dict(ledger.by_id)
        self._owners = _owners(ledger)
        self._left: dict[str, list[Entry]] = defaultdict(list)
        for entry in ledger.withdrawn:
            self._left[entry.source].append(entry)

    def unnamed(self) -> list[int]:
        """
        The sightings whose id is to be found here.
        """
        return [index for index, each in enumerate(self._sightings) if not each.is_named]

    def named(self) -> list[int]:
        """
        The sightings whose id is new to the ledger, although readers may know them under another.
        """
        return [index for index, each in enumerate(self._sightings) if each.is_named and not self.found[index].entry]

    def by_name(self) -> None:
        for index, each in enumerate(self._sightings):
            if each.is_named and each.article.id in self._free:
                self._take(index, self._free[each.article.id])

    def by_source(self, waiting: list[int]) -> None:
        """
        By the file, where it holds one article and held one: a published one, or else one that came back.
        """
        for index in waiting:
            each = self._sightings[index]
            if not (each.source and each.owns_source):
                continue
            owner = self._owners.get(each.source)
            if owner:
                self._take_or_miss(index, owner)
            elif back := self._best(each, self._left[each.source]):
                self._take(index, back)

    def by_likeness(self, waiting: list[int], likeness: Likeness) -> None:
        """
        By what is alike in the article and the entry.
        """
        groups: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        for entry in self._free.values():
            groups[likeness(entry.source, entry.url, entry.fingerprint)].append(entry)
        for index in waiting:
            each = self._sightings[index]
            self._take_best(index, groups.get(likeness(each.source, each.article.url, each.fingerprint), ()))

    def _take_best(self, index: int, candidates: Iterable[Entry]) -> None:
        if self.found[index].entry is None and self.found[index].former is None:
            best = self._best(self._sightings[index], candidates)
            if best:
                self._take(index, best)

    def _best(self, sighting: Sighting, candidates: Iterable[Entry]) -> Entry | None:
        """
        The likeliest of the entries that may be the sighting.
        """
        possible = [entry for entry in candidates if entry.id in self._free and self._may_be(sighting, entry)]
        return min(possible, key=lambda entry: _distance(sighting, entry), default=None)

    def _may_be(self, sighting: Sighting, entry: Entry) -> bool:
        """
        A file that is still there is no other one; and what was withdrawn comes back with its text or its date, else it is another article,
        which must not get an id that was given before.
        """
        if entry.source != sighting.source and entry.withdrawn is None and self._is_kept(entry.source):
            return False
        if entry.withdrawn is None:
            return True
        same_text = bool(entry.fingerprint) and entry.fingerprint == sighting.fingerprint
        return not sighting.is_named and (same_text or entry.published == whole_utc(sighting.article.published))

    def _take_or_miss(self, index: int, entry: Entry) -> None:
        """
        Take *entry*; where the author gave its id to another file, note that readers know this one under it.
        """
        if entry.id in self._free:
            self._take(index, entry)
        else:
            self.found[index].former = entry

    def _take(self, index: int, entry: Entry) -> None:
        del self._free[entry.id]
        if self._sightings[index].is_named and entry.id != self._sightings[index].article.id:
            self.found[index].former = entry
        else:
            self.found[index].entry = entry


def _owners(ledger: Ledger) -> dict[str, Entry]:
    """
    The published entry of each file that held just one.
    """
    live = ledger.live
    times = Counter(entry.source for entry in live)
    return {entry.source: entry for entry in live if times[entry.source] == 1}


def _distance(sighting: Sighting, entry: Entry) -> tuple[bool, bool, bool, bool, int]:
    article = sighting.article
    return (
        entry.withdrawn is not None,
        entry.source != sighting.source,
        entry.url != article.url,
        entry.published != whole_utc(article.published),
        entry.n,
    )
