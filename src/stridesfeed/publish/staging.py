"""
Files that wait beside their targets, and what a killed run left of them.

All temporary files of a run carry its token in their names, and as long as the run lives it holds a lock on a file of that token. So whoever
finds such files can tell a run that is at work from one that was killed, also on another machine that shares the disk.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

_NAME = re.compile(r"\.stridesfeed-([0-9a-f]{16})(?:-[0-9]+\.tmp|\.lock)")

if sys.platform == "win32":

    def _hold(_descriptor: int) -> None:
        """
        An open file cannot be removed there: to have it open is to hold it.
        """

    def _is_held(lock: Path) -> bool:
        try:
            lock.unlink(missing_ok=True)
        except OSError:
            return True
        return False

else:
    import fcntl

    def _hold(descriptor: int) -> None:
        # Where a disk has no locks, the files of a killed run stay until somebody removes them.
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _is_held(lock: Path) -> bool:
        try:
            descriptor = os.open(lock, os.O_RDWR)
        except OSError:
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        else:
            return False
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def temporary_names(folder: Path) -> Iterator[Callable[[Path], Path]]:
    """
    Gives names for temporary files in any folder; until the end, the run that uses them is known by a lock in *folder*.
    """
    token = secrets.token_hex(8)
    numbers = count()
    lock = folder / f".stridesfeed-{token}.lock"
    descriptor = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        # Before the first temporary file: who finds one can then trust the lock.
        _hold(descriptor)
        yield lambda beside: beside / f".stridesfeed-{token}-{next(numbers)}.tmp"
    finally:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            lock.unlink()


def clear_leftovers(folders: Iterable[Path]) -> None:
    """
    Remove from *folders* the temporary files of runs that were killed, and none of a run that is at work.

    A run whose lock is in none of *folders* is left alone: it may be at work. What cannot be removed stays; it harms nobody.
    """
    found = defaultdict[str, list[Path]](list)
    for folder in dict.fromkeys(folders):
        for token, file in _files_of_runs(folder):
            found[token].append(file)
    for files in found.values():
        locks = [file for file in files if file.suffix == ".lock"]
        if locks and not any(map(_is_held, locks)):
            # The lock goes last: as long as a file is there, the next run can tell whose it was.
            remove(sorted(files, key=lambda file: file.suffix == ".lock"))


def _files_of_runs(folder: Path) -> Iterator[tuple[str, Path]]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = _NAME.fullmatch(entry.name)
            if match:
                yield match[1], folder / entry.name


def remove(files: Iterable[Path]) -> None:
    """
    Remove *files*, as far as that is possible.
    """
    for file in files:
        with contextlib.suppress(OSError):
            file.unlink()
