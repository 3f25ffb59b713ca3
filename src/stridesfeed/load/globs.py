"""
Patterns of paths, as in ``.gitignore``: ``drafts``, ``*.draft.md``, ``/pages``, ``news/**/2019-*``.

A pattern with a slash is matched against the whole path, one without against the name of every file and folder. ``*`` and ``?`` match within a
name, ``**`` any number of folders, ``[ab]`` one of several characters. A pattern that matches a folder matches everything in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from stridesfeed import rules

_TOKEN = re.compile(r"\[(?P<is_negated>!?)(?P<characters>\]?[^\]]+)\]|(?P<wildcard>[*?])|(?P<other>.)", re.DOTALL)
_WILDCARDS = {"*": "[^/]*", "?": "[^/]"}


def pattern(value: object) -> str | None:
    """
    Check that a value is a valid pattern.
    """
    if fault := rules.text(value):
        return fault
    try:
        _compiled(str(value))
    except re.error:
        return f"has an invalid range in brackets: {value!r}"
    return None


def matching(patterns: Iterable[str], path: str) -> str | None:
    """
    Return the first of *patterns* that matches *path*, which has forward slashes; ``None`` if none does.

    >>> matching(["drafts", "/news/*.txt"], "news/drafts/barge.md"), matching(["/news/*.txt"], "news/old/barge.txt")
    ('drafts', None)
    """
    return next((pattern for pattern in patterns if _compiled(pattern).match(path)), None)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    names = pattern.strip("/").split("/")
    if len(names) == 1 and not pattern.startswith("/"):
        names.insert(0, "**")
    folders = "".join("(?:[^/]+/)*" if name == "**" else f"{_expression(name)}/" for name in names[:-1])
    last = ".*" if names[-1] == "**" else f"{_expression(names[-1])}(?:/.*)?"
    return re.compile(rf"{folders}{last}\Z", re.DOTALL)


def _expression(name: str) -> str:
    """
    Return the regular expression of a pattern without slashes.
    """
    parts: list[str] = []
    for token in _TOKEN.finditer(name):
        if token["characters"]:
            characters = re.sub(r"[\\\[\]^&~|]", r"\\\g<0>", token["characters"])
            parts.append(f"(?!/)[{'^' if token['is_negated'] else ''}{characters}]")
        else:
            parts.append(_WILDCARDS[token["wildcard"]] if token["wildcard"] else re.escape(token["other"]))
    return "".join(parts)
