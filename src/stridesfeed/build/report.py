"""
What a build did.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from stridesfeed.checks import Finding
from stridesfeed.errors import FileError
from stridesfeed.load import Skipped
from stridesfeed.publish.ledger import Change


@attrs.frozen(kw_only=True)
class CountedLoss:
    """
    What one format cannot carry, for all articles together.
    """

    #: The format's name.
    format: str

    #: The field of the model.
    field: str

    #: Why it has no place.
    reason: str

    #: How many values this concerns.
    count: int


@attrs.frozen(kw_only=True)
class Report:
    """
    What a build did, or would do.
    """

    #: Files whose bytes are new.
    written: tuple[Path, ...] = ()

    #: Files that held the same bytes already, and were not touched.
    unchanged: tuple[Path, ...] = ()

    #: Files of earlier builds that this one does not make, and that were removed.
    removed: tuple[Path, ...] = ()

    #: Such files that are still there: somebody changed them, or nobody asked to remove them.
    stale: tuple[Path, ...] = ()

    #: How many feeds there are, documents of archives not counted.
    feeds: int = 0

    #: How many articles the main feed holds.
    articles: int = 0

    #: Files of content that stayed out, and why.
    skipped: tuple[Skipped, ...] = ()

    #: How many older articles there are that the limit keeps out of every document of the main feed.
    beyond_limit: int = 0

    #: How many articles the documents of the main feed are too small for.
    beyond_bytes: int = 0

    #: What readers will see: new, updated, withdrawn articles and so on.
    changes: tuple[Change, ...] = ()

    #: What is wrong in the content; articles with a fault stayed out.
    faults: tuple[FileError, ...] = ()

    #: What readers or partners may trip over.
    findings: tuple[Finding, ...] = ()

    #: What a format could not carry.
    losses: tuple[CountedLoss, ...] = ()

    #: Keys of front matter that nothing reads, by file.
    unknown: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
