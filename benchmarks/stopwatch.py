"""
A stopwatch for the stages of a program, without changing the program.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import isgenerator
from typing import Any


class Stopwatch:
    """
    Seconds by stage. The time of a nested stage does not count for the outer one.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stages: list[str] = []
        self._since = 0.0

    def on(self, stage: str, place: Any, name: str) -> None:
        """
        Measure the function *name* of *place* as part of *stage*; for a generator, the time to produce its values.
        """
        function: Callable[..., Any] = getattr(place, name)

        def watched(*arguments: Any, **named: Any) -> Any:
            with self._in(stage):
                made = function(*arguments, **named)
            return self._each(stage, made) if isgenerator(made) else made

        setattr(place, name, watched)

    def _each(self, stage: str, values: Iterator[Any]) -> Iterator[Any]:
        end = object()
        while True:
            with self._in(stage):
                value = next(values, end)
            if value is end:
                return
            yield value

    @contextmanager
    def _in(self, stage: str) -> Iterator[None]:
        self._turn()
        self._stages.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._stages.pop()

    def _turn(self) -> None:
        """
        Add the time since the last call to the current stage.
        """
        now = time.perf_counter()
        if self._stages:
            self.seconds[self._stages[-1]] += now - self._since
        self._since = now
