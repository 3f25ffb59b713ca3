"""
Executors: processes of our own, or any executor of the caller.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from stridesfeed.errors import WorkerError

T = TypeVar("T")
P = ParamSpec("P")


@contextmanager
def open_executor(jobs: int, given: Executor | None) -> Iterator[Executor]:
    """
    Yield *given*, or an executor of *jobs* processes that end with the block; of one, an executor that calls functions in this thread.

    Raises :class:`~stridesfeed.errors.WorkerError` if the block fails because a worker died. An executor that was given stays open.
    """
    try:
        if given is not None:
            yield given
            return
        with InlineExecutor() if jobs == 1 else Processes(jobs) as executor:
            yield executor
    except BrokenExecutor as error:
        raise WorkerError from error


class InlineExecutor(Executor):
    """
    Calls each function at once, in the caller's thread.
    """

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """
        Call *fn* and return its result in a future.
        """
        future = Future[T]()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  # raised by result(), like the errors of any executor
            future.set_exception(error)
        return future


class Processes(Executor):
    """
    A pool of *count* processes that is replaced if one of them dies: what was submitted before fails, what is submitted later does not.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = self._start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """
        Call *fn* in one of the processes.
        """
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self._pool.shutdown(wait=False)
            self._pool = self._start()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """
        End the processes.
        """
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _start(self) -> ProcessPoolExecutor:
        # Not "fork": this process may have threads.
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        return ProcessPoolExecutor(self._count, multiprocessing.get_context(method), _end_with_parent)


def _end_with_parent() -> None:
    """
    End this process when its parent is killed. Otherwise it would wait for work forever.
    """
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
