"""
The time to find related articles: the first time, again, and after one new article or one edit.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from datetime import timedelta

import articles
import attrs
from clock import timed
from report import Report, machine, number, table

from stridesfeed import Article, Category, MemoryCache, Person
from stridesfeed.related import Relation, related

#: Word frequencies as in natural text (Zipf).
_WORDS = 60_000
_TOPICS = 300
_WORDS_OF_TOPIC = 60


def run(*, quick: bool) -> Report:
    """
    1,000 and 10,000 articles; 500 with ``--quick``.
    """
    rows = [_row(count) for count in ((500,) if quick else (1000, 10_000))]
    how = (
        f"Three related articles for each of many, of about 760 words each, in {_TOPICS} topics. Each is done once. *On its topic*: of all "
        f"relations, those to an article of the same topic. {machine()}."
    )
    head = ("Articles", "first, s", "again, s", "one more, s", "one edit, s", "ms each, at first", "changed by the edit", "on its topic")
    return Report(how=how, tables=(table(head, rows, words=0),))


def _row(count: int) -> tuple[str, ...]:
    made = _articles(count + 1)
    cache = MemoryCache()

    def find(some: Sequence[Article]) -> dict[str, tuple[Relation, ...]]:
        return related(some, count=3, cache=cache)

    first, found = timed(lambda: find(made[:count]))
    again, _ = timed(lambda: find(made[:count]))
    more, _ = timed(lambda: find(made))
    edited = [*made[:count]]
    edited[count // 2] = attrs.evolve(edited[count // 2], content=f"{edited[count // 2].content}<p>Corrected.</p>")
    edit, after = timed(lambda: find(edited))
    changed = sum(_ids(found[id_]) != _ids(after[id_]) for id_ in found)
    return (
        f"{count:,}",
        *map(number, (first, again, more, edit, first / count * 1e3)),
        str(changed),
        f"{_on_topic(found):.0%}",
    )


def _ids(relations: Sequence[Relation]) -> list[str]:
    return [relation.id for relation in relations]


def _on_topic(found: dict[str, tuple[Relation, ...]]) -> float:
    pairs = [(_topic(id_), _topic(relation.id)) for id_, relations in found.items() for relation in relations]
    return sum(one == other for one, other in pairs) / len(pairs)


def _topic(id_: str) -> int:
    return int(id_.rpartition(":")[2]) % _TOPICS


def _articles(count: int) -> list[Article]:
    chance = random.Random(1)
    words = ["".join(chance.choice("bcdfghklmnprstvw") + chance.choice("aeiou") for _ in range(chance.randint(1, 4))) for _ in range(_WORDS)]
    often = [*itertools.accumulate(1 / (rank + 3) for rank in range(_WORDS))]
    return [_article(number, words, often, chance) for number in range(count)]


def _article(number: int, words: list[str], often: list[float], chance: random.Random) -> Article:
    topic = number % _TOPICS
    start = 200 + topic * _WORDS_OF_TOPIC
    text = chance.choices(words, cum_weights=often, k=700) + chance.choices(words[start : start + _WORDS_OF_TOPIC], k=60)
    chance.shuffle(text)
    return Article(
        id=f"tag:strides.example,2026:{number}",
        url=f"{articles.SITE}{number}",
        title=" ".join(text[:5]),
        published=articles.PUBLISHED + timedelta(hours=5 * number),
        summary=" ".join(text[5:25]),
        content="".join(f"<p>{' '.join(text[place : place + 60])}.</p>" for place in range(0, len(text), 60)),
        categories=[Category(f"Category {topic % 40}"), Category("News")],
        authors=[Person(f"Author {number % 17}")],
    )
