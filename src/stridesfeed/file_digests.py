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
        found = path.stat()
        state = f" {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
        key = os.fsencode(path)
        known: str | None = self._pages.get(key) if self._pages else None
        if known and known.endswith(state):
            return bytes.fromhex(known.removesuffix(state)), None
        content = path.read_bytes()
        digest = hashlib.sha256(content)
        if self._pages and max(found.st_mtime_ns, found.st_ctime_ns) < time.time_ns() - _RECENT:
            self._pages.put(key, digest.hexdigest() + state)
        return digest.digest(), content

    def save(self) -> None:
        """
        Store the digests of all files that were read or looked up.
        """
        if self._pages:
            self._pages.save()
