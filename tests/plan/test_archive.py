"""
Archives (RFC 5005, 4), followed by an independent reader.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

import attrs
import feedparser
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from archive_reader import AtomReader, JsonReader, RssReader
from makers import NOON, a_feed, an_article
from newsroom import ROOT, Newsroom
from stridesfeed.errors import InvalidError
from stridesfeed.model import Category, Link, Withdrawal
from stridesfeed.publish.plan import FeedPlan, PlannedFeed, plan

READERS = [AtomReader, RssReader, JsonReader]
ADDRESS = {"atom": f"{ROOT}atom.xml", "rss": f"{ROOT}feed.xml", "json": f"{ROOT}feed.json"}


def a_reader(kind: type[AtomReader], newsroom: Newsroom) -> AtomReader:
    return kind(lambda address: newsroom.served[address], ADDRESS[kind.format])


def archives(addresses: Iterable[str]) -> set[int]:
    """
    The last numbers of those of *addresses* that belong to an archive.
    """
    return {int(found[1]) for address in addresses if (found := re.search(r"-archive-(\d+)\.", address))}


def titles(newsroom: Newsroom) -> dict[str, str]:
    return {id_: article.name for id_, article in newsroom.articles.items()}


class Histories(RuleBasedStateMachine):
    """
    Properties of archives for any history of a newsroom and any visits of readers.
    """

    live = Bundle("live")
    gone = Bundle("gone")

    @initialize(size=st.integers(1, 4), limit=st.integers(1, 4))
    def begin(self, size: int, limit: int) -> None:
        self.newsroom = Newsroom(size, limit)
        self.newsroom.build()
        self.faithful = [a_reader(kind, self.newsroom) for kind in READERS]
        self.rare = a_reader(AtomReader, self.newsroom)
        self.put_back_ids: set[str] = set()

    @rule(target=live, age=st.integers(0, 9))
    def publish(self, age: int) -> str:
        before = archives(self.newsroom.served)
        id_ = self.newsroom.publish(age)
        self.build()
        new = archives(self.newsroom.served) - before
        # The one before learns of the new one; all others stay as they are.
        assert archives(self.newsroom.written) <= (new | {max(before, default=0)} if new else set())
        return id_

    @rule(id_=live)
    def edit(self, id_: str) -> None:
        self.newsroom.edit(id_)
        self.build()
        assert len(archives(self.newsroom.written)) <= 1

    @rule(target=gone, id_=consumes(live))
    def withdraw(self, id_: str) -> str:
        before = archives(self.newsroom.served)
        self.newsroom.withdraw(id_)
        self.build()
        assert len(archives(self.newsroom.written)) <= 1
        assert archives(self.newsroom.served) == before
        return id_

    @rule(target=live, id_=consumes(gone))
    def put_back(self, id_: str) -> str:
        self.newsroom.republish(id_)
        self.put_back_ids.add(id_)
        self.build()
        assert len(archives(self.newsroom.written)) <= 1
        return id_

    @rule()
    def come_rarely(self) -> None:
        self.rare.poll()
        missing = set(self.newsroom.articles) - set(self.rare.entries)
        # Nothing tells a reader that saw an article go, and came again long after, that it is back.
        assert missing <= self.put_back_ids
        assert set(self.rare.entries) <= set(self.newsroom.articles)

    @rule()
    def build_again(self) -> None:
        self.newsroom.build()
        assert self.newsroom.written == set()

    @invariant()
    def every_article_is_got_exactly_once(self) -> None:
        for reader in [*self.faithful, *(a_reader(kind, self.newsroom) for kind in READERS)]:
            reader.poll()
            got = {id_: title for id_, (_, title) in reader.entries.items() if id_ not in self.newsroom.withdrawn}
            assert got == titles(self.newsroom)
            assert reader.format != "atom" or set(reader.entries) == set(got)

    @invariant()
    def no_two_documents_of_the_archive_hold_one_article(self) -> None:
        held = [article.id for each in self.newsroom.planned() if each.archive for article in each.articles]
        assert len(held) == len(set(held))

    def build(self) -> None:
        self.newsroom.build()


Histories.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestHistories = Histories.TestCase


def a_newsroom(articles: int, size: int = 3, limit: int = 2, **fields: object) -> Newsroom:
    newsroom = Newsroom(size, limit, **fields)
    for _ in range(articles):
        newsroom.publish()
    newsroom.build()
    return newsroom


def links(newsroom: Newsroom, address: str) -> dict[str, str]:
    parsed = feedparser.parse(newsroom.served[address])
    return {link.rel: link.href.removeprefix(ROOT) for link in parsed.feed.links if link.rel not in {"alternate", "self"}}


@pytest.mark.parametrize(("file", "suffix"), [("atom", "xml"), ("feed", "xml")])
def test_documents_of_an_archive_are_a_chain_in_each_format(file: str, suffix: str) -> None:
    newsroom = a_newsroom(10)

    assert [links(newsroom, f"{ROOT}{file}{end}.{suffix}") for end in ("-archive-3", "-archive-6", "-archive-9", "")] == [
        {"current": f"{file}.{suffix}", "next-archive": f"{file}-archive-6.{suffix}"},
        {"current": f"{file}.{suffix}", "prev-archive": f"{file}-archive-3.{suffix}", "next-archive": f"{file}-archive-9.{suffix}"},
        {"current": f"{file}.{suffix}", "prev-archive": f"{file}-archive-6.{suffix}"},
        {"prev-archive": f"{file}-archive-9.{suffix}"},
    ]
    assert [b"fh:archive" in newsroom.served[f"{ROOT}{file}{end}.{suffix}"] for end in ("-archive-3", "")] == [True, False]


def test_a_json_feed_goes_on_in_its_archive_and_never_at_itself() -> None:
    newsroom = a_newsroom(7)
    documents = {address: json.loads(document) for address, document in newsroom.served.items() if address.endswith(".json")}

    assert {address.removeprefix(ROOT): document.get("next_url") for address, document in documents.items()} == {
        "feed.json": f"{ROOT}feed-archive-6.json",
        "feed-archive-6.json": f"{ROOT}feed-archive-3.json",
        "feed-archive-3.json": None,
    }


def test_a_document_of_the_archive_appears_when_it_is_full() -> None:
    assert archives(a_newsroom(5).served) == {3}
    assert archives(a_newsroom(6).served) == {3, 6}


def test_a_backdated_article_moves_no_other() -> None:
    newsroom = a_newsroom(9)
    before = dict(newsroom.served)

    newsroom.publish(age=1000)
    newsroom.build()

    assert {address for address in before if newsroom.served[address] != before[address]} <= set(ADDRESS.values())
    assert "a10" in {article.id.partition(":")[2].rpartition(":")[2] for article in newsroom.planned()[0].articles}


def test_a_document_whose_articles_are_all_withdrawn_stays() -> None:
    newsroom = a_newsroom(7)
    for number in (1, 2, 3):
        newsroom.withdraw(f"tag:strides.example,2026:a{number}")
    newsroom.build()

    assert feedparser.parse(newsroom.served[f"{ROOT}atom-archive-3.xml"]).entries == []
    assert links(newsroom, f"{ROOT}atom-archive-6.xml")["prev-archive"] == "atom-archive-3.xml"


def test_an_edit_of_an_archived_article_reaches_readers_who_have_the_archive() -> None:
    newsroom = a_newsroom(20)
    reader = a_reader(AtomReader, newsroom)
    reader.poll()

    newsroom.edit("tag:strides.example,2026:a2")
    newsroom.build()
    reader.poll()

    assert reader.entries["tag:strides.example,2026:a2"][1] == "Article 2, at 21"
    assert reader.fetched == 1 + 6 + 1


def test_after_a_change_of_everything_the_feed_stays_small() -> None:
    newsroom = a_newsroom(40, size=5)
    for number in range(1, 41):
        newsroom.edit(f"tag:strides.example,2026:a{number}")

    assert len(newsroom.planned()[0].articles) == 2 + 5


def test_changing_the_archive_size_hides_nothing_from_existing_readers() -> None:
    for before, after in [(2, 3), (3, 2), (2, 6), (6, 2), (5, 3)]:
        newsroom = a_newsroom(13, size=before)
        reader = a_reader(AtomReader, newsroom)
        reader.poll()

        newsroom.plan = attrs.evolve(newsroom.plan, archive=after)
        for _ in range(9):
            newsroom.publish()
        newsroom.build()
        reader.poll()

        assert set(reader.entries) == set(newsroom.articles)


def test_the_archive_has_no_hub_and_no_tombstones() -> None:
    feed = a_feed(
        *(an_article(str(number)) for number in range(4)),
        hubs=["https://hub.example/"],
        withdrawn=[Withdrawal("tag:strides.example,2026:gone", NOON)],
    )
    numbers = {article.id: number for number, article in enumerate(feed.articles, start=1)}

    subscription, older = plan(feed, [FeedPlan(archive=3, limit=1)], url=ROOT, numbers=numbers)

    assert (subscription.metadata.hubs, subscription.metadata.withdrawn) == (feed.hubs, feed.withdrawn)
    assert (older.metadata.hubs, older.metadata.withdrawn) == ((), ())


def test_changes_by_newer_articles_stay_out_of_the_archive() -> None:
    bare = [an_article(str(number)) for number in range(4)]
    found = [attrs.evolve(article, related=[Link("https://strides.example/new")]) for article in bare]
    numbers = {article.id: number for number, article in enumerate(reversed(bare), start=1)}

    subscription, older = plan(
        a_feed(*found), [FeedPlan(archive=3, limit=4)], url=ROOT, numbers=numbers, archived={article.id: article for article in bare}
    )

    assert (subscription.articles, older.articles) == (tuple(found), tuple(bare[1:]))


def test_a_small_site_is_complete_until_its_first_archive() -> None:
    newsroom = Newsroom(3, 5, complete=True)
    said = []
    for _ in range(4):
        newsroom.publish()
        newsroom.build()
        said.append(b"fh:complete" in newsroom.served[ADDRESS["atom"]])

    assert said == [True, True, False, False]


def test_an_archive_without_numbers_is_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        plan(a_feed(), [FeedPlan(archive=3)], url=ROOT)

    assert [str(fault) for fault in caught.value.faults] == ["main feed: archive: needs the article numbers of the ledger"]


def test_a_family_has_archives_of_its_own_without_empty_documents() -> None:
    newsroom = Newsroom(2, 1)
    for number in range(9):
        newsroom.publish(categories=[Category("rare" if number in {0, 5} else "often")])

    planned = plan(newsroom.feed, [FeedPlan(by="category", path="{slug}/", archive=2, limit=1)], url=ROOT, numbers=newsroom.numbers)

    ends = [(each.metadata.title.partition(": ")[2], each.archive) for each in planned]
    assert [end for name, end in ends if name == "rare"] == [None, 2, 6]
    assert Counter(name for name, end in ends if end) == {"often": 4, "rare": 2}


def test_a_feed_of_a_family_that_holds_all_its_articles_has_no_archive() -> None:
    newsroom = Newsroom(2, 1)
    for number in range(9):
        newsroom.publish(categories=[Category("rare" if number in {0, 5} else "often")])

    planned = plan(newsroom.feed, [FeedPlan(by="category", path="{slug}/", archive=2, limit=2)], url=ROOT, numbers=newsroom.numbers)

    rare = [each for each in planned if each.metadata.title.endswith("rare")]
    assert [(each.archive, len(each.articles)) for each in rare] == [(None, 2)]


@pytest.mark.parametrize("size", [10, 100])
def test_a_day_of_a_large_site_touches_a_handful_of_feeds(size: int) -> None:
    articles = [an_article(f"a{number}", published=NOON) for number in range(3000)]
    numbers = {article.id: number for number, article in enumerate(reversed(articles), start=1)}
    asked = [FeedPlan(archive=size)]

    def digests(planned: Iterable[PlannedFeed]) -> set[bytes | None]:
        return {each.digest for each in planned}

    before = digests(plan(a_feed(*articles), asked, url=ROOT, numbers=numbers))
    new = an_article("new")
    after = digests(plan(a_feed(new, *articles), asked, url=ROOT, numbers=numbers | {new.id: 3001}))

    assert None not in before
    assert len(before) == 1 + 3000 // size
    assert len(after - before) == 1


def test_an_edit_of_the_moment_in_which_all_newest_articles_appeared_is_told() -> None:
    newest = [an_article(f"new{number}", published=NOON) for number in range(2)]
    old = an_article("old", published=NOON - timedelta(days=9), updated=NOON)
    feed = a_feed(*newest, old)

    subscription, *_ = plan(feed, [FeedPlan(archive=1, limit=2)], url=ROOT, numbers={old.id: 1, newest[0].id: 2, newest[1].id: 3})

    assert subscription.articles == (*newest, old)
