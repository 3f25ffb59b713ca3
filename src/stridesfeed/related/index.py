"""
An index that finds the articles that have most in common with a given one.

All counts are integers, so that no sum depends on its order and no score on the machine. The weight of a word has steps of a quarter bit, so
that one more article hardly ever changes a score.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log2
from typing import NamedTuple, TypeVar

import attrs

from stridesfeed.related.features import AUTHOR, CATEGORY, SECTION, Trait

Key = TypeVar("Key", int, str)

#: The points for words and for each kind of traits, out of a thousand.
_FOR_WORDS = 600
_FOR_TRAITS = 400
_FOR = {CATEGORY: 300, SECTION: 60, AUTHOR: 40}

#: Two texts rarely have more than two fifths of their weight in common.
_MUCH = (5, 2)

#: An article is found by this many of its words with the most weight, …
_KEPT = 64
#: … but by all of them while there are too few articles to know the weights.
_FEW = 100

#: How many words of an article are looked up, and how many of the latest articles with each word or trait are considered.
_ASKED = 24
_LATEST = 256
_LATEST_OF_TRAIT = 32

#: How many of the articles with most words in common are compared in detail.
_SHORTLISTED = 48

#: The weight of a word by its number of letters: in all languages, short words say little (Zipf).
_LETTERS = [0, 0, *range(1, 5), *[5] * 99]
#: In scripts after this one a letter is at least a syllable, or words are pairs of letters.
_LATER_SCRIPTS = "\u0e00"
_ENOUGH = 5

#: With this many articles, words have half of their final weight.
_UNSURE = 12

#: The limit of the strength of a word. Fits into a byte.
_STRONGEST = 64


@attrs.frozen(slots=True)
class IndexedArticle:
    """
    An article in the index.
    """

    #: The day of publication, as a number.
    day: int

    #: The words with the most weight, each with its strength.
    words: Mapping[str, int]

    traits: frozenset[Trait]


@attrs.frozen(slots=True)
class Block:
    """
    Consecutive articles, and what they add to an index.
    """

    known: tuple[IndexedArticle, ...]

    #: How many of them contain each word.
    having: Mapping[str, int]

    #: The total number of their words.
    length: int


class Match(NamedTuple):
    """
    An article of the index that has something in common with another: a higher score sorts first, then the later article.
    """

    #: Out of a thousand.
    points: int

    #: Its number in the index.
    number: int


class Index:
    """
    Articles of one language by their words and traits, numbered in order. An article at a distance of *decay_days* counts half.
    """

    def __init__(self, decay_days: int) -> None:
        self._decay_days = decay_days
        self._counted = 0
        self._length = 0
        self._having: Counter[str | Trait] = Counter()
        self._days: list[int] = []
        self._traits: list[frozenset[Trait]] = []
        self._numbers: dict[str | Trait, array[int]] = {}
        self._strengths: dict[str, array[int]] = {}

    def know(self, counts: Mapping[str, int], traits: Iterable[Trait], day: int) -> IndexedArticle:
        """
        Count an article, so that it affects the weights of words, and return it as the index stores it.
        """
        held = frozenset(traits)
        length = sum(counts.values())
        self._counted += 1
        self._length += length
        self._having.update(counts.keys())
        self._having.update(held)
        # Saturation as in BM25, in a text of this length, relative to the texts so far.
        half = 30 + 90 * length * self._counted // max(1, self._length)
        words = {word: _STRONGEST * 100 * count // (100 * count + half) for word, count in counts.items()}
        if self._counted > _FEW:
            words = {word: words[word] for word in _largest(self._weights(words.items()), _KEPT)}
        return IndexedArticle(day=day, words=words, traits=held)

    def take(self, block: Block) -> None:
        """
        Add all articles of *block* at once, as :meth:`know` and :meth:`add` did one by one.
        """
        self._counted += len(block.known)
        self._length += block.length
        self._having.update(block.having)
        for known in block.known:
            self._having.update(known.traits)
            self.add(known)

    def add(self, known: IndexedArticle) -> None:
        """
        Make *known* findable, under the next number.
        """
        number = len(self._days)
        self._days.append(known.day)
        self._traits.append(known.traits)
        for word, strength in known.words.items():
            self._numbers.setdefault(word, array("I")).append(number)
            self._strengths.setdefault(word, array("B")).append(strength)
        for trait in known.traits:
            self._numbers.setdefault(trait, array("I")).append(number)

    def matches(self, known: IndexedArticle) -> list[Match]:
        """
        Return the articles that have something in common with *known*, the nearest first, then the latest. *known* itself may be among them.
        """
        asked = self._asked(known)
        # The total weight of the words in common, by article number.
        shared: dict[int, int] = {}
        before = shared.get
        for word, weight in asked.items():
            for number, strength in zip(self._numbers[word][-_LATEST:], self._strengths[word][-_LATEST:], strict=True):
                shared[number] = before(number, 0) + weight * strength
        shortlist = set(_largest(shared, _SHORTLISTED))
        for trait in known.traits:
            if trait.kind != AUTHOR and trait in self._numbers:
                shortlist.update(self._numbers[trait][-_LATEST_OF_TRAIT:])
        whole = sum(weight * known.words[word] for word, weight in asked.items())
        most = _FOR_WORDS * self._counted // (self._counted + _UNSURE)
        times, of = _MUCH
        traits = self._trait_points(known)
        matches = []
        for number in shortlist:
            points = min(most, most * shared[number] * times // (whole * of)) if shared.get(number) else 0
            points += min(_FOR_TRAITS, sum(traits[trait] for trait in known.traits & self._traits[number]))
            days = abs(known.day - self._days[number])
            matches.append(Match(points * self._decay_days // (self._decay_days + days), number))
        return sorted(matches, reverse=True)

    def words_in_common(self, known: IndexedArticle, number: int) -> list[str]:
        """
        Return the words that *known* and article *number* have in common, those with the most weight first.
        """
        weights: dict[str, int] = {}
        for word, weight in self._asked(known).items():
            place = bisect_left(self._numbers[word], number)
            if place < len(self._numbers[word]) and self._numbers[word][place] == number:
                weights[word] = weight * self._strengths[word][place]
        return sorted(weights, key=lambda word: (-weights[word], word))

    def traits_in_common(self, known: IndexedArticle, number: int) -> frozenset[Trait]:
        """
        Return the traits that *known* and article *number* have in common, except those that all articles have.
        """
        return frozenset(trait for trait, points in self._trait_points(known).items() if points and trait in self._traits[number])

    def _weights(self, words: Iterable[tuple[str, int]]) -> dict[str, int]:
        """
        Return the weight of each word: by its strength, by how few articles have it, and by its letters (see :data:`_LETTERS`).
        """
        articles, having = self._counted + 1, self._having
        return {
            word: strength * int(4 * log2(articles / having[word])) * (_LETTERS[len(word)] if word < _LATER_SCRIPTS else _ENOUGH)
            for word, strength in words
        }

    def _asked(self, known: IndexedArticle) -> dict[str, int]:
        """
        Return the words of *known* to look up, with their weights.
        """
        # A word of more than half of all articles says nothing.
        most = self._counted // 2 + 1
        weights = self._weights(
            (word, strength) for word, strength in known.words.items() if word in self._numbers and self._having[word] < most
        )
        return {word: weights[word] for word in sorted(_largest(weights, _ASKED))}

    def _trait_points(self, known: IndexedArticle) -> dict[Trait, int]:
        """
        Return the points for each trait of *known* in common: the rarer, the more.
        """
        articles = self._counted + 1
        bits = {trait: int(4 * log2(articles / self._having[trait])) for trait in known.traits}
        return {trait: _FOR[trait.kind] * bits[trait] // int(4 * log2(articles)) for trait in known.traits}


def _largest(weights: Mapping[Key, int], most: int) -> list[Key]:
    """
    Return the keys of the largest *weights*, then the largest keys.
    """
    if len(weights) <= most:
        return list(weights)
    least = sorted(weights.values())[-most]
    above = [key for key, weight in weights.items() if weight > least]
    equal = sorted(key for key, weight in weights.items() if weight == least)
    return above + equal[len(above) - most :]
