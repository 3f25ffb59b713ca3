"""
Comparable times: all functions are measured in turns, so that changes in the machine's speed affect each of them.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")

#: A function to measure; its result is ignored.
Work = Callable[[], object]


def seconds(work: Work) -> float:
    """
    Return the wall-clock time of one call of *work*.
    """
    return timed(work)[0]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """
    Return the time of one call of *work*, and its result.
    """
    gc.collect()
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def in_turns(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """
    Return the median time of each, measured in turns: A B C, A B C, …
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return {name: statistics.median(times) for name, times in taken.items()}
