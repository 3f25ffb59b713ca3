"""
The files of content folders, with the reason for each that is not read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from stridesfeed.load.content import Content
from stridesfeed.load.globs import matching
from stridesfeed.load.sources import SourceFile
from stridesfeed.load.urls.permalinks import DRAFTS, POSTS

#: Folders of installed packages, as hidden as those whose names begin with a dot.
_PACKAGES = frozenset({"node_modules"})

_LANGUAGE = r"(?:\.[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)?"

#: Pages that are not articles, by a pattern of their path without its suffix.
_PAGES = (
    (re.compile(rf"index{_LANGUAGE}"), "is the home page"),
    (re.compile(rf"404{_LANGUAGE}"), "is the page for errors"),
    (re.compile(rf"(?:.*/)?_index{_LANGUAGE}", re.DOTALL), "is the page of a section"),
    (
        re.compile(r"(?:.*/)?(?:README|readme|Readme|LICEN[CS]E|CONTRIBUTING|CHANGELOG|CODE_OF_CONDUCT|SECURITY)", re.DOTALL),
        "is about the repository",
    ),
)


def find_files(content: Content) -> Iterator[SourceFile]:
    """
    Yield the files of all folders of *content* with articles, each once even if folders overlap.
    """
    seen: set[str] = set()
    for folder in content.sources:
        for source in _walk(folder, "", folder, content):
            if (path := os.fspath(source.file)) not in seen:
                seen.add(path)
                yield source


def _walk(folder: Path, inside: str, root: Path, content: Content) -> Iterator[SourceFile]:
    """
    Yield all files under *folder*, sorted by name, and the folders that are not searched.

    *inside* is the path of *folder* in the content folder *root*. Symbolic links are followed to files in *root* only: others could publish
    private files, and a folder could contain itself.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield SourceFile(folder, root, inside.removesuffix("/"), fault=f"the folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        path, path_inside, is_folder = folder / entry.name, f"{inside}{entry.name}", entry.is_dir()
        if entry.name.startswith(".") or entry.name in _PACKAGES or (is_folder and path in content.ignored_folders):
            continue
        skip_reason = _skip_reason(entry, path_inside, root, content)
        if is_folder and skip_reason is None:
            yield from _walk(path, f"{path_inside}/", root, content)
        elif skip_reason or entry.is_file():
            yield SourceFile(path, root, path_inside, skip_reason)


def _skip_reason(entry: os.DirEntry[str], inside: str, root: Path, content: Content) -> str | None:
    """
    Return why a file is not read, or a folder not searched; ``None`` if it is.
    """
    is_folder = entry.is_dir()
    page = inside.rpartition(".")[0] or inside
    reason = _link_reason(entry, root) if entry.is_symlink() else None
    if reason is None and not is_folder:
        reason = next((reason for pattern, reason in _PAGES if pattern.fullmatch(page)), None)
    if reason:
        return reason
    if entry.name.startswith("_") and not (is_folder and entry.name in {POSTS, DRAFTS}):
        return "has a name that begins with _"
    return excluded(inside, content, is_folder=is_folder)


def excluded(inside: str, content: Content, *, is_folder: bool = False) -> str | None:
    """
    Return why the settings leave out the file or folder at *inside*; ``None`` if they do not.
    """
    if pattern := matching(content.exclude, inside):
        return f"is excluded by {pattern!r}"
    is_included = is_folder or not content.include or matching(content.include, inside)
    return None if is_included else "is not in include"


def _link_reason(entry: os.DirEntry[str], root: Path) -> str | None:
    real_root = os.path.realpath(root)
    if os.path.commonpath([os.path.realpath(entry.path), real_root]) != real_root:
        return "is a symbolic link that leads out of the folder"
    return "is a symbolic link to a folder" if entry.is_dir() else None
