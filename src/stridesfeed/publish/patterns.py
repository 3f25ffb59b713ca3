"""
Patterns with names in braces, in the paths and titles of feeds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from stridesfeed.errors import suggestion

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

#: Characters that Windows does not allow in names. Slashes are checked separately.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')


def fill_pattern(pattern: str, values: Mapping[str, str]) -> str:
    """
    Replace each name in braces by its value.

    >>> fill_pattern("tags/{slug}/{file}", {"slug": "ai", "file": "atom.xml"})
    'tags/ai/atom.xml'
    """
    return _PLACEHOLDER.sub(lambda name: values[name[1]], pattern)


def has_placeholder(pattern: str, name: str) -> bool:
    """
    Return whether *pattern* contains *name* in braces.
    """
    return name in _PLACEHOLDER.findall(pattern)


def placeholder_fault(pattern: str, allowed: Collection[str]) -> str | None:
    """
    Return why *pattern* is not valid with these names; ``None`` if it is.
    """
    for name in _PLACEHOLDER.findall(pattern):
        if name not in allowed:
            return f"must not have {{{name}}}{suggestion(name, allowed)}"
    rest = _PLACEHOLDER.sub("", pattern)
    return f"must have its braces in pairs, not {pattern!r}" if "{" in rest or "}" in rest else None


def path_fault(path: str) -> str | None:
    """
    Return why *path* is not a safe path below the output folder on every system; ``None`` if it is.
    """
    if found := _FORBIDDEN.search(path):
        return f"must not contain {found[0]!r}, which not every system allows in file names: {path!r}"
    if path.startswith("/") or "//" in path:
        return f"must be a path below the output folder, not {path!r}"
    invalid = next((part for part in PurePosixPath(path).parts if part == ".." or part != part.strip(" ") or part.endswith(".")), None)
    if invalid:
        return f"must stay below the output folder and use names that every system allows, not {invalid!r}: {path!r}"
    return None
