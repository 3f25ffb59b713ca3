"""
Rules on moments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from operator import attrgetter
from statistics import median

from stridesfeed.checks.articles.subjects import CheckedArticle, CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.load import names
from stridesfeed.model import Article

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

#: Clocks differ; the validator allows as much.
_TOLERANCE = timedelta(minutes=10)

#: What services take for back-dated.
_BACK_DATED = timedelta(days=7)

_DAY = timedelta(days=1)

#: In days.
_YEAR = 365

#: So many times the usual distance is no usual pause.
_FAR = 20

#: Two may be published together.
_TOGETHER = 3


def published_in_future(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article is dated in the future. Readers keep it on top until then, hide it, or show "in 3 months".

    RSS Advisory Board, best practices, pubDate; W3C feed validator, ImplausibleDate.

    Fix: the date of publication; what is not to appear yet stays a draft.
    """
    as_of, published = checked.whole.as_of, checked.article.published
    if as_of is not None and published > as_of + _TOLERANCE:
        yield checked.found(f"is dated {_said(published)}, in the future: give it the date of its publication", keys=names.PUBLISHED)


def updated_in_future(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article was last changed in the future, it says. Readers that sort by this keep it on top, and the feed's own stamp is wrong too.

    RFC 4287, 4.2.15; W3C feed validator, ImplausibleDate.

    Fix: the moment of the change.
    """
    as_of, updated = checked.whole.as_of, checked.article.updated
    if as_of is not None and updated > as_of + _TOLERANCE and updated != checked.article.published:
        yield checked.found(f"was updated {_said(updated)}, in the future: give it the moment of the change", keys=names.UPDATED)


def published_too_early(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article is dated before 1990, when there was no web: mostly a date that is missing or was misread. Readers hide it or sort it last.

    W3C feed validator, ImplausibleDate.

    Fix: the date of publication; the date of an old document belongs in the text.
    """
    published = checked.article.published
    if published < _EARLIEST:
        yield checked.found(f"is dated {_said(published)}, before there was a web: give it the date of its publication", keys=names.PUBLISHED)


def updated_too_early(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article changed before it appeared, it says. Readers that sort by the change show it in another place than those that sort by birth.

    RFC 4287, 4.2.9 and 4.2.15.

    Fix: the later of the two as ``updated``; or no ``updated`` at all.
    """
    article = checked.article
    if article.updated < article.published:
        said = f"was updated {_said(article.updated)}, before it was published {_said(article.published)}"
        yield checked.found(f"{said}: correct one, or leave out updated", keys=names.UPDATED)


def articles_out_of_order(checked: CheckedFeed) -> Iterator[Found]:
    """
    The article stands before one that is more than a week newer. Services that look at the first articles only, or drop what is a week
    older than the newest, never show it.

    No specification has an order; readers expect the newest first.

    Fix: the newest first; an article keeps the date of its first publication, and is not dated back.
    """
    for article, following in pairwise(checked.feed.articles):
        if following.published - article.published > _BACK_DATED:
            said = f"{_said(article.published)}, stands before {following.subject} of {_said(following.published)}"
            yield checked.found(article, f"dated {said}: put the newest first, and date nothing back", keys=names.PUBLISHED)


def published_far_from_others(checked: CheckedFeed) -> Iterator[Found]:
    """
    There is more than a year between this article and the next, and much more than is usual here: often a year that is mistyped.

    No specification is concerned.

    Fix: look at the date; where it is right, ignore this.
    """
    ordered = sorted(checked.feed.articles, key=attrgetter("published"))
    pauses = [(later.published - earlier.published) // _DAY for earlier, later in pairwise(ordered)]
    # Where only one is far away, it is at one of the two ends.
    for alone, pause, others in ((ordered[-1:], pauses[-1:], pauses[:-1]), (ordered[:1], pauses[:1], pauses[1:])):
        if len(others) >= 2 and pause[0] > max(_YEAR, _FAR * median(others)):
            said = f"{pause[0]} days from the next article"
            message = f"is dated {_said(alone[0].published)}, {said}: look whether the year is right"
            yield checked.found(alone[0], message, keys=names.PUBLISHED)


def updated_repeated(checked: CheckedFeed) -> Iterator[Found]:
    """
    Several articles changed in the same second, as dates without a time of day have it. Readers that sort by it put them in any order.

    RFC 4287, 3.3 (as accurate as possible); W3C feed validator, DuplicateUpdated.

    Fix: dates with the time of day.
    """
    by_moment = defaultdict[datetime, list[Article]](list)
    for article in checked.feed.articles:
        by_moment[article.updated].append(article)
    for moment, articles in by_moment.items():
        if len(articles) >= _TOGETHER:
            message = f"and {len(articles) - 1} more changed at {_said(moment)}: give dates a time of day"
            yield checked.found(articles[0], message, keys=names.PUBLISHED)


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
