"""
The articles of a feed by their numbers in the ledger, from which those of its documents that edits change can be planned without the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs

from stridesfeed.emit import RenderSettings
from stridesfeed.model import Article, Feed
from stridesfeed.options import Options
from stridesfeed.publish.archive import ArchiveLayout, subscription_articles, subscription_candidates
from stridesfeed.publish.feed_plan import FeedPlan
from stridesfeed.publish.plan import Division, FeedDraft, PlannedFeed, archive_of, divide, draft_feed, subscription_document
from stridesfeed.publish.selection import ArticleGroup, newest_first


@attrs.frozen(kw_only=True)
class FeedMembers:
    """
    The articles of one feed, divided into its documents.
    """

    #: The index of its configuration among those of the site.
    plan: int

    #: The key and the name of its group, and the number of the earliest article there; ``None`` for a feed that belongs to no family.
    group: tuple[str, str, int | None] | None

    slug: str

    #: The number of all its articles.
    count: int

    #: Those of the document that readers subscribe to; with an archive, all that may be in it after edits.
    subscription: tuple[int, ...]

    #: Those of each document of the archive, by its last number, newest first.
    archive: Mapping[int, tuple[int, ...]]

    @classmethod
    def of(cls, draft: FeedDraft, plan: int, numbers: Mapping[str, int], newest_n: int) -> FeedMembers:
        """
        Return the articles of *draft*, whose configuration has the index *plan*. *numbers* and *newest_n* are those of the ledger.
        """
        division = divide(draft, numbers, newest_n)
        subscription = division.subscription
        if draft.plan.archive:
            layout = ArchiveLayout(size=draft.plan.archive, numbers=numbers)
            subscription = subscription_candidates(draft.articles, layout, draft.plan.limit)
        group = draft.group
        return cls(
            plan=plan,
            group=(group.key, group.name, numbers[group.earliest.id] if group.earliest else None) if group else None,
            slug=draft.slug,
            count=draft.count,
            subscription=tuple(numbers[article.id] for article in subscription),
            archive={end: tuple(numbers[article.id] for article in articles) for end, articles in division.archive.items()},
        )

    def to_json(self) -> list[Any]:
        """
        Return the values of the fields as JSON.
        """
        return [self.plan, self.group, self.slug, self.count, self.subscription, [*self.archive.items()]]

    @classmethod
    def from_json(cls, values: list[Any]) -> FeedMembers:
        """
        Return what :meth:`to_json` was called on.
        """
        plan, group, slug, count, subscription, archive = values
        return cls(
            plan=plan,
            group=tuple(group) if group else None,
            slug=slug,
            count=count,
            subscription=tuple(subscription),
            archive={end: tuple(numbers) for end, numbers in archive},
        )

    def touched(self, edited: Collection[int]) -> FeedMembers | None:
        """
        Return the feed with those of its documents that depend on *edited* articles; the other documents of its archive are empty. ``None`` if
        none does.
        """
        archive = {end: numbers if any(n in edited for n in numbers) else () for end, numbers in self.archive.items()}
        subscription = dict.fromkeys((*self.subscription, *(n for numbers in archive.values() for n in numbers if n in edited)))
        is_touched = any(n in edited for n in subscription)
        return attrs.evolve(self, subscription=tuple(subscription), archive=archive) if is_touched else None

    @property
    def needed(self) -> Iterator[int]:
        """
        The numbers of all articles that planning needs.
        """
        yield from self.subscription
        for numbers in self.archive.values():
            yield from numbers
        if self.group and self.group[2]:
            yield self.group[2]

    def plan_documents(
        self,
        feed: Feed,
        plan: FeedPlan,
        articles: Mapping[int, Article],
        *,
        last_n: int,
        url: str,
        options: Options,
        settings: RenderSettings,
    ) -> tuple[list[PlannedFeed], FeedMembers]:
        """
        Plan the subscription document, and those of the archive that are not empty; also return the feed with its present subscription.

        *feed* is the main feed, *plan* the configuration of this one; *articles* are those that are needed, by number. *last_n* is the last
        number in the ledger. The other arguments are those of :func:`~stridesfeed.publish.plan.plan`.
        """
        numbers = {article.id: n for n, article in articles.items()}
        subscribed = tuple(newest_first(articles[n] for n in self.subscription))
        group = None
        if self.group:
            key, name, earliest = self.group
            group = ArticleGroup(key, name, subscribed, articles[earliest] if earliest else None)
        draft = draft_feed(
            feed, plan, subscribed, group, self.slug, count=self.count, base_url=url, options=options, settings=settings, as_of=None
        )
        division = Division(subscribed)
        if plan.archive:
            layout = ArchiveLayout(size=plan.archive, numbers=numbers, last=last_n)
            archive = {end: tuple(articles[n] for n in of_document) for end, of_document in self.archive.items()}
            division = Division(*subscription_articles(subscribed, layout, plan.limit), archive)
            subscribed = subscription_candidates(subscribed, layout, plan.limit)
        ends = {end for end, of_document in self.archive.items() if of_document}
        members = attrs.evolve(self, subscription=tuple(numbers[article.id] for article in subscribed))
        return [subscription_document(draft, division), *archive_of(draft, division, {}, ends)], members
