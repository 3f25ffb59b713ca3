"""
Related articles as links of a feed.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from stridesfeed.cache import Cache
from stridesfeed.model import Article, Feed, Link
from stridesfeed.related.relation import DECAY_DAYS, LEAST, Relation, related
from stridesfeed.value import with_fields


def with_related(
    feed: Feed,
    count: int,
    *,
    cache: Cache | None = None,
    newer: bool = False,
    order: Mapping[str, int] | None = None,
    least: float = LEAST,
    decay_days: int = DECAY_DAYS,
) -> Feed:
    """
    *feed* with up to *count* related links in each article: those that its author named, and then, where these are fewer, articles of *feed*.

    So *feed* should hold all articles there are. Arguments as for :func:`related`.
    """
    found = related(
        feed.articles, count=count, language=feed.language, cache=cache, newer=newer, order=order, least=least, decay_days=decay_days
    )
    by_id = {article.id: article for article in feed.articles}
    return with_fields(feed, articles=tuple(_linked(article, found[article.id], by_id, count) for article in feed.articles))


def _linked(article: Article, relations: tuple[Relation, ...], by_id: Mapping[str, Article], count: int) -> Article:
    """
    *article* with links to those it is related to, up to *count* with its author's.
    """
    others = [by_id[relation.id] for relation in relations[: max(0, count - len(article.related))]]
    if not others:
        return article
    return attrs.evolve(article, related=(*article.related, *(Link(other.url, "related", title=other.title) for other in others)))
