"""
Lock a site, so that only one build runs at a time.

The operating system holds the lock while the process lives: a killed process leaves nothing to clean up.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from stridesfeed.errors import OutputError

#: Errors that mean that another process has the lock.
_LOCKED = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})

#: Errors of file systems without locks, such as some network drives. There, builds run without a lock.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF, errno.EINVAL})


if sys.platform == "win32":
    import msvcrt

    # Windows prevents others from reading a locked byte, so the byte is far behind the end of the file.
    _LOCKED_BYTE = 2**30

    def _lock(file: int) -> None:
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def locked(site: Path) -> Iterator[None]:
    """
    Lock the file *site*, the site's configuration, until the end of the ``with`` block. Nothing is written to it.

    If another process has locked it, :class:`~stridesfeed.errors.OutputError` is raised at once.
    """
    try:
        file = os.open(site, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        raise OutputError(f"{site}: cannot be locked: {error.strerror}") from error
    try:
        try:
            _lock(file)
        except OSError as error:
            if error.errno in _LOCKED:
                raise OutputError(f"{site}: another build of this site is running: wait until it ends, and run this one again") from error
            if error.errno not in _NO_LOCKS:
                raise OutputError(f"{site}: cannot be locked: {error.strerror}") from error
        yield
    finally:
        # Closing the file releases the lock.
        os.close(file)
