"""
The articles of a site, under the ids and dates that readers know them by.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed.cache import Cache
from stridesfeed.load import Loaded, load
from stridesfeed.publish.diff import Diff, diff
from stridesfeed.publish.ledger import Change, Ledger, read_ledger, reconcile
from stridesfeed.site import Site


@attrs.frozen(kw_only=True)
class Identified:
    """
    What a site has to publish.
    """

    #: What was found; articles and origins under their lasting ids.
    loaded: Loaded

    #: Where the ledger is kept.
    path: Path

    #: The ledger as it is; ``None`` where there is none.
    before: Ledger | None

    #: The ledger as it is to be written, once everything else is.
    ledger: Ledger

    #: What readers will see.
    changes: tuple[Change, ...]


def identified(
    site: Site,
    *,
    as_of: datetime,
    allow_mass_withdrawal: bool = False,
    cache: Cache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Identified:
    """
    The articles of *site* that are published at *as_of*, with their lasting ids and dates. Nothing is written.

    *cache* remembers what files say, and what articles said. Faults in the content are kept in what was loaded, and withdraw nothing. A
    ledger with faults raises :class:`~stridesfeed.errors.InvalidFilesError`; the withdrawal of most articles at once raises
    :class:`~stridesfeed.errors.WithdrawalError`, unless *allow_mass_withdrawal*.
    """
    before = read_ledger(site.identity.file)
    loaded = load(site.content, as_of=as_of, cache=cache, progress=progress)
    reconciled = reconcile(
        before or Ledger(),
        loaded.articles,
        origins=loaded.origins,
        as_of=as_of,
        named=loaded.named,
        redated=loaded.redated,
        kept_sources={fault.path for fault in loaded.faults},
        ids=site.identity.ids,
        feed_id=site.feed.id,
        allow_mass_withdrawal=allow_mass_withdrawal,
        cache=cache,
    )
    return Identified(
        loaded=attrs.evolve(loaded, articles=reconciled.articles, origins=reconciled.origins),
        path=site.identity.file,
        before=before,
        ledger=reconciled.ledger,
        changes=reconciled.changes,
    )


def difference(site: Site, found: Identified) -> Diff:
    """
    What readers will see of *found*, and what of it would go wrong.
    """
    documents = [site.output.folder / name for name in site.output.files.values()]
    return diff(
        found.changes,
        before=found.before,
        after=found.ledger,
        reasons={skipped.path: skipped.reason for skipped in found.loaded.skipped},
        published=[path.name for path in documents if path.exists()],
        named=found.loaded.named,
    )
