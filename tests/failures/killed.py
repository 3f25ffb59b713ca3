"""
Write documents repeatedly, killed at a given moment each time: for ``test_killed_builds.py``.

The arguments are a folder and the moments to be killed at, as parts of the whole way. Each writing has a process of its own. Each
error found afterwards is printed as a line.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from killing import calls_of, in_a_process, killed_at
from stridesfeed.publish.write import write

NAMES = ("feed.xml", "feeds/atom.xml", "feeds/café 😀.json")


def documents(folder: Path, version: int) -> dict[Path, bytes]:
    """
    Three documents of several memory pages each.
    """
    return {folder / name: f"{name} {version}\n".encode() * 2000 for name in NAMES}


def contents(folder: Path) -> dict[Path, bytes | None]:
    """
    The content of each document; ``None`` if it does not exist.
    """
    return {path: path.read_bytes() if path.is_file() else None for path in documents(folder, 0)}


def errors_in(before: dict[Path, bytes | None], after: dict[Path, bytes | None], new: dict[Path, bytes]) -> Iterator[str]:
    """
    The documents that have neither their former nor their new content.
    """
    return (f"{path} is {'missing' if found is None else 'torn'}" for path, found in after.items() if found not in {before[path], new[path]})


def main(folder: Path, moments: list[float]) -> None:
    """
    Be killed once at each of *moments*, which are parts of the whole way: 0.5 is in the middle.
    """
    write(documents(folder, 0))
    # The second time, because whatever is remembered makes the way shorter.
    length = min(calls_of(partial(write, documents(folder, version))) for version in (1, 2))
    killed = 0
    for version, moment in enumerate(moments, start=3):
        before, new = contents(folder), documents(folder, version)
        killed += in_a_process(partial(killed_at, int(moment * length), partial(write, new))) == signal.SIGKILL
        sys.stdout.writelines(f"{fault}\n" for fault in errors_in(before, contents(folder), new))
    write(documents(folder, 0))
    sys.stdout.write(f"killed {killed} times\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [float(moment) for moment in sys.argv[2:]])
