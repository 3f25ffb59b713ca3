"""
A digest of a few articles, for tests.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from makers import a_feed, an_article
from stridesfeed.extensions import Editorial
from stridesfeed.model import Article, Image
from stridesfeed.publish.digest import DigestPlan, Issue, issues

LONDON = ZoneInfo("Europe/London")
DAILY = DigestPlan(period="day", timezone=LONDON, url="/briefing/{start}/")


def at(day: int, hour: int = 12) -> datetime:
    """
    An hour of a day in April 2026.
    """
    return datetime(2026, 4, day, hour, tzinfo=UTC)


def news(name: str = "barge", day: int = 30, **fields: Any) -> Article:
    """
    An article of section "News" with a picture.
    """
    given: dict[str, Any] = {
        "title": f"The {name} drops anchor",
        "published": at(day),
        "image": Image(f"https://strides.example/{name}.jpg", alt=f"A {name}", width=1200, height=675),
        "extensions": [Editorial(section="News", reading_minutes=5)],
    }
    return an_article(name, **given | fields)


def an_issue(*articles: Article, plan: DigestPlan = DAILY, **fields: Any) -> Issue:
    """
    The newest issue of a feed of *articles*; *fields* as in the constructor of the feed.
    """
    return issues(a_feed(*(articles or (news(),)), **fields), plan)[0]
