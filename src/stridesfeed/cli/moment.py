"""
The moment that a build looks at its articles from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo


def parse_moment(text: str, zone: tzinfo | None) -> datetime:
    """
    A date or a moment (ISO 8601); a :class:`ValueError` says what is wrong.

    A date alone means the end of that day. What has no offset is in *zone*, or in UTC where there is none.
    """
    try:
        moment = _end_of_day(text) or datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date such as 2026-04-30 and no moment such as 2026-04-30T09:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone or UTC)


def _end_of_day(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time.max)
    except ValueError:
        return None


def from_environment(environment: Mapping[str, str]) -> datetime | None:
    """
    The moment that SOURCE_DATE_EPOCH names in seconds, for builds that have to come out the same at any time.
    """
    text = environment.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"SOURCE_DATE_EPOCH must be whole seconds since 1970, not {text!r}") from None
