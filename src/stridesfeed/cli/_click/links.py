"""
``stridesfeed links``: HTML links to the feeds.
"""

from __future__ import annotations

from pathlib import Path

import click

from stridesfeed.cli._click.arguments import AS_OF, SITE, load_site, publication_time
from stridesfeed.cli._click.failures import failure
from stridesfeed.cli._click.program import COMMANDS, example
from stridesfeed.errors import InvalidFilesError, StridesError
from stridesfeed.identify import identify_articles
from stridesfeed.site import family_links, head_links


@click.command(
    "links", epilog=example("stridesfeed links blog >> blog/templates/head.html", "stridesfeed links --all"), short_help=COMMANDS["links"]
)
@SITE
@click.option("--all", "show_all", is_flag=True, help="Also print the links for the pages of each category, section, author and language.")
@AS_OF
def command(folder: Path, *, show_all: bool, as_of: str | None) -> None:
    """
    Print the <link> elements for the head of each page of SITE, with which browsers and readers find its feeds.

    Feeds for partners are not included.
    """
    site = load_site(folder)
    try:
        click.echo("\n".join(head_links(site)))
        if show_all:
            loaded = identify_articles(site, as_of=publication_time(as_of, site), allow_mass_withdrawal=True).loaded
            if loaded.faults:
                raise InvalidFilesError.of(loaded.faults)
            for family, lines in family_links(site, loaded.articles).items():
                click.echo("\n".join((f"<!-- {family}: one for the page of each -->", *lines)))
    except StridesError as error:
        raise failure(error, site) from error
