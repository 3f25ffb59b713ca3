"""
A baseline: a file of known findings, so that only new ones are reported.

Findings are identified by rule, file, subject and message. Lines, and numbers in messages such as "123 articles", are ignored, because they
change. If there are more equal findings than in the baseline, the last ones are new.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable

import attrs

from stridesfeed.checks.finding import Finding
from stridesfeed.errors import FileError

_VERSION = 2

#: The values of these members: path, code, subject, and message with ``#`` in place of numbers.
_Key = tuple[str, ...]
_KEY_NAMES = ("path", "code", "subject", "message")

#: A number that is a word of its own, not part of an address or a name.
_NUMBER = re.compile(r"(?<!\S)[0-9][0-9,.]*(?=[\s:;,]|$)")


@attrs.frozen
class Baseline:
    """
    The number of known findings by path, code, subject and message.
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
                renewed = f"renew it with `stridesfeed check --baseline {path} --write-baseline`"
                raise FileError(path, None, None, f"is of version {data['version']!r}, not {_VERSION}: {renewed}")
            counts = {tuple(str(entry[name]) for name in _KEY_NAMES): int(entry["count"]) for entry in data["findings"]}
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, FileError):
                raise
            raise FileError(path, None, None, "is not a baseline: write one with --write-baseline") from error
        return cls(Counter(counts))

    def content(self) -> bytes:
        """
        Return the content of the file: one line for each entry, in a deterministic order.
        """
        entries = [
            json.dumps(dict(zip(_KEY_NAMES, key, strict=True)) | {"count": count}, ensure_ascii=False)
            for key, count in sorted(self.counts.items())
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
    return (finding.path or "", finding.code, finding.subject or "", _NUMBER.sub("#", finding.message))
