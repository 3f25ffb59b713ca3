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

#: Add colours to a text, given its kind: a level, "path" or "code".
Style = Callable[[str, str], str]

#: A narrower message column is not wrapped.
_NARROWEST = 30


def no_style(_kind: str, text: str) -> str:
    """
    Return *text* unchanged.
    """
    return text


def format_findings(findings: Sequence[Finding], _rules: Mapping[str, Rule[Any]], *, style: Style = no_style, width: int | None = None) -> str:
    """
    Format a table for each file, and a summary line. Messages are wrapped to *width* characters if given.
    """
    tables = [table for path, group in groupby(findings, lambda finding: finding.path) for table in _table(path, [*group], style, width)]
    return "\n".join([*tables, summary(findings)]) + "\n"


def summary(findings: Sequence[Finding]) -> str:
    """
    Count findings by level.

    >>> summary([])
    'Nothing found'
    """
    counts = Counter(finding.level for finding in findings)
    parts = [f"{counts[level]} {level}{'' if counts[level] == 1 else 's'}" for level in LEVELS if counts[level]]
    return f"Found: {', '.join(parts)}" if parts else "Nothing found"


def _table(path: str | None, findings: Sequence[Finding], style: Style, width: int | None) -> Iterator[str]:
    if path is not None:
        yield style("path", path)
    positions = [":".join(str(part) for part in (finding.line, finding.column) if part is not None) for finding in findings]
    first, second, third = (max(map(len, column)) for column in (positions, [f.level for f in findings], [f.code for f in findings]))
    # Two spaces before each column.
    start = 2 + first + 2 + second + 2 + third + 2
    for position, finding in zip(positions, findings, strict=True):
        level, code = style(finding.level, f"{finding.level:<{second}}"), style("code", f"{finding.code:<{third}}")
        # A file path makes the subject redundant.
        message = f"{finding.subject}: {finding.message}" if finding.subject and finding.path is None else finding.message
        room = (width or 0) - start
        if room >= _NARROWEST:
            lines = textwrap.wrap(message, room, break_long_words=False, break_on_hyphens=False)
            message = f"\n{' ' * start}".join(lines)
        yield f"  {position:>{first}}  {level}  {code}  {message}"
    yield ""
