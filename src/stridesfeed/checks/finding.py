"""
Findings, and selections of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Literal

import attrs

from stridesfeed.errors import UnknownNameError

#: The severity. ``error``: a format forbids it. ``warning``: readers or partners have problems with it. ``hint``: it could be better.
Level = Literal["error", "warning", "hint"]

#: From worst to mildest.
LEVELS: tuple[Level, ...] = ("error", "warning", "hint")

#: The number of other articles that a merged finding names.
_OTHERS = 3


@attrs.frozen(kw_only=True)
class Finding:
    """
    A problem that a rule found, and its location.
    """

    #: The code of the rule, as ``--explain``, ``--select`` and ``--ignore`` take it: ``self-link-missing``.
    code: str

    level: Level

    #: What is wrong and how to fix it.
    message: str

    #: What the finding is about, for people: ``article 'tag:example.org,2026:one'``, ``item 3``; ``None`` for the whole feed or document.
    subject: str | None = None

    #: The id of the article, if the finding is about one.
    article_id: str | None = None

    #: The file, with forward slashes; ``None`` if there is no file.
    path: str | None = None

    #: Counted from 1.
    line: int | None = None

    #: Counted from 1, in characters.
    column: int | None = None

    @property
    def location(self) -> str:
        """
        The known parts of ``path:line:column``, as compilers print them.
        """
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    @property
    def values(self) -> list[Any]:
        """
        The fields as JSON values.
        """
        return [getattr(self, name) for name in _FIELDS]

    @classmethod
    def of_values(cls, values: Iterable[Any]) -> Finding:
        """
        Return the finding that has these *values*.
        """
        return cls(**dict(zip(_FIELDS, values, strict=True)))

    def __str__(self) -> str:
        return ": ".join(part for part in (self.location, f"{self.level} {self.code}", self.subject, self.message) if part)


_FIELDS = tuple(field.name for field in attrs.fields(Finding))


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    Sort by path, line and column; at one position by level, worst first. Findings without a path come first. The order is deterministic.
    """

    def key(finding: Finding) -> tuple[object, ...]:
        position = (finding.path or "", finding.line or 0, finding.column or 0)
        return (*position, LEVELS.index(finding.level), finding.code, finding.subject or "", finding.message)

    return tuple(sorted(findings, key=key))


def merge_articles(findings: Iterable[Finding], codes: Collection[str]) -> tuple[Finding, ...]:
    """
    Merge the findings of each rule in *codes* into the one about the first article, which then names the other articles.
    """
    groups = defaultdict[tuple[object, ...], list[Finding]](list)
    for finding in findings:
        groups[(finding.code,) if finding.code in codes else (finding.code, finding)].append(finding)
    merged: list[Finding] = []
    for first, *rest in groups.values():
        others = [*dict.fromkeys(other.location or str(other.subject) for other in rest)]
        if not others:
            merged += [first, *rest]
            continue
        more = f" and {len(others) - _OTHERS} more; --format json lists all" if len(others) > _OTHERS else ""
        merged.append(attrs.evolve(first, message=f"{first.message} (also in {', '.join(others[:_OTHERS])}{more})"))
    return sort_findings(merged)


def has_level(findings: Iterable[Finding], level: Level) -> bool:
    """
    Return True if a finding has *level* or a worse one.
    """
    return any(LEVELS.index(finding.level) <= LEVELS.index(level) for finding in findings)


@attrs.frozen(kw_only=True)
class Selection:
    """
    A selection of findings by rule and file. Rules are named by code, by a pattern such as ``title-*``, or by level.
    """

    #: Include only these rules; all rules if empty.
    select: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    #: Ignore these rules.
    ignore: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    #: Ignore rules in some files. Keys are patterns of paths such as ``content/old/*``, in which a star also matches slashes.
    per_file: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)

    def filter(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """
        Return the selected findings.
        """
        return tuple(finding for finding in findings if self._includes(finding))

    def rule_names(self) -> tuple[str, ...]:
        """
        Return all names and patterns of rules.
        """
        return (*self.select, *self.ignore, *(name for names in self.per_file.values() for name in names))

    def _includes(self, finding: Finding) -> bool:
        if self.select and not _matches(finding, self.select):
            return False
        path = finding.path
        ignored_in_file = path is not None and any(
            fnmatchcase(path, pattern) and _matches(finding, names) for pattern, names in self.per_file.items()
        )
        return not ignored_in_file and not _matches(finding, self.ignore)


def _matches(finding: Finding, names: Iterable[str]) -> bool:
    return any(name == finding.level or fnmatchcase(finding.code, name) for name in names)


def validate_rule_names(names: Iterable[str], codes: Iterable[str]) -> None:
    """
    Raise :class:`~stridesfeed.errors.UnknownNameError` for the first of *names* that is neither a level nor matches one of *codes*.
    """
    known = tuple(codes)
    for name in names:
        if name not in LEVELS and not any(fnmatchcase(code, name) for code in known):
            raise UnknownNameError("rule", name, known)
