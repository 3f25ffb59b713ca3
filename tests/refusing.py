"""
A system that refuses what it is asked for, at a chosen step.
"""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Callable, Collection
from typing import Any

#: What asks the system for room, or for leave to change a folder.
CHANGING = frozenset({"open", "write", "fsync", "mkdir", "chmod", "replace"})


class Refusal:
    """
    Refuses the *number*-th call of a function that changes the disk, and counts them all.
    """

    def __init__(self, number: int | None, code: int, changing: Collection[str] = CHANGING) -> None:
        self.number = number
        self.code = code
        self.changing = changing
        self.seen: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, _frame: object, event: str, function: Any) -> None:
        if event != "c_call" or function.__name__ not in self.changing or not _is_of_the_system(function):
            return
        with self._lock:
            self.seen.append(function.__name__)
            refused = len(self.seen) - 1 == self.number
        if refused:
            raise OSError(self.code, os.strerror(self.code))

    def during(self, work: Callable[[], object]) -> None:
        """
        *work*, under watch in all of its threads.
        """
        threading.setprofile(self)
        sys.setprofile(self)
        try:
            work()
        finally:
            sys.setprofile(None)
            threading.setprofile(None)


def _is_of_the_system(function: Any) -> bool:
    """
    Whether a function written in C is one that asks the system, and no method of a text or of a file in memory.
    """
    return function.__module__ in {"posix", "nt", "io", "_io"} or isinstance(getattr(function, "__self__", None), io.BufferedWriter)
