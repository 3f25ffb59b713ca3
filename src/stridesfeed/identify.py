"""
The articles of a site with the lasting ids and dates of its ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import attrs

from stridesfeed.cache import Cache
from stridesfeed.load import Loaded, load
from stridesfeed.publish.diff import Diff, diff
from stridesfeed.publish.ledger import Change, Ledger, read_ledger, reconcile
from stridesfeed.site import Site


@attrs.frozen(kw_only=True)
class IdentifiedArticles:
    """
    The articles of a site, matched with its ledger.
    """

    #: The site; its feed has its lasting id.
    site: Site

    #: The content that was loaded; articles and origins have their lasting ids.
    loaded: Loaded

    #: The ledger of the last build; ``None`` if there was none.
    previous_ledger: Ledger | None

    #: The ledger to write together with the documents.
    ledger: Ledger

    #: The changes that readers will see.
    changes: tuple[Change, ...]

    #: The number of published articles that are dated after the time of this build, and therefore not loaded.
    later: int = 0


def identify_articles(
    site: Site,
    *,
    as_of: datetime,
    allow_mass_withdrawal: bool = False,
    cache: Cache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> IdentifiedArticles:
    """
    Load the articles of *site* that are published at *as_of*, and give them their lasting ids and dates. Nothing is written.

    *cache* holds parsed files and article fingerprints. Errors in the content are in ``loaded.faults``; an article whose file has an error is
    not withdrawn. An invalid ledger raises :class:`~stridesfeed.errors.InvalidFilesError`. If too many articles are gone or dated after
    *as_of*, :class:`~stridesfeed.errors.WithdrawalError` is raised, unless *allow_mass_withdrawal* is true.
    """
    previous = read_ledger(site.identity.file)
    if previous and previous.feed_id and site.identity.feed_id is None:
        site = site.with_feed_id(previous.feed_id)
    loaded = load(site.content, as_of=as_of, cache=cache, progress=progress)
    reconciled = reconcile(
        previous or Ledger(),
        loaded.articles,
        origins=loaded.origins,
        as_of=as_of,
        explicit_ids=loaded.explicit_ids,
        redated_ids=loaded.redated_ids,
        unreadable_sources={fault.path for fault in loaded.faults},
        id_kind=site.identity.ids,
        feed_id=site.feed.id,
        allow_mass_withdrawal=allow_mass_withdrawal,
        cache=cache,
    )
    return IdentifiedArticles(
        site=site,
        loaded=attrs.evolve(loaded, articles=reconciled.articles, origins=reconciled.origins),
        previous_ledger=previous,
        ledger=reconciled.ledger,
        changes=reconciled.changes,
        later=reconciled.later,
    )


def diff_articles(articles: IdentifiedArticles) -> Diff:
    """
    Return the changes that readers will see, and warnings about those that are probably mistakes.
    """
    output = articles.site.output
    documents = [output.folder / name for name in output.files.values()]
    return diff(
        articles.changes,
        before=articles.previous_ledger,
        after=articles.ledger,
        reasons={skipped.path: skipped.reason for skipped in articles.loaded.skipped},
        published=[path.name for path in documents if path.exists()],
        explicit_ids=articles.loaded.explicit_ids,
        later=articles.later,
    )
