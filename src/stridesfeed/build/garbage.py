"""
Searches for garbage during a build. Nearly all of its objects live until its end, and looking at them takes a third of the time.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: The number of new objects after which Python searches for garbage.
_ALLOCATIONS = 100_000

#: The usual thresholds, once for each build that is running in this process.
_usual: list[tuple[int, int, int]] = []
_lock = threading.Lock()


@contextmanager
def rare_garbage_collection() -> Iterator[None]:
    """
    Search for garbage less often in the whole process until the end of the ``with`` block, and of all such blocks in other threads.
    """
    with _lock:
        _usual.append(_usual[0] if _usual else gc.get_threshold())
        gc.set_threshold(_ALLOCATIONS, *_usual[0][1:])
    try:
        yield
    finally:
        with _lock:
            usual = _usual.pop()
            if not _usual:
                gc.set_threshold(*usual)
