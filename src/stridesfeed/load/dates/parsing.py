"""
Dates as people and programs write them; the door to dateutil.

ISO 8601, RFC 822 and human dates such as ``30 April 2026 9:00`` are accepted; ambiguous dates are refused. dateutil fills in missing parts
from today, uses the machine's time zone and guesses the century from the clock: this module prevents all three.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any, Literal

from dateutil import parser

from stridesfeed.errors import FieldError

#: The order of the parts of an all-numeric date: day, month or year first.
DateOrder = Literal["dmy", "mdy", "ymd"]

#: Named zones of RFC 822, 5.1, in hours; other names are ambiguous.
_ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}

#: In characters: a weekday, a month and a zone in words, with room to spare.
_MAX_LENGTH = 100

_NUMBERS = re.compile(
    r"^(?P<before>(?:[A-Za-z]+\.?,?\s+)?)(?P<a>\d{1,4})(?P<mark>[/. -])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{1,4})(?=$|[T\s,])", re.ASCII
)
#: The usual form, which Python reads by itself, and much faster.
_ISO = re.compile(r"[1-9]\d{3}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d{3})?(?:Z|[+-][01]\d:[0-5]\d)?)?", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_COMPACT = re.compile(r"\d{8}(?:T?\d{4}(?:\d\d)?)?(?![\d-])", re.ASCII)
_ISO_WEEK_OR_ORDINAL = re.compile(r"\d{4}-?(?:W\d\d|\d{3}(?!\d))", re.ASCII)
_OFFSET_WITH_SPACE = re.compile(r"(?<=\d)\s+(?=[+-]\d{1,2}$)")

#: ``2026-04-30 09:00:00 2026 +0000``: left over when people edit the output of ``date``.
_REPEATED_YEAR = re.compile(r"^((\d{4})-\d\d-\d\d[ T]\d\d?:\d\d(?::\d\d)?) \2(?= |$)", re.ASCII)
_COMMENT = re.compile(r"(?<=[+-]\d{4})\s*\([^()]*\)$", re.ASCII)
_NAME_WITH_OFFSET = re.compile(r"(?<![A-Za-z])(?:UTC?|GMT|Z)\s?[+-]\d", re.ASCII | re.IGNORECASE)
_OFFSET_WITHOUT_TIME = re.compile(r"(?:(?!\dT\d)[^:])*[+-]\d\d:?\d\d", re.ASCII)

# dateutil fills missing parts from a default. A date that parses to the same moment with both of these has no missing parts.
_DEFAULT = datetime(2000, 1, 1)  # noqa: DTZ001  # naive on purpose: the result shows whether the text has an offset
_OTHER_DEFAULT = datetime(2004, 12, 31)  # noqa: DTZ001


class _Info(parser.parserinfo):
    """
    dateutil's names of months and days, without its guess of the century.
    """

    def convertyear(self, year: int, century_specified: bool = False) -> int:  # noqa: ARG002
        return year


class _ZoneError(ValueError):
    """
    The name of a time zone is ambiguous.
    """


_PARSER = parser.parser(_Info())


def parse_date(value: object, *, zone: tzinfo | None = None, order: DateOrder | None = None) -> datetime:
    """
    Parse text, a date or a datetime (TOML has these) into an aware datetime.

    *zone* applies to values without an offset, *order* to all-numeric dates. Raises :class:`FieldError`.

    >>> parse_date("30 April 2026 9:00 +0100").isoformat()
    '2026-04-30T09:00:00+01:00'
    """
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
    elif isinstance(value, str):
        moment = _parse_iso(value.strip()) or _parse_text(value.strip(), order)
    else:
        raise _error(value, f"must be a date, not {type(value).__name__}")
    if moment.tzinfo is None:
        if zone is None:
            raise _error(value, "needs a UTC offset, or [content] timezone in the configuration")
        moment = moment.replace(tzinfo=zone)
    return moment


def _error(value: object, rule: str) -> FieldError:
    return FieldError(repr(value), "date", rule)


def _unreadable(text: str) -> FieldError:
    return _error(text, f"is not a readable date: {text!r}; write it as in 2026-04-30T09:00:00Z")


def _parse_iso(text: str) -> datetime | None:
    """
    Return the moment of a date in the usual form, if it exists.
    """
    if _ISO.fullmatch(text):
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    return None


def _parse_text(text: str, order: DateOrder | None) -> datetime:
    if not text:
        raise _error(text, "must not be empty")
    if len(text) > _MAX_LENGTH:
        raise _error(text, f"must be a date, not {len(text)} characters of text")
    if _DIGITS.fullmatch(text) and not _COMPACT.fullmatch(text):
        raise _error(text, f"must be a date such as 2026-04-30T09:00:00Z, not {text!r}")
    if _ISO_WEEK_OR_ORDINAL.match(text) and not _COMPACT.match(text):
        try:  # ISO 8601, 5.2.2 and 5.2.3
            moment = parser.isoparse(text)
        except ValueError as error:
            raise _unreadable(text) from error
        return moment if moment.tzinfo is None else moment.replace(tzinfo=_fixed_zone(moment.utcoffset()))
    cleaned = _OFFSET_WITH_SPACE.sub("", _COMMENT.sub("", _REPEATED_YEAR.sub(r"\1", _with_iso_date(text, order))))
    if _NAME_WITH_OFFSET.search(cleaned):  # "UTC+2" is ahead of UTC for people and behind it for POSIX
        raise _error(text, f"has both a zone's name and an offset: write the offset alone, as in +02:00, not {text!r}")
    if _OFFSET_WITHOUT_TIME.fullmatch(cleaned):  # dateutil reads the offset as a time
        raise _error(text, f"needs a time before its offset, as in 2026-04-30T09:00:00-08:00, not {text!r}")
    moment = _parse_with_default(cleaned, text, _DEFAULT)
    if moment.year < 100:
        raise _error(text, f"needs its year in four digits, as in 2026, not {text!r}")
    if _parse_with_default(cleaned, text, _OTHER_DEFAULT) != moment:
        raise _error(text, f"needs a year, a month and a day, as in 2026-04-30, not {text!r}")
    return moment


def _parse_with_default(cleaned: str, text: str, default: datetime) -> datetime:
    try:
        moment: datetime = _PARSER.parse(cleaned, default=default, tzinfos=_zone)
    except _ZoneError as error:
        raise _error(text, str(error)) from error
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError) as error:  # dateutil leaks errors of its internals
        raise _unreadable(text) from error
    return moment


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """
    Return the time zone for a name and an offset in seconds. dateutil calls this for every date, and so never uses the machine's zone.
    """
    if name is None:
        return None if offset is None else _fixed_zone(timedelta(seconds=offset))
    if name not in _ZONES or (offset and offset != _ZONES[name] * 3600):
        raise _ZoneError(f"names the time zone {name!r}, which is ambiguous: write an offset such as +02:00")
    return _fixed_zone(timedelta(hours=_ZONES[name]))


def _fixed_zone(offset: timedelta | None) -> tzinfo:
    return timezone(offset) if offset else UTC


def _with_iso_date(text: str, order: DateOrder | None) -> str:
    """
    Return *text* with an all-numeric date rewritten as ``YYYY-MM-DD``.
    """
    found = _NUMBERS.match(text)
    if found is None:
        return text
    has_long_year = len(found["c"]) == 4
    orders: tuple[DateOrder, ...]
    if len(found["a"]) == 4:
        orders = ("ymd",)
    elif order is not None and not (order == "ymd" and has_long_year):
        orders = (order,)
    else:
        orders = ("dmy", "mdy") if has_long_year else ()
    days = {day for order in orders if (day := _day(found, order))}
    if not days:
        raise _error(text, f"is not a valid day, or has a two-digit year: {text!r}; write it as in 2026-04-30")
    if len(days) > 1:
        ways = " or ".join(sorted(day.isoformat() for day in days))
        raise _error(text, f"could be {ways}: write it like that, or set [content] date_order in the configuration")
    return f"{found['before']}{days.pop().isoformat()}{text[found.end() :]}"


def _day(found: re.Match[str], order: DateOrder) -> date | None:
    """
    Return the day that three numbers mean in *order*. Two-digit years follow RFC 5322, 4.3, which needs no clock.
    """
    parts: dict[str, Any] = dict(zip(order, (found["a"], found["b"], found["c"]), strict=True))
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2000 if year < 50 else 1900
    try:
        return date(year, int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None
