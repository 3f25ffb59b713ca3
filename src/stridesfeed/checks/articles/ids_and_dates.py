"""
Rules on ids and dates: how readers recognise and sort articles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from operator import itemgetter
from statistics import median

from stridesfeed.checks.articles.checked_feed import CheckedArticle, CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.load.front_matter import names
from stridesfeed.model import Article, Feed

_TAG_DATE = re.compile(r"tag:[^,]*,\d{4}(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?:", re.IGNORECASE)

#: The form of most ids, which are normal without further tests.
_NORMAL_ID = re.compile(r"(?:tag:[a-z0-9@.-]+,[0-9-]+:|https?://[a-z0-9.-]+/|urn:uuid:)(?:[\w~/-]|\.(?![./]))*", re.ASCII)

#: Deviations from the normal form of RFC 4287, 4.2.6.1.
_DEVIATIONS = (
    (re.compile(r"(?![a-z][a-z0-9+.-]*:)"), "an upper-case scheme"),
    (re.compile(r"[a-z]+://[^/?#]*[A-Z]"), "an upper-case host"),
    (re.compile(r"http://[^/?#]*:80(?=[/?#]|$)|https://[^/?#]*:443(?=[/?#]|$)"), "a default port"),
    (re.compile(r"https?://[^/?#]*(?:$|[?#])"), "no slash after the host"),
    (re.compile(r"[a-z]+://[^?#]*/\.\.?(?:[/?#]|$)"), "a dot segment"),
    (re.compile(r".*%(?:[0-9A-F]?[a-f]|[a-f][0-9A-F])"), "lower-case percent-encoding"),
    (re.compile(r".*%(?:2[DE]|3[0-9]|[46][1-9A-F]|[57][0-9A]|5F|7E)"), "unnecessary percent-encoding"),
)

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

#: Clocks differ; the W3C validator allows the same.
_TOLERANCE = timedelta(minutes=10)

#: Services consider articles backdated that are older than the newest by this much.
_BACKDATED = timedelta(days=7)

#: A pause is suspicious if it is longer than this many days and this many times the median.
_LONG_PAUSE_DAYS = 365
_LONG_PAUSE_FACTOR = 20

#: Two articles may be updated together.
SAME_UPDATE = 3


def id_date_impossible(checked: CheckedArticle) -> Iterator[Found]:
    """
    The id is a tag: URI with an impossible date.

    RFC 4151, 2.1 (date).

    Fix: Use a date on which you owned the domain, as in tag:example.org,2026-04-30:one. Do not change an id that is already published.
    """
    id_ = checked.article.id
    # Cheap test first: a year alone is always possible.
    found = _TAG_DATE.match(id_) if id_.startswith("tag:") and "-" in id_.partition(",")[2][:8] else None
    if found and not (1 <= int(found["month"] or 1) <= 12 and 1 <= int(found["day"] or 1) <= 31):
        yield checked.found("id contains an impossible date: use a date on which you owned the domain", keys=names.ID)


def id_unusual(checked: CheckedArticle) -> Iterator[Found]:
    """
    The id is not in normal form. Programs compare ids character by character; one that normalises ids treats the article as a new one.

    RFC 4287, 4.2.6.1.

    Fix: In new ids, use a lower-case scheme and host, a slash for an empty path, and no unnecessary percent-encoding. Do not change an id that
    is already published.
    """
    id_ = checked.article.id
    if deviation := None if _NORMAL_ID.fullmatch(id_) else _deviation(id_):
        yield checked.found(f"id {id_!r} has {deviation}: avoid this in new ids, do not change a published one", keys=names.ID)


def guid_not_unique(checked: CheckedArticle) -> Iterator[Found]:
    """
    The guid is short, like a row number. Another feed may use the same, and programs that identify articles by guid confuse the two.

    RSS 2.0, guid (globally unique); W3C feed validator, NotSufficientlyUnique.

    Fix: Omit the guid in new articles: the id is used instead. Do not change a guid that is already published.
    """
    guid = checked.article.guid
    if guid is not None and len(guid) < 10 and ":" not in guid:
        yield checked.found(f"guid {guid!r} is not globally unique: omit it in new articles, do not change a published one", keys=names.ID)


def feed_id_unusual(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed's id is not in normal form. Programs compare ids character by character; one that normalises ids treats the feed as a new one.

    RFC 4287, 4.2.6.1.

    Fix: In a new feed, use a lower-case scheme and host, and a slash for an empty path. Do not change an id that is already published.
    """
    id_ = checked.feed.id
    if deviation := _deviation(id_):
        yield Found(f"id {id_!r} has {deviation}: avoid this in a new feed, do not change a published id", checked.feed.subject)


def is_in_future(date: datetime | None, checked: CheckedFeed) -> bool:
    """
    Return whether *date* is certainly in the future.
    """
    return bool(date and checked.as_of and date > checked.as_of + _TOLERANCE)


def published_in_future(checked: CheckedArticle) -> Iterator[Found]:
    """
    The publication date is in the future. Readers pin the article to the top until then, hide it, or show "in 3 months".

    RSS Advisory Board, best practices, pubDate; W3C feed validator, ImplausibleDate.

    Fix: Correct the date, or mark the article as a draft until it is published.
    """
    published = checked.article.published
    if published and is_in_future(published, checked.context):
        message = f"publication date {_format(published)} is in the future: correct it, or mark the article as a draft"
        yield checked.found(message, keys=names.PUBLISHED)


def updated_in_future(checked: CheckedArticle) -> Iterator[Found]:
    """
    The update date is in the future. Readers that sort by it pin the article to the top, and the update date of the feed is wrong too.

    RFC 4287, 4.2.15; W3C feed validator, ImplausibleDate.

    Fix: Use the time of the last change.
    """
    updated = checked.article.updated
    if updated and is_in_future(updated, checked.context) and updated != checked.article.published:
        yield checked.found(f"update date {_format(updated)} is in the future: use the time of the last change", keys=names.UPDATED)


def published_too_early(checked: CheckedArticle) -> Iterator[Found]:
    """
    The publication date is before 1990, before the web existed: usually the date is missing or was misread. Readers hide the article or sort it
    last.

    W3C feed validator, ImplausibleDate.

    Fix: Use the date on which the article was published here; mention the date of an old document in the text.
    """
    published = checked.article.published
    if published and published < _EARLIEST:
        message = f"publication date {_format(published)} is before 1990: use the date on which the article was published"
        yield checked.found(message, keys=names.PUBLISHED)


def updated_too_early(checked: CheckedArticle) -> Iterator[Found]:
    """
    The update date is before the publication date. Readers that sort by update show the article in a different place than readers that sort by
    publication.

    RFC 4287, 4.2.9 and 4.2.15.

    Fix: Correct one of the dates, or remove the update date.
    """
    updated, published = checked.article.updated, checked.article.published
    if updated and published and updated < published:
        dates = f"update date {_format(updated)} is before publication date {_format(published)}"
        yield checked.found(f"{dates}: correct one of them, or remove the update date", keys=names.UPDATED)


def articles_out_of_order(checked: CheckedFeed) -> Iterator[Found]:
    """
    The article is listed before one that is more than a week newer. Services that read only the first articles, or skip articles a week older
    than the newest, never show one of the two.

    No specification defines an order; readers expect the newest first.

    Fix: List the newest article first. Keep the date of first publication of each article, and do not backdate it.
    """
    for (published, article), (next_published, following) in pairwise(_dated(checked.feed)):
        if next_published - published > _BACKDATED:
            message = (
                f"dated {_format(published)}, but listed before {following.subject} of {_format(next_published)}: "
                "list the newest first, and do not backdate articles"
            )
            yield checked.found(article, message, keys=names.PUBLISHED)


def published_far_from_others(checked: CheckedFeed) -> Iterator[Found]:
    """
    There is more than a year between this article and the nearest one, much more than usual in this feed. Often the year is mistyped.

    No specification covers this.

    Fix: Check the date. If it is right, ignore this finding.
    """
    ordered = sorted(_dated(checked.feed), key=itemgetter(0))
    pauses = [(later - earlier).days for (earlier, _), (later, _) in pairwise(ordered)]
    # A single outlier is the first or the last article.
    for outlier, pause, others in ((ordered[-1:], pauses[-1:], pauses[:-1]), (ordered[:1], pauses[:1], pauses[1:])):
        if len(others) >= 2 and pause[0] > max(_LONG_PAUSE_DAYS, _LONG_PAUSE_FACTOR * median(others)):
            published, article = outlier[0]
            message = f"publication date {_format(published)} is {pause[0]} days from the nearest article: check the year"
            yield checked.found(article, message, keys=names.PUBLISHED)


def _dated(feed: Feed) -> list[tuple[datetime, Article]]:
    """
    Return the articles that have a date of publication, with it.
    """
    return [(article.published, article) for article in feed.articles if article.published]


def updated_repeated(checked: CheckedFeed) -> Iterator[Found]:
    """
    Several articles have the same update time, usually because dates have no time of day. Readers that sort by it show them in random order.

    RFC 4287, 3.3 (as accurate as possible); W3C feed validator, DuplicateUpdated.

    Fix: Add the time of day to dates.
    """
    by_moment = defaultdict[datetime, list[Article]](list)
    for article in checked.feed.articles:
        if article.updated:
            by_moment[article.updated].append(article)
    for moment, articles in by_moment.items():
        if len(articles) >= SAME_UPDATE:
            message = f"has the same update time as {len(articles) - 1} other articles, {_format(moment)}: add a time of day to dates"
            yield checked.found(articles[0], message, keys=names.PUBLISHED)


def _deviation(id_: str) -> str | None:
    return next((deviation for pattern, deviation in _DEVIATIONS if pattern.match(id_)), None)


def _format(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
