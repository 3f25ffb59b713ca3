"""
Parse dates strictly: RFC 3339 (Atom, JSON Feed), RFC 822 (RSS) and W3C-DTF (Dublin Core).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import attrs

from stridesfeed.dates import DAYS, MONTHS

_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
# The W3C's profile of ISO 8601: a year, a month, a day, or a time with its zone.
_W3C = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?", re.ASCII)

#: In hours. Military letters mean UTC to everyone but the military (RFC 2822, 4.3).
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_NAMES = rf"(?:(?P<weekday>{'|'.join(DAYS)})\s*,\s*)?(?P<day>\d\d?)\s+(?P<month>{'|'.join(MONTHS)})\s+(?P<year>\d\d(?:\d\d)?)"
_TIME = r"\s+(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
_RFC822 = re.compile(rf"{_NAMES}{_TIME}\s+(?P<zone>[+-]\d{{4}}|UT|GMT|[ECMP][SD]T|[A-IK-Z])", re.IGNORECASE | re.ASCII)
#: The form that every reader understands: single spaces, names in their usual case, a year of four digits, a zone of whole or half hours.
_COMMON_RFC822 = re.compile(
    rf"(?:(?:{'|'.join(DAYS)}), )?\d\d? (?:{'|'.join(MONTHS)}) \d{{4}} \d\d:\d\d(?::\d\d)? (?:[+-]\d\d[03]0|UT|GMT|[ECMP][SD]T|Z)", re.ASCII
)
#: In characters: nested comments take time by the square of their length.
_MAX_RFC822 = 200
_COMMENT = re.compile(r"\([^()]*\)")


@attrs.frozen
class ParsedDate:
    """
    A parsed date: the moment, or the error.
    """

    moment: datetime | None = None
    error: str | None = None
    #: Whether the weekday is not that of the date.
    has_wrong_weekday: bool = False
    #: Whether RFC 822 allows the form but some readers do not understand it.
    is_unusual: bool = False


def parse_rfc3339(text: str, *, allow_lower_case: bool = False) -> ParsedDate:
    """
    Parse a date of Atom or JSON Feed (RFC 3339, 5.6). T and Z may be lower case in JSON Feed, but not in Atom (RFC 4287, 3.3).
    """
    match = _RFC3339.fullmatch(text.upper() if allow_lower_case else text)
    if match is None:
        return ParsedDate(error=f"{text[:40]!r} is not an RFC 3339 date: write 2026-04-30T09:00:00Z")
    return _parsed([int(part) for part in match.groups()[:6]], match[7])


def parse_w3c(text: str) -> ParsedDate:
    """
    Parse a date of Dublin Core (W3C-DTF).
    """
    match = _W3C.fullmatch(text)
    if match is None:
        return ParsedDate(error=f"{text[:40]!r} is not a W3C-DTF date: write 2026-04-30T09:00:00Z or 2026-04-30")
    parts = [int(part) if part else default for part, default in zip(match.groups()[:6], (1, 1, 1, 0, 0, 0), strict=True)]
    return _parsed(parts, match[7] or "Z")


def parse_rfc822(text: str) -> ParsedDate:
    """
    Parse a date of RSS (RFC 822, 5, with years of four digits; RFC 2822, 4.3 for those of two).
    """
    match = None
    if len(text) <= _MAX_RFC822:
        bare, before = re.sub(r"\\.", "", text), ""
        while bare != before:
            bare, before = _COMMENT.sub(" ", bare), bare
        match = _RFC822.fullmatch(bare.strip())
    if match is None:
        return ParsedDate(error=f"{text[:40]!r} is not an RFC 822 date: write Thu, 30 Apr 2026 09:00:00 GMT")
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < 50 else 1900
    month = MONTHS.index(match["month"].title()) + 1
    zone = match["zone"].upper()
    hours = _ZONES.get(zone, 0)
    offset = f"{zone[:3]}:{zone[3:]}" if zone[0] in "+-" else f"{'-' if hours < 0 else '+'}{abs(hours):02}:00"
    date = _parsed([year, month, *(int(match[name] or 0) for name in ("day", "hour", "minute", "second"))], offset)
    if date.moment is None:
        return date
    weekday = match["weekday"]
    has_wrong_weekday = weekday is not None and DAYS[date.moment.weekday()] != weekday.title()
    return attrs.evolve(date, has_wrong_weekday=has_wrong_weekday, is_unusual=not _COMMON_RFC822.fullmatch(text))


def _parsed(parts: list[int], zone: str) -> ParsedDate:
    """
    Return the moment in its own offset. A leap second becomes the second before it.
    """
    *rest, second = parts
    hours, minutes = (0, 0) if zone == "Z" else (int(zone[1:3]), int(zone[4:6]))
    does_not_exist = ParsedDate(error="this date does not exist: check its month, day, hour and offset")
    if hours > 23 or minutes > 59:
        return does_not_exist
    try:
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
        moment = datetime(*rest, min(second, 59) if second <= 60 else second, tzinfo=UTC)  # type: ignore[arg-type,misc]  # six whole numbers
        (moment - offset).astimezone(UTC)
    except (ValueError, OverflowError):
        return does_not_exist
    return ParsedDate(moment.replace(tzinfo=timezone(offset)))
