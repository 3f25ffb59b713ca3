"""
What was made once and can be kept: bytes by key, in memory or on disk.

A cache is a place of trust: what it gives back is published as it is. So it is used only where somebody asks for it, its file belongs to its
owner alone, nothing in it is ever run, and whatever is wrong with it makes it empty, never a build fail.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

T = TypeVar("T")

#: What is kept at the most, unless somebody says otherwise: some ten thousand articles in three formats.
_MOST_BYTES = 512 * 2**20


class Cache(Protocol):
    """
    Keeps bytes by key. It may forget any of them at any time.
    """

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """
        What is kept under those of *keys* that are known.
        """

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """
        Keep *entries*, for a while at least.
        """


class MemoryCache:
    """
    Keeps bytes as long as the process lives, up to *max_bytes*; what was not asked for longest goes first. Threads may share it.
    """

    def __init__(self, max_bytes: int = _MOST_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._entries: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """
        What is kept under those of *keys* that are known.
        """
        with self._lock:
            found = {key: self._entries[key] for key in keys if key in self._entries}
            for key in found:
                self._entries.move_to_end(key)
            return found

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """
        Keep *entries*, for a while at least.
        """
        with self._lock:
            for key, value in entries.items():
                self._bytes += len(value) - len(self._entries.pop(key, b""))
                self._entries[key] = value
            while self._bytes > self._max_bytes:
                self._bytes -= len(self._entries.popitem(last=False)[1])


#: Changes with the form of the file; a file of another form is made anew.
_FORM = 1

#: SQLite's own limit for the variables of a statement was 999 for long.
_AT_ONCE = 500

#: How many runs may pass before the file is told that an entry is still asked for.
_RUNS_UNNOTED = 16

_MAKE = (
    "CREATE TABLE entry (key BLOB PRIMARY KEY, sum INTEGER NOT NULL, run INTEGER NOT NULL, value BLOB NOT NULL)",
    "CREATE TABLE run (number INTEGER NOT NULL)",
    "INSERT INTO run VALUES (0)",
    f"PRAGMA user_version = {_FORM}",
)


class DiskCache:
    """
    Keeps bytes in a file (SQLite) from build to build, up to *max_bytes*; what no recent build asked for goes first.

    The file can be read and written by its owner only; one that others could have written, one that is damaged and one of another version is
    made anew. Two builds may use it at once. Use it as a context manager, or close it.
    """

    def __init__(self, path: str | os.PathLike[str], max_bytes: int = _MOST_BYTES) -> None:
        self._path = Path(path)
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._run = 0
        self._connection = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """
        What is kept under those of *keys* that are known, and is as it was when it was put there.
        """
        wanted = list(keys)
        return self._asked(lambda connection: self._found(connection, wanted)) or {}

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """
        Keep *entries*, for a while at least.
        """
        rows = [(key, zlib.crc32(value), self._run, value) for key, value in entries.items()]
        self._asked(lambda connection: connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", rows))

    def close(self) -> None:
        """
        Make room, and let go of the file.
        """
        self._asked(self._make_room)
        if self._connection:
            self._connection.close()
            self._connection = None

    def _found(self, connection: sqlite3.Connection, keys: list[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = connection.execute(f"SELECT key, sum, run, value FROM entry WHERE key IN ({marks})", some).fetchall()  # noqa: S608  # marks only
            found |= {key: value for key, sum_, _, value in rows if zlib.crc32(value) == sum_}
            late = [(self._run, key) for key, _, run, _ in rows if run < self._run - _RUNS_UNNOTED]
            connection.executemany("UPDATE entry SET run = ? WHERE key = ?", late)
        return found

    def _make_room(self, connection: sqlite3.Connection) -> None:
        (kept,) = connection.execute("SELECT coalesce(sum(length(value)), 0) FROM entry").fetchone()
        if kept <= self._max_bytes:
            return
        going: list[tuple[bytes]] = []
        for key, length in connection.execute("SELECT key, length(value) FROM entry ORDER BY run, key"):
            going.append((key,))
            kept -= length
            if kept <= self._max_bytes * 3 // 4:
                break
        connection.executemany("DELETE FROM entry WHERE key = ?", going)

    def _asked(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """
        What *work* gives back, done in one transaction; ``None`` where there is no file, or something is wrong with it.
        """
        with self._lock:
            if self._connection is None:
                return None
            try:
                with self._connection:
                    return work(self._connection)
            except sqlite3.OperationalError:
                # Locked for long, or the disk is full: this time without it.
                return None
            except sqlite3.DatabaseError:
                self._connection.close()
                self._path.unlink(missing_ok=True)
                self._connection = self._opened()
                return None

    def _opened(self) -> sqlite3.Connection | None:
        """
        A connection to a file that can be trusted, made anew where the one that is there cannot; ``None`` where there can be none.
        """
        for _ in range(2):
            with contextlib.suppress(OSError, sqlite3.Error):
                if connection := self._connected():
                    return connection
            with contextlib.suppress(OSError):
                self._path.unlink()
        return None

    def _connected(self) -> sqlite3.Connection | None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
        if not _belongs_to_us_alone(self._path):
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
    The number of this run, in a file that is made if it is empty; :class:`sqlite3.DatabaseError` where it is of another form.
    """
    connection.execute("BEGIN IMMEDIATE")
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    if form == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in _MAKE:
            connection.execute(statement)
    elif form != _FORM:
        raise sqlite3.DatabaseError
    connection.execute("UPDATE run SET number = number + 1")
    (number,) = connection.execute("SELECT number FROM run").fetchone()
    return int(number)


def _belongs_to_us_alone(path: Path) -> bool:
    """
    Whether nobody else can have written into the file. Where a system has no owners and modes (Windows), folders have to see to it.
    """
    if not hasattr(os, "getuid"):
        return True
    found = path.stat()
    return found.st_uid == os.getuid() and not stat.S_IMODE(found.st_mode) & 0o077 and stat.S_ISREG(found.st_mode)
