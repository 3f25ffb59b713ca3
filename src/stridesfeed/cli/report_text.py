"""
The report of a build as text for people and as JSON.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from stridesfeed.adopt import KnownIds
from stridesfeed.build import Report
from stridesfeed.checks import LEVELS
from stridesfeed.checks.articles import FEED_WIDE
from stridesfeed.checks.finding import merge_articles
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FileError
from stridesfeed.publish.ledger import CHANGE_KINDS
from stridesfeed.site import Site

#: How many names or lines of a kind are shown; the others are counted. ``--json`` lists all.
_SHOWN = 5


def summarize(report: Report, site: Site, *, dry_run: bool = False) -> Iterator[str]:
    """
    Yield the lines of a summary, each "subject: details" or a sentence.
    """
    files = {
        "Would write" if dry_run else "Written": report.written,
        "Unchanged": report.unchanged,
        "Would remove" if dry_run else "Removed": report.removed,
        "Stale, not removed": report.stale,
    }
    yield from (f"{name}: {join_names(paths)}" for name, paths in files.items() if paths)
    articles = count_of(report.articles, "article")
    yield f"Articles: {report.articles}" if report.feeds == 1 else f"Feeds: {report.feeds}; the main feed has {articles}"
    yield from _omitted(report, site)
    if report.empty_feeds:
        yield f"Feeds without articles, kept for their subscribers: {join_names(report.empty_feeds)}"
    changes = Counter(change.kind for change in report.changes)
    if changes:
        yield f"Readers will see: {', '.join(f'{changes[kind]} {kind}' for kind in CHANGE_KINDS if changes[kind])}"
    yield from _resent_lines(report)
    levels = Counter(finding.level for finding in merge_articles(report.findings, FEED_WIDE))
    if levels and report.findings_changed:
        counts = (count_of(levels[level], level) for level in LEVELS if levels[level])
        yield f"Found: {' and '.join(counts)}; run `stridesfeed check` for details"
    yield from _template_lines(report)
    skipped = sorted(group((item.reason, item.path) for item in report.skipped), key=lambda reason: -len(reason[1]))
    yield from (f"Skipped: {join_names(paths)}: {reason}" for reason, paths in skipped[:_SHOWN])
    if more := sum(len(paths) for _, paths in skipped[_SHOWN:]):
        yield f"Skipped: {count_of(more, 'more file')} for other reasons; use --json to list all"
    if report.faults:
        files_count = count_of(len({fault.path for fault in report.faults}), "file")
        yield f"Not published: {files_count} with {count_of(len(report.faults), 'error')}"
    if report.kept:
        yield f"Last published version kept: {join_names(report.kept)}"
    for name, losses in group((loss.format, f"{loss.field} ({loss.count} ×)") for loss in report.losses):
        yield f"{FORMATS[name].title} cannot express: {', '.join(losses)}; use --json for the reasons"
    keys = group((key, path) for path, names in report.unknown.items() for key in names)
    if keys:
        yield f"Unknown front-matter keys (ignored): {join_names(f'{key} ({len(paths)} ×)' for key, paths in keys)}"


def _omitted(report: Report, site: Site) -> Iterator[str]:
    """
    Yield the lines about articles that the limits of the main feed leave out.
    """
    for number, limit in ((report.beyond_limit, f"{site.output.limit}"), (report.beyond_bytes, f"{site.output.plans[0].max_bytes:,} bytes")):
        if number:
            yield f"{count_of(number, 'older article')} {'is' if number == 1 else 'are'} not in the feed (limit {limit})"
    if new := report.new_beyond_limit:
        yield f"{count_of(len(new), 'new article')} {'is' if len(new) == 1 else 'are'} in no document of the feed: {join_names(new)}"


def _template_lines(report: Report) -> Iterator[str]:
    groups = group((finding.message, finding.location) for finding in report.templates)
    yield from (f"Not rendered: {join_names(places)}: {message}" for message, places in groups[:_SHOWN])
    if more := sum(len(places) for _, places in groups[_SHOWN:]):
        yield f"Not rendered: {count_of(more, 'more finding')}; run `stridesfeed check` for details"


def _resent_lines(report: Report) -> Iterator[str]:
    resent = [change for change in report.changes if change.kind == "resent"]
    for change in resent[:_SHOWN]:
        yield f"Sent again: {change.source}: {change.reason}. To keep the id, add `id: {change.former}` to its front matter"
    if len(resent) > _SHOWN:
        yield f"Sent again: {count_of(len(resent) - _SHOWN, 'more article')}; use --json to list all"


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


def join_names(names: Iterable[object]) -> str:
    """
    Return the first five names, and how many more there are.

    >>> join_names("abcdefg")
    'a, b, c, d, e and 2 more'
    """
    every = [str(name) for name in names]
    more = len(every) - _SHOWN
    return ", ".join(every) if more <= 0 else f"{', '.join(every[:_SHOWN])} and {more} more"


def count_of(number: int, noun: str) -> str:
    """
    Return "1 article" or "2 articles".
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def group(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """
    Return each name with its members, from pairs of both.
    """
    groups = defaultdict[str, list[str]](list)
    for name, member in pairs:
        groups[name].append(member)
    return list(groups.items())


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
