"""
A baseline: the findings that were there before, and are to be mended some day. What is new is shown.

Findings are the same by rule, file and subject, whatever their line: a file in which something is inserted has no new ones. Where there are
more of the same than before, the last ones are new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import attrs

from stridesfeed.checks.finding import Finding
from stridesfeed.errors import FileError

_VERSION = 1

#: What findings are the same by.
_Key = tuple[str, str, str]


@attrs.frozen
class Baseline:
    """
    How often each finding was there.
    """

    counts: Counter[_Key] = attrs.field(factory=Counter)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Baseline:
        """
        The baseline under which none of *findings* is new.
        """
        return cls(Counter(map(_key, findings)))

    @classmethod
    def read(cls, content: bytes, path: str) -> Baseline:
        """
        The baseline in the file at *path*. Raises :class:`FileError` where it is none.
        """
        try:
            whole = json.loads(content)
            if whole["version"] != _VERSION:
                raise FileError(path, None, "version", f"must be {_VERSION}, not {whole['version']!r}: write the baseline anew")
            return cls(Counter({_entry_key(entry): int(entry["count"]) for entry in whole["findings"]}))
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, FileError):
                raise
            raise FileError(path, None, None, "is no baseline: write it with --write-baseline") from error

    def content(self) -> bytes:
        """
        The file's bytes: the same for the same findings, a line for each.
        """
        entries = [json.dumps(_entry(key, count), ensure_ascii=False) for key, count in sorted(self.counts.items())]
        lines = ",\n".join(f"    {entry}" for entry in entries)
        inside = f"\n{lines}\n  " if lines else ""
        return f'{{\n  "version": {_VERSION},\n  "findings": [{inside}]\n}}\n'.encode()

    def new(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """
        Those of *findings* that were not there before.
        """
        left = Counter(self.counts)
        new: list[Finding] = []
        for finding in findings:
            key = _key(finding)
            left[key] -= 1
            if left[key] < 0:
                new.append(finding)
        return tuple(new)


def _key(finding: Finding) -> _Key:
    return (finding.path or "", finding.code, finding.subject or "")


def _entry(key: _Key, count: int) -> dict[str, Any]:
    path, code, subject = key
    return {"path": path, "code": code, "subject": subject, "count": count}


def _entry_key(entry: dict[str, Any]) -> _Key:
    return (str(entry["path"]), str(entry["code"]), str(entry["subject"]))
