"""
The time of a build, which decides which articles are still in the future.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo

_YEARS = range(1970, 9001)


def current_time(environment: Mapping[str, str]) -> datetime:
    """
    Return the time of SOURCE_DATE_EPOCH, or the current time. Nothing else reads the clock.
    """
    return parse_epoch(environment) or datetime.now(UTC)


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
