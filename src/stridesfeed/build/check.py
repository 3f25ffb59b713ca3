"""
What readers and partners would trip over, of articles that are loaded.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from stridesfeed.checks import Finding, check
from stridesfeed.checks.content import check_content
from stridesfeed.load import Loaded
from stridesfeed.site import Site


def check_loaded(site: Site, loaded: Loaded, *, as_of: datetime) -> tuple[Finding, ...]:
    """
    What is wrong in the content of *site*, with paths relative to its folder.
    """
    return (*check_content(loaded, site.content.root), *_found(site, loaded, as_of, lines=True))


def check_articles(site: Site, loaded: Loaded, *, as_of: datetime) -> tuple[Finding, ...]:
    """
    What is wrong with the articles that could be loaded. What concerns the feed as a whole is at its configuration.

    Lines are looked for where something is an error, and people have to find it: it takes reading the files once more.
    """
    findings = _found(site, loaded, as_of, lines=False)
    return _found(site, loaded, as_of, lines=True) if any(finding.level == "error" for finding in findings) else findings


def _found(site: Site, loaded: Loaded, as_of: datetime, *, lines: bool) -> tuple[Finding, ...]:
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
