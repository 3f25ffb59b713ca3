"""
The arguments that several commands share: the site, and the date that decides which articles are published.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path

import click

from stridesfeed.cli._click.failures import UsageFailure
from stridesfeed.errors import StridesError
from stridesfeed.site import Site, read_site

SITE = click.argument("folder", metavar="[SITE]", default=".", type=click.Path(path_type=Path))

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
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone or UTC)


def parse_epoch(environment: Mapping[str, str]) -> datetime | None:
    """
    Return the time of SOURCE_DATE_EPOCH (seconds since 1970, for reproducible builds), or ``None`` if it is not set.
    """
    text = environment.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"SOURCE_DATE_EPOCH must be whole seconds since 1970, not {text!r}") from None
