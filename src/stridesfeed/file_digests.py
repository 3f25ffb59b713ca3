"""
The digests of files, known without reading a file while its size, times and inode are those of an earlier run.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from stridesfeed.cache import Cache, Pages

#: In nanoseconds. A file that changed this recently may change again without getting another time, so it is read again in the next run.
_RECENT = 2 * 10**9


#: Ends the state of a file that may change again without getting another state.
RECENT_MARK = "?"


def file_state(found: os.stat_result, now: int) -> str:
    """
    Return the size, times and inode of a file as text: while it is the same, so is the file. *now* is the time in nanoseconds.
    """
    modified, changed, recent = found.st_mtime_ns, found.st_ctime_ns, now - _RECENT
    state = f"{found.st_size} {modified} {changed} {found.st_ino}"
    return state if modified < recent and changed < recent else state + RECENT_MARK


class FileDigests:
    """
    The SHA-256 of files. *cache* keeps them between runs under *name*; without it, every file is read.
    """

    def __init__(self, name: str = "", cache: Cache | None = None) -> None:
        self._pages = Pages(cache, f"digests of {name}") if cache else None

    def read(self, path: Path) -> tuple[bytes, bytes | None]:
        """
        Return the digest of the file at *path*, and its bytes if it was read. Raises :class:`OSError`.
        """
        state = f" {file_state(path.stat(), time.time_ns())}"
        key = os.fsencode(path)
        known: str | None = self._pages.get(key) if self._pages else None
        if known and known.endswith(state):
            return bytes.fromhex(known.removesuffix(state)), None
        content = path.read_bytes()
        digest = hashlib.sha256(content)
        if self._pages and not state.endswith(RECENT_MARK):
            self._pages.put(key, digest.hexdigest() + state)
        return digest.digest(), content

    def save(self) -> None:
        """
        Store the digests of all files that were read or looked up.
        """
        if self._pages:
            self._pages.save()
