"""
What ``stridesfeed check`` says of a site.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed.checks import check
from stridesfeed.checks.content import check_content
from stridesfeed.checks.finding import Finding
from stridesfeed.load import load
from stridesfeed.site import Site


def check_site(site: Site, *, as_of: datetime) -> tuple[Finding, ...]:
    """
    What is wrong in the content of *site*, with paths relative to its folder.

    What concerns the feed as a whole is at its configuration.
    """
    loaded = load(site.content, as_of=as_of)
    findings = check(
        attrs.evolve(site.feed, articles=loaded.articles),
        as_of=as_of,
        origins=loaded.origins,
        root=site.content.root,
        folders=(*site.content.statics, *site.content.folders, site.output.folder),
        limit=site.output.limit,
        formats=site.output.files,
        options=site.options,
    )
    return (*check_content(loaded, site.content.root), *_placed(findings, site.path.name))


def from_here(findings: Iterable[Finding], root: Path) -> Iterator[Finding]:
    """
    *findings* with paths relative to the folder one is in, where *root* is what they are relative to: so that an editor can open them.
    """
    for finding in findings:
        if finding.path is None:
            yield finding
        else:
            yield attrs.evolve(finding, path=os.path.relpath(root / finding.path).replace(os.sep, "/"))


def _placed(findings: Iterable[Finding], path: str) -> Iterator[Finding]:
    return (attrs.evolve(finding, path=path) if finding.path is None else finding for finding in findings)
