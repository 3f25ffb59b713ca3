"""
Build a site: load its articles, check them, render the documents and write those that changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import attrs

from stridesfeed.build.output import OutputWriter, WriteResult
from stridesfeed.build.report import CountedLoss, Report
from stridesfeed.cache import Cache, DiskCache
from stridesfeed.checks import Finding, check
from stridesfeed.checks.content import check_content
from stridesfeed.emit import unwritten_all
from stridesfeed.errors import FieldError, FileError, InvalidError, InvalidFilesError, LimitError
from stridesfeed.identify import IdentifiedArticles, identify_articles
from stridesfeed.load import Loaded
from stridesfeed.model import Feed, Withdrawal
from stridesfeed.publish.lock import locked
from stridesfeed.related import with_related
from stridesfeed.site import Site

__all__ = ["CountedLoss", "Progress", "Report", "build", "check_loaded"]

#: In bytes, on disk: enough for 200,000 longer articles. A cache smaller than one build needs would lose some entries in every build.
_CACHE_SIZE = 2 * 2**30

#: Called with the stage of a build ("load" or "render"), the number of finished steps and the total.
Progress = Callable[[str, int, int], None]


def build(
    site: Site,
    *,
    as_of: datetime,
    keep_going: bool = False,
    allow_mass_withdrawal: bool = False,
    dry_run: bool = False,
    use_cache: bool = True,
    output: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """
    Load the articles of *site*, render its documents, and write those that changed to *output* (default: the site's output folder).

    *as_of* decides which articles are still in the future; it is also the date of changes and withdrawals in the ledger.
    Errors in the content raise :class:`~stridesfeed.errors.InvalidFilesError`, all together, and nothing is written; with *keep_going*, the
    other articles are published and the report lists the errors. Withdrawing more than half of all articles, and at least ten, raises
    :class:`~stridesfeed.errors.WithdrawalError`, unless *allow_mass_withdrawal* is true.
    With *dry_run*, nothing is written and the report says what would be. Without *use_cache*, every document is rendered again.
    """
    notify = progress or (lambda _stage, _done, _total: None)
    with locked(site.path), DiskCache(site.cache, _CACHE_SIZE) if site.cache and use_cache else nullcontext() as cache:
        articles = identify_articles(
            site,
            as_of=as_of,
            allow_mass_withdrawal=allow_mass_withdrawal,
            cache=cache,
            progress=lambda done, total: notify("load", done, total),
        )
        findings = check_articles(site, articles.loaded, as_of=as_of)
        errors = [finding for finding in findings if finding.level == "error"]
        faults = [*articles.loaded.faults, *(FileError(each.path or "", each.line, each.code, each.message) for each in errors)]
        feed = _feed(site, articles, {each.article_id for each in errors}, as_of, cache)
        writer = OutputWriter(
            site=site,
            folder=output or site.output.folder,
            ledger=articles.ledger,
            as_of=as_of,
            cache=cache,
            use_cache=use_cache,
            sources=_source_files(site, output or site.output.folder, articles.loaded),
        )
        notify("render", 0, 1)
        result = _write(writer, feed, articles.loaded, faults, dry_run=dry_run, keep_going=keep_going)
        notify("render", 1, 1)
    if faults and not keep_going:
        raise InvalidFilesError.of(faults)
    return _report(site, articles, findings, faults, result)


def check_articles(site: Site, loaded: Loaded, *, as_of: datetime) -> tuple[Finding, ...]:
    """
    Check the loaded articles. Findings about the feed as a whole have the path of the configuration.

    Line numbers require reading the files again, so they are added only if there is an error.
    """
    findings = _check(site, loaded, as_of, lines=False)
    return _check(site, loaded, as_of, lines=True) if any(finding.level == "error" for finding in findings) else findings


def check_loaded(site: Site, loaded: Loaded, *, as_of: datetime) -> tuple[Finding, ...]:
    """
    Check the content of *site*, including files that could not be loaded. Paths are relative to the site's folder.
    """
    return (*check_content(loaded, site.content.root), *_check(site, loaded, as_of, lines=True))


def _check(site: Site, loaded: Loaded, as_of: datetime, *, lines: bool) -> tuple[Finding, ...]:
    findings = check(
        attrs.evolve(site.feed, articles=loaded.articles),
        as_of=as_of,
        origins=loaded.origins,
        root=site.content.root,
        lines=lines,
        folders=(*site.content.statics, *site.content.folders, site.output.folder),
        limit=site.output.limit,
        formats=site.output.files,
        options=site.options,
    )
    return tuple(attrs.evolve(finding, path=site.path.name) if finding.path is None else finding for finding in findings)


def _feed(site: Site, articles: IdentifiedArticles, invalid: Collection[str | None], as_of: datetime, cache: Cache | None) -> Feed:
    """
    Return the feed with all articles except those with the ids *invalid*, their related links, and recent withdrawals.
    """
    valid = [article for article in articles.loaded.articles if article.id not in invalid]
    since = as_of - timedelta(days=site.identity.tombstones)
    withdrawn = [Withdrawal(entry.id, entry.withdrawn) for entry in articles.ledger.withdrawn if entry.withdrawn and entry.withdrawn >= since]
    feed = attrs.evolve(site.feed, articles=valid, withdrawn=withdrawn)
    if not site.related:
        return feed
    return with_related(feed, site.related, cache=cache, order={entry.id: entry.n for entry in articles.ledger.entries})


def _source_files(site: Site, output: Path, loaded: Loaded) -> frozenset[str]:
    """
    Return the files of articles if a document in *output* could overwrite one of them.
    """
    if not any(output.is_relative_to(folder) or folder.is_relative_to(output) for folder in site.content.folders):
        return frozenset()
    return frozenset(re.sub(r":\d+$", "", origin) for origin in loaded.origins.values())


def _write(writer: OutputWriter, feed: Feed, loaded: Loaded, faults: list[FileError], *, dry_run: bool, keep_going: bool) -> WriteResult:
    """
    Write the documents of *feed* without the articles that cannot be rendered, whose errors are added to *faults*.
    """
    archived = {article.id: article for article in loaded.articles}
    while True:
        try:
            return writer.write(feed, archived=archived, dry_run=dry_run or bool(faults and not keep_going))
        except (LimitError, FieldError, InvalidError) as error:
            by_id = {article.id: article for article in feed.articles}
            parts = error.faults if isinstance(error, InvalidError) else (error,)
            rejected = [part for part in parts if part.article_id in by_id]
            if not rejected:
                if not isinstance(error, LimitError) and (configuration_faults := writer.site.faults(error)):
                    raise InvalidFilesError.of(configuration_faults) from error
                raise
            for part in rejected:
                field = part.limit if isinstance(part, LimitError) else part.field
                faults.append(FileError(loaded.origins[str(part.article_id)], None, field, part.rule))
            ids = {part.article_id for part in rejected}
            feed = attrs.evolve(feed, articles=[article for article in feed.articles if article.id not in ids])


def _report(site: Site, articles: IdentifiedArticles, findings: tuple[Finding, ...], faults: list[FileError], result: WriteResult) -> Report:
    main, main_files = result.planned[0], result.feeds[0]
    losses = [
        CountedLoss(format=name, field=field, reason=reason, count=count)
        for name, items in unwritten_all(main.feed, formats=site.output.files, options=site.options).items()
        for (field, reason), count in Counter((item.field, item.reason) for item in items).items()
    ]
    return Report(
        written=result.written.written,
        unchanged=result.written.unchanged,
        removed=result.removed,
        stale=result.stale,
        feeds=sum(not planned.archive for planned in result.planned),
        articles=len(main.articles) - main_files.left_out,
        skipped=articles.loaded.skipped,
        beyond_limit=main.beyond_limit,
        beyond_bytes=main_files.left_out,
        changes=articles.changes,
        faults=InvalidFilesError.of(faults).faults if faults else (),
        findings=site.checks.selection.filter(finding for finding in findings if finding.level != "error"),
        losses=tuple(losses),
        unknown=articles.loaded.unknown_keys,
    )
