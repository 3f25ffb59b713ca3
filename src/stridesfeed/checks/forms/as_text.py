"""
Findings for people: a table for each file.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from stridesfeed.checks.finding import LEVELS, Finding
from stridesfeed.checks.rule import Rule

#: Gives a text the look of what it is: a level, "path" or "code".
Style = Callable[[str, str], str]


def plain(_kind: str, text: str) -> str:
    """
    The look of a file.
    """
    return text


def text(findings: Sequence[Finding], _rules: Mapping[str, Rule[Any]], *, style: Style = plain, width: int | None = None) -> str:
    """
    A table for each file, and how many findings there are of each level; within *width* characters where that is given.
    """
    tables = [table for path, group in groupby(findings, lambda finding: finding.path) for table in _table(path, [*group], style, width)]
    return "\n".join([*tables, summary(findings)]) + "\n"


def summary(findings: Sequence[Finding]) -> str:
    """
    How many findings there are of each level.

    >>> summary([])
    'Nothing found'
    """
    counts = Counter(finding.level for finding in findings)
    said = [f"{counts[level]} {level}{'' if counts[level] == 1 else 's'}" for level in LEVELS if counts[level]]
    return f"Found: {', '.join(said)}" if said else "Nothing found"


def _table(path: str | None, findings: Sequence[Finding], style: Style, width: int | None) -> Iterator[str]:
    if path is not None:
        yield style("path", path)
    places = [_place(finding) for finding in findings]
    at, level, code = (max(map(len, column)) for column in (places, [f.level for f in findings], [f.code for f in findings]))
    # Two in front, two between columns.
    start = 2 + at + 2 + level + 2 + code + 2
    for place, finding in zip(places, findings, strict=True):
        head = (f"  {place:>{at}}  ", style(finding.level, f"{finding.level:<{level}}"), "  ", style("code", f"{finding.code:<{code}}"), "  ")
        yield "".join(head) + _wrapped(_said(finding), start, width)
    yield ""


def _place(finding: Finding) -> str:
    return ":".join(str(part) for part in (finding.line, finding.column) if part is not None)


def _said(finding: Finding) -> str:
    """
    The message, after what it is about where no file says that.
    """
    return f"{finding.subject}: {finding.message}" if finding.subject and finding.path is None else finding.message


def _wrapped(message: str, start: int, width: int | None) -> str:
    room = (width or 0) - start
    if room < 30:
        return message
    return f"\n{' ' * start}".join(textwrap.wrap(message, room, break_long_words=False, break_on_hyphens=False))
