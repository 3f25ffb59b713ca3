"""
What a build remembers for the next one, in the index.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from stridesfeed.build.index import (
    BuildIndex,
    FormerLedger,
    IndexedArticle,
    IndexStore,
    WrittenFile,
    address_part,
    article_parts,
    findings_digest,
    findings_part,
    member_parts,
)
from stridesfeed.build.output import WriteResult, subscriptions
from stridesfeed.build.report import Report
from stridesfeed.checks import Finding
from stridesfeed.checks.articles import ARTICLE_RULES, SIZE_RULES, CheckMemory
from stridesfeed.file_digests import file_state
from stridesfeed.file_tree import FileTree
from stridesfeed.identify import IdentifiedArticles
from stridesfeed.load.front_matter.inherited import HIDDEN_NAMES
from stridesfeed.publish.feed_plan import FeedPlan
from stridesfeed.publish.ledger import Entry, format_ledger, mass_withdrawal
from stridesfeed.publish.members import FeedMembers
from stridesfeed.site import Site


def can_remember(site: Site) -> bool:
    """
    Return whether nothing in *site* connects the text of an article with more than the documents that have it.
    """
    output, content = site.output, site.content
    side = output.side_outputs
    is_connected = site.related or side.news_sitemap or side.redirects or content.pages or content.date or output.plans[0].is_selective
    return bool(side.manifest) and not is_connected and not any(map(_depends_on_texts, output.plans))


def _depends_on_texts(plan: FeedPlan) -> bool:
    return bool(plan.digest or plan.max_bytes or (plan.profile and plan.profile.feed.max_bytes))


def read_tree(site: Site) -> FileTree | None:
    """
    Return the states of the files that the articles of *site* depend on; ``None`` if some of them cannot be known.
    """
    content = site.content
    folders = (*content.folders, *content.statics)
    # Links may lead to files that a build writes.
    if any(ignored.is_relative_to(folder) for ignored in content.ignored_folders for folder in folders):
        return None
    return FileTree.read(folders, [site.identity.file, *([site.cache] if site.cache else ())], HIDDEN_NAMES)


def written_file(path: Path, sha256: str | None = None) -> WrittenFile:
    """
    Return the file at *path*, with its digest if that is known.
    """
    state = file_state(path.stat(follow_symlinks=False), time.time_ns())
    return WrittenFile(str(path), state, sha256 or hashlib.sha256(path.read_bytes()).hexdigest())


def remember(
    store: IndexStore,
    *,
    articles: IdentifiedArticles,
    tree: FileTree | None,
    checked: CheckMemory,
    folder: Path,
    result: WriteResult,
    report: Report,
    as_of: datetime,
) -> None:
    """
    Store the index of a site after a build, unless it could not tell what edits change. *report* has all findings.

    *tree* was read before the *articles* were loaded.
    """
    site, ledger, loaded, feed = articles.site, articles.ledger, articles.loaded, result.feed
    dependencies = loaded.dependencies
    if tree is None or dependencies is None or dependencies.targets is None:
        return
    depends_on_more = dependencies.elsewhere or checked.depends_on_files or any(entry.updated > as_of for entry in ledger.live)
    is_unusual = (
        report.faults or loaded.author_faults or report.removed or report.stale or mass_withdrawal(len(ledger.live), later=articles.later)
    )
    if depends_on_more or is_unusual or any(each.code == "updated-repeated" for each in checked.findings):
        return
    former, previous = None, articles.previous_ledger
    if previous and articles.changes and all(change.kind == "updated" for change in articles.changes):
        different = tuple(entry.n for entry in ledger.entries if previous.by_id.get(entry.id) != entry)
        last = max((entry.updated for entry in previous.live), default=None)
        former = FormerLedger(hashlib.sha256(format_ledger(previous)).hexdigest(), last, different)
    numbers = {entry.id: entry.n for entry in ledger.entries}
    subscribed = [each for each in result.planned if each.archive is None]
    members = dict[int, FeedMembers]()
    feeds_of = defaultdict[str, list[int]](list)
    for feed_number, planned in enumerate(subscribed):
        plan = next(number for number, each in enumerate(site.output.plans) if each is planned.draft.plan)
        members[feed_number] = FeedMembers.of(planned.draft, plan, numbers, ledger.newest_n)
        for article in planned.draft.articles:
            feeds_of[article.id].append(feed_number)
    found = defaultdict[str | None, list[Finding]](list)
    for finding in checked.findings:
        if finding.code in ARTICLE_RULES:
            found[finding.article_id].append(finding)

    def indexed(entry: Entry) -> IndexedArticle:
        place, findings = loaded.places[entry.id], findings_digest(found.get(entry.id, ()))
        return IndexedArticle(entry.id, entry.published, entry.updated, *place, tuple(feeds_of[entry.id]), findings)

    digests = {folder / file.file.path: file.file.sha256 for each in result.feeds for file in each.files}
    tombstones = timedelta(days=site.identity.tombstones)
    index = BuildIndex(
        as_of=as_of,
        until=min(filter(None, (dependencies.until, *(each.when + tombstones for each in feed.withdrawn))), default=None),
        feed_id=site.feed.id,
        last_n=ledger.next_n - 1,
        withdrawn=tuple((each.id, each.when) for each in feed.withdrawn),
        updated=feed.updated,
        folders=tree.digests,
        files=tuple(written_file(path, digests.get(path)) for path in result.written.paths),
        former_ledger=former,
        subscriptions=tuple(next(subscriptions([each]), None) for each in subscribed),
        has_lines=checked.has_lines,
        omitted=checked.omitted,
        size=tuple(each for each in checked.findings if each.code in SIZE_RULES),
        unsure_addresses=checked.unsure_addresses,
        targets=dependencies.targets,
        report=report,
    )
    parts = (
        address_part(checked.addresses),
        findings_part(checked.findings),
        member_parts(members),
        article_parts((entry.n, indexed(entry)) for entry in ledger.live if entry.id in loaded.places),
    )
    store.write(index, states=tree.folders, parts=chain.from_iterable(parts))
