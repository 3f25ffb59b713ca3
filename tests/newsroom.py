"""
A newsroom that publishes, edits, withdraws and republishes articles, and numbers them as a ledger does.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from makers import NOON, a_feed, an_article
from stridesfeed.model import Article, Feed, Withdrawal
from stridesfeed.publish.plan import FeedPlan, PlannedFeed, plan

ROOT = "https://strides.example/"


class Newsroom:
    """
    Published articles, and their documents as a server has them.
    """

    def __init__(self, size: int = 3, limit: int = 2, **fields: Any) -> None:
        self.plan = FeedPlan(id=a_feed().id, archive=size, limit=limit, **fields)
        self.articles: dict[str, Article] = {}
        self.withdrawn: dict[str, Withdrawal] = {}
        self.numbers: dict[str, int] = {}
        #: In hours; every action takes one.
        self.clock = 0
        #: Documents by URL.
        self.served: dict[str, bytes] = {}
        #: The URLs of documents that the last build changed.
        self.written: set[str] = set()
        self._withdrawn_articles: dict[str, Article] = {}

    def publish(self, age: int = 0, **fields: Any) -> str:
        """
        Publish an article that is dated *age* hours ago, and return its id.
        """
        self.clock += 1
        number = len(self.numbers) + 1
        article = an_article(f"a{number}", title=f"Article {number}", published=self.now - timedelta(hours=age), **fields)
        self.articles[article.id] = article
        self.numbers[article.id] = number
        return article.id

    def edit(self, id_: str) -> None:
        """
        Change the title of an article.
        """
        self.clock += 1
        article = self.articles[id_]
        self.articles[id_] = attrs.evolve(article, title=f"Article {self.numbers[id_]}, at {self.clock}", updated=self.now)

    def withdraw(self, id_: str) -> None:
        """
        Withdraw an article.
        """
        self.clock += 1
        self._withdrawn_articles[id_] = self.articles.pop(id_)
        self.withdrawn[id_] = Withdrawal(id_, self.now)

    def republish(self, id_: str) -> None:
        """
        Publish a withdrawn article again with its id and number.
        """
        self.clock += 1
        del self.withdrawn[id_]
        self.articles[id_] = attrs.evolve(self._withdrawn_articles.pop(id_), updated=self.now)

    @property
    def now(self) -> Any:
        return NOON + timedelta(hours=self.clock)

    @property
    def feed(self) -> Feed:
        """
        The feed with all articles, newest first.
        """
        by_id = sorted(self.articles.values(), key=lambda article: article.id)
        return a_feed(*sorted(by_id, key=lambda article: article.sort_date, reverse=True), withdrawn=tuple(self.withdrawn.values()))

    def planned(self) -> tuple[PlannedFeed, ...]:
        return plan(self.feed, [self.plan], url=ROOT, numbers=self.numbers)

    def build(self) -> None:
        """
        Render all documents.
        """
        rendered = [(each, each.render().documents) for each in self.planned()]
        documents = {each.urls[name]: files[path] for each, files in rendered for name, path in each.files.items()}
        self.written = {address for address, document in documents.items() if self.served.get(address) != document}
        self.served = documents
