"""
Dates as documents write them, read without any help: the moment they name, or why they name none.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import attrs

_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
# A profile of ISO 8601 by the W3C: a year, a month, a day, or a moment with its zone.
_W3C = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?", re.ASCII)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZONES = {"UT": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_NAMES = rf"(?:(?P<weekday>{'|'.join(_DAYS)})\s*,\s*)?(?P<day>\d\d?)\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d\d(?:\d\d)?)"
_TIME = r"\s+(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
_RFC822 = re.compile(rf"{_NAMES}{_TIME}\s+(?P<zone>[+-]\d{{4}}|UT|GMT|[ECMP][SD]T|[A-IK-Z])", re.IGNORECASE | re.ASCII)
#: What every reader understands: one space, names in their own case, four digits, a zone of whole or half hours.
_PLAIN = re.compile(
    rf"(?:(?:{'|'.join(_DAYS)}), )?\d\d? (?:{'|'.join(_MONTHS)}) \d{{4}} \d\d:\d\d(?::\d\d)? (?:[+-]\d\d[03]0|UT|GMT|[ECMP][SD]T|Z)", re.ASCII
)
#: Comments inside one another take time by the square of their length.
_LONGEST = 200
_COMMENT = re.compile(r"\([^()]*\)")


@attrs.frozen
class Read:
    """
    A date that was read: its moment, or the sentence that says why there is none.
    """

    moment: datetime | None = None
    fault: str | None = None
    #: Whether the weekday that is written is not that of the day.
    wrong_weekday: bool = False
    #: Whether RFC 822 allows it, and readers do not all understand it.
    unusual: bool = False


def rfc3339(text: str) -> Read:
    """
    A date of Atom or JSON Feed (RFC 3339, 5.6).
    """
    match = _RFC3339.fullmatch(text)
    if match is None:
        return Read(fault=f"{text[:40]!r} is no date of RFC 3339: write 2026-04-30T09:00:00Z")
    return _moment([int(part) for part in match.groups()[:6]], match[7])


def w3c(text: str) -> Read:
    """
    A date of Dublin Core (W3C-DTF).
    """
    match = _W3C.fullmatch(text)
    if match is None:
        return Read(fault=f"{text[:40]!r} is no date of W3C-DTF: write 2026-04-30T09:00:00Z, or 2026-04-30")
    whole = [int(part) if part else default for part, default in zip(match.groups()[:6], (1, 1, 1, 0, 0, 0), strict=True)]
    return _moment(whole, match[7] or "Z")


def rfc822(text: str) -> Read:
    """
    A date of RSS (RFC 822, 5, with four digits for the year).
    """
    if len(text) > _LONGEST:
        return Read(fault=f"{text[:40]!r} is no date of RFC 822: write Thu, 30 Apr 2026 09:00:00 GMT")
    bare, longer = re.sub(r"\\.", "", text), ""
    while bare != longer:
        bare, longer = _COMMENT.sub(" ", bare), bare
    match = _RFC822.fullmatch(bare.strip())
    if match is None:
        return Read(fault=f"{text[:40]!r} is no date of RFC 822: write Thu, 30 Apr 2026 09:00:00 GMT")
    read = _moment(
        [
            _year(match["year"]),
            _MONTHS.index(match["month"].title()) + 1,
            *(int(match[name] or 0) for name in ("day", "hour", "minute", "second")),
        ],
        _zone(match["zone"]),
    )
    if read.moment is None:
        return read
    return attrs.evolve(read, wrong_weekday=_is_wrong(match["weekday"], read.moment), unusual=not _PLAIN.fullmatch(text))


def _year(written: str) -> int:
    """
    RFC 2822, 4.3: two digits below 50 are of this century.
    """
    return int(written) if len(written) == 4 else int(written) + (2000 if int(written) < 50 else 1900)


def _zone(written: str) -> str:
    """
    An offset as RFC 3339 writes it; the letters of the military mean UTC to all but the military (RFC 2822, 4.3).
    """
    zone = written.upper()
    if zone[0] in "+-":
        return f"{zone[:3]}:{zone[3:]}"
    hours = _ZONES.get(zone, 0)
    return f"{'-' if hours < 0 else '+'}{abs(hours):02}:00"


def _is_wrong(weekday: str | None, moment: datetime) -> bool:
    return weekday is not None and _DAYS[moment.weekday()] != weekday.title()


def _moment(parts: list[int], zone: str) -> Read:
    """
    The moment in its own offset. A leap second is taken for the second before it.
    """
    *rest, second = parts
    try:
        offset = timedelta(0) if zone == "Z" else _offset(zone)
        moment = datetime(*rest, min(second, 59) if second <= 60 else second, tzinfo=UTC)  # type: ignore[arg-type,misc]  # six whole numbers
        (moment - offset).astimezone(UTC)
    except (ValueError, OverflowError):
        return Read(fault="no calendar or clock has this date: look at its month, day, hour and offset")
    return Read(moment.replace(tzinfo=timezone(offset)))


def _offset(zone: str) -> timedelta:
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError(zone)
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
