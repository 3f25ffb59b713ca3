"""
The site that a command is about, and the moment it looks at its articles from.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from stridesfeed.cli._click.stops import WrongUsage
from stridesfeed.cli.moment import from_environment, parse_moment
from stridesfeed.errors import StridesError
from stridesfeed.site import Site, read_site

#: The argument that names a site.
SITE = click.argument("folder", metavar="[SITE]", default=".", type=click.Path(path_type=Path))

#: The option for the moment.
AS_OF = click.option(
    "--as-of",
    metavar="DATE",
    help="Leave out articles later than this date or moment; otherwise SOURCE_DATE_EPOCH decides, or else the clock.",
)


def site_at(path: Path, *, as_json: bool = False) -> Site:
    try:
        return read_site(path)
    except StridesError as error:
        raise WrongUsage(error, as_json=as_json) from error


def moment_of(as_of: str | None, site: Site | None) -> datetime:
    """
    The moment that decides which articles are still in the future; where no *site* says a zone, it is UTC. Only here is the clock read.
    """
    try:
        if as_of is not None:
            return parse_moment(as_of, site.content.timezone if site else None)
        return from_environment(os.environ) or datetime.now(UTC)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
