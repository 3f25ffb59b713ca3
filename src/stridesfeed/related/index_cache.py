"""
The cache of counted words and of whole blocks of an index.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from stridesfeed.cache import Cache
from stridesfeed.model import Article
from stridesfeed.related.features import Trait, counts_of, text_key
from stridesfeed.related.index import Block, IndexedArticle

#: Higher levels save little.
_LEVEL = 1


class IndexCache:
    """
    Stores counted words and blocks in *cache*, if there is one.
    """

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache

    @property
    def keeps(self) -> bool:
        """
        True if there is a cache.
        """
        return self._cache is not None

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """
        Return the cached values of *keys*.
        """
        return self._cache.get(keys) if self._cache else {}

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """
        Store *entries*.
        """
        if self._cache and entries:
            self._cache.put(entries)

    def counted(self, articles: Sequence[Article]) -> Sequence[Mapping[str, int]]:
        """
        Return the counted words of each of *articles*.
        """
        if not self._cache:
            return [counts_of(article) for article in articles]
        keys = [text_key(article) for article in articles]
        kept = self.get(keys)
        counted = [unpacked(kept[key]) if key in kept else counts_of(article) for key, article in zip(keys, articles, strict=True)]
        self.put({key: packed(counts) for key, counts in zip(keys, counted, strict=True) if key not in kept})
        return counted

    def block(self, key: bytes) -> Block | None:
        """
        Return the cached block of the articles up to *key*.
        """
        key = _block_key(key)
        kept = self.get([key])
        return unpacked_block(kept[key]) if key in kept else None

    def keep_block(self, key: bytes, known: Sequence[IndexedArticle], counted: Iterable[Mapping[str, int]]) -> None:
        """
        Store the block of articles that ends with the article of *key*.
        """
        having, length = Counter[str](), 0
        for counts in counted:
            having.update(counts.keys())
            length += sum(counts.values())
        self.put({_block_key(key): packed_block(Block(known=tuple(known), having=having, length=length))})


def _block_key(key: bytes) -> bytes:
    return hashlib.sha256(b"related block " + key).digest()


def packed(counted: Mapping[str, int]) -> bytes:
    """
    Return counted words as bytes: one line for each count.
    """
    by_count: dict[int, list[str]] = {}
    for word, count in counted.items():
        by_count.setdefault(count, []).append(word)
    return zlib.compress("\n".join(f"{count} {' '.join(same)}" for count, same in by_count.items()).encode(), _LEVEL)


def unpacked(kept: bytes) -> dict[str, int]:
    """
    Return counted words from bytes.
    """
    counted: dict[str, int] = {}
    for line in filter(None, zlib.decompress(kept).decode().split("\n")):
        count, *same = line.split(" ")
        counted.update(dict.fromkeys(same, int(count)))
    return counted


def packed_block(block: Block) -> bytes:
    """
    Return a block as bytes.
    """
    articles = [(known.day, known.words, sorted(known.traits)) for known in block.known]
    return zlib.compress(json.dumps((articles, block.having, block.length), ensure_ascii=False).encode(), _LEVEL)


def unpacked_block(kept: bytes) -> Block:
    """
    Return a block from bytes.
    """
    articles, having, length = json.loads(zlib.decompress(kept))
    known = (IndexedArticle(day=day, words=words, traits=frozenset(Trait(*trait) for trait in traits)) for day, words, traits in articles)
    return Block(known=tuple(known), having=having, length=length)
