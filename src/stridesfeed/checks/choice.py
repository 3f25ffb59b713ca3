"""
Which findings count: some rules, some files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

import attrs

from stridesfeed.checks.finding import LEVELS, Finding, Level
from stridesfeed.errors import UnknownNameError


def _tuple(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


@attrs.frozen(kw_only=True)
class Choice:
    """
    A choice of rules, each named by its code, by a pattern such as ``title-*``, or by its level.
    """

    #: These count; all where there are none.
    select: tuple[str, ...] = attrs.field(default=(), converter=_tuple)

    #: These do not count.
    ignore: tuple[str, ...] = attrs.field(default=(), converter=_tuple)

    #: Rules that do not count in the files of a pattern such as ``content/old/*``, in which a star stands for folders too.
    per_file: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)

    def of(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """
        Those of *findings* that count.
        """
        return tuple(finding for finding in findings if self._counts(finding))

    def names(self) -> tuple[str, ...]:
        """
        Every name and pattern of a rule in it.
        """
        return (*self.select, *self.ignore, *(name for names in self.per_file.values() for name in names))

    def _counts(self, finding: Finding) -> bool:
        if self.select and not _named(finding, self.select):
            return False
        return not _named(finding, self.ignore) and not self._is_ignored_there(finding)

    def _is_ignored_there(self, finding: Finding) -> bool:
        path = finding.path
        return path is not None and any(fnmatchcase(path, pattern) and _named(finding, names) for pattern, names in self.per_file.items())


def refuse_unknown(names: Iterable[str], codes: Iterable[str]) -> None:
    """
    Raise :class:`UnknownNameError` for the first of *names* that is no level, and names none of *codes*.
    """
    known = tuple(codes)
    for name in names:
        if name not in LEVELS and not any(fnmatchcase(code, name) for code in known):
            raise UnknownNameError("rule", name, known)


def reaches(findings: Iterable[Finding], level: Level) -> bool:
    """
    Whether one of *findings* is as bad as *level*, or worse.
    """
    return any(LEVELS.index(finding.level) <= LEVELS.index(level) for finding in findings)


def _named(finding: Finding, names: Iterable[str]) -> bool:
    return any(name == finding.level or fnmatchcase(finding.code, name) for name in names)
