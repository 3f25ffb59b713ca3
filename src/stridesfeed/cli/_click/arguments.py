"""
The arguments that several commands share: paths, the site, and the date that decides which articles are published.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import Any

import click

from stridesfeed.cli._click.failures import UsageFailure
from stridesfeed.errors import OutputError, StridesError
from stridesfeed.site import Site, read_site

#: Also with a single slash, which no one gives a folder deliberately.
_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+):/+(?P<rest>.*)", re.IGNORECASE | re.DOTALL)

#: The years for which dates can be compared and formatted in every time zone.
_YEARS = range(1970, 9001)


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
    Return the time that decides which articles are still in the future. Only this function reads the clock.
    """
    try:
        if as_of is not None:
            return parse_time(as_of, site.content.timezone if site else None)
        return parse_epoch(os.environ) or datetime.now(UTC)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def parse_time(text: str, zone: tzinfo | None) -> datetime:
    """
    Parse an ISO 8601 date or time. A date means the end of that day. Without an offset, it is in *zone*, or in UTC if that is ``None``.
    """
    try:
        try:
            parsed = datetime.combine(date.fromisoformat(text), time.max)
        except ValueError:
            parsed = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is neither a date such as 2026-04-30 nor a time such as 2026-04-30T09:00:00Z") from None
    if parsed.year not in _YEARS:
        raise ValueError(f"{text!r} is not between the years {_YEARS[0]} and {_YEARS[-1]}")
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone or UTC)


def parse_epoch(environment: Mapping[str, str]) -> datetime | None:
    """
    Return the time of SOURCE_DATE_EPOCH (seconds since 1970, for reproducible builds), or ``None`` if it is not set.
    """
    text = environment.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    try:
        time = datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"SOURCE_DATE_EPOCH must be whole seconds since 1970, not {text!r}") from None
    if time.year not in _YEARS:
        raise ValueError(f"SOURCE_DATE_EPOCH {text!r} is not between the years {_YEARS[0]} and {_YEARS[-1]}")
    return time
