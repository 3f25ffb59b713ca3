"""
Values in pages, and digests of files, are those of the last run that used them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from stridesfeed import file_digests
from stridesfeed.cache import MemoryCache, Pages
from stridesfeed.file_digests import FileDigests


class CountingCache(MemoryCache):
    """
    A cache that counts the keys that it is asked for.
    """

    asked = 0

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        wanted = [*keys]
        self.asked += len(wanted)
        return super().get(wanted)


def saved(cache: MemoryCache, name: str, values: dict[bytes, object]) -> None:
    pages = Pages(cache, name)
    for key, value in values.items():
        pages.put(key, value)
    pages.save()


def test_many_values_are_found_in_few_lookups() -> None:
    cache = CountingCache()
    values: dict[bytes, object] = {f"key {number}".encode(): [number, "x"] for number in range(2000)}
    saved(cache, "a", values)

    pages = Pages(cache, "a")

    assert {key: pages.get(key) for key in values} == values
    assert cache.asked == 256
    assert Pages(cache, "b").get(b"key 1") is None


def test_values_that_a_run_does_not_use_are_discarded_with_the_next_change_of_their_page() -> None:
    cache = MemoryCache()
    values: dict[bytes, object] = {f"key {number}".encode(): number + 1 for number in range(1000)}
    saved(cache, "a", values)
    Pages(cache, "a").save()

    changing = Pages(cache, "a")
    for number in range(5000):
        changing.put(f"new {number}".encode(), 0)
    assert changing.get(b"key 7") == 8
    changing.save()

    last = Pages(cache, "a")
    assert [key for key in values if last.get(key)] == [b"key 7"]


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    All files count as old.
    """
    monkeypatch.setattr(file_digests, "_RECENT", -(10**18))


def read(path: Path, cache: MemoryCache) -> tuple[str, bytes | None]:
    digests = FileDigests("test", cache)
    digest, content = digests.read(path)
    digests.save()
    return digest.hex(), content


@pytest.mark.usefixtures("old")
def test_an_unchanged_file_is_read_once(tmp_path: Path) -> None:
    cache, path = MemoryCache(), tmp_path / "file"
    path.write_bytes(b"one")
    digest = hashlib.sha256(b"one").hexdigest()

    assert [read(path, cache) for _ in range(2)] == [(digest, b"one"), (digest, None)]


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("name", ["size", "time", "inode"])
def test_a_changed_file_is_read_again(tmp_path: Path, name: str) -> None:
    cache, path, other = MemoryCache(), tmp_path / "file", tmp_path / "other"
    path.write_bytes(b"one")
    before = path.stat()
    read(path, cache)
    if name == "size":
        path.write_bytes(b"three")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif name == "time":
        path.write_bytes(b"two")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    else:
        other.write_bytes(b"two")
        os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
        other.replace(path)

    assert read(path, cache)[1] == path.read_bytes()


def test_a_file_that_changed_just_now_is_read_again(tmp_path: Path) -> None:
    cache, path = MemoryCache(), tmp_path / "file"
    path.write_bytes(b"one")

    assert [read(path, cache)[1] for _ in range(2)] == [b"one", b"one"]


def test_without_a_cache_every_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    digests = FileDigests()

    assert [digests.read(path)[1] for _ in range(2)] == [b"one", b"one"]
