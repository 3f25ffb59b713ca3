"""
The lines of HTML by which the pages of a site tell browsers and readers of its feeds.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from stridesfeed.model import Feed
from stridesfeed.publish.discovery import head_links as feed_links
from stridesfeed.publish.plan import FeedPlan, plan
from stridesfeed.publish.selection import FAMILIES


def lines_for_every_page(feed: Feed, plans: Iterable[FeedPlan], url: str) -> tuple[str, ...]:
    """
    The lines of the main feed, and of each other that is no part of a family and not made for a partner. *url* is that of the output folder.
    """
    return tuple(line for lines in _lines(feed, [asked for asked in plans if not asked.by], url).values() for line in lines)


def lines_of_families(feed: Feed, plans: Iterable[FeedPlan], url: str) -> dict[str, tuple[str, ...]]:
    """
    The lines of the feeds of families, for pages of their own, by what these feeds are called together. *feed* has all articles there are.
    """
    return _lines(feed, [asked for asked in plans if asked.by], url)


def _lines(feed: Feed, plans: Iterable[FeedPlan], url: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    asked_for = [attrs.evolve(asked, archive=0) for asked in plans if asked.profile is None]
    for planned in plan(feed, asked_for, url=url):
        family = FAMILIES[planned.by] if planned.by else ""
        found[family] = (*found.get(family, ()), *feed_links(planned.shell.title, planned.urls))
    return found
