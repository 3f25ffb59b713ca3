"""
The file that ``stridesfeed init`` writes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

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
        lines += [f"# {key.meaning}", f"# {key.name} = {_toml(place[2])}" if value is None else f"{key.name} = {_toml(value)}"]
    return "\n".join([*lines, ""])


def _toml(value: str | int) -> str:
    """
    A value as TOML: text and whole numbers are written as in JSON, but for DEL.
    """
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
