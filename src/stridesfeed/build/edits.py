"""
Builds after edits of texts: only the articles and documents that they touch are loaded, checked and written, by the index of the last build.

Whatever is more than an edit of a text, or is not certain to be one, needs a whole build: another address, date or category, a new file, other
settings, an error. The result is the same in either case.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Container, Iterable, Iterator
from concurrent.futures import Executor
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import attrs

from stridesfeed.build.checking import LazyFindings, as_reported, have_changed, selected
from stridesfeed.build.index import (
    BuildIndex,
    FormerLedger,
    IndexedArticle,
    IndexStore,
    WrittenFile,
    article_parts,
    findings_digest,
    findings_part,
    member_parts,
)
from stridesfeed.build.output import OutputWriter, subscriptions
from stridesfeed.build.remembering import read_tree, written_file
from stridesfeed.build.report import Report, counted_losses
from stridesfeed.checks import Finding, sort_findings
from stridesfeed.checks.articles import ARTICLE_RULES, FEED_RULES, SIZE_RULES, check_edited, check_size
from stridesfeed.checks.articles.checked_feed import UnknownAddressError, served_file
from stridesfeed.checks.articles.ids_and_dates import SAME_UPDATE
from stridesfeed.checks.content import RULES, TEMPLATE_RULES, CheckedContent
from stridesfeed.dates import whole_utc
from stridesfeed.emit import RenderSettings, count_unwritten
from stridesfeed.errors import FieldError, InvalidError, LimitError
from stridesfeed.file_digests import RECENT_MARK, file_state
from stridesfeed.file_tree import FileTree
from stridesfeed.load import Loaded, load_edited, path_in_messages, stored_articles
from stridesfeed.load.sources import SourceFile
from stridesfeed.model import Article, Withdrawal
from stridesfeed.publish.ledger import Ledger, LedgerLines, Reconciled, reconcile_edited, with_dates
from stridesfeed.publish.manifest import read_manifest
from stridesfeed.publish.members import FeedMembers
from stridesfeed.publish.plan import PlannedFeed
from stridesfeed.publish.selection import newest_first
from stridesfeed.publish.write import WrittenFiles
from stridesfeed.site import Site

T = TypeVar("T")

#: More edits at once than these, and than one article in so many, are as fast in a whole build.
_FEW, _ONE_IN = 10, 50


class WholeBuildNeededError(Exception):
    """
    The index cannot tell what edits change.
    """


def _known(value: T | None) -> T:
    if value is None:
        raise WholeBuildNeededError
    return value


def build_edits(
    site: Site, store: IndexStore, *, as_of: datetime, folder: Path, dry_run: bool, executor: Executor | None = None
) -> Report | None:
    """
    Write what edits of texts since the last build of *site* change; ``None`` if they need a whole build. The report has all findings.

    The arguments are those of :func:`~stridesfeed.build.build`; *store* is the index of *site*.
    """
    try:
        index = _known(store.read())
        if not index.covers(as_of):
            return None
        edited = _EditedSite(
            site=site if site.identity.feed_id is not None else site.with_feed_id(index.feed_id),
            store=store,
            index=index,
            tree=_known(read_tree(site)),
            as_of=as_of,
            folder=folder,
            executor=executor,
        )
        return edited.build(dry_run=dry_run)
    except (WholeBuildNeededError, UnknownAddressError, LimitError, FieldError, InvalidError):
        return None


@attrs.frozen(kw_only=True, eq=False)
class _EditedSite:
    """
    A site after edits, with what the last build knew about it.
    """

    site: Site
    store: IndexStore
    index: BuildIndex
    tree: FileTree
    as_of: datetime
    folder: Path
    executor: Executor | None

    def build(self, *, dry_run: bool) -> Report:
        """
        Write what has changed, and the index for the next build.
        """
        changed_folders = _known(self.tree.changed_folders(self.index.folders))
        paths = [path for folder in changed_folders for path in self._changed_files(folder)]
        if len(paths) > max(_FEW, self.index.last_n // _ONE_IN):
            raise WholeBuildNeededError
        former = self._former_ledger()
        ledger, *others = self.index.files
        files, known = [ledger if former else _intact(ledger), *map(_intact, others)], _known(self.store.findings())
        self._check_unsure_addresses()
        index = attrs.evolve(self.index.at(self.as_of), folders=self.tree.digests, files=tuple(files))
        states, parts = {folder: self.tree.folders[folder] for folder in changed_folders}, list[tuple[str, Any]]()
        every = LazyFindings(lambda: self._reported(index, known()))
        if not paths and former is None:
            if not dry_run and (index.files, index.folders) != (self.index.files, self.index.folders):
                self.store.write(index, states=states)
            return attrs.evolve(index.report, unchanged=tuple(Path(file.path) for file in files), findings=every, findings_changed=False)
        lines = LedgerLines(self.site.identity.file.read_bytes(), (former or ledger).sha256)
        articles = self._check(self._load([*paths, *self._files_of(former, lines)], lines))
        planned, index, members = self._plan(articles, lines, attrs.evolve(index, updated=former.updated) if former else index)
        report = attrs.evolve(index.report, findings=every, findings_changed=False)
        findings = self._findings(articles, index, known)
        if findings is not None:
            reported = self._reported(index, findings)
            templates = tuple(each for each in reported if each.code in TEMPLATE_RULES)
            report = attrs.evolve(report, templates=templates, findings=reported)
            parts += findings_part(findings)
        parts += (*member_parts(members), *article_parts(sorted(articles.stored.items())))
        written = self._write(planned, lines, index, dry_run=dry_run)
        if not dry_run:
            self.store.write(_with_states(attrs.evolve(index, report=report), written.written), states=states, parts=parts)
        if findings is not None:
            changed = have_changed(report.findings, self.site, self.store.cache, remember=not dry_run)
            report = attrs.evolve(report, findings_changed=changed)
        new = frozenset(written.written)
        unchanged = tuple(path for file in files if (path := Path(file.path)) not in new)
        return attrs.evolve(report, written=written.written, unchanged=unchanged, changes=articles.reconciled.changes)

    def _reported(self, index: BuildIndex, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return selected(self.site, (*index.omitted, *as_reported(self.site, findings)))

    def _changed_files(self, folder: str) -> list[str]:
        return _known(self.tree.changed_files(folder, _known(self.store.states(folder))))

    def _former_ledger(self) -> FormerLedger | None:
        """
        Return the ledger of the site if it is the one before the last build.
        """
        former, file = self.index.former_ledger, self.site.identity.file
        if former is None or not file.is_file() or file_state(file.stat(), time.time_ns()) == self.index.files[0].state:
            return None
        return former if hashlib.sha256(file.read_bytes()).hexdigest() == former.sha256 else None

    def _files_of(self, former: FormerLedger | None, lines: LedgerLines) -> Iterator[str]:
        """
        Yield the files of the articles that were updated since a former ledger.
        """
        for n in former.changed if former else ():
            yield os.fspath(self.site.content.root / _known(lines.numbered(n)).source)

    def _check_unsure_addresses(self) -> None:
        """
        Find out whether an address of the site has become alive or dead because of a file in the output folder.
        """
        for page, is_dead in self.index.unsure_addresses.items():
            if (served_file(self.site.output.folder, page) is None) is not is_dead:
                raise WholeBuildNeededError

    def _load(self, paths: Iterable[str], lines: LedgerLines) -> _EditedArticles:
        """
        Load the articles of the files at *paths*, which may have been edited.
        """
        content, sources = self.site.content, dict[int, SourceFile]()
        for path in map(Path, paths):
            folder = _known(next((folder for folder in content.folders if path.is_relative_to(folder)), None))
            entry = _known(lines.of_file(path_in_messages(path, content.root)))
            sources[entry.n] = SourceFile(path, folder, path.relative_to(folder).as_posix())
        indexed = _known(self.store.articles(sources))
        former = {source: indexed[n].key for n, source in sources.items()}
        loaded = _known(load_edited(content, former, as_of=self.as_of, cache=self.store.cache, targets=self.index.targets))
        reconciled = _known(
            reconcile_edited(
                lines,
                loaded.articles,
                origins=loaded.origins,
                as_of=self.as_of,
                explicit_ids=loaded.explicit_ids,
                redated_ids=loaded.redated_ids,
            )
        )
        # Articles with the same date of update are a finding, and the date of an update is that of the build.
        if reconciled.changes and (len(sources) >= SAME_UPDATE or whole_utc(self.as_of) <= whole_utc(self.index.as_of)):
            raise WholeBuildNeededError
        entries = {entry.n: entry for entry in reconciled.ledger.entries}
        places = {entry.n: loaded.places[reconciled.loaded_ids[entry.id]] for entry in entries.values()}
        articles = {article.id: article for article in reconciled.articles}
        return _EditedArticles(
            by_n={n: articles[entry.id] for n, entry in entries.items()},
            stored=indexed | {n: attrs.evolve(indexed[n], updated=entries[n].updated, key=places[n][0]) for n in sources},
            former={n: indexed[n] for n in sources},
            loaded=attrs.evolve(loaded, articles=reconciled.articles, origins=reconciled.origins),
            reconciled=reconciled,
        )

    def _check(self, articles: _EditedArticles) -> _EditedArticles:
        """
        Return *articles* with what is found in them.
        """
        site, edited = self.site, articles.loaded.articles
        feed = attrs.evolve(site.feed, articles=edited)
        found = check_edited(
            feed,
            as_of=self.as_of,
            origins=articles.loaded.origins,
            root=site.content.root,
            folders=site.served_folders,
            addresses=_known(self.store.addresses()),
            options=site.options,
            lines=self.index.has_lines,
            cache=self.store.cache,
        )
        content = CheckedContent(loaded=articles.loaded, root=site.content.root, as_of=self.as_of)
        omitted = [*map(site.checks.with_level, RULES["markup-omitted"].findings(content))]
        if any(each.level == "error" for each in (*omitted, *as_reported(site, found))):
            raise WholeBuildNeededError
        former = self._stored(articles.former.values())
        for before, after in zip(former, (articles.by_n[n] for n in articles.former), strict=True):
            losses = [
                count_unwritten(attrs.evolve(feed, articles=[each]), formats=site.output.files, options=site.options)
                for each in (before, after)
            ]
            if losses[0] != losses[1]:
                raise WholeBuildNeededError
        digests = {n: findings_digest(each for each in found if each.article_id == article.id) for n, article in articles.by_n.items()}
        stored = {n: attrs.evolve(articles.stored[n], findings=digest) for n, digest in digests.items()}
        return attrs.evolve(articles, stored=articles.stored | stored, findings=found, omitted=omitted)

    def _findings(self, articles: _EditedArticles, index: BuildIndex, known: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...] | None:
        """
        Return all findings; ``None`` if they are the *known* ones.
        """
        is_new = any(articles.stored[n].findings != before.findings for n, before in articles.former.items())
        if not (is_new or self.index.has_lines) and (index.size, index.omitted) == (self.index.size, self.index.omitted):
            return None
        every, ids = known(), articles.ids
        kept = [each for each in every if each.code not in SIZE_RULES and not (each.article_id in ids and each.code in ARTICLE_RULES)]
        findings = sort_findings([*kept, *articles.findings, *index.size])
        # With template source, all findings have lines, which edits move.
        has_lines = any(each.code in TEMPLATE_RULES for each in as_reported(self.site, findings))
        if has_lines is not self.index.has_lines or (has_lines and any(each.article_id in ids and each.code in FEED_RULES for each in kept)):
            raise WholeBuildNeededError
        return findings if findings != every or index.omitted != self.index.omitted else None

    def _plan(
        self, articles: _EditedArticles, lines: LedgerLines, index: BuildIndex
    ) -> tuple[list[PlannedFeed], BuildIndex, dict[int, FeedMembers]]:
        """
        Plan the documents that *articles* touch, and replace their *lines* in the ledger; also return *index* and the articles of feeds as they
        are afterwards.
        """
        site, changed = self.site, articles.reconciled.ledger.entries
        members = _known(self.store.members({feed for each in articles.former.values() for feed in each.feeds}))
        touched = {feed: each for feed in sorted(members) if (each := members[feed].touched(articles.former.keys()))}
        by_n = self._articles({n for each in touched.values() for n in each.needed} - articles.by_n.keys()) | articles.by_n
        main = attrs.evolve(site.feed, withdrawn=[Withdrawal(*each) for each in index.withdrawn])
        settings = RenderSettings(engine=site.engine, jobs=site.jobs or 1, executor=self.executor)
        planned, subscribed = list[PlannedFeed](), [*index.subscriptions]
        for feed, each in touched.items():
            documents, now = each.plan_documents(
                main, site.output.plans[each.plan], by_n, last_n=index.last_n, url=site.output.url, options=site.options, settings=settings
            )
            planned += documents
            members[feed] = attrs.evolve(members[feed], subscription=now.subscription)
            subscribed[feed] = next(subscriptions(documents), None)
            if feed == 0:
                index = self._with_main(index, documents[0], [by_n[n] for n in now.subscription], articles.ids)
        different = tuple(entry.n for entry in changed if lines.numbered(entry.n) != entry)
        former = FormerLedger(lines.sha256, index.updated, different) if different else index.former_ledger
        index = attrs.evolve(
            index,
            subscriptions=tuple(subscribed),
            updated=max(filter(None, (index.updated, *(entry.updated for entry in changed))), default=None),
            former_ledger=former,
        )
        lines.replace(changed)
        paths = frozenset(articles.loaded.origins.values())
        unknown = {path: keys for path, keys in index.report.unknown.items() if path not in paths}
        omitted = (*(each for each in index.omitted if each.path not in paths), *articles.omitted)
        index = attrs.evolve(
            index,
            report=attrs.evolve(index.report, unknown=dict(sorted({**unknown, **articles.loaded.unknown_keys}.items()))),
            omitted=tuple(sorted(omitted, key=lambda each: (each.path or "", each.line or 0))),
        )
        return planned, index, members

    def _write(self, planned: list[PlannedFeed], lines: LedgerLines, index: BuildIndex, *, dry_run: bool) -> WrittenFiles:
        """
        Write documents, the ledger, and what lists the documents.
        """
        writer = OutputWriter(
            site=self.site, folder=self.folder, ledger=Ledger(), as_of=self.as_of, cache=self.store.cache, executor=self.executor
        )
        return writer.rewrite(
            planned,
            manifest=_known(read_manifest(self.folder / self.site.output.side_outputs.manifest)),
            ledger=lines.content,
            paths=(file.path.removeprefix(f"{self.folder}{os.sep}").replace(os.sep, "/") for file in index.files),
            subscribed=filter(None, index.subscriptions),
            updated=index.updated,
            dry_run=dry_run,
        )

    def _with_main(self, index: BuildIndex, document: PlannedFeed, articles: Iterable[Article], edited: Container[str]) -> BuildIndex:
        """
        Return *index* with what it says about the main feed, of which *document* is new; its newest articles are among *articles*. *edited* are
        the ids of those that were.
        """
        site = self.site
        report = attrs.evolve(
            index.report, articles=len(document.articles), losses=counted_losses(document.feed, site.output.files, site.options)
        )
        newest = newest_first(articles)[: site.output.limit or None]
        size = index.size
        if any(article.id in edited for article in newest):
            size = tuple(check_size(attrs.evolve(site.feed, articles=newest)))
        return attrs.evolve(index, report=report, size=size)

    def _articles(self, numbers: Iterable[int]) -> dict[int, Article]:
        """
        Return unchanged articles, with the ids and dates of the ledger.
        """
        wanted = sorted(numbers)
        indexed = _known(self.store.articles(wanted))
        found = self._stored([indexed[n] for n in wanted])
        return {
            n: with_dates(article, indexed[n].id, indexed[n].published, indexed[n].updated) for n, article in zip(wanted, found, strict=True)
        }

    def _stored(self, indexed: Iterable[IndexedArticle]) -> list[Article]:
        """
        Return articles as they were loaded.
        """
        places = [(each.key, each.place) for each in indexed]
        return _known(stored_articles(self.site.content, places, as_of=self.as_of, cache=self.store.cache))


@attrs.frozen(kw_only=True)
class _EditedArticles:
    """
    Articles whose texts were edited.
    """

    #: The articles with the ids and dates of the ledger, by number there.
    by_n: dict[int, Article]

    #: The articles as the index has them, before the edits.
    former: dict[int, IndexedArticle]

    #: The same after the edits, with the articles that are stored together with them.
    stored: dict[int, IndexedArticle]

    #: With the ids of the ledger.
    loaded: Loaded

    reconciled: Reconciled

    #: What was found in them.
    findings: list[Finding] = attrs.field(factory=list)

    #: The markup that their texts leave out.
    omitted: list[Finding] = attrs.field(factory=list)

    @property
    def ids(self) -> frozenset[str]:
        """
        The ids of the ledger.
        """
        return frozenset(article.id for article in self.by_n.values())


def _intact(file: WrittenFile) -> WrittenFile:
    """
    Return *file* with its present state, if it has the bytes that the last build wrote.
    """
    try:
        state = file_state(os.stat(file.path, follow_symlinks=False), time.time_ns())  # noqa: PTH116  # faster
        if (state != file.state or RECENT_MARK in state) and hashlib.sha256(Path(file.path).read_bytes()).hexdigest() != file.sha256:
            raise WholeBuildNeededError
    except OSError as error:
        raise WholeBuildNeededError from error
    return file if state == file.state else attrs.evolve(file, state=state)


def _with_states(index: BuildIndex, written: Iterable[Path]) -> BuildIndex:
    """
    Return *index* with the states and digests of files that were just written.
    """
    new = {str(path): written_file(path) for path in written}
    return attrs.evolve(index, files=tuple(new.get(file.path, file) for file in index.files))
