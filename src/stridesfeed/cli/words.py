"""
What a build did, in lines for people and as one object for machines.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.build import Report
from stridesfeed.checks import LEVELS
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FileError
from stridesfeed.publish.ledger import CHANGE_KINDS
from stridesfeed.site import Site

#: As many of a kind are shown; the others are counted. ``--json`` has them all.
_SHOWN = 5


def summary(report: Report, site: Site, *, check: bool = False) -> Iterator[str]:
    """
    What was written, what was unchanged, what was left out and why: a line each. After a *check* nothing was written.
    """
    for name, files in _files(report, check=check).items():
        if files:
            yield f"{name}: {_named(files)}"
    if report.feeds == 1:
        yield f"Articles in each: {report.articles}"
    else:
        yield f"Feeds: {report.feeds}, the main one with {_counted(report.articles, 'article')}"
    if report.beyond_limit:
        yield f"Left out: {_counted(report.beyond_limit, 'older article')} beyond the limit of {site.output.limit}"
    if report.beyond_bytes:
        yield f"Left out: {_counted(report.beyond_bytes, 'older article')} beyond {site.output.plans[0].max_bytes:,} bytes"
    yield from _changed(report)
    yield from _skipped(report)
    if report.faults:
        yield f"Left out: {_counted(len({fault.path for fault in report.faults}), 'file')} with {_counted(len(report.faults), 'fault')}"
    for name, losses in _grouped((loss.format, f"{loss.field} ({loss.count} ×)") for loss in report.losses):
        yield f"Has no place in {FORMATS[name].title}: {', '.join(losses)}; --json says why"
    keys = [(key, path) for path, names in report.unknown.items() for key in names]
    if keys:
        yield f"Keys that nothing reads: {_named(f'{key} ({len(paths)} ×)' for key, paths in _grouped(keys))}"


def _files(report: Report, *, check: bool) -> dict[str, tuple[Path, ...]]:
    """
    Files by what became of them, or would.
    """
    return {
        "To be written" if check else "Written": report.written,
        "Unchanged": report.unchanged,
        "To be removed" if check else "Removed": report.removed,
        "Not made any more, and still there": report.stale,
    }


def _changed(report: Report) -> Iterator[str]:
    """
    What readers will see, and what they may trip over, in numbers.
    """
    changes = Counter(change.kind for change in report.changes)
    if changes:
        yield f"Readers will see: {', '.join(f'{changes[kind]} {kind}' for kind in CHANGE_KINDS if changes[kind])}"
    levels = Counter(finding.level for finding in report.findings)
    if levels:
        counts = (_counted(levels[level], level) for level in LEVELS if levels[level])
        yield f"Found: {' and '.join(counts)}; `stridesfeed check` names them"


def _skipped(report: Report) -> Iterator[str]:
    """
    The files that stayed out, by reason.
    """
    groups = _grouped((item.reason, item.path) for item in report.skipped)
    for reason, paths in groups[:_SHOWN]:
        yield f"Left out: {_named(paths)}: {reason}"
    more = sum(len(paths) for _, paths in groups[_SHOWN:])
    if more:
        yield f"Left out: {_counted(more, 'more file')} for other reasons; --json names all"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _named(names: Iterable[object]) -> str:
    every = [str(name) for name in names]
    more = len(every) - _SHOWN
    return ", ".join(every) if more <= 0 else f"{', '.join(every[:_SHOWN])} and {more} more"


def _grouped(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    groups = defaultdict[str, list[str]](list)
    for name, member in pairs:
        groups[name].append(member)
    return list(groups.items())


def machine_text(report: Report, error: str | None = None) -> str:
    """
    The report as a JSON object; *error* is what ended the build, where that is no fault in a file.
    """
    return json.dumps(_object(report) | {"error": error}, ensure_ascii=False, indent=2)


def _object(report: Report) -> dict[str, Any]:
    return {
        "written": [path.as_posix() for path in report.written],
        "unchanged": [path.as_posix() for path in report.unchanged],
        "removed": [path.as_posix() for path in report.removed],
        "stale": [path.as_posix() for path in report.stale],
        "feeds": report.feeds,
        "articles": report.articles,
        "skipped": [attrs.asdict(item) for item in report.skipped],
        "beyond_limit": report.beyond_limit,
        "beyond_bytes": report.beyond_bytes,
        "changes": [attrs.asdict(change) for change in report.changes],
        "findings": dict(Counter(finding.level for finding in report.findings)),
        "faults": [_fault(fault) for fault in report.faults],
        "losses": [attrs.asdict(loss) for loss in report.losses],
        "unknown": {path: list(keys) for path, keys in report.unknown.items()},
    }


def _fault(fault: FileError) -> dict[str, Any]:
    return {"path": fault.path, "line": fault.line, "field": fault.field, "rule": fault.rule}
