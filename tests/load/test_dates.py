from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.errors import FieldError
from stridesfeed.load import Loaded
from stridesfeed.load.dates.parsing import DateOrder, parse_date

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-04-30T09:00:00Z", "2026-04-30T09:00:00+00:00"),
        ("2026-04-30T09:00:00.250+02:00", "2026-04-30T09:00:00.250000+02:00"),
        ("2026-04-30 09:00:00 -0700", "2026-04-30T09:00:00-07:00"),
        ("2026-04-30 9:00 -5", "2026-04-30T09:00:00-05:00"),
        ("20260430T090000Z", "2026-04-30T09:00:00+00:00"),
        ("2026-W18-4T09:00:00Z", "2026-04-30T09:00:00+00:00"),
        ("2026-120T09:00Z", "2026-04-30T09:00:00+00:00"),
        ("Thu, 30 Apr 2026 09:00:00 GMT", "2026-04-30T09:00:00+00:00"),
        ("Thu, 30 Apr 2026 09:00:00 EST", "2026-04-30T09:00:00-05:00"),
        ("Thu, 30 Apr 2026 09:00:00 -0500 (EST)", "2026-04-30T09:00:00-05:00"),
        ("30 April 2026 9:00", "2026-04-30T09:00:00+05:45"),
        ("April 30th, 2026 at 9:00 PM", "2026-04-30T21:00:00+05:45"),
        ("2026/04/30", "2026-04-30T00:00:00+05:45"),
        ("2026-4-5", "2026-04-05T00:00:00+05:45"),
        ("30.4.2026", "2026-04-30T00:00:00+05:45"),
        ("3/3/2026", "2026-03-03T00:00:00+05:45"),
        ("2023-01-29 18:30:22 2023 -0800", "2023-01-29T18:30:22-08:00"),
    ],
)
def test_unambiguous_dates_are_parsed(text: str, meant: str) -> None:
    assert parse_date(text, zone=timezone(timedelta(hours=5, minutes=45))).isoformat() == meant


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("02/03/2026", "could be 2026-02-03 or 2026-03-02"),
        ("2 3 2026", "could be 2026-02-03 or 2026-03-02"),
        ("April 2026", "needs a year, a month and a day"),
        ("2026-04", "needs a year, a month and a day"),
        ("30 April", "needs a year, a month and a day"),
        ("Monday", "needs a year, a month and a day"),
        ("10:30", "needs a year, a month and a day"),
        ("30 Apr 26", "needs its year in four digits"),
        ("30/04/26", "has a two-digit year"),
        ("2026-02-30", "is not a valid day"),
        ("2026-13-01", "is not a valid day"),
        ("30 April 2026 9:00 CET", "names the time zone 'CET'"),
        ("30 April 2026 9:00 UTC+2", "has both a zone's name and an offset"),
        ("30 April 2026 9:00 EST+2", "names the time zone 'EST'"),
        ("30 April 2026 -0800", "needs a time before its offset"),
        ("2026-04-30T25:00", "is not a readable date"),
        ("2026-04-30 9:00 +99:00", "is not a readable date"),
        ("soon", "is not a readable date"),
        ("1777539600", "must be a date such as"),
        ("2026", "must be a date such as"),
        ("  ", "must not be empty"),
    ],
)
def test_ambiguous_dates_are_refused(text: str, rule: str) -> None:
    with pytest.raises(FieldError, match=rule.replace("'", "['\"]")):
        parse_date(text, zone=UTC)


@pytest.mark.parametrize(
    ("text", "order", "meant"),
    [
        ("02/03/2026", "dmy", date(2026, 3, 2)),
        ("02/03/2026", "mdy", date(2026, 2, 3)),
        ("2026/03/02", "dmy", date(2026, 3, 2)),
        ("02/03/26", "dmy", date(2026, 3, 2)),
        ("26-03-02", "ymd", date(2026, 3, 2)),
        ("02/03/68", "dmy", date(1968, 3, 2)),
    ],
)
def test_date_order_resolves_numeric_dates(text: str, order: DateOrder, meant: date) -> None:
    assert parse_date(text, zone=UTC, order=order).date() == meant


@pytest.mark.parametrize("value", [date(2026, 4, 30), datetime(2026, 4, 30)])  # noqa: DTZ001  # as TOML gives them
def test_toml_dates_are_in_the_sites_time_zone(value: date) -> None:
    assert parse_date(value, zone=ZoneInfo("Europe/London")).isoformat() == "2026-04-30T00:00:00+01:00"


@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # the strategy wants it so
def test_iso_dates_round_trip(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment


@given(st.text(max_size=30))
def test_any_text_parses_or_raises_a_field_error(text: str) -> None:
    with contextlib.suppress(FieldError):
        assert parse_date(text, zone=UTC).tzinfo is not None


@pytest.fixture
def in_tonga(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """
    Set the machine's time zone to one that is called EST and is 13 hours ahead.
    """
    monkeypatch.setenv("TZ", "EST-13")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_tonga")
def test_the_machines_time_zone_is_never_used() -> None:
    assert parse_date("30 April 2026 9:00 EST").isoformat() == "2026-04-30T09:00:00-05:00"
    with pytest.raises(FieldError, match=r"needs a UTC offset, or \[content\] timezone in the configuration"):
        parse_date("30 April 2026 9:00")


@pytest.mark.parametrize(
    ("path", "keys", "day"),
    [
        ("2026-04-01-a.md", "date: 2026-04-30", "2026-04-30"),
        ("2026-04-01-a.md", "", "2026-04-01"),
        ("news/2026-04-01-a/index.md", "", "2026-04-01"),
        ("news/2026/04/01/a.md", "", "2026-04-01"),
        ("news/2026-04-01/a.md", "", "2026-04-01"),
        ("2026-04-01-a.md", "date:", "2026-04-01"),
        ("2026-04-01-a.md", "published: true", "2026-04-01"),
        ("a.md", "published: 2026-04-02", "2026-04-02"),
        ("a.md", "date: 2026-04-01\npublishDate: 2026-04-03", "2026-04-03"),
        ("a.md", "path: 2015/01/09/x", "2015-01-09"),
        ("a.md", "permalink: /news/2015/01/09/x/", "2015-01-09"),
        ("a.md", "url: https://strides.example/2015-01-09-x.html", "2015-01-09"),
        ("a.md", "date: 2026-04-30\npath: 2015/01/09/x", "2026-04-30"),
        ("2026-04-01-a.md", "path: 2015/01/09/x", "2026-04-01"),
        ("2026/04/01/a.md", "path: 2015/01/09/x", "2026-04-01"),
    ],
)
def test_a_date_comes_from_front_matter_the_name_the_folders_or_the_url(write: Write, loading: Loading, path: str, keys: str, day: str) -> None:
    write(f"content/{path}", f"---\ntitle: A\n{keys}\n---\n")

    (article,) = loading().articles

    assert article.sort_date.date().isoformat() == day


def test_lines_of_json_have_the_date_of_their_url(write: Write, loading: Loading) -> None:
    write("content/a.jsonl", '{"title": "A", "url": "https://strides.example/2015/01/09/a"}\n{"title": "B", "url": ["2015/01/09/b"]}\n')

    loaded = loading()

    assert [article.published for article in loaded.articles] == [datetime(2015, 1, 9, tzinfo=UTC)]
    assert [(fault.line, fault.field) for fault in loaded.faults] == [(2, "date"), (2, "url")]


def test_a_url_with_an_impossible_day_is_an_error(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\npath: 2015/13/40/x\n---\n")

    (fault,) = loading().faults

    assert str(fault).startswith("content/a.md:1: date: is not a valid day")
    assert str(fault).endswith("(the date 2015-13-40 is in the file's name, folders or URL)")


def test_a_date_without_offset_is_in_the_sites_zone(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-04-30 09:00\n---\n")

    (article,) = loading(timezone=ZoneInfo("America/New_York")).articles

    assert article.published == datetime(2026, 4, 30, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "hour"),
    [("2026-04-30 09:00:00", 9), ("2026-04-30T09:00:00", 9), ("2026-04-30 09:00", 13), ("2026-04-30", 4), ("2026-04-30 09:00:00 -0400", 13)],
)
def test_jekyll_reads_timestamps_with_seconds_as_utc(write: Write, loading: Loading, date: str, hour: int) -> None:
    write("content/a.md", f"---\ntitle: A\ndate: {date}\n---\n")

    (article,) = loading(timezone=ZoneInfo("America/New_York"), generator="jekyll").articles

    assert article.published == datetime(2026, 4, 30, hour, 0, tzinfo=UTC)


def test_a_date_without_offset_needs_the_sites_zone(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-04-30 09:00\n---\n")
    write("content/2026-04-30-b.md", "---\ntitle: A\n---\n")

    by_name, by_header = map(str, loading(timezone=None).faults)

    assert by_name == (
        "content/2026-04-30-b.md:1: date: needs a UTC offset, or [content] timezone in the configuration"
        " (the date 2026-04-30 is in the file's name, folders or URL)"
    )
    assert by_header == "content/a.md:3: date: needs a UTC offset, or [content] timezone in the configuration"


def test_future_articles_are_skipped(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-06-01T12:00:00+02:00\n---\n")
    moment = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)

    assert [len(loading(as_of=moment - timedelta(seconds=1)).articles), len(loading(as_of=moment).articles)] == [0, 1]
    (skipped,) = loading(as_of=moment - timedelta(seconds=1)).skipped
    assert (skipped.path, skipped.reason) == ("content/a.md", "dated after 2026-06-01T09:59:59+00:00")
    assert skipped.published == datetime.fromisoformat("2026-06-01T12:00:00+02:00")


def test_all_future_articles_are_skipped_for_the_same_reason(write: Write, loading: Loading) -> None:
    """
    The summary of a build names them in one line; the end of a day, 23:59:59.999999, is shown in whole seconds.
    """
    for day in (10, 11, 12):
        write(f"content/{day}.md", f"---\ntitle: A\ndate: 2026-06-{day}T12:00:00Z\n---\n")

    skipped = loading(as_of=datetime(2026, 6, 1, 23, 59, 59, 999_999, tzinfo=UTC)).skipped

    assert [(each.path, each.reason) for each in skipped] == [
        (f"content/{day}.md", "dated after 2026-06-01T23:59:59+00:00") for day in (10, 11, 12)
    ]


@pytest.mark.parametrize(
    ("path", "keys", "reason"),
    [
        ("a.md", "draft: true", "draft"),
        ("a.md", "published: false", "draft"),
        ("a.md", "status: draft", "draft"),
        ("a.md", "status: hidden", "hidden"),
        ("_drafts/a.md", "", "draft"),
    ],
)
def test_drafts_are_skipped_and_their_errors_ignored(write: Write, loading: Loading, path: str, keys: str, reason: str) -> None:
    write(f"content/{path}", f"---\n{keys}\n---\n")

    loaded = loading()

    assert (loaded.articles, loaded.faults) == ((), ())
    assert [(skipped.path, skipped.reason) for skipped in loaded.skipped] == [(f"content/{path}", reason)]


@pytest.mark.parametrize("keys", ["draft: false", "published: true", "status: published"])
def test_articles_that_are_not_drafts_are_published(write: Write, loading: Loading, keys: str) -> None:
    write("content/a.md", f"---\ntitle: A\ndate: 2026-04-30\n{keys}\n---\n")

    assert len(loading().articles) == 1
