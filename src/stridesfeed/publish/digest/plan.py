"""
The configuration of a digest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

import attrs

from stridesfeed import rules
from stridesfeed.errors import FieldError
from stridesfeed.publish.digest.periods import WEEKDAYS, Period, PeriodKind, Weekday, period_of
from stridesfeed.publish.patterns import placeholder_fault
from stridesfeed.value import Value, checked_by, one_line

#: The names in patterns for the period: its name, its first and last day, and the parts of its first day.
PERIOD_NAMES = ("period", "start", "end", "year", "month", "day")

#: The names in patterns for titles.
TITLE_NAMES = (*PERIOD_NAMES, "title", "count", "first")


@attrs.frozen(kw_only=True)
class DigestPlan(Value):
    """
    The configuration of a digest: its periods, and what it shows of each article.
    """

    #: The length of a period.
    period: PeriodKind = attrs.field(default="week", metadata=checked_by(rules.one_of("day", "week", "month")))

    #: The time zone whose clocks begin a period.
    timezone: tzinfo = attrs.field(default=UTC, metadata=checked_by(rules.instance(tzinfo)))

    #: The first day of a week.
    week_start: Weekday = attrs.field(default="monday", metadata=checked_by(rules.one_of(*WEEKDAYS)))

    #: The title of an issue and the subject of its e-mail, a pattern: ``{title}`` is the title of the digest, ``{period}`` the dates of the
    #: period, ``{start}`` and ``{end}`` its first and last day, ``{year}``, ``{month}`` and ``{day}`` those of its first day, ``{count}`` the
    #: number of articles and ``{first}`` the title of the first article.
    title: str = attrs.field(default="{title}, {period}", converter=one_line, metadata=checked_by(rules.text))

    #: The page of an issue, absolute or relative to the home page: a pattern as for *title*, with the names of the period only.
    url: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.text)))

    #: Whether a page is written for each issue, next to the documents of the digest and named after the first day of the period. It is then the
    #: page of the issue, in place of *url*.
    pages: bool = attrs.field(default=False, metadata=checked_by(rules.instance(bool)))

    #: The maximum number of articles in an issue, the newest; 0 for all. Mail programs cut off messages above about 100 kB.
    articles: int = attrs.field(default=50, metadata=checked_by(rules.count))

    #: Whether to show the lead images of articles.
    images: bool = attrs.field(default=True, metadata=checked_by(rules.instance(bool)))

    @property
    def subject(self) -> str:
        """
        The name in messages.
        """
        return "digest"

    def period_of(self, moment: datetime) -> Period:
        """
        Return the period that *moment* is in.
        """
        return period_of(moment, self.period, self.timezone, self.week_start)

    def _faults(self) -> Iterator[FieldError]:
        for field, names in (("title", TITLE_NAMES), ("url", PERIOD_NAMES)):
            pattern = getattr(self, field)
            if isinstance(pattern, str) and (fault := placeholder_fault(pattern, names)):
                yield self.fault(field, fault)
