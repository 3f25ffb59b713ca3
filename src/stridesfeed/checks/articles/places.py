"""
Where in its file something stands that a finding is about. Files are read only when there is something to say about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.front_matter import SplitText, split_front_matter

_NUMBERED = re.compile(r"(?P<path>.+):(?P<line>[0-9]+)")


@attrs.frozen
class Place:
    """
    A file, and a line of it where that is known.
    """

    path: str | None = None
    line: int | None = None


@attrs.define(eq=False)
class Places:
    """
    The files that articles come from.
    """

    #: The folder that their paths are relative to; ``None`` where nobody knows.
    root: Path | None = None

    #: Whether files are read, for the lines in them.
    reads: bool = True

    _parted: dict[str, SplitText | None] = attrs.field(factory=dict, init=False)

    def of(self, origin: str | None, keys: Iterable[str] = (), words: str | None = None) -> Place:
        """
        The place of a key of front matter, or of *words* in the text below it; *origin* is a path, or ``path:line``.
        """
        if origin is None:
            return Place()
        if numbered := _NUMBERED.fullmatch(origin):
            return Place(numbered["path"], int(numbered["line"]))
        parted = self._file(origin)
        if parted is None:
            return Place(origin)
        return Place(origin, _line_of_words(parted, words) if words else _line_of_key(parted, keys))

    def _file(self, path: str) -> SplitText | None:
        if path not in self._parted:
            self._parted[path] = self._read(path)
        return self._parted[path]

    def _read(self, path: str) -> SplitText | None:
        if self.root is None or not self.reads or path.endswith((".jsonl", ".ndjson")):
            return None
        try:
            text = (self.root / path).read_text("utf-8-sig")
            return split_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"), path)
        except (OSError, UnicodeDecodeError, FileError):
            return None


def _line_of_key(parted: SplitText, keys: Iterable[str]) -> int | None:
    entry = parted.front_matter.find(*keys)
    return entry.line if entry else None


def _line_of_words(parted: SplitText, words: str) -> int | None:
    """
    The line of *words*, or else of the last part of them if they are an address: links are written relative in files.
    """
    for wanted in (words, words.rstrip("/").rpartition("/")[2]):
        found = parted.body.find(wanted) if wanted else -1
        if found >= 0:
            return parted.body_line + parted.body.count("\n", 0, found)
    return None
