"""
The whole way on one screen: a site's articles become its documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import attrs

from stridesfeed.build.check import check_articles
from stridesfeed.build.making import Making, Outcome
from stridesfeed.build.report import CountedLoss, Report
from stridesfeed.cache import Cache, DiskCache
from stridesfeed.checks import Finding
from stridesfeed.emit import unwritten_all
from stridesfeed.errors import FieldError, FileError, InvalidError, InvalidFilesError, LimitError
from stridesfeed.identify import Identified, identified
from stridesfeed.model import Article, Feed, Withdrawal
from stridesfeed.publish.lock import locked
from stridesfeed.related import with_related
from stridesfeed.site import Site

__all__ = ["CountedLoss", "Progress", "Report", "build"]

_LINE = re.compile(r":\d+$")

#: In bytes, on the disk: room for 200,000 articles of some length. If what each build asks for did not fit, each would make a part of it anew.
_MOST_REMEMBERED = 2 * 2**30

#: Told which stage a build is in ("load" or "render"), how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]


def build(
    site: Site,
    *,
    as_of: datetime,
    keep_going: bool = False,
    allow_mass_withdrawal: bool = False,
    dry_run: bool = False,
    anew: bool = False,
    output: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """
    Load the articles of *site*, render its documents and write those that changed, into *output* or else the site's own folder.

    *as_of* is the moment that decides which articles are still in the future, and that is noted for articles that changed or were withdrawn.
    Faults in the content raise :class:`InvalidFilesError`, all together, and nothing is written; with *keep_going* the articles without a
    fault are published and the report holds the faults. The withdrawal of most articles at once raises
    :class:`~stridesfeed.errors.WithdrawalError`, unless *allow_mass_withdrawal*. With *dry_run* nothing is written,
    and the report says what would be.
    With *anew* every document is made, whatever earlier builds remember.
    """
    tell = progress or (lambda _stage, _done, _total: None)
    with locked(site.path), DiskCache(site.cache, _MOST_REMEMBERED) if site.cache and not anew else nullcontext() as cache:
        found = identified(
            site, as_of=as_of, allow_mass_withdrawal=allow_mass_withdrawal, cache=cache, progress=lambda done, total: tell("load", done, total)
        )
        findings = check_articles(site, found.loaded, as_of=as_of)
        faults = [*found.loaded.faults, *_errors(findings)]
        folder = output or site.output.folder
        sources = _sources(site, folder, found)
        making = Making(site=site, folder=folder, ledger=found.ledger, as_of=as_of, cache=cache, anew=anew, sources=sources)
        feed = _feed(site, found, findings, as_of, cache)
        tell("render", 0, 1)
        outcome = _made(making, feed, found, faults, dry_run=dry_run, keep_going=keep_going)
        tell("render", 1, 1)
    if faults and not keep_going:
        raise InvalidFilesError.of(faults)
    return _report(site, found, findings, faults, outcome)


def _sources(site: Site, output: Path, found: Identified) -> frozenset[str]:
    """
    The files of articles, where *output* holds them or lies among them.
    """
    if not any(output.is_relative_to(folder) or folder.is_relative_to(output) for folder in site.content.folders):
        return frozenset()
    return frozenset(_LINE.sub("", origin) for origin in found.loaded.origins.values())


def _feed(site: Site, found: Identified, findings: Iterable[Finding], as_of: datetime, cache: Cache | None) -> Feed:
    """
    The feed with all articles that there are and have no error, what is related to each, and what was withdrawn of late.
    """
    wrong = {finding.subject for finding in findings if finding.level == "error"}
    articles = [article for article in found.loaded.articles if f"article {article.id!r}" not in wrong] if wrong else found.loaded.articles
    since = as_of - timedelta(days=site.identity.tombstones)
    withdrawn = [Withdrawal(entry.id, entry.withdrawn) for entry in found.ledger.withdrawn if entry.withdrawn and entry.withdrawn >= since]
    feed = attrs.evolve(site.feed, articles=articles, withdrawn=withdrawn)
    if not site.related:
        return feed
    return with_related(feed, site.related, cache=cache, order={entry.id: entry.n for entry in found.ledger.entries})


def _made(making: Making, feed: Feed, found: Identified, faults: list[FileError], *, dry_run: bool, keep_going: bool) -> Outcome:
    """
    What came of *feed*. An article that cannot be rendered is left out, and is a fault of its file, which is added to *faults*.
    """
    archived = {article.id: article for article in found.loaded.articles}
    while True:
        try:
            return making.make(feed, archived=archived, dry_run=dry_run or bool(faults and not keep_going))
        except (LimitError, FieldError, InvalidError) as error:
            refused = _refused(error, feed.articles)
            if not refused and not isinstance(error, LimitError) and (asked_for := making.site.faults(error)):
                raise InvalidFilesError.of(asked_for) from error
            if not refused:
                raise
            faults += [FileError(found.loaded.origins[article.id], None, field, rule) for article, field, rule in refused]
            out = {article.id for article, _, _ in refused}
            feed = attrs.evolve(feed, articles=[article for article in feed.articles if article.id not in out])


def _errors(findings: Iterable[Finding]) -> Iterator[FileError]:
    """
    What no document may hold, as faults of its file.
    """
    for finding in findings:
        if finding.level == "error":
            yield FileError(finding.path or "", finding.line, finding.code, finding.message)


def _report(site: Site, found: Identified, findings: tuple[Finding, ...], faults: list[FileError], outcome: Outcome) -> Report:
    main, unit = outcome.planned[0], outcome.units[0]
    return Report(
        written=outcome.written.written,
        unchanged=outcome.written.unchanged,
        removed=outcome.removed,
        stale=outcome.stale,
        feeds=sum(not each.archive for each in outcome.planned),
        articles=len(main.articles) - unit.left_out,
        skipped=found.loaded.skipped,
        beyond_limit=main.beyond_limit,
        beyond_bytes=unit.left_out,
        changes=found.changes,
        faults=InvalidFilesError.of(faults).faults if faults else (),
        findings=site.checks.choice.of(finding for finding in findings if finding.level != "error"),
        losses=tuple(_losses(main.feed, site)),
        unknown=found.loaded.unknown,
    )


def _refused(error: LimitError | FieldError | InvalidError, articles: tuple[Article, ...]) -> list[tuple[Article, str, str]]:
    """
    The articles that *error* is about, each with the field and the rule.
    """
    by_subject = {f"article {article.id!r}": article for article in articles}
    return [(by_subject[subject], field, rule) for subject, field, rule in _parts(error) if subject in by_subject]


def _parts(error: LimitError | FieldError | InvalidError) -> Iterator[tuple[str, str, str]]:
    if isinstance(error, LimitError):
        yield error.subject, error.limit, error.rule
    elif isinstance(error, FieldError):
        yield error.subject, error.field, error.rule
    else:
        for fault in error.faults:
            yield from _parts(fault)


def _losses(feed: Feed, site: Site) -> Iterator[CountedLoss]:
    """
    What the formats of the main feed cannot carry, counted.
    """
    for name, items in unwritten_all(feed, formats=site.output.files, options=site.options).items():
        counted = Counter((item.field, item.reason) for item in items)
        yield from (CountedLoss(format=name, field=field, reason=reason, count=count) for (field, reason), count in counted.items())
