"""
The report of a build.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from stridesfeed.checks import Finding
from stridesfeed.emit import unwritten_all
from stridesfeed.errors import FileError
from stridesfeed.load import Skipped
from stridesfeed.model import Feed
from stridesfeed.options import Options
from stridesfeed.publish.ledger import Change


@attrs.frozen(kw_only=True)
class CountedLoss:
    """
    A field that one format cannot express, counted over all articles.
    """

    #: The name of the format.
    format: str

    #: The field of the model.
    field: str

    #: Why the format cannot express it.
    reason: str

    #: The number of values that are lost.
    count: int


def counted_losses(feed: Feed, formats: Iterable[str], options: Options) -> tuple[CountedLoss, ...]:
    """
    Return what *formats* cannot express of *feed*.
    """
    return tuple(
        CountedLoss(format=name, field=field, reason=reason, count=count)
        for name, items in unwritten_all(feed, formats=formats, options=options).items()
        for (field, reason), count in Counter((item.field, item.reason) for item in items).items()
    )


@attrs.frozen(kw_only=True)
class Report:
    """
    The result of a build, or of a dry run.
    """

    #: Files that are new or changed.
    written: tuple[Path, ...] = ()

    #: Files that already had the same bytes and were not touched.
    unchanged: tuple[Path, ...] = ()

    #: Files of earlier builds that are no longer part of the output and were removed.
    removed: tuple[Path, ...] = ()

    #: Files of earlier builds that are no longer part of the output and remain: edited by hand, or ``remove_stale`` is false.
    stale: tuple[Path, ...] = ()

    #: The number of feeds, not counting documents of archives.
    feeds: int = 0

    #: The number of articles in the main feed.
    articles: int = 0

    #: Skipped content files, with the reason.
    skipped: tuple[Skipped, ...] = ()

    #: The number of older articles left out of the main feed and its archive because of the limit.
    beyond_limit: int = 0

    #: The files of new articles that no document of the main feed holds, or their URLs.
    new_beyond_limit: tuple[str, ...] = ()

    #: Feeds of families that have no articles any more, by kind and name, such as "category AI News".
    empty_feeds: tuple[str, ...] = ()

    #: The number of articles left out of the main feed because of ``max_bytes``.
    beyond_bytes: int = 0

    #: The changes that readers will see: new, updated and withdrawn articles and so on.
    changes: tuple[Change, ...] = ()

    #: Errors in the content; articles with an error are not published.
    faults: tuple[FileError, ...] = ()

    #: Files with errors whose articles are still in the feeds as they were last published.
    kept: tuple[str, ...] = ()

    #: Warnings and hints about what readers or partners may not accept.
    findings: Sequence[Finding] = ()

    #: False if the last build with the same cache had the same findings.
    findings_changed: bool = True

    #: The findings about template source and other markup that nothing has rendered.
    templates: tuple[Finding, ...] = ()

    #: Fields that a format cannot express.
    losses: tuple[CountedLoss, ...] = ()

    #: Unknown front-matter keys, which are ignored, by file.
    unknown: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
