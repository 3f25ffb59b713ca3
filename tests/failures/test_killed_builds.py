"""
Killing a build at any moment leaves every document complete, and the next build removes its temporary files.
"""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from stridesfeed.errors import OutputError
from stridesfeed.publish.write import temporary_names, write

HERE = Path(__file__).parent
WRITING, BUILDING = HERE / "killed.py", HERE / "killed_sites.py"


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def killed(program: Path, folder: Path, times: int) -> tuple[str, str]:
    """
    The output of a program that was killed *times* times, at the same moments in every run.
    """
    moments = random.Random(4)  # noqa: S311 -- nothing secret
    done = subprocess.run(  # noqa: S603 -- a program of our own
        [sys.executable, str(program), str(folder), *(str(moments.random()) for _ in range(times))],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(HERE.parent), os.environ.get("PYTHONPATH"))))},
    )
    return done.stdout, done.stderr


def test_killing_at_200_moments_leaves_every_document_whole_and_nothing_beside_them(tmp_path: Path) -> None:
    assert killed(WRITING, tmp_path, 200) == ("killed 200 times\n", "")
    assert names(tmp_path) == {"feed.xml", "feeds/atom.xml", "feeds/café 😀.json"}


def test_killing_a_whole_build_at_200_moments_tears_nothing_and_the_next_build_is_as_if_nothing_had_happened(tmp_path: Path) -> None:
    assert killed(BUILDING, tmp_path, 200) == ("killed 200 times\n", "")


def test_temporary_files_of_a_killed_run_are_removed_even_if_nothing_changed(tmp_path: Path) -> None:
    write({tmp_path / "feed.xml": b"rss"})
    (tmp_path / ".stridesfeed-0123456789abcdef.lock").touch()
    (tmp_path / ".stridesfeed-0123456789abcdef-7.tmp").write_bytes(b"half of a docu")

    write({tmp_path / "feed.xml": b"rss"})

    assert names(tmp_path) == {"feed.xml"}


def test_temporary_files_of_a_killed_run_are_removed_even_if_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    They may be what fills the disk.
    """
    (tmp_path / ".stridesfeed-0123456789abcdef.lock").touch()
    (tmp_path / ".stridesfeed-0123456789abcdef-7.tmp").write_bytes(b"half of a docu")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError):
        write({tmp_path / "feed.xml": b"rss"})

    assert names(tmp_path) == set()


def test_temporary_files_of_a_running_build_stay(tmp_path: Path) -> None:
    with temporary_names(tmp_path) as name:
        (tmp_path / "feeds").mkdir()
        mine = [name(tmp_path), name(tmp_path / "feeds")]
        for file in mine:
            file.touch()

        write({tmp_path / "feed.xml": b"rss", tmp_path / "feeds" / "atom.xml": b"atom"})

        assert all(file.exists() for file in mine)


def test_temporary_files_of_an_unknown_run_stay(tmp_path: Path) -> None:
    """
    Its lock may be in a folder that this build does not use.
    """
    (tmp_path / ".stridesfeed-0123456789abcdef-0.tmp").touch()

    write({tmp_path / "feed.xml": b"rss"})

    assert names(tmp_path) == {"feed.xml", ".stridesfeed-0123456789abcdef-0.tmp"}


def test_files_with_similar_names_stay(tmp_path: Path) -> None:
    others = {".stridesfeed-notes.tmp", ".stridesfeed-0123456789abcdef.lock.bak", "stridesfeed.lock"}
    for name in others:
        (tmp_path / name).touch()

    write({tmp_path / "feed.xml": b"rss"})

    assert names(tmp_path) == {"feed.xml", *others}
