"""
One build of a site at a time.

The system holds the lock for as long as the process lives, so that one that was killed leaves nothing behind that somebody has to remove.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from stridesfeed.errors import OutputError

#: What a system says where somebody else has the lock.
_TAKEN = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})

#: What a file system says that has no locks, as some network drives: there a build runs without one.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF, errno.EINVAL})


if sys.platform == "win32":
    import msvcrt

    # Windows keeps others from reading what is locked: so that is a byte far behind the end of the file.
    _BEHIND = 2**30

    def _take(file: int) -> None:
        os.lseek(file, _BEHIND, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def locked(site: Path) -> Iterator[None]:
    """
    While this lasts, nobody else can lock the same *site*, which is any file that stays where it is: its configuration.

    Where somebody has locked it, :class:`~stridesfeed.errors.OutputError` says so at once. Nothing is written, into the file or beside it.
    """
    file = _opened(site)
    try:
        _take_or_refuse(file, site)
        yield
    finally:
        # Closing gives the lock back.
        os.close(file)


def _opened(site: Path) -> int:
    try:
        return os.open(site, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        raise OutputError(f"{site}: cannot be locked: {error.strerror}") from error


def _take_or_refuse(file: int, site: Path) -> None:
    try:
        _take(file)
    except OSError as error:
        if error.errno in _TAKEN:
            raise OutputError(f"{site}: another build of this site is at work; wait until it has ended, and run this one again") from error
        if error.errno not in _NO_LOCKS:
            raise OutputError(f"{site}: cannot be locked: {error.strerror}") from error
