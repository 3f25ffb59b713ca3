"""
Days, weeks and months in a time zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

import attrs

PeriodKind = Literal["day", "week", "month"]

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

#: In the order of :meth:`datetime.date.weekday`.
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@attrs.frozen(order=True)
class Period:
    """
    A day, week or month of a calendar, from its first moment to the first moment of the next.
    """

    #: The first moment, in UTC.
    start: datetime

    #: The first moment of the next period, in UTC.
    end: datetime

    #: The first and last day.
    first: date
    last: date

    kind: PeriodKind

    @property
    def name(self) -> str:
        """
        The dates in ISO 8601: ``2026-04-30``, ``2026-04-27 – 2026-05-03`` or ``2026-04``.
        """
        names: Mapping[PeriodKind, str] = {"day": f"{self.first}", "week": f"{self.first} – {self.last}", "month": f"{self.first:%Y-%m}"}
        return names[self.kind]


def period_of(moment: datetime, kind: PeriodKind, zone: tzinfo, week_start: Weekday = "monday") -> Period:
    """
    Return the period that *moment* is in, by the clocks of *zone*. A day on which they change has 23 or 25 hours.

    >>> period_of(datetime(2026, 12, 31, 12, tzinfo=UTC), "week", UTC).name
    '2026-12-28 – 2027-01-03'
    """
    period = _period_from(_first_day(moment.astimezone(zone).date(), kind, week_start), kind, zone)
    if moment >= period.end:
        # Clocks that go back across midnight show the same date again after the next day has begun.
        period = _period_from(period.last + timedelta(days=1), kind, zone)
    return period


def _first_day(day: date, kind: PeriodKind, week_start: Weekday) -> date:
    if kind == "week":
        return day - timedelta(days=(day.weekday() - WEEKDAYS.index(week_start)) % 7)
    return day.replace(day=1) if kind == "month" else day


def _period_from(first: date, kind: PeriodKind, zone: tzinfo) -> Period:
    following = {
        "day": first + timedelta(days=1),
        "week": first + timedelta(days=7),
        "month": (first.replace(day=1) + timedelta(days=31)).replace(day=1),
    }[kind]
    # A midnight that clocks skip is the moment at which they skip it; of one that they show twice, the first counts.
    start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, following))
    return Period(start, end, first, following - timedelta(days=1), kind)
