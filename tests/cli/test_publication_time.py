from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stridesfeed.build.clock import parse_epoch, parse_time

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-01T09:00:00Z", datetime(2026, 5, 1, 9, tzinfo=UTC)),
        ("2026-05-01T09:00+02:00", datetime(2026, 5, 1, 7, tzinfo=UTC)),
        ("2026-05-01 09:00", datetime(2026, 5, 1, 8, tzinfo=UTC)),
        ("2026-05-01", datetime(2026, 5, 1, 22, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_time_without_an_offset_is_in_the_zone_of_the_site(text: str, expected: datetime) -> None:
    assert parse_time(text, LONDON) == expected


def test_time_without_any_zone_is_in_utc() -> None:
    assert parse_time("2026-05-01", None) == datetime(2026, 5, 2, tzinfo=UTC) - timedelta(microseconds=1)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "01/05/2026"])
def test_invalid_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is neither a date such as 2026-04-30"):
        parse_time(text, LONDON)


def test_source_date_epoch_is_seconds_since_1970() -> None:
    assert parse_epoch({"SOURCE_DATE_EPOCH": "86400"}) == datetime(1970, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("environment", [{}, {"SOURCE_DATE_EPOCH": ""}])
def test_missing_source_date_epoch_is_none(environment: dict[str, str]) -> None:
    assert parse_epoch(environment) is None


@pytest.mark.parametrize("text", ["now", "1.5", "9" * 30])
def test_invalid_source_date_epoch_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH must be whole seconds since 1970"):
        parse_epoch({"SOURCE_DATE_EPOCH": text})
