"""
What a build did, in lines for people and as one object for machines.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from stridesfeed.build import Report
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FileError
from stridesfeed.site import Site

#: As many of a kind are shown; the others are counted. ``--json`` has them all.
_SHOWN = 5


def summary(report: Report, site: Site) -> Iterator[str]:
    """
    What was written, what was unchanged, what was left out and why: a line each.
    """
    if report.written:
        yield f"Written: {_named(report.written)}"
    if report.unchanged:
        yield f"Unchanged: {_named(report.unchanged)}"
    yield f"Articles in each: {report.articles}"
    if report.beyond_limit:
        yield f"Left out: {_counted(report.beyond_limit, 'older article')} beyond the limit of {site.output.limit}"
    yield from _skipped(report)
    if report.faults:
        yield f"Left out: {_counted(len({fault.path for fault in report.faults}), 'file')} with {_counted(len(report.faults), 'fault')}"
    for name, losses in _grouped((loss.format, f"{loss.field} ({loss.count} ×)") for loss in report.losses):
        yield f"Has no place in {FORMATS[name].title}: {', '.join(losses)}; --json says why"
    keys = [(key, path) for path, names in report.unknown.items() for key in names]
    if keys:
        yield f"Keys that nothing reads: {_named(f'{key} ({len(paths)} ×)' for key, paths in _grouped(keys))}"


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
        "articles": report.articles,
        "skipped": [attrs.asdict(item) for item in report.skipped],
        "beyond_limit": report.beyond_limit,
        "faults": [_fault(fault) for fault in report.faults],
        "losses": [attrs.asdict(loss) for loss in report.losses],
        "unknown": {path: list(keys) for path, keys in report.unknown.items()},
    }


def _fault(fault: FileError) -> dict[str, Any]:
    return {"path": fault.path, "line": fault.line, "field": fault.field, "rule": fault.rule}
