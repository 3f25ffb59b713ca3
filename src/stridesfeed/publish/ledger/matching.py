"""
Match the current articles with the ledger's entries.

An article is matched by the id in its front matter, or else by its file, unless its text comes from another file. A file that moved is
matched by content, or else by URL, or else by the likeness of its text. Evidence is applied to all articles at once, the strongest first, so
that no article takes by weak evidence an entry that another has strong evidence for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import attrs

from stridesfeed.dates import whole_utc
from stridesfeed.model import Article
from stridesfeed.publish.ledger.entries import Entry, Ledger
from stridesfeed.publish.ledger.likeness import LikenessIndex, likeness, signature

#: From this likeness on, an article is certainly the same; below the other one, it is certainly not. Of the English texts that were
#: measured, no two different ones exceeded 0.16; with 15 % of its words replaced here and there, 19 of 20 texts stayed above 0.36.
_SAME, _OTHER = 0.3, 0.2

#: How much more an article must be like one entry than like any other.
_AHEAD = 0.15


@attrs.frozen(kw_only=True)
class SeenArticle:
    """
    An article that exists now, with the evidence that it is matched by.
    """

    article: Article

    #: The file of the article; empty if it has none.
    source: str

    #: Whether it is the only article in its file, so that the file identifies it.
    owns_source: bool

    #: Whether its author set the id.
    has_explicit_id: bool

    fingerprint: str

    @cached_property
    def signature(self) -> str:
        """
        The signature of its text. Only changed and moved articles need it.
        """
        return signature(self.article)


@attrs.define
class Match:
    """
    The ledger's entry for an article, if any.
    """

    #: The entry with the article's id.
    entry: Entry | None = None

    #: If there is no such entry: the entry that readers know the article by, under another id.
    former: Entry | None = None

    #: If it has neither: the entry of an article that is gone and is probably the same one, with an estimate of their common text from 0 to 1.
    likely: Entry | None = None
    common: float = 0.0


def match_entries(ledger: Ledger, articles: Iterable[SeenArticle], *, is_unreadable: Callable[[str], bool]) -> list[Match]:
    """
    Return a match for each article, in order.

    An entry whose source *is_unreadable* still exists, although it is not among *articles*: no article in another file can be matched with it.
    """
    seen = list(articles)
    matching = _Matching(ledger, seen, is_unreadable)
    matching.match_explicit_ids()
    matching.match_by_evidence([index for index, each in enumerate(seen) if not each.has_explicit_id])
    # The rest have ids that are new to the ledger, but readers may know them under another id.
    matching.match_by_evidence([index for index, each in enumerate(seen) if each.has_explicit_id and not matching.found[index].entry])
    return matching.found


#: Returns the parts of (source, URL, fingerprint) that have to be equal.
_Evidence = Callable[[str, str, str], tuple[str, ...]]

#: The strongest evidence first. In a file with many articles, the URL is stronger than the text, which two of them may share.
_EVIDENCE: tuple[_Evidence, ...] = (
    lambda _source, url, fingerprint: (url, fingerprint),
    lambda source, url, _fingerprint: (source, url),
    lambda _source, _url, fingerprint: (fingerprint,),
    lambda _source, url, _fingerprint: (url,),
)


def has_own_text(entry: Entry, article: SeenArticle) -> bool:
    """
    Return whether the text of an article can still be that of *entry*, whose file it is in: unlike texts may have come from another file.
    """
    alike = likeness(article.signature, entry.signature)
    return alike is None or alike >= _OTHER


class _Matching:
    """
    The matches so far, and the entries that are still free.
    """

    def __init__(self, ledger: Ledger, articles: list[SeenArticle], is_unreadable: Callable[[str], bool]) -> None:
        self.found = [Match() for _ in articles]
        self._articles = articles
        self._is_unreadable = is_unreadable
        self._free = dict(ledger.by_id)
        #: The ids of articles whose text moved to another file.
        self._moved: set[str] = set()
        self._live = live = ledger.live
        self._by_source = {each.source: index for index, each in enumerate(articles) if each.owns_source}
        times = Counter(entry.source for entry in live)
        self._only_entries = {entry.source: entry for entry in live if times[entry.source] == 1}
        self._withdrawn: dict[str, list[Entry]] = defaultdict(list)
        for entry in ledger.withdrawn:
            self._withdrawn[entry.source].append(entry)

    def match_explicit_ids(self) -> None:
        for index, each in enumerate(self._articles):
            if each.has_explicit_id and each.article.id in self._free:
                self._take(index, self._free[each.article.id])

    def match_by_evidence(self, indexes: list[int]) -> None:
        """
        Match the articles at *indexes* by their files, those that remain by :data:`_EVIDENCE`, and the rest by the likeness of their texts.
        """
        self._match_swapped(indexes)
        for index in indexes:
            if self._articles[index].source and self._articles[index].owns_source and self._is_unmatched(index):
                self._match_source(index)
        for evidence in _EVIDENCE:
            candidates: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
            for entry in self._free.values():
                candidates[evidence(entry.source, entry.url, entry.fingerprint)].append(entry)
            for index in indexes:
                each = self._articles[index]
                if self._is_unmatched(index):
                    key = evidence(each.source, each.article.address, each.fingerprint)
                    self._take_best(index, candidates.get(key, ()))
        self._match_likeness([index for index in indexes if self._is_unmatched(index)])
        for index in indexes:
            each = self._articles[index]
            own = self._only_entries.get(each.source) if each.source and each.owns_source else None
            if own and own.id not in self._moved and self._is_unmatched(index):
                # The author gave the id of this file's article to another file.
                self.found[index].former = own

    def _is_unmatched(self, index: int) -> bool:
        return self.found[index].entry is None and self.found[index].former is None

    def _match_swapped(self, indexes: list[int]) -> None:
        """
        Match files whose text moved to them from another file, which now has another text or is gone.
        """
        changed = [index for index in indexes if (own := self._own_entry(index)) and own.fingerprint != self._articles[index].fingerprint]
        if not changed:
            return
        free = [entry for entry in self._live if entry.id in self._free and entry.source in self._only_entries]
        entries, texts = Counter(entry.fingerprint for entry in free), Counter(self._articles[index].fingerprint for index in changed)
        by_text = {entry.fingerprint: entry for entry in free if entry.fingerprint and entries[entry.fingerprint] == 1}
        moved = {index: entry for index in changed if texts[text := self._articles[index].fingerprint] == 1 and (entry := by_text.get(text))}
        unlike = [index for index in changed if index not in moved and self._differs(index, self._own_entry(index))]
        similar = LikenessIndex(free if unlike else ())
        for index in unlike:
            found = similar.find(self._articles[index].signature)
            if found and found[0][0] >= _SAME and (len(found) == 1 or found[0][0] - found[1][0] >= _AHEAD):
                moved[index] = found[0][1]
        times = Counter(entry.id for entry in moved.values())
        while staying := [
            index
            for index, entry in moved.items()
            if times[entry.id] > 1 or not self._has_left(entry, moved) or not self._is_possible(self._articles[index], entry)
        ]:
            for index in staying:
                del moved[index]
        for index, entry in moved.items():
            self._take(index, entry)
        self._moved |= {entry.id for entry in moved.values()}

    def _has_left(self, entry: Entry, moved: Mapping[int, Entry]) -> bool:
        """
        Return whether the file of *entry* is gone or has another text now.
        """
        present = self._by_source.get(entry.source)
        return present is None or present in moved or self._differs(present, entry)

    def _own_entry(self, index: int) -> Entry | None:
        """
        Return the free entry of an article's file, if the file has one article now and had one before.
        """
        each = self._articles[index]
        entry = self._only_entries.get(each.source) if each.source and each.owns_source else None
        return entry if entry and entry.id in self._free else None

    def _differs(self, index: int, entry: Entry | None) -> bool:
        """
        Return whether the text of an article is certainly not that of *entry*.
        """
        return entry is not None and not has_own_text(entry, self._articles[index])

    def _match_likeness(self, indexes: list[int]) -> None:
        """
        Match moved and edited articles with entries whose file is gone, if their texts are alike and no other text is nearly as much alike.
        """
        if not indexes or not any(entry.id in self._free and entry.signature for entry in self._live):
            return
        similar, candidates = LikenessIndex(self._live), defaultdict[str, list[tuple[float, int, bool]]](list)
        for index in indexes:
            each = self._articles[index]
            found = similar.find(each.signature)
            possible = [(alike, entry) for alike, entry in found if entry.id in self._free and self._is_possible(each, entry)]
            published = max((alike for alike, entry in found if entry.id not in self._free), default=0.0)
            # Text that a published article shares as well is common to many articles.
            if possible and possible[0][0] >= max(_OTHER, published + _AHEAD):
                alike, entry = possible[0]
                is_same = alike >= _SAME or entry.published == whole_utc(each.article.sort_date)
                is_ahead = len(possible) == 1 or alike - possible[1][0] >= _AHEAD
                candidates[entry.id].append((alike, index, is_same and is_ahead))
        for id_, likely in candidates.items():
            (alike, best, is_certain), *others = sorted(likely, key=lambda each: -each[0])
            entry = self._free[id_]
            if is_certain and (not others or alike - others[0][0] >= _AHEAD):
                self._take(best, entry)
                continue
            for alike, index, _ in likely:
                # Of two texts of equal length, this is the share of common pairs of words in one of them.
                self.found[index].likely, self.found[index].common = entry, 2 * alike / (1 + alike)

    def _match_source(self, index: int) -> None:
        """
        Match the only article of a file with the only published entry of that file, or else with a withdrawn one.
        """
        source = self._articles[index].source
        entry = self._only_entries.get(source)
        if entry is None:
            self._take_best(index, self._withdrawn[source])
        elif entry.id in self._free:
            self._take(index, entry)

    def _take_best(self, index: int, candidates: Iterable[Entry]) -> None:
        article = self._articles[index]
        possible = [entry for entry in candidates if entry.id in self._free and self._is_possible(article, entry)]
        if possible:
            self._take(index, min(possible, key=lambda entry: _distance(article, entry)))

    def _is_possible(self, seen: SeenArticle, entry: Entry) -> bool:
        """
        Return whether *entry* can be the article: its file must be gone, and a withdrawn article must come back with its text or date.

        Any other article at its place is a new one, which must not get an id that was in use before.
        """
        if entry.withdrawn is None:
            return entry.source == seen.source or not self._is_unreadable(entry.source)
        same_text = bool(entry.fingerprint) and entry.fingerprint == seen.fingerprint
        return not seen.has_explicit_id and (same_text or entry.published == whole_utc(seen.article.sort_date))

    def _take(self, index: int, entry: Entry) -> None:
        del self._free[entry.id]
        if self._articles[index].has_explicit_id and entry.id != self._articles[index].article.id:
            self.found[index].former = entry
        else:
            self.found[index].entry = entry


def _distance(seen: SeenArticle, entry: Entry) -> tuple[bool, bool, bool, bool, int]:
    return (
        entry.withdrawn is not None,
        entry.source != seen.source,
        entry.url != seen.article.address,
        entry.published != whole_utc(seen.article.sort_date),
        entry.n,
    )
