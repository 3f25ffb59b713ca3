"""
``stridesfeed links``: how a page tells of its feeds.
"""

from __future__ import annotations

from pathlib import Path

import click

from stridesfeed.cli._click.program import example, program
from stridesfeed.cli._click.site import SITE, site_at
from stridesfeed.site import head_links


@program.command(
    epilog=example("stridesfeed links blog >> blog/templates/head.html"), short_help="Print the links to the feeds for a page's head."
)
@SITE
def links(folder: Path) -> None:
    """
    Print the lines for the head of each page of SITE, by which browsers and readers find its feeds.
    """
    click.echo("\n".join(head_links(site_at(folder))))
