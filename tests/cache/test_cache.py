"""
Caches return stored entries unchanged or not at all, and a damaged cache is empty.
"""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stridesfeed.cache import DiskCache, MemoryCache

ENTRIES = {bytes([number]): bytes([number]) * 100 for number in range(20)}


def test_memory_returns_stored_entries() -> None:
    cache = MemoryCache()
    cache.put(ENTRIES)

    assert cache.get([b"\x01", b"\x02", b"unknown"]) == {b"\x01": b"\x01" * 100, b"\x02": b"\x02" * 100}


def test_memory_is_limited_and_discards_the_least_recently_used_first() -> None:
    cache = MemoryCache(max_bytes=350)
    cache.put({b"a": b"x" * 100, b"b": b"x" * 100, b"c": b"x" * 100})
    cache.get([b"a"])
    cache.put({b"d": b"x" * 100})

    assert sorted(cache.get([b"a", b"b", b"c", b"d"])) == [b"a", b"c", b"d"]


def test_memory_subtracts_replaced_entries() -> None:
    cache = MemoryCache(max_bytes=250)
    for _ in range(10):
        cache.put({b"a": b"x" * 100})
    cache.put({b"b": b"x" * 100})

    assert sorted(cache.get([b"a", b"b"])) == [b"a", b"b"]


def test_a_file_persists_between_runs(tmp_path: Path) -> None:
    with DiskCache(tmp_path / "deep" / "cache") as cache:
        cache.put(ENTRIES)
    with DiskCache(tmp_path / "deep" / "cache") as cache:
        assert cache.get(ENTRIES) == ENTRIES


def test_a_new_folder_is_ignored_by_git_and_an_existing_one_is_not_touched(tmp_path: Path) -> None:
    DiskCache(tmp_path / "new" / "cache").close()
    DiskCache(tmp_path / "cache").close()

    assert (tmp_path / "new" / ".gitignore").read_text("utf-8") == "*\n"
    assert not (tmp_path / ".gitignore").exists()


def test_more_keys_than_fit_in_a_statement_are_found(tmp_path: Path) -> None:
    many = {number.to_bytes(4, "big"): b"x" for number in range(2000)}
    with DiskCache(tmp_path / "cache") as cache:
        cache.put(many)

        assert cache.get(many) == many


def test_only_its_owner_can_read_a_file(tmp_path: Path) -> None:
    DiskCache(tmp_path / "cache").close()

    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o602])
def test_a_file_that_others_could_write_is_replaced(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "cache"
    with DiskCache(path) as cache:
        cache.put(ENTRIES)
    path.chmod(mode)

    with DiskCache(path) as cache:
        assert cache.get(ENTRIES) == {}
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"something else")
    (tmp_path / "cache").symlink_to(tmp_path / "precious")
    with DiskCache(tmp_path / "cache") as cache:
        cache.put(ENTRIES)

    assert (tmp_path / "precious").read_bytes() == b"something else"


def damaged_head(path: Path) -> None:
    path.write_bytes(b"no database at all, and long enough to be read" * 100)


def damaged_middle(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def of_another_version(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def somebody_elses(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.close()
    path.chmod(0o600)


@pytest.mark.parametrize("damage", [damaged_head, damaged_middle, cut_off, of_another_version, somebody_elses])
def test_an_unreadable_file_is_replaced(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    path = tmp_path / "cache"
    with DiskCache(path) as cache:
        cache.put({key: value * 100 for key, value in ENTRIES.items()})
    damage(path)

    with DiskCache(path) as cache:
        assert cache.get(ENTRIES) == {}
        cache.put(ENTRIES)
    with DiskCache(path) as cache:
        assert cache.get(ENTRIES) == ENTRIES


def test_an_entry_with_a_wrong_checksum_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    with DiskCache(path) as cache:
        cache.put(ENTRIES)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE entry SET value = ? WHERE key = ?", (b"\x01" * 99 + b"!", b"\x01"))
    connection.close()

    with DiskCache(path) as cache:
        assert sorted(cache.get(ENTRIES)) == sorted(set(ENTRIES) - {b"\x01"})


def test_a_file_is_limited_and_discards_entries_without_recent_use(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    with DiskCache(path) as cache:
        cache.put({b"old": b"x" * 1000})
    with DiskCache(path) as cache:
        cache.put({b"new": b"x" * 1000})
    with DiskCache(path, max_bytes=1500) as cache:
        assert sorted(cache.get([b"old", b"new"])) == [b"new", b"old"]
    with DiskCache(path) as cache:
        assert sorted(cache.get([b"old", b"new"])) == [b"new"]


def test_entries_in_regular_use_are_not_discarded(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    with DiskCache(path) as cache:
        cache.put({b"asked for": b"x" * 1000, b"forgotten": b"x" * 1000})
    for _ in range(40):
        with DiskCache(path) as cache:
            cache.get([b"asked for"])
    DiskCache(path, max_bytes=1500).close()

    with DiskCache(path) as cache:
        assert sorted(cache.get([b"asked for", b"forgotten"])) == [b"asked for"]


def test_without_a_usable_file_nothing_is_cached(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with DiskCache(tmp_path / "folder") as cache:
        cache.put(ENTRIES)

        assert cache.get(ENTRIES) == {}
    assert (tmp_path / "folder").is_dir()


def test_a_closed_cache_is_empty(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path / "cache")
    cache.put(ENTRIES)
    cache.close()
    cache.close()

    assert cache.get(ENTRIES) == {}


def test_two_builds_at_once_share_a_file(tmp_path: Path) -> None:
    with DiskCache(tmp_path / "cache") as one, DiskCache(tmp_path / "cache") as other:
        with ThreadPoolExecutor(8) as pool:
            for key, value in ENTRIES.items():
                pool.submit((one if key[0] % 2 else other).put, {key: value})

        assert one.get(ENTRIES) == other.get(ENTRIES) == ENTRIES
