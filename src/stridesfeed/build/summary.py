"""
The report of a build as text for people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from stridesfeed.build.report import Report
from stridesfeed.checks import LEVELS
from stridesfeed.checks.articles import FEED_WIDE
from stridesfeed.checks.finding import merge_articles
from stridesfeed.emit import FORMATS
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
    # Those of a large site are many, and only read if they are shown.
    merged = merge_articles(report.findings, FEED_WIDE) if report.findings_changed else ()
    if levels := Counter(finding.level for finding in merged):
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
