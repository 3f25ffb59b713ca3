from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stridesfeed.errors import OutputError
from stridesfeed.publish.write import WrittenFiles, write


def everything_below(folder: Path) -> dict[str, bytes | None]:
    """
    The names and bytes of all files in *folder*, including hidden ones.
    """
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def failing(call: Callable[..., Any], number: int, code: int) -> Callable[..., Any]:
    """
    Return *call* with a system error the *number*-th time.
    """
    left = [number]

    def wrapped(*arguments: Any, **options: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(code, os.strerror(code))
        return call(*arguments, **options)

    return wrapped


def test_documents_are_written_and_missing_folders_made(tmp_path: Path) -> None:
    feed, atom = tmp_path / "a" / "feed.xml", tmp_path / "b" / "c" / "atom 😀.xml"

    result = write({feed: b"rss", atom: b"atom"})

    assert result == WrittenFiles(written=(feed, atom))
    assert everything_below(tmp_path) == {"a": None, "a/feed.xml": b"rss", "b": None, "b/c": None, "b/c/atom 😀.xml": b"atom"}


def test_file_with_the_same_bytes_is_not_touched(tmp_path: Path) -> None:
    same, other = tmp_path / "same", tmp_path / "other"
    same.write_bytes(b"same")
    other.write_bytes(b"old")
    os.utime(same, (1, 1))
    os.utime(other, (1, 1))

    result = write({same: b"same", other: b"new"})

    assert result == WrittenFiles(written=(other,), unchanged=(same,))
    assert same.stat().st_mtime == 1
    assert other.stat().st_mtime != 1
    assert other.read_bytes() == b"new"


def test_permissions_of_an_existing_file_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(b"old")
    file.chmod(0o640)

    write({file: b"new"})

    assert file.stat().st_mode & 0o777 == 0o640


def test_read_only_file_is_replaced_and_stays_read_only(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(b"old")
    file.chmod(0o444)

    write({file: b"new"})

    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o444


def test_new_file_gets_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()

    write({tmp_path / "feed.xml": b"new"})

    assert (tmp_path / "feed.xml").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("content", [b"old", b"new"])
def test_link_is_replaced_and_its_target_is_untouched(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "real.xml").write_bytes(b"old")
    (tmp_path / "real.xml").chmod(0o600)
    (tmp_path / "feed.xml").symlink_to("real.xml")

    write({tmp_path / "feed.xml": content})

    assert not (tmp_path / "feed.xml").is_symlink()
    assert (tmp_path / "feed.xml").read_bytes() == content
    assert (tmp_path / "feed.xml").stat().st_mode & 0o044
    assert (tmp_path / "real.xml").read_bytes() == b"old"


@pytest.mark.parametrize("number", [1, 2])
def test_full_disk_changes_nothing_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """
    Whichever document does not fit, all files are unchanged, and no temporary file and no new folder remains.
    """
    (tmp_path / "feed.xml").write_bytes(b"old")
    before = everything_below(tmp_path)
    monkeypatch.setattr(os, "fsync", failing(os.fsync, number, errno.ENOSPC))

    with pytest.raises(OutputError, match=r"(feed|atom)\.xml: cannot be written: No space left on device; free some space") as caught:
        write({tmp_path / "feed.xml": b"new", tmp_path / "new" / "atom.xml": b"new"})

    assert isinstance(caught.value.__cause__, OSError)
    assert everything_below(tmp_path) == before


def test_error_while_replacing_leaves_every_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feed.xml").write_bytes(b"old rss")
    (tmp_path / "atom.xml").write_bytes(b"old atom")
    monkeypatch.setattr(os, "replace", failing(os.replace, 2, errno.EACCES))

    with pytest.raises(OutputError, match=r"atom\.xml: cannot be written: Permission denied; make its folder writable"):
        write({tmp_path / "feed.xml": b"new rss", tmp_path / "atom.xml": b"new atom"})

    assert everything_below(tmp_path) == {"atom.xml": b"old atom", "feed.xml": b"new rss"}


def test_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)

    with pytest.raises(KeyboardInterrupt):
        write({tmp_path / "new" / "feed.xml": b"new"})

    assert everything_below(tmp_path) == {}


@pytest.mark.parametrize("size", [1, None])
def test_folder_in_place_of_a_document_is_named(tmp_path: Path, size: int | None) -> None:
    """
    Even if the folder has the size of the document.
    """
    folder = tmp_path / "atom.xml"
    folder.mkdir()

    with pytest.raises(OutputError, match=r"atom\.xml: cannot be written: Is a directory; a folder has this name"):
        write({tmp_path / "feed.xml": b"new", folder: b"x" * (size or folder.stat().st_size)})

    assert everything_below(tmp_path) == {"atom.xml": None}


def test_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "public").write_bytes(b"a file")

    with pytest.raises(OutputError, match="there is a file in place of a folder"):
        write({tmp_path / "public" / "feed.xml": b"new"})

    assert everything_below(tmp_path) == {"public": b"a file"}


def test_nothing_to_write_is_nothing_written() -> None:
    assert write({}) == WrittenFiles()


def test_documents_may_come_one_after_the_other(tmp_path: Path) -> None:
    """
    Each is written to a temporary file when it arrives, so not all are in memory; one without bytes exists already.
    """
    (tmp_path / "known.xml").write_bytes(b"known")
    staged: list[int] = []

    def documents() -> Iterator[tuple[Path, bytes | None]]:
        yield tmp_path / "known.xml", None
        for name in ("a.xml", "b.xml"):
            yield tmp_path / name, b"new"
            staged.append(len([*tmp_path.glob(".stridesfeed-*.tmp")]))
            assert not (tmp_path / name).exists()

    result = write(documents())

    assert staged == [1, 2]
    assert result == WrittenFiles(written=(tmp_path / "a.xml", tmp_path / "b.xml"), unchanged=(tmp_path / "known.xml",))
    assert everything_below(tmp_path) == {"a.xml": b"new", "b.xml": b"new", "known.xml": b"known"}


def test_error_in_the_document_iterator_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(b"old")

    def documents() -> Iterator[tuple[Path, bytes | None]]:
        yield tmp_path / "feed.xml", b"new"
        yield tmp_path / "new" / "atom.xml", b"new"
        raise ValueError("an article cannot be rendered")

    with pytest.raises(ValueError, match="cannot be rendered"):
        write(documents())

    assert everything_below(tmp_path) == {"feed.xml": b"old"}


def test_results_can_be_added(tmp_path: Path) -> None:
    one, other = write({tmp_path / "a": b"a"}), write({tmp_path / "b": b"b", tmp_path / "a": b"a"})

    assert one + other == WrittenFiles(written=(tmp_path / "a", tmp_path / "b"), unchanged=(tmp_path / "a",))
