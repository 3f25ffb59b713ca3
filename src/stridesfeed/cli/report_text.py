"""
The report of a build as JSON, and ids from a former feed as text and JSON.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from stridesfeed.build import Report
from stridesfeed.build.summary import count_of, join_names
from stridesfeed.errors import FileError

if TYPE_CHECKING:
    from stridesfeed.adopt import KnownIds  # slow to import, and rarely used


def summarize_ids(known: KnownIds) -> Iterator[str]:
    """
    Yield the lines of a summary of the ids that a former feed gave to articles.
    """
    evidence = ", ".join(f"{number} by {name}" for name, number in known.matched.items())
    yield f"Ids added: {known.added}{f' ({evidence})' if evidence else ''}"
    if known.older:
        yield f"Older than the feed: {count_of(known.older, 'article')}; readers will not get them as new ones"
    if known.new:
        yield f"Not in the feed, so new to readers: {join_names(known.new)}"
    if known.unmatched:
        yield f"No article found for: {join_names(f'{item.url} ({item.title})' for item in known.unmatched)}"
    if known.kept:
        names = join_names(known.kept)
        yield f"In the ledger under other ids, which stay: {names}; if these were never published, delete the ledger first"
    if known.with_guid:
        names = join_names(f"{item.url} ({item.guid})" for item in known.with_guid)
        yield f"Known to readers under an id that is no URL: {names}; add `guid` to their front matter"


def ids_members(known: KnownIds) -> dict[str, Any]:
    """
    Return the ids that a former feed gave to articles as the members of a JSON object.
    """
    return {
        "added": known.added,
        "matched": dict(known.matched),
        "older": known.older,
        "new": list(known.new),
        "unmatched": [{"id": item.id, "url": item.url, "title": item.title} for item in known.unmatched],
        "kept": list(known.kept),
        "with_guid": [{"url": item.url, "guid": item.guid} for item in known.with_guid],
    }


def report_json(report: Report, error: str | None = None) -> str:
    """
    Return the report as a JSON object; *error* is the message if the build failed without errors in files.
    """
    members = {
        "written": [path.as_posix() for path in report.written],
        "unchanged": [path.as_posix() for path in report.unchanged],
        "removed": [path.as_posix() for path in report.removed],
        "stale": [path.as_posix() for path in report.stale],
        "feeds": report.feeds,
        "articles": report.articles,
        "skipped": [
            {"path": item.path, "reason": item.reason} | ({"published": item.published.isoformat()} if item.published else {})
            for item in report.skipped
        ],
        "beyond_limit": report.beyond_limit,
        "new_beyond_limit": list(report.new_beyond_limit),
        "beyond_bytes": report.beyond_bytes,
        "empty_feeds": list(report.empty_feeds),
        "changes": [attrs.asdict(change) for change in report.changes],
        "findings": dict(Counter(finding.level for finding in report.findings)),
        "templates": [{"path": each.path, "line": each.line, "code": each.code, "message": each.message} for each in report.templates],
        "faults": fault_members(report.faults),
        "kept": list(report.kept),
        "losses": [attrs.asdict(loss) for loss in report.losses],
        "unknown": {path: list(keys) for path, keys in report.unknown.items()},
        "error": error,
    }
    return json.dumps(members, ensure_ascii=False, indent=2)


def fault_members(faults: Iterable[FileError]) -> list[dict[str, Any]]:
    """
    Return errors as the members of JSON objects.
    """
    return [{"path": fault.path, "line": fault.line, "field": fault.field, "rule": fault.rule} for fault in faults]
