"""
Sites of real generators, built by their own commands.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import feedparser

#: 1 May 2026.
AS_OF = 1777593600

SITES = Path(__file__).parent / "sites"


@attrs.frozen
class GeneratedSite:
    """
    A copy of a site in a folder of its own.
    """

    folder: Path

    #: The arguments of Python that build it.
    command: tuple[str, ...]

    @classmethod
    def of(cls, name: str, folder: Path, *command: str) -> GeneratedSite:
        shutil.copytree(SITES / name, folder)
        return cls(folder, command)

    def copy(self, folder: Path) -> GeneratedSite:
        """
        Return a copy with everything that is built.
        """
        shutil.copytree(self.folder, folder)
        return GeneratedSite(folder, self.command)

    def build(self, *arguments: str, succeeds: bool = True) -> str:
        """
        Build the site, and return what the generator says.
        """
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(AS_OF), "COLUMNS": "1000", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-W", "error:::stridesfeed", *self.command, *arguments]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        output = done.stdout + done.stderr
        assert (done.returncode == 0) == succeeds, output
        return output

    def read(self, path: str) -> Any:
        """
        Return the feed at *path* in the output folder, as feedparser reads it.
        """
        parsed = feedparser.parse((self.folder / "output" / path).read_bytes())
        assert not parsed.bozo, parsed.bozo_exception
        return parsed

    def ids(self, path: str) -> list[str]:
        return [entry.id for entry in self.read(path).entries]

    def edit(self, path: str, changes: Mapping[str, str]) -> None:
        """
        Replace texts of a file.
        """
        text = (self.folder / path).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        (self.folder / path).write_text(text, encoding="utf-8")

    def add(self, path: str, *lines: str) -> None:
        """
        Add lines to a file.
        """
        with (self.folder / path).open("a", encoding="utf-8") as file:
            file.write("\n".join([*lines, ""]))

    def states(self) -> dict[str, int]:
        """
        Return when each of our files was written, in nanoseconds.
        """
        names = ("*.atom.xml", "feed.*", "*.rss.xml", "stridesfeed*", "*.atom", "rss*.xml")
        files = (file for name in names for file in self.folder.rglob(name) if file.is_file())
        return {file.relative_to(self.folder).as_posix(): file.stat().st_mtime_ns for file in files}


@attrs.frozen
class WrittenSite:
    """
    A site in a folder of its own, whose files the test writes.
    """

    folder: Path

    #: The name of the output folder.
    output_name: str

    @property
    def output(self) -> Path:
        return self.folder / self.output_name

    @property
    def ledger(self) -> Path:
        return self.folder / "stridesfeed.lock"

    @property
    def atom(self) -> str:
        """
        The path of the Atom document in the output folder.
        """
        return "atom.xml"

    def path(self, name: str) -> Path:
        return self.folder / name

    def write(self, **files: str) -> None:
        for name, text in files.items():
            self.path(name).parent.mkdir(parents=True, exist_ok=True)
            self.path(name).write_text(text, encoding="utf-8")

    def feed(self, name: str = "") -> Any:
        """
        Return a document, by default the Atom document, as feedparser reads it.
        """
        return feedparser.parse((self.output / (name or self.atom)).read_bytes())

    def entries(self, name: str = "") -> dict[str, Any]:
        return {entry.title: entry for entry in self.feed(name).entries}
