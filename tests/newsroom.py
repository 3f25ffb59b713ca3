"""
A newsroom that publishes, edits, withdraws and puts back, and keeps the numbers that a ledger would keep.
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
    What is published, and the documents of it, as a server would have them.
    """

    def __init__(self, size: int = 3, limit: int = 2, **fields: Any) -> None:
        self.asked = FeedPlan(id=a_feed().id, archive=size, limit=limit, **fields)
        self.articles: dict[str, Article] = {}
        self.withdrawn: dict[str, Withdrawal] = {}
        self.numbers: dict[str, int] = {}
        #: In hours: something happens at each.
        self.clock = 0
        #: Everything ever served that is there now, by address.
        self.served: dict[str, bytes] = {}
        #: Addresses that were written by the last build.
        self.written: set[str] = set()
        self._out: dict[str, Article] = {}

    def publish(self, age: int = 0, **fields: Any) -> str:
        """
        One more article, which may say that it is some hours old; its id.
        """
        self.clock += 1
        number = len(self.numbers) + 1
        article = an_article(f"a{number}", title=f"Article {number}", published=self.now - timedelta(hours=age), **fields)
        self.articles[article.id] = article
        self.numbers[article.id] = number
        return article.id

    def edit(self, id_: str) -> None:
        """
        Another title.
        """
        self.clock += 1
        article = self.articles[id_]
        self.articles[id_] = attrs.evolve(article, title=f"Article {self.numbers[id_]}, at {self.clock}", updated=self.now)

    def withdraw(self, id_: str) -> None:
        """
        Take an article back.
        """
        self.clock += 1
        self._out[id_] = self.articles.pop(id_)
        self.withdrawn[id_] = Withdrawal(id_, self.now)

    def put_back(self, id_: str) -> None:
        """
        Publish a withdrawn article again, under the id and the number that it had.
        """
        self.clock += 1
        del self.withdrawn[id_]
        self.articles[id_] = attrs.evolve(self._out.pop(id_), updated=self.now)

    @property
    def now(self) -> Any:
        return NOON + timedelta(hours=self.clock)

    @property
    def feed(self) -> Feed:
        """
        Everything, newest first.
        """
        by_id = sorted(self.articles.values(), key=lambda article: article.id)
        return a_feed(*sorted(by_id, key=lambda article: article.published, reverse=True), withdrawn=tuple(self.withdrawn.values()))

    def planned(self) -> tuple[PlannedFeed, ...]:
        return plan(self.feed, [self.asked], url=ROOT, numbers=self.numbers)

    def build(self) -> None:
        """
        Write all documents.
        """
        rendered = [(each, each.render().documents) for each in self.planned()]
        documents = {each.urls[name]: made[path] for each, made in rendered for name, path in each.files.items()}
        self.written = {address for address, document in documents.items() if self.served.get(address) != document}
        self.served = documents
