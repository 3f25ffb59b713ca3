"""
The files of a folder, in an order that no file system decides.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from stridesfeed.load.permalinks import DRAFTS, POSTS


@attrs.frozen
class Found:
    """
    A file in a content folder, or why it was left alone.
    """

    file: Path
    folder: Path

    #: The path within the content folder, with forward slashes.
    inside: str

    #: Why a symbolic link was not followed.
    left_out: str | None = None

    #: Why a folder could not be read.
    fault: str | None = None


def walk(folder: Path) -> Iterator[Found]:
    """
    All files under *folder*, by name; those that generators hide are left out.
    """
    yield from _walk(folder, "", folder, os.path.realpath(folder))


def _walk(here: Path, inside: str, folder: Path, real_folder: str) -> Iterator[Found]:
    try:
        with os.scandir(here) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Found(here, folder, inside.removesuffix("/"), fault=f"the folder cannot be read: {error.strerror}")
        return
    for entry in found:
        path, place = here / entry.name, f"{inside}{entry.name}"
        if _is_hidden(entry):
            continue
        if entry.is_symlink() and (reason := _stray(entry, real_folder)):
            yield Found(path, folder, place, reason)
        elif entry.is_dir():
            yield from _walk(path, f"{place}/", folder, real_folder)
        elif entry.is_file():
            yield Found(path, folder, place)


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    return entry.name.startswith((".", "_")) and not (entry.is_dir() and entry.name in {POSTS, DRAFTS})


def _stray(entry: os.DirEntry[str], real_folder: str) -> str | None:
    """
    Why a symbolic link is not followed: out of the folder it could show what was never meant to be published, and a folder could hold itself.
    """
    target = os.path.realpath(entry.path)
    if os.path.commonpath([target, real_folder]) != real_folder:
        return "is a symbolic link that leads out of the folder"
    return "is a symbolic link to a folder" if entry.is_dir() else None
