"""
Dates as people and programs write them; the door to dateutil.

ISO 8601, RFC 822 and human dates such as ``30 April 2026 9:00`` are read; whatever could mean two moments is refused. dateutil fills what
a text leaves out from today, knows the machine's zone and guesses the century from the clock: none of that happens here.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any, Literal

from dateutil import parser

from stridesfeed.errors import FieldError

#: Which part comes first where all are numbers: day, month or year.
DateOrder = Literal["dmy", "mdy", "ymd"]

#: Named zones of RFC 822, 5.1, in hours; others have no one meaning.
_ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}

#: In characters: a weekday, a month and a zone in words, with room to spare.
_LONGEST = 100

_NUMBERS = re.compile(
    r"^(?P<before>(?:[A-Za-z]+\.?,?\s+)?)(?P<a>\d{1,4})(?P<mark>[/. -])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{1,4})(?=$|[T\s,])", re.ASCII
)
_DIGITS = re.compile(r"\d+", re.ASCII)
_COMPACT = re.compile(r"\d{8}(?:T?\d{4}(?:\d\d)?)?(?![\d-])", re.ASCII)
_ISO_OTHER = re.compile(r"\d{4}-?(?:W\d\d|\d{3}(?!\d))", re.ASCII)
_OFFSET_WITH_SPACE = re.compile(r"(?<=\d)\s+(?=[+-]\d{1,2}$)")

#: ``2026-04-30 09:00:00 2026 +0000``: people who edit the output of ``date`` leave its year behind.
_YEAR_AGAIN = re.compile(r"^((\d{4})-\d\d-\d\d[ T]\d\d?:\d\d(?::\d\d)?) \2(?= |$)", re.ASCII)
_COMMENT = re.compile(r"(?<=[+-]\d{4})\s*\([^()]*\)$", re.ASCII)
_NAME_WITH_OFFSET = re.compile(r"(?<![A-Za-z])(?:UTC?|GMT|Z)\s?[+-]\d", re.ASCII | re.IGNORECASE)
_OFFSET_WITHOUT_TIME = re.compile(r"(?:(?!\dT\d)[^:])*[+-]\d\d:?\d\d", re.ASCII)

# What dateutil takes for parts that a text leaves out: read with both, a date that comes out twice was complete.
_ONE = datetime(2000, 1, 1)  # noqa: DTZ001  # naive on purpose: whether the text has an offset is what is asked
_OTHER = datetime(2004, 12, 31)  # noqa: DTZ001


class _Info(parser.parserinfo):
    """
    dateutil's words for months and days, without its guess of the century.
    """

    def convertyear(self, year: int, century_specified: bool = False) -> int:  # noqa: ARG002
        return year


class _ZoneError(ValueError):
    """
    A zone's name has no one meaning.
    """


_PARSER = parser.parser(_Info())


def parse_date(value: object, *, zone: tzinfo | None = None, order: DateOrder | None = None) -> datetime:
    """
    The moment that *value* says: text, or a date or datetime (TOML has these).

    *zone* is for a value without an offset, *order* for one of numbers alone. Raises :class:`FieldError`.

    >>> parse_date("30 April 2026 9:00 +0100").isoformat()
    '2026-04-30T09:00:00+01:00'
    """
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
    elif isinstance(value, str):
        moment = _parse(value.strip(), order)
    else:
        raise _refused(value, f"must be a date, not {type(value).__name__}")
    if moment.tzinfo is None:
        if zone is None:
            raise _refused(value, "needs a UTC offset, or [content] timezone in the configuration")
        moment = moment.replace(tzinfo=zone)
    return moment


def _refused(value: object, rule: str) -> FieldError:
    return FieldError(repr(value), "date", rule)


def _parse(text: str, order: DateOrder | None) -> datetime:
    if not text:
        raise _refused(text, "must not be empty")
    if len(text) > _LONGEST:
        raise _refused(text, f"must be a date, not {len(text)} characters of text")
    if _DIGITS.fullmatch(text) and not _COMPACT.fullmatch(text):
        raise _refused(text, f"must be a date such as 2026-04-30T09:00:00Z, not {text!r}")
    if _ISO_OTHER.match(text) and not _COMPACT.match(text):
        return _read_iso(text)
    plain = _OFFSET_WITH_SPACE.sub("", _COMMENT.sub("", _YEAR_AGAIN.sub(r"\1", _with_iso_date(text, order))))
    if _NAME_WITH_OFFSET.search(plain):  # "UTC+2" is ahead of UTC for people and behind it for POSIX
        raise _refused(text, f"has both a zone's name and an offset: write the offset alone, as in +02:00, not {text!r}")
    if _OFFSET_WITHOUT_TIME.fullmatch(plain):  # which dateutil takes for a time
        raise _refused(text, f"needs a time before its offset, as in 2026-04-30T09:00:00-08:00, not {text!r}")
    first = _read(plain, text, _ONE)
    if first.year < 100:
        raise _refused(text, f"needs its year in four digits, as in 2026, not {text!r}")
    if _read(plain, text, _OTHER) != first:
        raise _refused(text, f"needs a year, a month and a day, as in 2026-04-30, not {text!r}")
    return first


def _read_iso(text: str) -> datetime:
    """
    A date by week or by day of the year (ISO 8601, 5.2.2 and 5.2.3).
    """
    try:
        moment = parser.isoparse(text)
    except ValueError as error:
        raise _refused(text, f"is no date that can be read: {text!r}; write it as in 2026-04-30T09:00:00Z") from error
    return moment if moment.tzinfo is None else moment.replace(tzinfo=_fixed(moment.utcoffset()))


def _read(plain: str, text: str, default: datetime) -> datetime:
    try:
        moment: datetime = _PARSER.parse(plain, default=default, tzinfos=_zone)
    except _ZoneError as error:
        raise _refused(text, str(error)) from error
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError) as error:  # dateutil raises what happens to go wrong
        raise _refused(text, f"is no date that can be read: {text!r}; write it as in 2026-04-30T09:00:00Z") from error
    return moment


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """
    The zone that a text names; asked by dateutil for every date, so that it never asks the machine.
    """
    if name is None:
        return None if offset is None else _fixed(timedelta(seconds=offset))
    if name not in _ZONES or (offset and offset != _ZONES[name] * 3600):
        raise _ZoneError(f"names the time zone {name!r}, which may mean several: write an offset such as +02:00")
    return _fixed(timedelta(hours=_ZONES[name]))


def _fixed(offset: timedelta | None) -> tzinfo:
    return timezone(offset) if offset else UTC


def _with_iso_date(text: str, order: DateOrder | None) -> str:
    """
    *text* with a date of numbers alone turned into ``YYYY-MM-DD``.
    """
    found = _NUMBERS.match(text)
    if found is None:
        return text
    days = {day for possible in _orders(found, order) if (day := _day(found, possible))}
    if not days:
        raise _refused(text, f"is no day of the calendar, or has its year in two digits: {text!r}; write it as in 2026-04-30")
    if len(days) > 1:
        ways = " or ".join(sorted(day.isoformat() for day in days))
        raise _refused(text, f"could be {ways}: write it so, or set [content] date_order in the configuration")
    return f"{found['before']}{days.pop().isoformat()}{text[found.end() :]}"


def _orders(found: re.Match[str], order: DateOrder | None) -> tuple[DateOrder, ...]:
    """
    The orders to try: a year in four digits says where it is; one in two digits needs to be told.
    """
    if len(found["a"]) == 4:
        return ("ymd",)
    if order is not None and not (order == "ymd" and len(found["c"]) == 4):
        return (order,)
    return ("dmy", "mdy") if len(found["c"]) == 4 else ()


def _day(found: re.Match[str], order: DateOrder) -> date | None:
    parts: dict[str, Any] = dict(zip(order, (found["a"], found["b"], found["c"]), strict=True))
    try:
        return date(_year(parts["y"]), int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


def _year(text: str) -> int:
    """
    A year; two digits by the rule of RFC 5322, 4.3, which needs no clock.
    """
    year = int(text)
    return year if len(text) != 2 else year + (2000 if year < 50 else 1900)
