"""
Odd zones, fractions of seconds, years far away, and the order that was given.
"""

from datetime import UTC, datetime, timedelta, timezone

from makers import a_feed, an_article

KATHMANDU = timezone(timedelta(hours=5, minutes=45))
LMT = timezone(timedelta(hours=-4, minutes=-56, seconds=-2))
FEED = a_feed(
    an_article("one", published=datetime(2026, 1, 1, 0, 30, 15, 999999, tzinfo=KATHMANDU), updated=datetime(2026, 3, 1, tzinfo=LMT)),
    an_article("two", published=datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    an_article("three", published=datetime(2026, 2, 28, tzinfo=UTC), updated=datetime(2026, 2, 27, tzinfo=UTC)),
)
