"""
What a build costs, side by side with the same work done by hand: ``./run bench [COUNT] [ROUNDS]``.

Everything is measured in one run, in turns, so that a machine that speeds up or slows down does so for all. What counts is the ratio of
medians; seconds are there for the curious.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import articles
import by_hand

from stridesfeed import clean, render_all
from stridesfeed.body import compose
from stridesfeed.emit import FORMATS
from stridesfeed.emit.format import Place
from stridesfeed.options import DEFAULT


def seconds(work: Callable[[], object]) -> float:
    """
    How long *work* takes, once, by the clock on the wall.
    """
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turns(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """
    The median of each, all measured in turns.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return {name: statistics.median(times) for name, times in taken.items()}


def main(count: int = 1000, rounds: int = 3) -> None:
    """
    Print the table.
    """
    feed = articles.feed(count)
    clean_once = clean(feed)
    cleaned = compose(clean_once, DEFAULT)
    bodies = [by_hand.sanitise(article.content or "") for article in feed.articles]
    works: dict[str, Callable[[], object]] = {
        "by hand: feedgen, bleach.clean, json": lambda: by_hand.render_all(feed),
        "by hand: bleach.clean alone": lambda: [by_hand.sanitise(article.content or "") for article in feed.articles],
        "by hand: feedgen and json alone": lambda: by_hand.emit(feed, bodies),
        "stridesfeed: render_all": lambda: render_all(feed),
        "stridesfeed: clean alone": lambda: clean(feed),
        "stridesfeed: compose alone": lambda: compose(clean_once, DEFAULT),
        **{f"stridesfeed: {name} alone": partial(format_.write, cleaned, Place(), DEFAULT) for name, format_ in FORMATS.items()},
    }
    size = sum(len(article.content or "") for article in feed.articles) / count
    medians = in_turns(works, rounds)
    base = medians["by hand: feedgen, bleach.clean, json"]
    print(f"{count} articles of {size:.0f} characters, three formats; medians of {rounds} rounds in turns")
    print(f"{'':40} {'seconds':>9} {'ratio':>7} {'µs each':>9}")
    for name, median in medians.items():
        print(f"{name:40} {median:9.3f} {median / base:7.3f} {median / count * 1e6:9.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
