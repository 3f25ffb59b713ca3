"""
Patterns of paths and titles: text with names in braces, from which each feed of a family has its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from stridesfeed.errors import suggestion

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

#: What Windows allows in no name; slashes are looked at on their own.
_UNFIT = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """
    *pattern* with each name in braces replaced by its value.

    >>> filled("tags/{slug}/{file}", {"slug": "ai", "file": "atom.xml"})
    'tags/ai/atom.xml'
    """
    return _PLACEHOLDER.sub(lambda name: values[name[1]], pattern)


def holds(pattern: str, name: str) -> bool:
    """
    Whether *name* stands in braces in *pattern*.
    """
    return name in _PLACEHOLDER.findall(pattern)


def stranger(pattern: str, known: Collection[str]) -> str | None:
    """
    What is wrong with the braces of *pattern*; ``None`` for nothing.
    """
    for name in _PLACEHOLDER.findall(pattern):
        if name not in known:
            return f"must not have {{{name}}}{suggestion(name, known)}"
    rest = _PLACEHOLDER.sub("", pattern)
    return f"must have its braces in pairs, not {pattern!r}" if "{" in rest or "}" in rest else None


def unsafe(path: str) -> str | None:
    """
    Why *path* may not be that of a document below the output folder, on any system; ``None`` where it may.
    """
    if found := _UNFIT.search(path):
        return f"must not hold {found[0]!r}, which not every system allows in a name: {path!r}"
    if path.startswith("/") or "//" in path:
        return f"must be a path below the output folder, not {path!r}"
    if odd := next((part for part in PurePosixPath(path).parts if part == ".." or part != part.strip(" ") or part.endswith(".")), None):
        return f"must stay below the output folder, in names that every system can write; {odd!r} in {path!r} does not"
    return None
