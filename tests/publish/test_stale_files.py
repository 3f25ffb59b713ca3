from __future__ import annotations

import os
from pathlib import Path

import pytest

from stridesfeed.errors import OutputError
from stridesfeed.publish.manifest import Manifest, ManifestFile, StaleFiles, find_stale, remove_stale


def built(folder: Path, *names: str) -> Manifest:
    """
    The manifest of a build that has written files of these names.
    """
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return Manifest(files=tuple(ManifestFile.of(name, name.encode(), media_type="text/plain") for name in names))


def everything_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_only_what_the_manifest_names_is_found(tmp_path: Path) -> None:
    manifest = built(tmp_path, "feed.xml", "old.xml")
    (tmp_path / "index.html").touch()

    assert find_stale(manifest, {"feed.xml"}, tmp_path) == StaleFiles(unmodified=("old.xml",))


def test_modified_files_are_kept(tmp_path: Path) -> None:
    manifest = built(tmp_path, "same-size.xml", "longer.xml", "link.xml", "folder.xml", "target")
    (tmp_path / "same-size.xml").write_text("same-SIZE.xml", encoding="utf-8")
    (tmp_path / "longer.xml").write_text("longer.xml and more", encoding="utf-8")
    (tmp_path / "link.xml").unlink()
    (tmp_path / "link.xml").symlink_to("target")
    (tmp_path / "target").write_text("link.xml", encoding="utf-8")
    (tmp_path / "folder.xml").unlink()
    (tmp_path / "folder.xml").mkdir()

    assert find_stale(manifest, {"target"}, tmp_path) == StaleFiles(modified=("folder.xml", "link.xml", "longer.xml", "same-size.xml"))


def test_deleted_files_are_missing(tmp_path: Path) -> None:
    manifest = built(tmp_path, "feed.xml", "a/old.xml", "b/old.xml")
    (tmp_path / "a" / "old.xml").unlink()
    (tmp_path / "b" / "old.xml").unlink()
    (tmp_path / "b").rmdir()
    (tmp_path / "b").touch()

    assert find_stale(manifest, {"feed.xml"}, tmp_path) == StaleFiles(missing=("a/old.xml", "b/old.xml"))


def test_stale_files_of_earlier_builds_are_found_again(tmp_path: Path) -> None:
    manifest = built(tmp_path, "feed.xml", "old.xml").after([ManifestFile.of("feed.xml", b"", media_type="text/plain")])

    assert find_stale(manifest, {"feed.xml"}, tmp_path) == StaleFiles(unmodified=("old.xml",))


def test_outdated_compressed_form_of_a_current_document_is_found(tmp_path: Path) -> None:
    """
    Servers would keep sending the old bytes.
    """
    manifest = built(tmp_path, "feed.xml", "feed.xml.gz", "feed.xml.br", "old.xml", "old.xml.gz")

    assert find_stale(manifest, {"feed.xml"}, tmp_path) == StaleFiles(
        compressed=("feed.xml.br", "feed.xml.gz"), unmodified=("old.xml", "old.xml.gz")
    )


def test_document_whose_name_changed_case_is_not_stale(tmp_path: Path) -> None:
    """
    Two names of one file simulate a disk that ignores case.
    """
    manifest = built(tmp_path, "Feed.xml")
    os.link(tmp_path / "Feed.xml", tmp_path / "feed.xml")

    assert find_stale(manifest, {"feed.xml"}, tmp_path) == StaleFiles(missing=("Feed.xml",))


def test_names_that_differ_in_case_are_two_files_on_a_case_sensitive_disk(tmp_path: Path) -> None:
    manifest = built(tmp_path, "Feed.xml", "feed.xml")

    assert find_stale(manifest, {"feed.xml"}, tmp_path) == StaleFiles(unmodified=("Feed.xml",))


def test_removing_files_removes_empty_folders(tmp_path: Path) -> None:
    built(tmp_path, "feed.xml", "tags/ai/feed.xml", "tags/art/feed.xml", "tags/art/notes.txt")

    remove_stale(["tags/ai/feed.xml", "tags/art/feed.xml"], tmp_path)

    assert everything_below(tmp_path) == {"feed.xml", "tags", "tags/art", "tags/art/notes.txt"}


def test_removing_files_keeps_the_output_folder(tmp_path: Path) -> None:
    built(tmp_path / "public", "feed.xml")

    remove_stale(["feed.xml"], tmp_path / "public")

    assert everything_below(tmp_path) == {"public"}


def test_files_that_cannot_be_removed_are_named_and_the_rest_is_removed(tmp_path: Path) -> None:
    built(tmp_path, "a.xml", "c.xml")
    (tmp_path / "b.xml").mkdir()

    with pytest.raises(OutputError, match=r"b\.xml: cannot be removed"):
        remove_stale(["a.xml", "b.xml", "c.xml"], tmp_path)

    assert everything_below(tmp_path) == {"b.xml"}


def test_removing_a_missing_file_is_no_error(tmp_path: Path) -> None:
    remove_stale(["feed.xml"], tmp_path)

    assert everything_below(tmp_path) == set()
