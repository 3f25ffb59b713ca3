"""
Times that can be compared: all works in turns, so that a machine that speeds up or slows down does so for each of them.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")

#: What is measured; what it gives back does not matter.
Work = Callable[[], object]


def seconds(work: Work) -> float:
    """
    How long *work* takes, once, by the clock on the wall.
    """
    return timed(work)[0]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """
    How long *work* takes, and what it gives back.
    """
    gc.collect()
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def in_turns(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """
    The median of each, all measured in turns: A B C, A B C, …
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return {name: statistics.median(times) for name, times in taken.items()}
