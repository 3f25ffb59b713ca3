"""
Processes that kill themselves with SIGKILL after a number of calls: no ``finally`` runs, nothing is flushed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any


def in_a_process(work: Callable[[], object]) -> int:
    """
    Run *work* in a child process, and return the signal that ended it; 0 for none.
    """
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def killed_at(moment: int, work: Callable[[], object]) -> None:
    """
    Run *work* until the *moment*-th call of, or return from, a function.
    """
    left = [moment]

    def count(_frame: object, _event: str, _argument: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    work()


def calls_of(work: Callable[[], object]) -> int:
    """
    Return the number of calls and returns in *work*.
    """
    seen = [0]

    def count(_frame: object, _event: str, _argument: Any) -> None:
        seen[0] += 1

    sys.setprofile(count)
    work()
    sys.setprofile(None)
    return seen[0]
