"""
Signatures of texts: they tell how much of its text an article has in common with one that was published, without storing that text.

A signature is a MinHash by one permutation: the hash of each pair of consecutive words falls into one of 64 bins, and a bin shows six bits of
its lowest hash as one character. The share of equal bins estimates the share of common pairs. docs/reference/ledger.md specifies the algorithm.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from stridesfeed.model import Article
from stridesfeed.publish.ledger.entries import Entry
from stridesfeed.publish.ledger.fingerprints import visible_words

_BINS = 64
_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_EMPTY = "."

#: Fewer bins than these are chance: texts of about thirty words or less have no likeness.
_MIN_BINS = 24

#: In scripts without spaces between words, each character counts as one.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+")

#: Bins per key of the index: articles with a likeness of 0.3 share one of 32 keys in 95 of 100 cases.
_BAND = 2

#: Entries with the same key that are looked at; text that more articles share tells nothing about one of them.
_MAX_PER_KEY = 50

#: Entries to compare with, those with the most common keys first.
_MAX_CANDIDATES = 20


def signature(article: Article) -> str:
    """
    Return the signature of the words of *article*, with its title.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", f"{article.title} {visible_words(article)}").casefold())
    lowest: dict[int, int] = {}
    for one, other in set(pairwise(words)):
        value = zlib.crc32(f"{one} {other}".encode("utf-8", "replace")) * 2654435761 & 0xFFFFFFFF
        bin_ = value >> 26
        if value < lowest.get(bin_, 2**32):
            lowest[bin_] = value
    return "".join(_CHARACTERS[lowest[bin_] & 63] if bin_ in lowest else _EMPTY for bin_ in range(_BINS))


def likeness(one: str, other: str) -> float | None:
    """
    Return an estimate, from 0 to 1, of the share of text that the articles with two signatures have in common; ``None`` if it is unknown.
    """
    if len(one) != _BINS or len(other) != _BINS:
        return None
    used = [a == b for a, b in zip(one, other, strict=True) if not a == b == _EMPTY]
    return sum(used) / len(used) if len(used) >= _MIN_BINS else None


class LikenessIndex:
    """
    Finds entries with a similar text, in a time that does not grow with their number.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = [entry for entry in entries if entry.signature]
        self._by_key: dict[tuple[int, str], list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            for key in _keys(entry.signature):
                self._by_key[key].append(number)

    def find(self, text: str) -> list[tuple[float, Entry]]:
        """
        Return entries with their likeness to the signature *text*, the most similar first.
        """
        common_keys = Counter(number for key in _keys(text) for number in self._by_key.get(key, ())[:_MAX_PER_KEY])
        candidates = [self._entries[number] for number, _ in common_keys.most_common(_MAX_CANDIDATES)]
        found = [(alike, entry) for entry in candidates if (alike := likeness(text, entry.signature))]
        return sorted(found, key=lambda pair: (-pair[0], pair[1].n))


def _keys(text: str) -> Iterator[tuple[int, str]]:
    for at in range(0, len(text), _BAND):
        key = text[at : at + _BAND]
        if _EMPTY not in key:
            yield at, key
