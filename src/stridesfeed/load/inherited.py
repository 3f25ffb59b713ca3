"""
Data files beside articles, whose values articles inherit.

- ``post.meta`` (Nikola): the front matter of ``post.md``.
- ``post.11tydata.json``, ``post.11tydata.js`` (Eleventy): defaults for ``post.md``.
- ``posts/posts.json``, ``posts/posts.11tydata.json``, ``posts/posts.11tydata.js`` (Eleventy): defaults for all files in the folder ``posts``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.content import Content, Skipped
from stridesfeed.load.data_files import read_json, read_text
from stridesfeed.load.front_matter import FrontMatter
from stridesfeed.load.headers import read_javascript, split_front_matter
from stridesfeed.load.javascript import NotDataError

_OF_FILE = (".meta", ".11tydata.json", ".11tydata.js")
_OF_FOLDER = (".11tydata.json", ".11tydata.js", ".json")

#: Tags by which Eleventy finds the pages of a collection; they are no topics.
_COLLECTIONS = frozenset({"all", "post", "posts"})


@attrs.frozen
class DataFile:
    """
    A data file whose values articles inherit.
    """

    #: For messages.
    path: str

    raw: bytes
    front_matter: FrontMatter

    #: Whether it is the data file of one file, as opposed to that of a folder.
    is_of_file: bool


class DataFiles:
    """
    The data files of a site, each read once. Errors and files that are not only data are collected.
    """

    def __init__(self, content: Content) -> None:
        self.faults: list[FileError] = []
        self.skipped: list[Skipped] = []
        self._root = content.root
        self._names: dict[Path, frozenset[str]] = {}
        self._files: dict[Path, DataFile | None] = {}

    def of(self, file: Path, folder: Path) -> tuple[DataFile, ...]:
        """
        Return the data files of *file* in the content folder *folder*, nearest first.
        """
        found = (self._read(data_file) for data_file in self._find(file, folder))
        return tuple(data_file for data_file in found if data_file)

    def _find(self, file: Path, folder: Path) -> Iterator[Path]:
        yield from (file.parent / name for suffix in _OF_FILE if (name := file.stem + suffix) in self._names_in(file.parent))
        top = self._root if folder.is_relative_to(self._root) else folder.parent
        for parent in file.parents:
            if parent == top:
                break
            yield from (parent / name for suffix in _OF_FOLDER if (name := parent.name + suffix) in self._names_in(parent))

    def _names_in(self, folder: Path) -> frozenset[str]:
        if folder not in self._names:
            try:
                self._names[folder] = frozenset(file.name for file in folder.iterdir())
            except OSError:
                self._names[folder] = frozenset()
        return self._names[folder]

    def _read(self, file: Path) -> DataFile | None:
        if file not in self._files:
            path = os.path.relpath(file, self._root).replace(os.sep, "/")
            try:
                self._files[file] = _read_data_file(file, path)
            except NotDataError:
                self.skipped.append(Skipped(path=path, reason="is JavaScript that is more than data"))
                self._files[file] = None
            except FileError as fault:
                self.faults.append(fault)
                self._files[file] = None
        return self._files[file]


def _read_data_file(file: Path, path: str) -> DataFile | None:
    text = read_text(file, path)
    if file.suffix == ".meta":
        front_matter = split_front_matter(text, path).front_matter
    elif file.suffix == ".js":
        front_matter = read_javascript(text, path, 1)
    elif text.lstrip().startswith("{"):
        front_matter = read_json(text, path)
    else:
        return None
    is_of_folder = file.name.partition(".")[0] == file.parent.name
    return DataFile(path, text.encode(), _without_collections(front_matter), not is_of_folder)


def _without_collections(front_matter: FrontMatter) -> FrontMatter:
    tags = front_matter.values.get("tags")
    if not isinstance(tags, list | str):
        return front_matter
    topics = [tag for tag in tags if tag not in _COLLECTIONS] if isinstance(tags, list) else None if tags in _COLLECTIONS else tags
    return attrs.evolve(front_matter, values={**front_matter.values, "tags": topics})
