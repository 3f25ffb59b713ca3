"""
Rules on ids: what readers know an article by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stridesfeed.checks.articles.subjects import CheckedArticle, CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.load import names

_TAG_DATE = re.compile(r"tag:[^,]*,\d{4}(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?:", re.IGNORECASE)

#: Most ids are like this, and need no more looking.
_USUAL = re.compile(r"(?:tag:[a-z0-9@.-]+,[0-9-]+:|https?://[a-z0-9.-]+/|urn:uuid:)(?:[\w~/-]|\.(?![./]))*", re.ASCII)

#: What RFC 4287, 4.2.6.1 asks ids to be without.
_UNUSUAL = (
    (re.compile(r"(?![a-z][a-z0-9+.-]*:)"), "a scheme in capitals"),
    (re.compile(r"[a-z]+://[^/?#]*[A-Z]"), "a host in capitals"),
    (re.compile(r"http://[^/?#]*:80(?=[/?#]|$)|https://[^/?#]*:443(?=[/?#]|$)"), "a port that goes without saying"),
    (re.compile(r"https?://[^/?#]*(?:$|[?#])"), "no path, where a slash should be"),
    (re.compile(r"[a-z]+://[^?#]*/\.\.?(?:[/?#]|$)"), "a dot for a folder"),
    (re.compile(r".*%(?:[0-9A-F]?[a-f]|[a-f][0-9A-F])"), "a percent sign before small letters"),
    (re.compile(r".*%(?:2[DE]|3[0-9]|[46][1-9A-F]|[57][0-9A]|5F|7E)"), "a percent sign where a letter could stand"),
)


def id_date_impossible(checked: CheckedArticle) -> Iterator[Found]:
    """
    The id is a tag: URI with a day that no calendar has.

    RFC 4151, 2.1 (date).

    Fix: a day on which you had the domain: tag:example.org,2026-04-30:one. An id that was published already stays as it is.
    """
    id_ = checked.article.id
    # A year alone is always possible.
    found = _TAG_DATE.match(id_) if id_.startswith("tag:") and "-" in id_.partition(",")[2][:8] else None
    if found and not (1 <= int(found["month"] or 1) <= 12 and 1 <= int(found["day"] or 1) <= 31):
        yield checked.found("has an id with an impossible day: write one that the calendar has", keys=names.ID)


def id_unusual(checked: CheckedArticle) -> Iterator[Found]:
    """
    The id is spelled in an unusual way. Programs compare ids letter by letter, and one that tidies it up takes the article for another.

    RFC 4287, 4.2.6.1.

    Fix: in new ids, scheme and host in small letters, a slash for an empty path, no needless percent signs. An id that was published stays.
    """
    id_ = checked.article.id
    said = None if _USUAL.fullmatch(id_) else next((said for pattern, said in _UNUSUAL if pattern.match(id_)), None)
    if said:
        yield checked.found(f"the id {id_!r} has {said}: avoid it in new ids, and keep this one if it was published", keys=names.ID)


def guid_not_unique(checked: CheckedArticle) -> Iterator[Found]:
    """
    The guid is short, like the number of a row: another feed has the same, and programs that know articles by it take one for the other.

    RSS 2.0, guid (globally unique); W3C feed validator, NotSufficientlyUnique.

    Fix: for new articles no guid of their own: the id takes its place. One that was published stays.
    """
    guid = checked.article.guid
    if guid is not None and len(guid) < 10 and ":" not in guid:
        yield checked.found(
            f"the guid {guid!r} is not unique in the world: leave it out in new articles, and keep it if it was published", keys=names.ID
        )


def feed_id_unusual(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed's id is spelled in an unusual way. Programs compare ids letter by letter, and one that tidies it up takes the feed for another.

    RFC 4287, 4.2.6.1.

    Fix: in a new feed, scheme and host in small letters, a slash for an empty path. An id that was published stays.
    """
    said = next((said for pattern, said in _UNUSUAL if pattern.match(checked.feed.id)), None)
    if said:
        yield Found(f"the id {checked.feed.id!r} has {said}: avoid it in a new feed, and keep it if it was published", checked.feed.subject)
