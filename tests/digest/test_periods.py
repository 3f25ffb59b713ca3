"""
Periods, by the clocks of real time zones.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.publish.digest import PeriodKind
from stridesfeed.publish.digest.periods import WEEKDAYS, Weekday, period_of

LONDON = ZoneInfo("Europe/London")

#: Zones whose clocks skip midnight, show it twice, go back across it, or skip a day.
ODD = ["America/Sao_Paulo", "Africa/Cairo", "America/Havana", "America/St_Johns", "Pacific/Apia", "Asia/Beirut", "Asia/Kathmandu", "UTC"]


def day(zone: str, *parts: int) -> float:
    """
    The hours of a day.
    """
    period = period_of(datetime(*parts, 12, tzinfo=ZoneInfo(zone)), "day", ZoneInfo(zone))  # type: ignore[arg-type,misc]
    return (period.end - period.start) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "parts", "hours"),
    [
        ("Europe/London", (2026, 3, 29), 23),
        ("Europe/London", (2026, 10, 25), 25),
        ("Europe/London", (2026, 6, 1), 24),
        ("America/Sao_Paulo", (2018, 11, 4), 23),
        ("America/Havana", (2026, 11, 1), 25),
        ("Australia/Lord_Howe", (2026, 4, 5), 24.5),
    ],
)
def test_a_day_on_which_clocks_change_has_more_or_fewer_hours(zone: str, parts: tuple[int, int, int], hours: float) -> None:
    assert day(zone, *parts) == hours


@pytest.mark.parametrize("kind", ["day", "week", "month"])
@given(
    zone=st.sampled_from(ODD),
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    week_start=st.sampled_from(WEEKDAYS),
)
def test_any_moment_is_in_one_period_and_the_next_follows_without_a_gap(
    kind: PeriodKind, zone: str, moment: datetime, week_start: Weekday
) -> None:
    period = period_of(moment, kind, ZoneInfo(zone), week_start)

    assert period.start <= moment < period.end
    following = period_of(period.end, kind, ZoneInfo(zone), week_start)
    assert following.start == period.end
    assert period_of(period.start, kind, ZoneInfo(zone), week_start) == period


def test_an_hour_that_clocks_repeat_after_midnight_belongs_to_the_new_day() -> None:
    # At 00:01 on 7 November 2010, clocks in St. John's went back to 23:01.
    repeated = datetime(2010, 11, 7, 3, 0, tzinfo=UTC)
    zone = ZoneInfo("America/St_Johns")

    assert repeated.astimezone(zone).date() == date(2010, 11, 6)
    assert period_of(repeated, "day", zone).first == date(2010, 11, 7)


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (datetime(2026, 12, 31, 12, tzinfo=UTC), "2026-12-28 – 2027-01-03"),
        (datetime(2027, 1, 3, 23, 59, tzinfo=UTC), "2026-12-28 – 2027-01-03"),
        (datetime(2027, 1, 4, tzinfo=UTC), "2027-01-04 – 2027-01-10"),
    ],
)
def test_week_53_is_one_week_of_two_years(moment: datetime, name: str) -> None:
    assert period_of(moment, "week", UTC).name == name


@pytest.mark.parametrize(("week_start", "first"), [("monday", 27), ("sunday", 26), ("friday", 24)])
def test_a_week_begins_on_any_day(week_start: Weekday, first: int) -> None:
    period = period_of(datetime(2026, 4, 30, 12, tzinfo=UTC), "week", UTC, week_start)

    assert (period.first, period.last) == (date(2026, 4, first), date(2026, 4, first) + timedelta(days=6))


def test_a_month_has_its_own_length() -> None:
    february = period_of(datetime(2028, 2, 10, tzinfo=UTC), "month", UTC)

    assert (february.first, february.last, february.name) == (date(2028, 2, 1), date(2028, 2, 29), "2028-02")


def test_a_day_is_that_of_the_time_zone() -> None:
    just_before_midnight_in_london = datetime(2026, 4, 30, 22, 59, 59, tzinfo=UTC)

    assert period_of(just_before_midnight_in_london, "day", LONDON).name == "2026-04-30"
    assert period_of(just_before_midnight_in_london + timedelta(seconds=1), "day", LONDON).name == "2026-05-01"
