"""
Build a site: load its articles, check them, render the documents and write those that changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import nullcontext
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import attrs

from stridesfeed.build.checking import check_articles, have_changed, selected
from stridesfeed.build.edits import build_edits
from stridesfeed.build.garbage import rare_garbage_collection
from stridesfeed.build.index import IndexStore
from stridesfeed.build.last_published import last_published
from stridesfeed.build.output import OutputWriter, WriteResult
from stridesfeed.build.remembering import can_remember, read_tree, remember
from stridesfeed.build.report import CountedLoss, Report, counted_losses
from stridesfeed.cache import Cache, DiskCache
from stridesfeed.checks.articles import CheckMemory
from stridesfeed.checks.content import TEMPLATE_RULES
from stridesfeed.errors import FieldError, FileError, InvalidError, InvalidFilesError, LimitError, WithdrawalError
from stridesfeed.identify import IdentifiedArticles, identify_articles, lost_ledger
from stridesfeed.load import LoadArticles, Loaded
from stridesfeed.load import load as load_files
from stridesfeed.model import Article, Feed, Withdrawal
from stridesfeed.publish.ledger import Entry, Ledger, mass_withdrawal
from stridesfeed.publish.lock import locked
from stridesfeed.publish.plan import empty_families
from stridesfeed.publish.selection import newest_first
from stridesfeed.site import Site

__all__ = ["CountedLoss", "Progress", "Report", "build"]

#: In bytes, on disk: enough for 200,000 longer articles. A cache smaller than one build needs would lose some entries in every build.
_CACHE_SIZE = 2 * 2**30

#: Called with the stage of a build ("load" or "render"), the number of finished steps and the total.
Progress = Callable[[str, int, int], None]


def build(
    site: Site,
    *,
    as_of: datetime,
    load: LoadArticles | None = None,
    keep_going: bool = False,
    allow_mass_withdrawal: bool = False,
    dry_run: bool = False,
    use_cache: bool = True,
    allow_lost_ledger: bool = False,
    output: Path | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Report:
    """
    Load the articles of *site*, render its documents, and write those that changed to *output* (default: the site's output folder).

    *as_of* decides which articles are still in the future; it is also the date of changes and withdrawals in the ledger. *load* finds the
    articles; by default they are in the files of ``site.content``, many of which are rendered in ``site.jobs`` processes.
    Errors in the content raise :class:`~stridesfeed.errors.InvalidFilesError`, all together, and nothing is written; with *keep_going*, the
    other articles are published, those with errors keep their last published version if the output folder has it, and the report lists the
    errors. If too many articles would leave the feeds for any reason (see :func:`~stridesfeed.publish.ledger.mass_withdrawal`),
    :class:`~stridesfeed.errors.WithdrawalError` is raised, unless *allow_mass_withdrawal* is true.
    Published documents without a ledger are an error, unless *allow_lost_ledger* is true. With *dry_run*, nothing is written and the report
    says what would be. Without *use_cache*, every document is rendered again. *executor* renders texts and articles in place of these
    processes, and has to work on this machine.
    """
    notify = progress or (lambda _stage, _done, _total: None)
    folder = output or site.output.folder
    # A dry run creates no file, not even a cache.
    use_disk = use_cache and site.cache and (site.cache.exists() or not dry_run)
    with (
        locked(site.path),
        rare_garbage_collection(),
        DiskCache(site.cache, _CACHE_SIZE) if site.cache and use_disk else nullcontext() as cache,
    ):
        store = IndexStore(cache, site, folder) if cache and can_remember(site) and _reads_files(load) else None
        if store and (report := build_edits(site, store, as_of=as_of, folder=folder, dry_run=dry_run, executor=executor)):
            return report
        tree = read_tree(site) if store else None
        if not allow_lost_ledger and (lost := lost_ledger(site, folder)):
            raise InvalidFilesError.of([lost])
        articles = identify_articles(
            site,
            as_of=as_of,
            load=load or partial(load_files, jobs=site.jobs or 1, executor=executor),
            allow_mass_withdrawal=allow_mass_withdrawal,
            cache=cache,
            progress=lambda done, total: notify("load", done, total),
        )
        site = articles.site
        checked = CheckMemory()
        findings = check_articles(site, articles.loaded, as_of=as_of, cache=cache, memory=checked)
        errors = [finding for finding in findings if finding.level == "error"]
        faults = [*articles.loaded.faults, *(FileError(each.path or "", each.line, each.code, each.message) for each in errors)]
        writer = OutputWriter(
            site=site,
            folder=folder,
            ledger=articles.ledger,
            as_of=as_of,
            cache=cache,
            use_cache=use_cache,
            executor=executor,
            sources=_source_files(site, folder, articles.loaded),
        )
        content = _Content(articles=articles, folder=folder, as_of=as_of, cache=cache, keep_last=keep_going)
        content.invalid |= {each.article_id for each in errors if each.article_id}
        notify("render", 0, 1)
        allowed = allow_mass_withdrawal or (bool(faults) and not keep_going)
        result = _write(writer, content, faults, dry_run=dry_run, keep_going=keep_going, allow_mass_withdrawal=allowed)
        notify("render", 1, 1)
        reported = selected(site, findings)
        report = attrs.evolve(
            # The texts of articles are in the cache, which is open here only.
            _report(content, faults, result),
            findings=reported,
            findings_changed=have_changed(reported, site, cache, remember=not dry_run),
            templates=tuple(finding for finding in reported if finding.code in TEMPLATE_RULES),
        )
        if store and not dry_run and not errors:
            remember(store, articles=articles, tree=tree, checked=checked, folder=folder, result=result, report=report, as_of=as_of)
        if faults and not keep_going:
            raise InvalidFilesError.of(faults)
        return report


def _reads_files(load: LoadArticles | None) -> bool:
    """
    Return whether *load* reads the files of the site.
    """
    return load is None or getattr(load, "func", load) is load_files


@attrs.define(kw_only=True)
class _Content:
    """
    The articles to publish: those without errors, and the last published versions of the others.
    """

    articles: IdentifiedArticles
    folder: Path
    as_of: datetime
    cache: Cache | None

    #: Whether the last published versions of articles with errors are published.
    keep_last: bool

    #: The ids of articles with errors that were found after loading.
    invalid: set[str] = attrs.field(factory=set)

    #: The ids of articles whose last published version cannot be published again.
    lost: set[str] = attrs.field(factory=set)

    #: The last published versions of articles with errors, by id.
    kept: dict[str, Article] = attrs.field(factory=dict)

    def feed(self) -> Feed:
        """
        Return the feed with its articles, their related links, and recent withdrawals.
        """
        site = self.articles.site
        valid = [article for article in self.articles.loaded.articles if article.id not in self.invalid]
        missing = [entry for entry in self._without_article(valid) if entry.id not in self.lost] if self.keep_last else []
        self.kept = last_published(site, self.folder, missing) if missing else {}
        since = self.as_of - timedelta(days=site.identity.tombstones)
        ledger = self.articles.ledger
        withdrawn = [Withdrawal(entry.id, entry.withdrawn) for entry in ledger.withdrawn if entry.withdrawn and entry.withdrawn >= since]
        feed = attrs.evolve(site.feed, articles=newest_first([*valid, *self.kept.values()]), withdrawn=withdrawn)
        if not site.related:
            return feed
        from stridesfeed.related import with_related  # noqa: PLC0415  # slow to import, and often not used

        related = with_related(feed, site.related, cache=self.cache, order={entry.id: entry.n for entry in ledger.entries})
        # The last published versions have their related links already.
        return attrs.evolve(related, articles=[self.kept.get(article.id, article) for article in related.articles])

    def _without_article(self, valid: Iterable[Article]) -> list[Entry]:
        """
        Return the published entries that are in the feeds neither because they are *valid* nor left out on purpose.
        """
        present = {article.id for article in valid}
        previous = self.articles.previous_ledger or Ledger()
        known = self.articles.ledger.by_id
        return [
            entry for entry in previous.live if entry.id not in present and known[entry.id].withdrawn is None and entry.published <= self.as_of
        ]

    def mass_withdrawal(self, feed: Feed) -> WithdrawalError | None:
        """
        Return an error if too many published articles are not in *feed*.
        """
        previous = self.articles.previous_ledger or Ledger()
        gone = sum(change.kind == "withdrawn" for change in self.articles.changes)
        invalid = len(self._without_article(feed.articles))
        return mass_withdrawal(len(previous.live), gone=gone, invalid=invalid, later=self.articles.later)

    def reject(self, id_: str) -> str:
        """
        Leave out an article, or its last published version, and return its file.
        """
        (self.lost if id_ in self.kept else self.invalid).add(id_)
        return self.articles.loaded.origins.get(id_) or self.file_of(id_)

    def file_of(self, id_: str) -> str:
        """
        Return the file of an article that was published before, or its URL if it has none.
        """
        entry = self.articles.ledger.by_id[id_]
        return entry.source or entry.url


def _source_files(site: Site, output: Path, loaded: Loaded) -> frozenset[str]:
    """
    Return the files of articles if a document in *output* could overwrite one of them.
    """
    if not any(output.is_relative_to(folder) or folder.is_relative_to(output) for folder in site.content.sources):
        return frozenset()
    return frozenset(re.sub(r":\d+$", "", origin) for origin in loaded.origins.values())


def _write(
    writer: OutputWriter, content: _Content, faults: list[FileError], *, dry_run: bool, keep_going: bool, allow_mass_withdrawal: bool
) -> WriteResult:
    """
    Write the documents of *content* without the articles that cannot be rendered, whose errors are added to *faults*.
    """
    archived = {article.id: article for article in content.articles.loaded.articles}
    while True:
        feed = content.feed()
        if not allow_mass_withdrawal and (withdrawal := content.mass_withdrawal(feed)):
            if not faults:
                raise withdrawal
            raise InvalidFilesError.of([*faults, FileError(writer.site.identity.file.name, None, None, str(withdrawal))])
        try:
            return writer.write(feed, archived=archived | content.kept, dry_run=dry_run or bool(faults and not keep_going))
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
                faults.append(FileError(content.reject(str(part.article_id)), None, field, part.rule))


def _report(content: _Content, faults: list[FileError], result: WriteResult) -> Report:
    articles, site = content.articles, content.articles.site
    main, main_files = result.planned[0], result.feeds[0]
    held = {article.id for planned in result.planned if planned.metadata.id == main.metadata.id for article in planned.articles}
    return Report(
        written=result.written.written,
        unchanged=result.written.unchanged,
        removed=result.removed,
        stale=result.stale,
        feeds=sum(not planned.archive for planned in result.planned),
        articles=len(main.articles) - main_files.left_out,
        skipped=articles.loaded.skipped,
        beyond_limit=main.beyond_limit,
        new_beyond_limit=tuple(content.file_of(change.id) for change in articles.changes if change.kind == "new" and change.id not in held),
        beyond_bytes=main_files.left_out,
        empty_feeds=tuple(empty_families(result.planned)),
        changes=articles.changes,
        faults=InvalidFilesError.of(faults).faults if faults else (),
        kept=tuple(sorted(map(content.file_of, content.kept))),
        losses=counted_losses(main.feed, site.output.files, site.options),
        unknown=articles.loaded.unknown_keys,
    )
