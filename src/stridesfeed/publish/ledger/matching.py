"""
Match the current articles with the ledger's entries.

An article is matched by the id in its front matter, or else by its file. A file that moved is matched by content, or else by URL. Evidence is
applied to all articles at once, the strongest first, so that no article takes by weak evidence an entry that another has strong evidence for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import attrs

from stridesfeed.dates import whole_utc
from stridesfeed.model import Article
from stridesfeed.publish.ledger.entries import Entry, Ledger


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


@attrs.define
class Match:
    """
    The ledger's entry for an article, if any.
    """

    #: The entry with the article's id.
    entry: Entry | None = None

    #: If there is no such entry: the entry that readers know the article by, under another id.
    former: Entry | None = None


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


class _Matching:
    """
    The matches so far, and the entries that are still free.
    """

    def __init__(self, ledger: Ledger, articles: list[SeenArticle], is_unreadable: Callable[[str], bool]) -> None:
        self.found = [Match() for _ in articles]
        self._articles = articles
        self._is_unreadable = is_unreadable
        self._free = dict(ledger.by_id)
        live = ledger.live
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
        Match the articles at *indexes* by their files, and those that remain by :data:`_EVIDENCE`.
        """
        for index in indexes:
            if self._articles[index].source and self._articles[index].owns_source:
                self._match_source(index)
        for evidence in _EVIDENCE:
            candidates: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
            for entry in self._free.values():
                candidates[evidence(entry.source, entry.url, entry.fingerprint)].append(entry)
            for index in indexes:
                each, match = self._articles[index], self.found[index]
                if match.entry is None and match.former is None:
                    key = evidence(each.source, each.article.url, each.fingerprint)
                    self._take_best(index, candidates.get(key, ()))

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
        else:
            # The author gave this id to another file.
            self.found[index].former = entry

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
        return not seen.has_explicit_id and (same_text or entry.published == whole_utc(seen.article.published))

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
        entry.url != seen.article.url,
        entry.published != whole_utc(seen.article.published),
        entry.n,
    )
