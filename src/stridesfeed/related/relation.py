"""
The relations between articles: by what each has in common with those that came before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from itertools import islice
from urllib.parse import urldefrag

import attrs

from stridesfeed.cache import Cache
from stridesfeed.model import Article
from stridesfeed.related.index import Index, Known
from stridesfeed.related.reasons import reasons as reasons_of
from stridesfeed.related.traits import counts_of, packed, text_key, traits_of, unpacked
from stridesfeed.versions import installed

#: After three years a relation counts half.
DECAY_DAYS = 1095

#: Below it, readers see no relation.
LEAST = 0.1

#: So many articles are read ahead, as one question to the cache.
_AT_ONCE = 500


@attrs.frozen
class Relation:
    """
    An article that another one is related to.
    """

    #: The id of the related article.
    id: str

    #: How much the two have in common, from 0 to 1, in steps of a thousandth; what is older counts less.
    score: float

    #: Why, in words: "shared category 'AI News'", "words: distillation, chips". None where they were not asked for.
    reasons: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class _Choice:
    """
    What was asked for.
    """

    count: int
    newer: bool
    reasons: bool
    least: float
    decay_days: int

    @property
    def key(self) -> bytes:
        return hashlib.sha256(repr((installed("stridesfeed"), attrs.astuple(self))).encode()).digest()


def related(
    articles: Iterable[Article],
    *,
    count: int,
    language: str | None = None,
    keep: Cache | None = None,
    newer: bool = False,
    reasons: bool = False,
    order: Mapping[str, int] | None = None,
    least: float = LEAST,
    decay_days: int = DECAY_DAYS,
) -> dict[str, tuple[Relation, ...]]:
    """
    For each of *articles*, by its id, up to *count* others that have most in common with it, the nearest first.

    They share rare categories, a section, authors, or words that tell what a text is about; of those with equal scores the later article
    comes first. Only articles in the same language are related (*language* is that of articles that name none), and none that an article
    names itself, in ``related`` or ``sources``.

    An article is related to those that came before it, so that its relations stay what they are when others come after it: they depend on
    the article and on those before it, and on nothing else. With *newer* those after it are considered too. What came first is said by
    *order*, a number for each id (the ids that it lacks come last), or else by publication and id.

    A relation scored less than *least* is none. One that lies *decay_days* in the past counts half. *keep* remembers the words of articles
    and the relations that nothing has changed. *reasons* are given on request, for they cost time.
    """
    choice = _Choice(count=count, newer=newer, reasons=reasons, least=least, decay_days=decay_days)
    found: dict[str, tuple[Relation, ...]] = {}
    ordered = sorted(articles, key=lambda article: (_place(article, order), article.published, article.id))
    for group in _by_language(ordered, language).values():
        found.update(_Group(group, choice, keep).relations())
    return {article.id: found[article.id] for article in ordered}


def _place(article: Article, order: Mapping[str, int] | None) -> tuple[bool, int]:
    number = None if order is None else order.get(article.id)
    return (number is None, number or 0)


def _by_language(articles: Iterable[Article], language: str | None) -> dict[str, list[Article]]:
    """
    *articles* by the language that they are written in, whatever its region or script.
    """
    groups: dict[str, list[Article]] = {}
    for article in articles:
        said = article.language or language or ""
        groups.setdefault(said.partition("-")[0].lower(), []).append(article)
    return groups


class _Group:
    """
    Articles of one language, in the order in which they came.
    """

    def __init__(self, articles: Sequence[Article], choice: _Choice, keep: Cache | None) -> None:
        self._articles = articles
        self._choice = choice
        self._keep = keep
        self._index = Index(choice.decay_days)

    def relations(self) -> dict[str, tuple[Relation, ...]]:
        """
        The relations of each, by id.
        """
        keys = [*self._keys()] if self._keep else []
        kept = self._keep.get(keys) if self._keep else {}
        found = {article.id: _unpacked(kept[key]) for article, key in zip(self._articles, keys, strict=False) if key in kept}
        missing = [(article, key) for article, key in zip(self._articles, keys, strict=False) if key not in kept]
        if missing or not self._keep:
            found |= self._new_relations(found.keys())
        if self._keep:
            self._keep.put({key: _packed(found[article.id]) for article, key in missing})
        return found

    def _keys(self) -> Iterator[bytes]:
        """
        For each article what stands for all that its relations depend on: itself and those before it; with newer ones all of them.
        """
        sums = [self._choice.key]
        for article in self._articles:
            sums.append(hashlib.sha256(sums[-1] + _facts(article)).digest())
        if not self._choice.newer:
            return iter(sums[1:])
        return (hashlib.sha256(sums[-1] + article.id.encode()).digest() for article in self._articles)

    def _new_relations(self, known_already: Iterable[str]) -> dict[str, tuple[Relation, ...]]:
        """
        The relations of all but those *known_already*.
        """
        skipped = set(known_already)
        found = {}
        for number, known in enumerate(self._indexed()):
            article = self._articles[number]
            if article.id not in skipped:
                found[article.id] = tuple(islice(self._related(article, known), self._choice.count))
        return found

    def _indexed(self) -> Iterator[Known]:
        """
        Each article when those that it may be related to are in the index.
        """
        waiting = []
        for article, counts in self._counted():
            known = self._index.know(counts, traits_of(article), article.published.astimezone(UTC).toordinal())
            if self._choice.newer:
                waiting.append(known)
            else:
                yield known
            self._index.add(known)
        yield from waiting

    def _counted(self) -> Iterator[tuple[Article, Mapping[str, int]]]:
        """
        Each article with how often it says its words.
        """
        for start in range(0, len(self._articles), _AT_ONCE):
            some = self._articles[start : start + _AT_ONCE]
            keys = [text_key(article) for article in some] if self._keep else []
            kept = self._keep.get(keys) if self._keep else {}
            new: dict[bytes, bytes] = {}
            for article, key in zip(some, keys or [b""] * len(some), strict=True):
                counts = unpacked(kept[key]) if key in kept else counts_of(article)
                if self._keep and key not in kept:
                    new[key] = packed(counts)
                yield article, counts
            if self._keep and new:
                self._keep.put(new)

    def _related(self, article: Article, known: Known) -> Iterator[Relation]:
        """
        The relations of *article*, the nearest first, none to what it names itself and none to one page twice.
        """
        linked = {_page(article.url), *(_page(link.href) for link in (*article.related, *article.references))}
        for match in self._index.matches(known):
            if match.points < 1000 * self._choice.least:
                return
            other = self._articles[match.number]
            if other is article or linked & {_page(other.url), _page(other.id)}:
                continue
            linked.add(_page(other.url))
            yield Relation(other.id, match.points / 1000, self._reasons(article, known, match.number))

    def _reasons(self, article: Article, known: Known, number: int) -> tuple[str, ...]:
        if not self._choice.reasons:
            return ()
        return reasons_of(article, self._index.traits_in_common(known, number), self._index.words_in_common(known, number))


def _page(address: str) -> str:
    """
    What two addresses of one page have in common.
    """
    return urldefrag(address).url.rstrip("/")


def _facts(article: Article) -> bytes:
    """
    All that relations depend on.
    """
    links = [link.href for link in (*article.related, *article.references)]
    named = [(trait.kind, name) for trait, name in traits_of(article).items()]
    return text_key(article) + repr((article.id, article.url, article.published.astimezone(UTC).isoformat(), named, links)).encode()


def _packed(relations: tuple[Relation, ...]) -> bytes:
    return json.dumps([attrs.astuple(relation) for relation in relations]).encode()


def _unpacked(kept: bytes) -> tuple[Relation, ...]:
    return tuple(Relation(id_, score, tuple(reasons)) for id_, score, reasons in json.loads(kept))
