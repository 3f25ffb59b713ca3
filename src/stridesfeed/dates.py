"""
Format dates: always in UTC and whole seconds, because one reader ignores offsets and another fractions.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime


def whole_utc(moment: datetime) -> datetime:
    """
    Return *moment* in UTC, without the fraction of a second.
    """
    if moment.tzinfo is UTC and not moment.microsecond:
        return moment
    return moment.astimezone(UTC).replace(microsecond=0)


def format_rfc3339(moment: datetime) -> str:
    """
    Return a date for Atom and JSON Feed (RFC 3339): ``2026-04-30T09:00:00Z``.
    """
    return whole_utc(moment).isoformat().replace("+00:00", "Z")


def format_rfc822(moment: datetime) -> str:
    """
    Return a date for RSS (RFC 822 with a four-digit year, in English in every locale): ``Thu, 30 Apr 2026 09:00:00 GMT``.
    """
    return format_datetime(whole_utc(moment), usegmt=True)
