"""
Find related articles, and add them to a feed as links.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from urllib.parse import urldefrag

import attrs

from stridesfeed.cache import Cache
from stridesfeed.model import Article, Feed, Link
from stridesfeed.related.features import text_key, traits_of
from stridesfeed.related.index import Index, IndexedArticle
from stridesfeed.related.index_cache import IndexCache
from stridesfeed.related.reasons import reasons as reasons_of
from stridesfeed.value import with_fields
from stridesfeed.versions import installed

#: After three years, a relation counts half.
DECAY_DAYS = 1095

#: Below it, readers see no relation.
LEAST = 0.1

#: The number of articles in a cache request and in a block.
_AT_ONCE = 256


@attrs.frozen
class Relation:
    """
    A related article.
    """

    #: The id of the related article.
    id: str

    #: The similarity from 0 to 1, in steps of a thousandth; older articles count less.
    score: float

    #: The reasons: "shared category 'AI News'", "words: distillation, chips". Empty if they were not requested.
    reasons: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class _Choice:
    """
    The arguments of :func:`related`.
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
    cache: Cache | None = None,
    newer: bool = False,
    reasons: bool = False,
    order: Mapping[str, int] | None = None,
    least: float = LEAST,
    decay_days: int = DECAY_DAYS,
) -> dict[str, tuple[Relation, ...]]:
    """
    Return up to *count* related articles for each of *articles*, by id, the nearest first.

    Articles are related by rare categories, a section, authors, or words with much weight; of equal scores the later article comes first. Only
    articles in the same language are related (*language* is the default), and none that an article names itself in ``related`` or ``sources``.

    An article is related to earlier ones only, so its relations do not change when newer articles are added. With *newer*, later articles are
    considered too. The order is given by *order*, a number for each id (ids without one come last), or else by publication date and id.

    Relations with a score below *least* are dropped. A relation at a distance of *decay_days* counts half. *cache* stores counted words
    and unchanged relations. *reasons* are computed on request, because they take time.
    """
    choice = _Choice(count=count, newer=newer, reasons=reasons, least=least, decay_days=decay_days)
    found: dict[str, tuple[Relation, ...]] = {}
    numbers = order or {}
    ordered = sorted(articles, key=lambda article: (article.id not in numbers, numbers.get(article.id, 0), article.published, article.id))
    by_language: dict[str, list[Article]] = {}
    for article in ordered:
        primary, _, _ = (article.language or language or "").partition("-")
        by_language.setdefault(primary.lower(), []).append(article)
    for group in by_language.values():
        found.update(_Group(group, choice, cache).relations())
    return {article.id: found[article.id] for article in ordered}


class _Group:
    """
    Articles of one language, in order.
    """

    def __init__(self, articles: Sequence[Article], choice: _Choice, cache: Cache | None) -> None:
        self._articles = articles
        self._choice = choice
        self._cache = IndexCache(cache)
        self._index = Index(choice.decay_days)
        #: For each article, the key of the article and all before it.
        self._sums: list[bytes] = []

    def relations(self) -> dict[str, tuple[Relation, ...]]:
        """
        Return the relations of each article, by id.
        """
        if not self._cache.keeps:
            return dict(self._new_relations(()))
        keys = self._keys()
        kept = self._cache.get(keys)
        found: dict[str, tuple[Relation, ...]] = {}
        for article, key in zip(self._articles, keys, strict=True):
            if key in kept:
                found[article.id] = tuple(Relation(id_, score, tuple(reasons)) for id_, score, reasons in json.loads(kept[key]))
        if len(found) < len(keys):
            found |= self._new_relations(found.keys())
            new = [(key, found[article.id]) for article, key in zip(self._articles, keys, strict=True) if key not in kept]
            self._cache.put({key: json.dumps([attrs.astuple(relation) for relation in relations]).encode() for key, relations in new})
        return found

    def _keys(self) -> list[bytes]:
        """
        Return, for each article, the cache key of its relations: a hash of the article and those before it, or of all articles with *newer*.
        """
        last = self._choice.key
        for article in self._articles:
            links = [link.href for link in (*article.related, *article.references)]
            named = [(trait.kind, name) for trait, name in traits_of(article).items()]
            facts = (article.id, article.url, article.sort_date.astimezone(UTC).isoformat(), named, links)
            last = hashlib.sha256(last + text_key(article) + repr(facts).encode()).digest()
            self._sums.append(last)
        if not self._choice.newer:
            return self._sums
        return [hashlib.sha256(last + article.id.encode()).digest() for article in self._articles]

    def _new_relations(self, done: Collection[str]) -> Iterator[tuple[str, tuple[Relation, ...]]]:
        """
        Return the relations of all articles except those that are *done*.
        """
        waiting: list[tuple[Article, IndexedArticle]] = []
        for article, known in self._indexed(done):
            if self._choice.newer:
                waiting.append((article, known))
            elif article.id not in done:
                yield article.id, self._first(article, known)
        yield from ((article.id, self._first(article, known)) for article, known in waiting)

    def _indexed(self, done: Collection[str]) -> Iterator[tuple[Article, IndexedArticle]]:
        """
        Yield each article when those before it are in the index and it is not. Blocks of articles that are *done* are added as a whole.
        """
        for start in range(0, len(self._articles), _AT_ONCE):
            some = self._articles[start : start + _AT_ONCE]
            key = self._sums[start + len(some) - 1] if self._sums else b""
            if all(article.id in done for article in some) and (block := self._cache.block(key)):
                self._index.take(block)
                continue
            known = []
            counted = self._cache.counted(some)
            for article, counts in zip(some, counted, strict=True):
                known.append(self._index.know(counts, traits_of(article), article.sort_date.astimezone(UTC).toordinal()))
                yield article, known[-1]
                self._index.add(known[-1])
            if self._cache.keeps and len(some) == _AT_ONCE:
                self._cache.keep_block(key, known, counted)

    def _first(self, article: Article, known: IndexedArticle) -> tuple[Relation, ...]:
        """
        Return the relations of *article*, the nearest first, without pages that it names itself and without duplicates.
        """
        linked = {_page(article.address), *(_page(link.href) for link in (*article.related, *article.references))}
        found: list[Relation] = []
        for match in self._index.matches(known):
            if match.points < 1000 * self._choice.least or len(found) >= self._choice.count:
                break
            other = self._articles[match.number]
            if other is article or linked & {_page(other.address), _page(other.id)}:
                continue
            linked.add(_page(other.address))
            reasons: tuple[str, ...] = ()
            if self._choice.reasons:
                index, number = self._index, match.number
                reasons = reasons_of(article, index.traits_in_common(known, number), index.words_in_common(known, number))
            found.append(Relation(other.id, match.points / 1000, reasons))
        return tuple(found)


def _page(address: str) -> str:
    """
    Return a key that is the same for different URLs of one page.
    """
    return urldefrag(address).url.rstrip("/")


def with_related(
    feed: Feed,
    count: int,
    *,
    cache: Cache | None = None,
    newer: bool = False,
    order: Mapping[str, int] | None = None,
    least: float = LEAST,
    decay_days: int = DECAY_DAYS,
) -> Feed:
    """
    Return *feed* with up to *count* related links in each article: those of its author first, then other articles of *feed*.

    *feed* should contain all articles. Arguments are those of :func:`related`.
    """
    found = related(
        feed.articles, count=count, language=feed.language, cache=cache, newer=newer, order=order, least=least, decay_days=decay_days
    )
    by_id = {article.id: article for article in feed.articles}
    articles: list[Article] = []
    for article in feed.articles:
        others = [by_id[relation.id] for relation in found[article.id][: max(0, count - len(article.related))]]
        links = [Link(other.url, "related", title=other.title) for other in others if other.url]
        articles.append(attrs.evolve(article, related=(*article.related, *links)) if links else article)
    return with_fields(feed, articles=tuple(articles))
