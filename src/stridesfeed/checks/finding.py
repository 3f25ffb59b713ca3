"""
What a check found: one thing that a reader, a validator or a partner would trip over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

#: How bad it is: a format forbids it; readers or partners suffer; it could be better.
Level = Literal["error", "warning", "hint"]

#: The worst first.
LEVELS: tuple[Level, ...] = ("error", "warning", "hint")


@attrs.frozen(kw_only=True)
class Finding:
    """
    One rule that one thing breaks, and where.
    """

    #: The rule's name, as ``--explain``, ``--select`` and ``--ignore`` take it: ``self-link-missing``.
    code: str

    level: Level

    #: What is wrong, and the mend.
    message: str

    #: What it is about, as a person would name it: ``article 'tag:example.org,2026:one'``, ``item 3``; ``None`` for the whole.
    subject: str | None = None

    #: The id of the article, if the finding is about one.
    article_id: str | None = None

    #: The file, with forward slashes; ``None`` for what has no file.
    path: str | None = None

    #: Counted from 1.
    line: int | None = None

    #: Counted from 1, in characters.
    column: int | None = None

    @property
    def place(self) -> str:
        """
        Path, line and column as compilers write them: as many as there are.
        """
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, f"{self.level} {self.code}", self.subject, self.message) if part)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    *findings* by file and place, what has none first; at one place the worst first. The same findings come in the same order.
    """
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    place = (finding.path or "", finding.line or 0, finding.column or 0)
    return (*place, LEVELS.index(finding.level), finding.code, finding.subject or "", finding.message)
