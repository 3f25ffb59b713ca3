"""
Data files beside articles, whose values articles inherit.

- ``post.meta`` (Nikola): the front matter of ``post.md``.
- ``post.11tydata.json``, ``post.11tydata.js`` (Eleventy): defaults for ``post.md``.
- ``posts/posts.json``, ``posts/posts.11tydata.json``, ``posts/posts.11tydata.js`` (Eleventy): defaults for all files in the folder ``posts``.
- ``posts/.meta.yml`` (MkDocs Material), and ``cascade`` in ``posts/_index.md`` (Hugo): the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.content import Content, Skipped
from stridesfeed.load.front_matter.data_files import read_json, read_text, read_yaml
from stridesfeed.load.front_matter.javascript import NotDataError
from stridesfeed.load.front_matter.nodes import FrontMatter

_OF_FILE = (".meta", ".11tydata.json", ".11tydata.js")
_OF_FOLDER = (".11tydata.json", ".11tydata.js", ".json")

#: Data files of folders that have the same name in every folder.
_FIXED = (".meta.yml", ".meta.yaml", "_index.md")

#: Those that are hidden.
HIDDEN_NAMES = frozenset(name for name in _FIXED if name.startswith("."))

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


@attrs.frozen
class _Folder:
    """
    The data files in a folder.
    """

    #: All that may be data files.
    names: frozenset[str]

    #: Those that all files in it inherit from, nearest first.
    data_files: tuple[DataFile, ...]


class DataFiles:
    """
    The data files of a site, each read once. Errors and files that are not only data are collected.
    """

    def __init__(self, content: Content) -> None:
        self.faults: list[FileError] = []
        self.skipped: list[Skipped] = []
        self._root = content.root
        #: By path, as text: a path is slow to look up.
        self._folders: dict[str, _Folder] = {}

    def of(self, file: Path, root: Path) -> tuple[DataFile, ...]:
        """
        Return the data files of *file* in the content folder *root*, nearest first.
        """
        folder = self._folders.get(os.path.dirname(file)) or self._folder(file.parent, root)  # noqa: PTH120  # faster
        own = [name for suffix in _OF_FILE if (name := file.stem + suffix) in folder.names] if folder.names else []
        return (*self._read_all(file.parent / name for name in own), *folder.data_files) if own else folder.data_files

    def _folder(self, folder: Path, root: Path) -> _Folder:
        path = os.fspath(folder)
        if path not in self._folders:
            try:
                names = frozenset(file.name for file in folder.iterdir() if file.name.endswith(_OF_FILE + _OF_FOLDER + _FIXED))
            except OSError:
                names = frozenset()
            # The site's own folder may have any name.
            top = self._root if root.is_relative_to(self._root) else root.parent
            if top in folder.parents:
                own = self._read_all(folder / name for name in (*(folder.name + suffix for suffix in _OF_FOLDER), *_FIXED) if name in names)
                self._folders[path] = _Folder(names, (*own, *self._folder(folder.parent, root).data_files))
            else:
                self._folders[path] = _Folder(names, ())
        return self._folders[path]

    def _read_all(self, files: Iterable[Path]) -> tuple[DataFile, ...]:
        return tuple(data_file for file in files if (data_file := self._read(file)))

    def _read(self, file: Path) -> DataFile | None:
        """
        Return the data file; ``None`` if it is not one.
        """
        path = os.path.relpath(file, self._root).replace(os.sep, "/")
        real = file.resolve()
        if file.is_symlink() and not any(real.is_relative_to(folder.resolve()) for folder in (self._root, file.parent)):
            self.skipped.append(Skipped(path=path, reason="is a symbolic link that leads out of the folder"))
            return None
        try:
            return _read_data_file(file, path)
        except NotDataError:
            self.skipped.append(Skipped(path=path, reason="is JavaScript that is more than data"))
        except FileError as fault:
            self.faults.append(fault)
        return None


def _read_data_file(file: Path, path: str) -> DataFile | None:
    from stridesfeed.load.front_matter.headers import read_javascript, split_front_matter  # noqa: PLC0415  # slow to import, and rarely used

    text = read_text(file, path)
    is_of_folder = file.name in _FIXED or file.name.partition(".")[0] == file.parent.name
    if file.name == "_index.md":
        front_matter = _cascade(split_front_matter(text, path).front_matter)
    elif file.name in _FIXED:
        front_matter = read_yaml(text, path)
    elif file.suffix == ".meta":
        front_matter = split_front_matter(text, path).front_matter
    elif file.suffix == ".js":
        front_matter = read_javascript(text, path, 1)
    elif text.lstrip().startswith("{"):
        front_matter = read_json(text, path)
    else:
        return None
    return DataFile(path, text.encode(), _without_collections(front_matter), not is_of_folder)


def _cascade(front_matter: FrontMatter) -> FrontMatter:
    """
    Return the values that a page of a section passes on to all files below; none if they are for some of these files only.
    """
    cascade = front_matter.values.get("cascade")
    if not isinstance(cascade, dict) or not {"target", "_target"}.isdisjoint(cascade):
        return FrontMatter()
    lines = {path[1:]: line for path, line in front_matter.lines.items() if path[0] == "cascade" and len(path) > 1}
    return FrontMatter(cascade, lines)


def _without_collections(front_matter: FrontMatter) -> FrontMatter:
    tags = front_matter.values.get("tags")
    if not isinstance(tags, list | str):
        return front_matter
    topics = [tag for tag in tags if tag not in _COLLECTIONS] if isinstance(tags, list) else None if tags in _COLLECTIONS else tags
    return attrs.evolve(front_matter, values={**front_matter.values, "tags": topics})
