"""
Format dates: always in UTC and whole seconds, because one reader ignores offsets and another fractions.
"""

from __future__ import annotations

from datetime import UTC, datetime

#: The names in RFC 822, from Monday and from January.
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
    moment = whole_utc(moment)
    day, month = DAYS[moment.weekday()], MONTHS[moment.month - 1]
    parts = (day, moment.day, month, moment.year, moment.hour, moment.minute, moment.second)
    return "%s, %02d %s %04d %02d:%02d:%02d GMT" % parts  # noqa: UP031  # takes half the time of an f-string
