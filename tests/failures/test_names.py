"""
Impossible names are refused before anything is written, with a message that names them and the reason.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from stridesfeed.errors import OutputError
from stridesfeed.publish.write import would_write, write


def everything_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("feed.xml", "Feed.XML"),
        ("tags/AI/feed.xml", "tags/ai/feed.xml"),
        ("straße.xml", "STRASSE.xml"),
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}.xml", "cafe\N{COMBINING ACUTE ACCENT}.xml"),
    ],
)
def test_documents_that_some_disks_do_not_distinguish_are_refused(tmp_path: Path, one: str, other: str) -> None:
    with pytest.raises(OutputError, match="give one of them another name") as caught:
        write({tmp_path / "first.xml": b"first", tmp_path / one: b"one", tmp_path / other: b"other"})

    assert str(tmp_path / one) in str(caught.value)
    assert str(tmp_path / other) in str(caught.value)
    assert everything_below(tmp_path) == set()


def test_two_names_of_one_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    with pytest.raises(OutputError, match="give one of them another name"):
        write({tmp_path / "link" / "feed.xml": b"one", tmp_path / "real" / "feed.xml": b"other"})

    assert everything_below(tmp_path / "real") == set()


@pytest.mark.parametrize("names", [("feed/a/atom.xml", "feed"), ("feed", "feed/a/atom.xml"), ("x/FEED/a/atom.xml", "x/feed")])
def test_document_in_place_of_another_documents_folder_is_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    with pytest.raises(OutputError, match=r"needs a folder.*: give one of them another name") as caught:
        write({tmp_path / name: b"" for name in names})

    assert all(str(tmp_path / name) in str(caught.value) for name in names)
    assert everything_below(tmp_path) == set()


def test_all_conflicts_are_raised_together(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        would_write({tmp_path / name: b"" for name in ("a", "A", "b", "B")})

    assert len(str(caught.value).splitlines()) == 2


def test_too_long_name_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(b"old")

    with pytest.raises(OutputError, match="File name too long; choose a shorter name") as caught:
        write({tmp_path / "feed.xml": b"new", tmp_path / ("é" * 200 + ".xml"): b"new"})

    assert "é" * 200 in str(caught.value)
    assert (tmp_path / "feed.xml").read_bytes() == b"old"
    assert everything_below(tmp_path) == {"feed.xml"}


def test_the_longest_name_that_the_disk_takes_is_written(tmp_path: Path) -> None:
    longest = "x" * 251 + ".xml"

    write({tmp_path / longest: b"rss"})

    assert everything_below(tmp_path) == {longest}


@pytest.mark.parametrize("target", ["nowhere/feed.xml", "feed.xml", "folder"], ids=["broken", "to itself", "to a folder"])
def test_link_is_replaced_wherever_it_points(tmp_path: Path, target: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "feed.xml").symlink_to(target)

    write({tmp_path / "feed.xml": b"rss"})

    assert not (tmp_path / "feed.xml").is_symlink()
    assert (tmp_path / "feed.xml").read_bytes() == b"rss"
    assert everything_below(tmp_path) == {"feed.xml", "folder"}


def test_folder_that_is_a_link_to_itself_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").symlink_to("folder")

    with pytest.raises(OutputError, match=r"feed\.xml: cannot be written: .*; the folder is a symbolic link that points to itself; remove it"):
        write({tmp_path / "folder" / "feed.xml": b"rss"})


def test_would_write_returns_the_result_without_writing(tmp_path: Path) -> None:
    same, other, new = tmp_path / "same", tmp_path / "other", tmp_path / "new" / "feed.xml"
    same.write_bytes(b"same")
    other.write_bytes(b"old")

    result = would_write({same: b"same", other: b"new", new: b"new"})

    assert (result.written, result.unchanged) == ((other, new), (same,))
    assert everything_below(tmp_path) == {"same", "other"}
    assert other.read_bytes() == b"old"
