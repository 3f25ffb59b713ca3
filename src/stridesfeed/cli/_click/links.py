"""
``stridesfeed links``: how a page tells of its feeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from stridesfeed.cli._click.program import example, program
from stridesfeed.cli._click.site import AS_OF, SITE, moment_of, site_at
from stridesfeed.cli._click.stops import stop_at
from stridesfeed.errors import InvalidFilesError, StridesError
from stridesfeed.identify import identify_articles
from stridesfeed.site import Site, family_links, head_links


@program.command(
    epilog=example("stridesfeed links blog >> blog/templates/head.html", "stridesfeed links --all"),
    short_help="Print the links to the feeds for a page's head.",
)
@SITE
@click.option("--all", "wants_all", is_flag=True, help="Also those of each category, section, author and language, for pages about these.")
@AS_OF
def links(folder: Path, *, wants_all: bool, as_of: str | None) -> None:
    """
    Print the lines for the head of each page of SITE, by which browsers and readers find its feeds: the main one, and others that stand alone.

    Feeds for partners are not for readers, and left out.
    """
    site = site_at(folder)
    try:
        click.echo("\n".join(head_links(site)))
        for line in _families(site, as_of) if wants_all else ():
            click.echo(line)
    except StridesError as error:
        raise stop_at(error, site) from error


def _families(site: Site, as_of: str | None) -> Iterator[str]:
    """
    The lines of each family, after what they are for.
    """
    loaded = identify_articles(site, as_of=moment_of(as_of, site), allow_mass_withdrawal=True).loaded
    if loaded.faults:
        raise InvalidFilesError.of(loaded.faults)
    for family, lines in family_links(site, loaded.articles).items():
        yield f"<!-- {family}: for the pages about each of them -->"
        yield from lines
