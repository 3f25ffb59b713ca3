"""
Dates as the formats write them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.dates import format_rfc822


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)))  # noqa: DTZ001  # with *timezones*
def test_a_date_of_rss_is_that_of_the_standard_library_in_utc(moment: datetime) -> None:
    assert format_rfc822(moment) == format_datetime(moment.astimezone(UTC), usegmt=True)
