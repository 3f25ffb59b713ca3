"""
The articles of a site with the lasting ids and dates of its ledger.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed.cache import Cache
from stridesfeed.errors import FileError
from stridesfeed.load import LoadArticles, Loaded, load
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
    load: LoadArticles = load,
    allow_mass_withdrawal: bool = False,
    cache: Cache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> IdentifiedArticles:
    """
    Load the articles of *site* that are published at *as_of*, and give them their lasting ids and dates. Nothing is written.

    *load* finds the articles; by default they are in the files of ``site.content``.

    *cache* holds parsed files and article fingerprints. Errors in the content are in ``loaded.faults``; an article whose file has an error is
    not withdrawn. An invalid ledger raises :class:`~stridesfeed.errors.InvalidFilesError`. If too many articles are gone or dated after
    *as_of*, :class:`~stridesfeed.errors.WithdrawalError` is raised, unless *allow_mass_withdrawal* is true.
    """
    previous = read_ledger(site.identity.file)
    if previous and previous.feed_id and site.identity.feed_id is None:
        site = site.with_feed_id(previous.feed_id)
    known_dates = previous.published_by_source if previous else None
    loaded = load(site.content, as_of=as_of, known_dates=known_dates, cache=cache, progress=progress)
    reconciled = reconcile(
        previous or Ledger(),
        loaded.articles,
        origins=loaded.origins,
        as_of=as_of,
        explicit_ids=loaded.explicit_ids,
        first_ids=loaded.first_ids,
        redated_ids=loaded.redated_ids,
        unreadable_sources={fault.path for fault in loaded.faults},
        id_kind=site.identity.ids,
        feed_id=site.feed.id,
        allow_mass_withdrawal=allow_mass_withdrawal,
        cache=cache,
    )
    return IdentifiedArticles(
        site=site,
        loaded=attrs.evolve(
            loaded,
            articles=reconciled.articles,
            origins=reconciled.origins,
            places={id_: place for id_, loaded_id in reconciled.loaded_ids.items() if (place := loaded.places.get(loaded_id))},
        ),
        previous_ledger=previous,
        ledger=reconciled.ledger,
        changes=reconciled.changes,
        later=reconciled.later,
    )


def lost_ledger(site: Site, folder: Path) -> FileError | None:
    """
    Return an error if *site* has no ledger, although a build wrote documents to *folder* or to its output folder. The error names the
    commands that restore the ledger.
    """
    file, output = site.identity.file, site.output
    names = [name for name in (*output.files.values(), output.side_outputs.manifest) if name]
    published = [path for place in dict.fromkeys((output.folder, folder)) for name in names if (path := place / name).exists()]
    if file.exists() or not published:
        return None
    checkout, root = f"git checkout -- {shlex.quote(str(file))}", site.path.parent
    # Only Atom has the ids of articles with a guid.
    document = next((path for name in ("atom", "json", "rss") if (path := output.folder / output.files.get(name, "")).is_file()), None)
    adopt = f"stridesfeed adopt {shlex.quote(str(document))}{'' if root == Path() else f' --into {shlex.quote(str(root))}'} --ids"
    restore = f"`{checkout}`, or take the ids from the documents with `{adopt}`" if document else f"`{checkout}`"
    return FileError(
        file.name,
        None,
        None,
        f"is missing, but {published[0]} is published, and new ids would show readers known articles again: restore it with {restore}; "
        "to start anew instead, delete all published files",
    )


def diff_articles(articles: IdentifiedArticles) -> Diff:
    """
    Return the changes that readers will see, and warnings about those that are probably mistakes.
    """
    lost = lost_ledger(articles.site, articles.site.output.folder)
    return diff(
        articles.changes,
        before=articles.previous_ledger,
        after=articles.ledger,
        reasons={skipped.path: skipped.reason for skipped in articles.loaded.skipped},
        lost_ledger=str(lost) if lost else None,
        later=articles.later,
    )
