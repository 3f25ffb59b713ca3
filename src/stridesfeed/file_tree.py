"""
The files below folders, with their states: what changed between two runs is known without reading a file.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import attrs

from stridesfeed.file_digests import RECENT_MARK, file_state


@attrs.frozen
class FileTree:
    """
    The states of all files below some folders. Hidden files and folders are left out.
    """

    #: The files of each folder as text: name and state of each, sorted by name, with a slash after both.
    folders: Mapping[str, str]

    @classmethod
    def read(cls, folders: Iterable[Path], ignored: Collection[Path], visible: Collection[str] = ()) -> FileTree | None:
        """
        Read the states of all files below *folders*, without those that are *ignored*; hidden files with *visible* names count.

        ``None`` if a folder cannot be read, or if there is a symbolic link to a folder, whose files are somewhere else.
        """
        found: dict[str, str] = {}
        waiting, skipped, now = [*map(os.fspath, folders)], {*map(os.fspath, ignored)}, time.time_ns()
        while waiting:
            folder = waiting.pop()
            if folder in found:
                continue
            parts = list[str]()
            try:
                with os.scandir(folder) as entries:
                    for entry in sorted(entries, key=lambda entry: entry.name):
                        name = entry.name
                        if (name[0] == "." and name not in visible) or entry.path in skipped:
                            continue
                        if entry.is_dir():
                            if entry.is_symlink():
                                return None
                            waiting.append(entry.path)
                            parts += (name, "folder")
                        else:
                            parts += (name, file_state(entry.stat(), now))
            except OSError:
                return None
            found[folder] = "/".join((*parts, ""))
        return cls(found)

    @property
    def digests(self) -> dict[str, str]:
        """
        A digest for each folder: the same as long as no file in it has changed; empty if a file there may still change unnoticed.
        """
        return {
            folder: "" if RECENT_MARK in states else hashlib.sha256(states.encode("utf-8", "surrogatepass")).hexdigest()
            for folder, states in self.folders.items()
        }

    def changed_folders(self, former: Mapping[str, str]) -> list[str] | None:
        """
        Return the folders that differ from those with *former* digests; ``None`` if there are other folders.
        """
        digests = self.digests
        if digests.keys() != former.keys():
            return None
        return [folder for folder, digest in digests.items() if not digest or digest != former[folder]]

    def changed_files(self, folder: str, former: str) -> list[str] | None:
        """
        Return the paths of the files in *folder* that may have changed since its states were *former*; ``None`` if there are other files.
        """
        states, known = _by_name(self.folders[folder]), _by_name(former)
        if states.keys() != known.keys():
            return None
        return [os.path.join(folder, name) for name, state in states.items() if state != known[name] or RECENT_MARK in state]  # noqa: PTH118  # text


def _by_name(states: str) -> dict[str, str]:
    parts = states.split("/")
    return dict(zip(parts[:-1:2], parts[1::2], strict=True))
