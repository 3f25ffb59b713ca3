"""
Two builds at once leave each document complete and do not touch each other's temporary files.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stridesfeed.publish.write import WrittenFiles, write

NAMES = ("feed.xml", "a/atom.xml", "a/b/feed.json")


def documents(folder: Path, build: int, turn: int) -> dict[Path, bytes]:
    return {folder / str(turn) / name: f"{build} {name}".encode() * 5000 for name in NAMES}


def build_often(folder: Path, build: int) -> list[WrittenFiles]:
    return [write(documents(folder, build, turn)) for turn in range(40)]


def test_builds_at_the_same_time_leave_every_document_whole_and_nothing_beside_them(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as builds:
        results = list(builds.map(build_often, [tmp_path] * 2, [1, 2]))

    assert [len(result) for result in results] == [40, 40]
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    expected = [documents(tmp_path, build, turn) for build in (1, 2) for turn in range(40)]
    assert set(files) == {path for made in expected for path in made}
    assert all(any(made.get(path) == content for made in expected) for path, content in files.items())
