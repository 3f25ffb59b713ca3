"""
What ``stridesfeed check`` says of a site.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed.build import check_loaded
from stridesfeed.checks.finding import Finding
from stridesfeed.load import load
from stridesfeed.site import Site


def check_site(site: Site, *, as_of: datetime) -> tuple[Finding, ...]:
    """
    What is wrong in the content of *site*, with paths relative to its folder.

    What concerns the feed as a whole is at its configuration.
    """
    return check_loaded(site, load(site.content, as_of=as_of), as_of=as_of)


def from_here(findings: Iterable[Finding], root: Path) -> Iterator[Finding]:
    """
    *findings* with paths relative to the folder one is in, where *root* is what they are relative to: so that an editor can open them.
    """
    for finding in findings:
        if finding.path is None:
            yield finding
        else:
            yield attrs.evolve(finding, path=os.path.relpath(root / finding.path).replace(os.sep, "/"))
