"""
The arguments that several commands share: paths, the site, and the date that decides which articles are published.
"""

from __future__ import annotations

import os
import re
import shlex
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from stridesfeed.build.clock import current_time, parse_time
from stridesfeed.cli._click.failures import UsageFailure
from stridesfeed.errors import OutputError, StridesError
from stridesfeed.site import Site, read_site

#: Also with a single slash, which no one gives a folder deliberately.
_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+):/+(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


class LocalPath(click.Path):
    """
    The path of a file or folder. A URL is refused; *instead*, with ``{url}`` for it, says what to do.
    """

    def __init__(self, instead: str = "name a folder", **options: Any) -> None:
        super().__init__(path_type=Path, **options)
        self._instead = instead

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """
        Return the path.
        """
        if found := _URL.fullmatch(os.fspath(value)):
            url = shlex.quote(f"{found['scheme']}://{found['rest']}")
            raise UsageFailure(OutputError(f"{value} is a URL: {self._instead.format(url=url)}"))
        try:
            # A path that the system refuses, for example because it is too long.
            Path(value).exists()
        except OSError as error:
            raise UsageFailure(OutputError(f"{value}: {error.strerror}")) from error
        return Path(os.fsdecode(super().convert(value, param, ctx)))


SITE = click.argument(
    "folder",
    metavar="[SITE]",
    default=".",
    type=LocalPath("name the folder of the site; `stridesfeed adopt {url}` imports the articles of a feed"),
)

AS_OF = click.option(
    "--as-of",
    metavar="DATE",
    help="Skip articles dated later than this date or time. Defaults to SOURCE_DATE_EPOCH, then the current time.",
)


def load_site(path: Path, *, as_json: bool = False) -> Site:
    """
    Read the configuration at *path*; errors end the command.
    """
    try:
        return read_site(path)
    except StridesError as error:
        raise UsageFailure(error, as_json=as_json) from error


def publication_time(as_of: str | None, site: Site | None) -> datetime:
    """
    Return the time that decides which articles are still in the future.
    """
    try:
        if as_of is not None:
            return parse_time(as_of, site.content.timezone if site else None)
        return current_time(os.environ)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
