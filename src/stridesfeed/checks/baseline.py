"""
A baseline: a file of known findings, so that only new ones are reported.

Findings are identified by rule, file and subject, not by line, because lines move. If there are more equal findings than in the baseline, the
last ones are new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

import attrs

from stridesfeed.checks.finding import Finding
from stridesfeed.errors import FileError

_VERSION = 1

#: Path, code and subject.
_Key = tuple[str, str, str]


@attrs.frozen
class Baseline:
    """
    The number of known findings by path, code and subject.
    """

    counts: Counter[_Key] = attrs.field(factory=Counter)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Baseline:
        """
        Create a baseline of *findings*.
        """
        return cls(Counter(map(_key, findings)))

    @classmethod
    def read(cls, content: bytes, path: str) -> Baseline:
        """
        Parse the *content* of a baseline; *path* is its file in errors. Raises :class:`~stridesfeed.errors.FileError` for invalid content.
        """
        try:
            data = json.loads(content)
            if data["version"] != _VERSION:
                raise FileError(path, None, "version", f"must be {_VERSION}, not {data['version']!r}: write a new baseline")
            counts = {(str(entry["path"]), str(entry["code"]), str(entry["subject"])): int(entry["count"]) for entry in data["findings"]}
            return cls(Counter(counts))
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, FileError):
                raise
            raise FileError(path, None, None, "is not a baseline: write one with --write-baseline") from error

    def content(self) -> bytes:
        """
        Return the content of the file: one line for each entry, in a deterministic order.
        """
        entries = [
            json.dumps({"path": path, "code": code, "subject": subject, "count": count}, ensure_ascii=False)
            for (path, code, subject), count in sorted(self.counts.items())
        ]
        lines = ",\n".join(f"    {entry}" for entry in entries)
        inside = f"\n{lines}\n  " if lines else ""
        return f'{{\n  "version": {_VERSION},\n  "findings": [{inside}]\n}}\n'.encode()

    def new(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """
        Return the findings that are not in the baseline.
        """
        remaining = Counter(self.counts)
        new: list[Finding] = []
        for finding in findings:
            key = _key(finding)
            remaining[key] -= 1
            if remaining[key] < 0:
                new.append(finding)
        return tuple(new)


def _key(finding: Finding) -> _Key:
    return (finding.path or "", finding.code, finding.subject or "")
