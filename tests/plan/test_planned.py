"""
A planned feed: its digest, the maximum size of its documents, and summaries.
"""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import Any

import attrs
import feedparser
import pytest

from makers import NOON, a_feed, an_article
from stridesfeed import Extension
from stridesfeed.cache import MemoryCache
from stridesfeed.emit import FORMATS, RenderSettings
from stridesfeed.model import Article, Category, Feed, Image, Link, Person, Withdrawal
from stridesfeed.options import DEFAULT, Options
from stridesfeed.publish.plan import FeedPlan, PlannedFeed, plan

ROOT = "https://strides.example/"


def the_plan(
    feed: Feed | None = None,
    *,
    numbers: dict[str, int] | None = None,
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
    **fields: Any,
) -> PlannedFeed:
    """
    The subscription document.
    """
    return plan(feed or a_feed(*some(3)), [FeedPlan(**fields)], url=ROOT, options=options, settings=settings, numbers=numbers)[0]


def some(count: int, **fields: Any) -> list[Article]:
    """
    Articles, newest first.
    """
    return [an_article(f"a{number}", published=NOON - timedelta(days=number), **fields) for number in range(count)]


def test_equal_digests_mean_equal_bytes() -> None:
    one, two, three = some(3)
    variants = [
        the_plan(),
        the_plan(a_feed(one, two, three)),
        the_plan(a_feed(one, three, two)),
        the_plan(a_feed(one, two)),
        the_plan(a_feed(one, two, three), limit=2),
        the_plan(a_feed(attrs.evolve(one, title="Other"), two, three)),
        the_plan(a_feed(one, two, three, title="Other")),
        the_plan(a_feed(one, two, three, withdrawn=[Withdrawal("tag:strides.example,2026:gone", NOON)])),
        the_plan(title="Other"),
        the_plan(path="other/", id="tag:strides.example,2026:other"),
        the_plan(content="summary"),
        the_plan(complete=True),
        the_plan(max_bytes=1500),
        the_plan(files={"rss": "feed.xml"}),
        the_plan(files={"json": "feed.json", "atom": "atom.xml", "rss": "feed.xml"}),
        the_plan(archive=3, numbers={"other": 3}),
        the_plan(archive=3, numbers={"other": 2}),
        the_plan(a_feed(one, two, three), options=Options(excerpt=100)),
        the_plan(settings=RenderSettings(engine="nh3")),
    ]
    digests = [each.digest for each in variants]
    documents = [each.render().documents for each in variants]

    assert None not in digests
    for (one_digest, one_set), (other_digest, other_set) in itertools.combinations(zip(digests, documents, strict=True), 2):
        assert one_digest != other_digest or one_set == other_set
    assert digests[0] == digests[1]
    assert digests[0] == digests[14]


def test_what_changes_bytes_changes_the_digest() -> None:
    feed = a_feed(*some(2, summary=None, content="<p>Some words.</p>" * 40, authors=[Person("Ann Lee"), Person("Bo Chen")]))
    planned = [the_plan(feed, options=options) for options in (DEFAULT, Options(excerpt=30), Options(creators="each"))]

    assert len({each.digest for each in planned}) == len({tuple(each.render().documents.values()) for each in planned}) == 3


def test_a_feed_with_a_custom_extension_has_no_digest() -> None:
    @attrs.frozen
    class Mood(Extension):
        """
        A value that cannot be fingerprinted reliably.
        """

    assert the_plan(a_feed(an_article(extensions=[Mood()]))).digest is None
    assert the_plan(a_feed(an_article(), extensions=[Mood()])).digest is None


@pytest.mark.parametrize("cache", [None, MemoryCache()], ids=["made", "kept"])
@pytest.mark.parametrize("most", [900, 3000, 3500, 4000, 10_000])
def test_no_document_passes_its_bytes_and_none_is_smaller_than_it_has_to_be(most: int, cache: MemoryCache | None) -> None:
    feed = a_feed(*some(9))

    rendered = the_plan(feed, max_bytes=most, settings=RenderSettings(cache=cache)).render()

    held = len(rendered.feed.articles)
    more = the_plan(feed, limit=held + 1).render().documents.values()
    assert rendered.feed.articles == feed.articles[:held]
    assert rendered.omitted == feed.articles[held:]
    assert held == 1 or max(map(len, rendered.documents.values())) <= most
    assert held == 9 or max(map(len, more)) > most
    assert rendered.documents == the_plan(feed, limit=held).render().documents


def test_a_document_of_fewer_articles_may_be_longer_around_them() -> None:
    # Without its last article nobody has a byline, so that JSON Feed names all authors of the feed: around the items, not in them.
    authors = [Person(f"Author {number}") for number in range(60)]
    feed = a_feed(*some(3, authors=()), an_article("signed", published=NOON - timedelta(days=9)), authors=authors)
    whole = max(map(len, the_plan(feed).render().documents.values()))

    for most in range(whole // 4, whole, 500):
        rendered = the_plan(feed, max_bytes=most).render()
        assert len(rendered.feed.articles) == 1 or max(map(len, rendered.documents.values())) <= most


def test_unarchived_articles_stay_despite_the_maximum_size() -> None:
    feed = a_feed(*some(9))
    numbers = {article.id: 9 - number for number, article in enumerate(feed.articles)}

    rendered = the_plan(feed, max_bytes=2000, limit=9, archive=5, numbers=numbers).render()

    assert rendered.feed.articles == feed.articles[:4]


def test_an_unarchived_article_with_an_old_date_stays() -> None:
    feed = a_feed(*some(9))
    numbers = {article.id: number for number, article in enumerate(feed.articles, start=1)}

    rendered = the_plan(feed, max_bytes=2000, limit=3, archive=7, numbers=numbers).render()

    assert rendered.feed.articles == feed.articles[7:]
    assert rendered.omitted == feed.articles[:3]


def test_all_formats_hold_the_same_articles() -> None:
    documents = the_plan(a_feed(*some(9)), max_bytes=4000).render().documents

    held = [len(feedparser.parse(documents[file]).entries) for file in ("feed.xml", "atom.xml")]
    assert [*held, len(json.loads(documents["feed.json"])["items"])] == [held[0]] * 3
    assert held[0] < 9


def test_a_summary_feed_has_everything_but_the_text() -> None:
    fields: dict[str, Any] = {
        "summary": None,
        "content": "<p>The <b>first</b> words.</p>" + "<p>And so on.</p>" * 200,
        "image": Image("https://strides.example/lead.png"),
        "categories": [Category("ai")],
        "related": [Link("https://strides.example/two", title="Two")],
    }
    feed = a_feed(an_article("told", **fields), an_article("given", **fields | {"summary": "As given."}))

    documents = the_plan(feed, content="summary").render().documents

    told, given = feedparser.parse(documents["atom.xml"]).entries
    assert told.summary.startswith("The first words. And so on.")
    assert len(told.summary) <= 280
    assert given.summary == "As given."
    assert "content" not in told
    assert [(link.rel, link.href) for link in told.links if link.rel == "related"] == [("related", "https://strides.example/two")]
    assert told.tags[0].term == "ai"
    assert b"lead.png" in documents["feed.xml"]
    assert b"content_html" not in documents["feed.json"]


def test_a_summary_feed_has_summaries_even_if_excerpts_are_off() -> None:
    feed = a_feed(an_article(summary=None))

    (entry,) = feedparser.parse(the_plan(feed, content="summary", options=Options(excerpt=0)).render().documents["atom.xml"]).entries

    assert entry.summary == "Text of one."


def test_the_rendered_feed_is_the_planned_one() -> None:
    planned = the_plan(settings=RenderSettings(engine="nh3"), content="summary")

    assert planned.render().feed == planned.feed
    assert {*planned.files} == {*FORMATS}
