"""
Caches of bytes, in memory or on disk.

Cached bytes are published unchanged, so a cache must be trusted. Its file belongs to its owner alone, nothing in it is ever executed, and a
damaged file counts as empty: it never fails a build.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import stat
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

T = TypeVar("T")

#: The default maximum size in bytes: enough for some ten thousand articles in three formats.
_MAX_BYTES = 512 * 2**20


class Cache(Protocol):
    """
    Stores bytes by key. It may discard entries at any time.
    """

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """
        Return the entries for those of *keys* that are cached.
        """

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """
        Store *entries*.
        """


class MemoryCache:
    """
    Stores up to *max_bytes* in memory and discards the least recently used entries first. It is thread-safe.
    """

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._entries: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """
        Return the entries for those of *keys* that are cached.
        """
        with self._lock:
            found = {key: self._entries[key] for key in keys if key in self._entries}
            for key in found:
                self._entries.move_to_end(key)
            return found

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """
        Store *entries*.
        """
        with self._lock:
            for key, value in entries.items():
                self._bytes += len(value) - len(self._entries.pop(key, b""))
                self._entries[key] = value
            while self._bytes > self._max_bytes:
                self._bytes -= len(self._entries.popitem(last=False)[1])


#: The number of entries that :class:`Pages` are divided into: few to look up, and small to replace.
_PAGES = 256


#: The number of pages that are stored at once, which all are in memory.
_PAGES_AT_ONCE = 32


class Pages:
    """
    Small JSON values by key, many in each entry of *cache*: all of them are found in the time of a few lookups. *name* tells them from others.

    Values that a run neither asks for nor sets are discarded when it saves others of the same page, unless it *keeps_unused* ones.
    """

    def __init__(self, cache: Cache, name: str, *, keeps_unused: bool = False) -> None:
        self._cache = cache
        self._keeps_unused = keeps_unused
        self._keys = [hashlib.sha256(f"page {number} of {name}".encode()).digest() for number in range(_PAGES)]
        #: The values that this run has not used yet, and the others, by page.
        self._unused: dict[int, dict[str, Any]] = {}
        self._used: list[dict[str, Any]] = [{} for _ in range(_PAGES)]
        self._changed: set[int] = set()

    def get(self, key: bytes) -> Any:
        """
        Return the value of *key*; ``None`` if there is none.
        """
        page, name = _place(key)
        used = self._used[page]
        if name not in used:
            value = self._read(page).pop(name, None)
            if value is None:
                return None
            used[name] = value
        return used[name]

    def put(self, key: bytes, value: Any) -> None:
        """
        Set the value of *key*, which is kept by :meth:`save`.
        """
        page, name = _place(key)
        self._used[page][name] = value
        self._changed.add(page)

    def save(self) -> None:
        """
        Store the pages with new values.
        """
        changed = sorted(self._changed)
        for start in range(0, len(changed), _PAGES_AT_ONCE):
            some = changed[start : start + _PAGES_AT_ONCE]
            self._cache.put({self._keys[page]: json.dumps(self._kept(page), separators=(",", ":")).encode() for page in some})
        self._changed.clear()

    def _read(self, page: int) -> dict[str, Any]:
        if page not in self._unused:
            key = self._keys[page]
            self._unused[page] = json.loads(self._cache.get([key]).get(key, b"{}"))
        return self._unused[page]

    def _kept(self, page: int) -> dict[str, Any]:
        return self._read(page) | self._used[page] if self._keeps_unused else self._used[page]


def _place(key: bytes) -> tuple[int, str]:
    """
    Return the number of the page of *key*, and its name there.
    """
    digest = hashlib.sha256(key).digest()
    return digest[0], digest[1:17].hex()


#: The version of the database schema. A file with another version is replaced.
_SCHEMA_VERSION = 1

#: SQLite allowed at most 999 variables in a statement for a long time.
_CHUNK = 500

#: The last use of an entry is recorded only if the previous record is this many runs old, which saves most writes.
_RUNS_BETWEEN_RECORDS = 16

_SCHEMA = (
    "CREATE TABLE entry (key BLOB PRIMARY KEY, sum INTEGER NOT NULL, run INTEGER NOT NULL, value BLOB NOT NULL)",
    "CREATE TABLE run (number INTEGER NOT NULL)",
    "INSERT INTO run VALUES (0)",
    f"PRAGMA user_version = {_SCHEMA_VERSION}",
)


class DiskCache:
    """
    Stores up to *max_bytes* in a file (SQLite) between builds and discards entries that no recent build used first.

    Only the owner can read and write the file. A file that others could have written, a damaged file and one of another version are replaced.
    If its folder does not exist, it is created, and git ignores everything in it.
    Two builds may use it at once. Use it as a context manager, or close it.
    """

    def __init__(self, path: str | os.PathLike[str], max_bytes: int = _MAX_BYTES) -> None:
        self._path = Path(path)
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._run = 0
        self._connection = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """
        Return the entries for those of *keys* that are cached and whose checksum is correct.
        """
        wanted = list(keys)

        def find(connection: sqlite3.Connection) -> dict[bytes, bytes]:
            found: dict[bytes, bytes] = {}
            for start in range(0, len(wanted), _CHUNK):
                some = wanted[start : start + _CHUNK]
                marks = ",".join("?" * len(some))
                rows = connection.execute(
                    f"SELECT key, sum, run, value FROM entry WHERE key IN ({marks})",  # noqa: S608  # marks only
                    some,
                ).fetchall()
                found |= {key: value for key, checksum, _, value in rows if zlib.crc32(value) == checksum}
                outdated = [(self._run, key) for key, _, run, _ in rows if run < self._run - _RUNS_BETWEEN_RECORDS]
                connection.executemany("UPDATE entry SET run = ? WHERE key = ?", outdated)
            return found

        return self._transaction(find) or {}

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """
        Store *entries*.
        """
        rows = [(key, zlib.crc32(value), self._run, value) for key, value in entries.items()]
        self._transaction(lambda connection: connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", rows))

    def close(self) -> None:
        """
        Discard the oldest entries if the file is too large, and close it.
        """

        def discard_oldest(connection: sqlite3.Connection) -> None:
            # Entries are at most as large as the file, whose size is known at once.
            (size,) = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
            if size <= self._max_bytes:
                return
            (size,) = connection.execute("SELECT coalesce(sum(length(value)), 0) FROM entry").fetchone()
            if size <= self._max_bytes:
                return
            discarded: list[tuple[bytes]] = []
            for key, length in connection.execute("SELECT key, length(value) FROM entry ORDER BY run, key"):
                discarded.append((key,))
                size -= length
                if size <= self._max_bytes * 3 // 4:
                    break
            connection.executemany("DELETE FROM entry WHERE key = ?", discarded)

        self._transaction(discard_oldest)
        if self._connection:
            self._connection.close()
            self._connection = None

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """
        Call *work* in a transaction and return its result; ``None`` if there is no usable file.
        """
        with self._lock:
            if self._connection is None:
                return None
            try:
                with self._connection:
                    return work(self._connection)
            except sqlite3.OperationalError:
                # Locked for too long, or the disk is full: continue without the cache this time.
                return None
            except sqlite3.DatabaseError:
                self._connection.close()
                self._path.unlink(missing_ok=True)
                self._connection = self._open()
                return None

    def _open(self) -> sqlite3.Connection | None:
        """
        Open the file, or replace it if it cannot be trusted; ``None`` if that is impossible.
        """
        for _ in range(2):
            with contextlib.suppress(OSError, sqlite3.Error):
                if connection := self._connect():
                    return connection
            with contextlib.suppress(OSError):
                self._path.unlink()
        return None

    def _connect(self) -> sqlite3.Connection | None:
        if not self._path.parent.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.with_name(".gitignore").write_text("*\n", "utf-8")
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
        found = self._path.stat()
        # Windows has no such modes: there, it depends on the folder whether others can have written the file.
        if hasattr(os, "getuid") and (found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077 or not stat.S_ISREG(found.st_mode)):
            return None
        connection = sqlite3.connect(self._path, timeout=10, check_same_thread=False)
        try:
            with connection:
                self._run = _next_run(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _next_run(connection: sqlite3.Connection) -> int:
    """
    Return the number of this run, and create the tables in an empty file.

    Raises :class:`sqlite3.DatabaseError` if the file has another schema.
    """
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in _SCHEMA:
            connection.execute(statement)
    elif version != _SCHEMA_VERSION:
        raise sqlite3.DatabaseError
    connection.execute("UPDATE run SET number = number + 1")
    (number,) = connection.execute("SELECT number FROM run").fetchone()
    return int(number)
