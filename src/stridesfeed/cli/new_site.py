"""
The files of a new site.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from stridesfeed.publish.ledger import FILE_NAME
from stridesfeed.site import keys

#: Folders in which generators keep articles, the likeliest first.
_USUAL_FOLDERS = ("content", "_posts", "posts", "src/content", "docs")

#: The keys that are asked for, in the order of the file; those without an answer are written as comments with an example.
_WRITTEN = (
    ("feed", "title", ""),
    ("feed", "url", ""),
    ("feed", "subtitle", "What the feed is about, in a sentence."),
    ("feed", "language", "en"),
    ("content", "folder", ""),
    ("content", "permalink", ""),
    ("content", "timezone", "Europe/London"),
    ("output", "folder", ""),
    ("output", "rss", ""),
    ("output", "atom", ""),
    ("output", "json", ""),
    ("output", "limit", ""),
)


def usual_folder(root: Path) -> str:
    """
    The folder below *root* in which the articles probably are.
    """
    return next((name for name in _USUAL_FOLDERS if (root / name).is_dir()), _USUAL_FOLDERS[0])


def git_attributes(folder: Path) -> dict[Path, bytes]:
    """
    ``.gitattributes`` with the line that lets git merge the ledger, by where it lies; nothing outside a repository, or where a line is there.
    """
    whole = folder.absolute()
    path = folder / ".gitattributes"
    before = path.read_bytes() if path.is_file() else b""
    if FILE_NAME.encode() in before or not any((above / ".git").exists() for above in (whole, *whole.parents)):
        return {}
    ending = b"" if not before or before.endswith(b"\n") else b"\n"
    return {path: before + ending + f"{FILE_NAME} merge=union\n".encode()}


def new_configuration(given: Mapping[tuple[str, str], str]) -> str:
    """
    The text of a small ``stridesfeed.toml`` with the values *given*, by section and key, and a comment at each key.
    """
    lines = ["# The feeds of this site. After a change: stridesfeed build"]
    section = ""
    for place in _WRITTEN:
        key = keys.key(*place[:2])
        if key.section != section:
            section = key.section
            lines += ["", f"[{section}]"]
        value = given.get((key.section, key.name), key.default)
        lines += [f"# {key.description}", f"# {key.name} = {_toml(place[2])}" if value is None else f"{key.name} = {_toml(value)}"]
    return "\n".join([*lines, ""])


def _toml(value: str | int) -> str:
    """
    A value as TOML: text and whole numbers are written as in JSON, but for DEL.
    """
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
