"""
If any step of writing fails, there is one clear message, every document is complete, and no temporary files remain.
"""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from refusing import CHANGING, Refusal
from stridesfeed.errors import OutputError
from stridesfeed.publish.write import write

OLD = {"feed.xml": b"old rss", "feeds/atom.xml": b"old atom"}
NEW = {"feed.xml": b"new rss", "feeds/atom.xml": b"new atom", "more/é 😀/feed.json": b"new json"}


def documents(folder: Path, by_name: dict[str, bytes]) -> dict[Path, bytes]:
    return {folder / name: content for name, content in by_name.items()}


def published(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def steps(folder: Path) -> list[str]:
    """
    The system calls of one write, in order.
    """
    write(documents(folder, OLD))
    watched = Refusal(None, 0)
    watched.during(lambda: write(documents(folder, NEW)))
    return watched.seen


def refused(folder: Path, number: int, code: int) -> str:
    """
    The error message if the *number*-th step fails while NEW is written over OLD.
    """
    write(documents(folder, OLD))
    with pytest.raises(OutputError) as caught:
        Refusal(number, code).during(lambda: write(documents(folder, NEW)))
    return str(caught.value)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "No space left on device; free some space and run it again"),
        (errno.EROFS, "Read-only file system; choose another folder with --output"),
        (errno.EIO, "Input/output error; existing files are intact"),
    ],
)
def test_refusal_at_any_step_leaves_every_document_whole(tmp_path: Path, code: int, words: str) -> None:
    all_steps = steps(tmp_path / "whole")
    assert set(all_steps) == CHANGING

    for number in range(len(all_steps)):
        folder = tmp_path / str(number)
        message = refused(folder, number, code)

        assert message.startswith(f"{folder}")
        assert message.endswith(words)
        assert "\n" not in message
        found = published(folder)
        assert set(OLD) <= set(found) <= set(NEW)
        assert all(content in {OLD.get(name), NEW[name]} for name, content in found.items())


def test_output_that_may_not_be_changed_stays_as_it_was(tmp_path: Path) -> None:
    all_steps = steps(tmp_path / "whole")

    for step in ("mkdir", "open", "write", "replace"):
        folder = tmp_path / step
        message = refused(folder, all_steps.index(step), errno.EACCES)

        assert message.endswith("Permission denied; make its folder writable, or choose another with --output")
        assert published(folder) == OLD
        assert not (folder / "more").exists()


@pytest.mark.parametrize("step", ["write", "fsync"])
def test_full_disk_before_the_first_document_is_replaced_changes_nothing(tmp_path: Path, step: str) -> None:
    all_steps = steps(tmp_path / "whole")
    numbers = [number for number, name in enumerate(all_steps[: all_steps.index("replace")]) if name == step]
    assert len(numbers) == len(NEW)

    for number in numbers:
        folder = tmp_path / str(number)

        assert "No space left on device" in refused(folder, number, errno.ENOSPC)
        assert published(folder) == OLD
        assert not (folder / "more").exists()


def test_the_build_after_a_full_disk_is_whole(tmp_path: Path) -> None:
    second_replacing = [number for number, name in enumerate(steps(tmp_path / "whole")) if name == "replace"][1]
    refused(tmp_path / "again", second_replacing, errno.ENOSPC)

    write(documents(tmp_path / "again", NEW))

    assert published(tmp_path / "again") == NEW


def test_folder_that_may_not_be_opened_is_not_synced(tmp_path: Path) -> None:
    """
    A user may be allowed to write to a folder but not to list it.
    """
    last_open = max(number for number, name in enumerate(steps(tmp_path / "whole")) if name == "open")
    write(documents(tmp_path / "again", OLD))

    Refusal(last_open, errno.EACCES).during(lambda: write(documents(tmp_path / "again", NEW)))

    assert published(tmp_path / "again") == NEW
