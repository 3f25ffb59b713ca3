"""
Which articles have most in common with one: an index that grows article by article.

Everything is counted in whole numbers, so that no sum depends on its order, and no score on a machine. How telling a word is, is known in
steps of a quarter of a bit: one article more or less hardly ever moves a score.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from math import log2

import attrs

from stridesfeed.related.traits import AUTHOR, CATEGORY, SECTION, Trait
from stridesfeed.related.words import is_pair

#: What is for words, and for each kind of traits, of a thousand points.
_FOR_WORDS = 600
_FOR = {CATEGORY: 300, SECTION: 60, AUTHOR: 40}

#: To have two fifths of what a text is about in common is as much as two texts ever have.
_MUCH = (5, 2)

#: An article is found by so many of its most telling words, …
_KEPT = 64
#: … but by all of them while there are so few articles that nobody knows yet which words are telling.
_FEW = 100

#: So many words of an article look for others, and so many of the latest articles with that word, or that trait, are looked at.
_ASKED = 24
_LATEST = 256
_LATEST_OF_TRAIT = 32

#: So many of those with most words in common are looked at closely.
_SHORTLISTED = 48

#: What is in more than half of all articles (less than so many quarters of a bit) tells nothing.
_TELLING = 4

#: A word of more letters is no short word.
_SHORT = 5

#: With so many articles, words count half of what they count later.
_UNSURE = 12

#: How strongly a word is said that is said without end. Fits into a byte.
_STRONGEST = 64


@attrs.frozen(slots=True)
class Known:
    """
    An article as the index knows it.
    """

    #: The day of publication, as a number.
    day: int

    #: Its most telling words, each with how strongly it is said.
    words: Mapping[str, int]

    traits: frozenset[Trait]


@attrs.frozen(slots=True)
class Match:
    """
    An article of the index that has something in common with another.
    """

    #: Its number in the index.
    number: int

    #: Of a thousand.
    points: int


class Index:
    """
    Articles of one language by their words and traits, numbered as they come. One that is *decay_days* older, or newer, counts half.
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

    def know(self, counts: Mapping[str, int], traits: Iterable[Trait], day: int) -> Known:
        """
        Count an article, which from now on has its part in how telling words are, and know it by what it will be found by.
        """
        held = frozenset(traits)
        length = sum(counts.values())
        self._counted += 1
        self._length += length
        self._having.update(counts.keys())
        self._having.update(held)
        words = self._strengths_of(counts, length)
        return Known(day=day, words=words if self._counted <= _FEW else self._most_telling(words, _KEPT), traits=held)

    def add(self, known: Known) -> None:
        """
        Let *known* be found, under the next number.
        """
        number = len(self._days)
        self._days.append(known.day)
        self._traits.append(known.traits)
        for word, strength in known.words.items():
            self._numbers.setdefault(word, array("I")).append(number)
            self._strengths.setdefault(word, array("B")).append(strength)
        for trait in known.traits:
            self._numbers.setdefault(trait, array("I")).append(number)

    def matches(self, known: Known) -> list[Match]:
        """
        Those in the index that have something in common with *known*, the nearest first; of equals the latest. *known* itself may be one.
        """
        asked = self._asked(known)
        shared = self._shared(asked)
        whole = sum(weight * known.words[word] for word, weight in asked.items()) or 1
        numbers = self._shortlist(known, shared)
        matches = [Match(number, self._points(known, number, shared.get(number, 0), whole)) for number in numbers]
        return sorted(matches, key=lambda match: (-match.points, -match.number))

    def words_in_common(self, known: Known, number: int) -> list[str]:
        """
        The words by which *known* finds article *number*, the most telling first.
        """
        weights: dict[str, int] = {}
        for word, weight in self._asked(known).items():
            place = bisect_left(self._numbers[word], number)
            if place < len(self._numbers[word]) and self._numbers[word][place] == number:
                weights[word] = weight * self._strengths[word][place]
        return sorted(weights, key=lambda word: (-weights[word], word))

    def traits_in_common(self, known: Known, number: int) -> frozenset[Trait]:
        """
        The traits of *known* that article *number* has too, but for those that all have.
        """
        return frozenset(trait for trait in known.traits & self._traits[number] if self._rarity(trait))

    def _telling(self, of: str | Trait) -> int:
        """
        How telling it is to have *of*, in quarters of a bit.
        """
        return _quarters(self._counted + 1, self._having[of])

    def _rarity(self, trait: Trait) -> int:
        """
        How rare *trait* is, from 0 (everything has it) to a thousand.
        """
        return 1000 * self._telling(trait) // _quarters(self._counted + 1, 1)

    def _strengths_of(self, counts: Mapping[str, int], length: int) -> dict[str, int]:
        """
        How strongly each word is said (BM25's saturation), in a text of *length* beside the texts that came until now.
        """
        half = 30 + 90 * length * self._counted // max(1, self._length)
        return {word: _STRONGEST * 100 * count // (100 * count + half) for word, count in counts.items()}

    def _most_telling(self, words: Mapping[str, int], most: int) -> dict[str, int]:
        weights = {word: strength * self._weight(word) for word, strength in words.items()}
        return {word: words[word] for word in _largest(weights, most)}

    def _weight(self, word: str) -> int:
        """
        How telling *word* is: by how few have it, and by its letters, for in all languages the words that say little are short (Zipf).
        """
        return self._telling(word) * (_SHORT if is_pair(word) else min(len(word) - 1, _SHORT))

    def _asked(self, known: Known) -> dict[str, int]:
        """
        The words of *known* that look for others, each with its weight.
        """
        found = [(word, strength) for word, strength in known.words.items() if word in self._numbers and self._telling(word) >= _TELLING]
        weights = {word: strength * self._weight(word) for word, strength in found}
        return {word: weights[word] for word in _largest(weights, _ASKED)}

    def _shared(self, asked: Mapping[str, int]) -> dict[int, int]:
        """
        What each article, by number, has of the words that are *asked* for.
        """
        shared: dict[int, int] = {}
        before = shared.get
        for word, weight in asked.items():
            for number, strength in zip(self._numbers[word][-_LATEST:], self._strengths[word][-_LATEST:], strict=True):
                shared[number] = before(number, 0) + weight * strength
        return shared

    def _shortlist(self, known: Known, shared: Mapping[int, int]) -> set[int]:
        """
        The numbers of those that are worth a closer look.
        """
        numbers = set(heapq.nlargest(_SHORTLISTED, shared, key=lambda number: (shared[number], number)))
        for trait in known.traits:
            if trait.kind != AUTHOR and trait in self._numbers:
                numbers.update(self._numbers[trait][-_LATEST_OF_TRAIT:])
        return numbers

    def _points(self, known: Known, number: int, shared: int, whole: int) -> int:
        times, of = _MUCH
        points = min(_FOR_WORDS, _FOR_WORDS * shared * times // (whole * of)) * self._counted // (self._counted + _UNSURE)
        common = known.traits & self._traits[number]
        for kind, most in _FOR.items():
            points += min(most, most * sum(self._rarity(trait) for trait in common if trait.kind == kind) // 1000)
        return points * self._decay_days // (self._decay_days + abs(known.day - self._days[number]))


def _largest(weights: Mapping[str, int], most: int) -> list[str]:
    return heapq.nsmallest(most, weights, key=lambda word: (-weights[word], word))


@cache
def _quarters(articles: int, having: int) -> int:
    """
    How many quarters of a bit it tells to be one of *having* among *articles*.
    """
    return int(4 * log2(articles / having))
