"""
From the configuration of feeds to documents with their URLs.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import attrs
import feedparser
import pytest

from makers import NOON, a_feed, an_article
from stridesfeed.errors import InvalidError
from stridesfeed.extensions import Editorial
from stridesfeed.model import Article, Category, Feed, Person, Withdrawal
from stridesfeed.publish.plan import FeedPlan, PlannedFeed, plan

ROOT = "https://strides.example/"


def planned(*asked: FeedPlan, feed: Feed | None = None, **arguments: Any) -> dict[str, PlannedFeed]:
    """
    The planned feeds by title.
    """
    return {each.metadata.title: each for each in plan(feed or the_feed(), asked, url=ROOT, **arguments)}


def an_older_article(name: str, age: int, **fields: Any) -> Article:
    return an_article(name, published=NOON - timedelta(days=age), **fields)


def the_feed(**fields: Any) -> Feed:
    """
    Three articles of different kinds, newest first.
    """
    return a_feed(
        an_older_article("one", 0, categories=[Category("AI"), Category("law", label="Policy & Law")], extensions=[Editorial(section="News")]),
        an_older_article("two", 1, categories=[Category("ai")], language="de", authors=[Person("Bo Chen"), Person("Ann Lee")]),
        an_older_article("three", 2, authors=(), extensions=[Editorial(section="Essays")]),
        **{"authors": [Person("The Desk")], "id": "tag:strides.example,2026:feed"} | fields,
    )


def urls(feed: PlannedFeed) -> list[str]:
    return [article.address.removeprefix(ROOT) for article in feed.articles]


def faults(*asked: FeedPlan, feed: Feed | None = None) -> list[str]:
    with pytest.raises(InvalidError) as caught:
        planned(*asked, feed=feed)
    return [str(fault) for fault in caught.value.faults]


def test_the_main_feed_holds_the_newest_and_says_how_many_are_beyond() -> None:
    feed = planned(FeedPlan(limit=2, id="tag:strides.example,2026:feed"))["AI Strides"]

    assert (urls(feed), feed.beyond_limit, feed.metadata.id) == (["one", "two"], 1, "tag:strides.example,2026:feed")
    assert feed.files == {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
    assert feed.urls == {"rss": f"{ROOT}feed.xml", "atom": f"{ROOT}atom.xml", "json": f"{ROOT}feed.json"}


def test_limit_zero_is_no_limit() -> None:
    assert urls(planned(FeedPlan(limit=0))["AI Strides"]) == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("category", {"AI Strides: ai": ["one", "two"], "AI Strides: Policy & Law": ["one"]}),
        ("section", {"AI Strides: Essays": ["three"], "AI Strides: News": ["one"]}),
        ("tag", {"AI Strides: ai": ["one", "two"], "AI Strides: Policy & Law": ["one"]}),
        ("author", {"AI Strides: Ann Lee": ["one", "two"], "AI Strides: Bo Chen": ["two"], "AI Strides: The Desk": ["three"]}),
        ("language", {"AI Strides: de": ["two"], "AI Strides: en": ["one", "three"]}),
    ],
)
def test_a_family_has_a_feed_for_each_value_in_use(by: Any, expected: dict[str, list[str]]) -> None:
    family = planned(FeedPlan(by=by, path="by/{slug}/"))

    assert {title: urls(feed) for title, feed in family.items()} == expected


def test_each_document_of_a_family_knows_its_own_address_and_those_of_its_other_formats() -> None:
    feed = planned(FeedPlan(by="category", path="tags/{slug}/{file}", files={"atom": "atom.xml", "json": "feed.json"}))[
        "AI Strides: Policy & Law"
    ]

    rendered = feed.render()

    assert [*rendered.documents] == ["tags/policy-law/atom.xml", "tags/policy-law/feed.json"]
    links = feedparser.parse(rendered.documents["tags/policy-law/atom.xml"]).feed.links
    assert [(link.rel, link.href) for link in links] == [
        ("alternate", ROOT),
        ("self", f"{ROOT}tags/policy-law/atom.xml"),
        ("alternate", f"{ROOT}tags/policy-law/feed.json"),
    ]
    assert json.loads(rendered.documents["tags/policy-law/feed.json"])["feed_url"] == f"{ROOT}tags/policy-law/feed.json"


def test_a_tag_is_a_category_that_is_not_the_section() -> None:
    feed = a_feed(an_article(categories=[Category("News"), Category("ai")], extensions=[Editorial(section="news")]))

    assert [*planned(FeedPlan(by="tag", path="tags/{slug}/"), feed=feed)] == ["AI Strides: ai"]


def test_files_of_a_family_have_patterns_of_their_own() -> None:
    plans = [FeedPlan(by=by, files={"atom": "{slug}.atom.xml", "rss": f"{{slug}}.{by}.rss"}) for by in ("category", "author")]

    family = planned(*plans)

    assert family["AI Strides: ai"].files == {"atom": "ai.atom.xml", "rss": "ai.category.rss"}
    assert family["AI Strides: Bo Chen"].files == {"atom": "bo-chen.atom.xml", "rss": "bo-chen.author.rss"}
    assert {feed.family[0] for feed in family.values() if feed.family} == {"category:{slug}.atom.xml", "author:{slug}.atom.xml"}


def test_a_path_of_any_script_is_an_address() -> None:
    feed = a_feed(an_article(categories=[Category("हिन्दी")]))

    (found,) = planned(FeedPlan(by="category", path="tags/{slug}/", files={"rss": "feed.xml"}), feed=feed).values()

    assert found.files == {"rss": "tags/हिन्दी/feed.xml"}
    assert found.urls == {"rss": f"{ROOT}tags/%E0%A4%B9%E0%A4%BF%E0%A4%A8%E0%A5%8D%E0%A4%A6%E0%A5%80/feed.xml"}


def test_titles_and_home_pages_follow_their_patterns() -> None:
    family = planned(FeedPlan(by="author", path="{slug}/", title="{name} in {title}", url="/people/{slug}/"))

    assert [(title, feed.metadata.url) for title, feed in family.items()] == [
        ("Ann Lee in AI Strides", f"{ROOT}people/ann-lee/"),
        ("Bo Chen in AI Strides", f"{ROOT}people/bo-chen/"),
        ("The Desk in AI Strides", f"{ROOT}people/the-desk/"),
    ]


def test_a_feed_by_language_is_in_that_language_and_one_by_category_says_which() -> None:
    family = planned(FeedPlan(by="language", path="lang/{slug}/"), FeedPlan(by="category", path="tags/{slug}/"))

    assert family["AI Strides: de"].metadata.language == "de"
    assert family["AI Strides: Policy & Law"].metadata.categories == (Category("law", label="Policy & Law"),)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"categories": ["Policy & Law", "essays"]}, ["one"]),
        ({"categories": ["AI"]}, ["one", "two"]),
        ({"sections": ["NEWS", "Essays"]}, ["one", "three"]),
        ({"authors": ["The Desk"]}, ["three"]),
        ({"languages": ["en"]}, ["one", "three"]),
        ({"categories": ["AI"], "languages": ["de"]}, ["two"]),
        ({"sections": ["Sport"]}, []),
    ],
)
def test_a_filter_takes_any_of_its_names_and_several_filters_hold_at_once(filters: dict[str, list[str]], expected: list[str]) -> None:
    assert urls(planned(FeedPlan(path="some/", **filters))["AI Strides"]) == expected  # type: ignore[arg-type]  # parametrized


def test_ids_are_unique_and_independent_of_urls() -> None:
    asked = [FeedPlan(id="tag:strides.example,2026:feed"), FeedPlan(path="short/", title="Short"), FeedPlan(by="category", path="tags/{slug}/")]
    here = planned(*asked)
    elsewhere = {
        each.metadata.title: each for each in plan(attrs.evolve(the_feed(), url="https://new.example/"), asked, url="https://new.example/f/")
    }

    assert {title: feed.metadata.id for title, feed in here.items()} == {title: feed.metadata.id for title, feed in elsewhere.items()}
    assert len({feed.metadata.id for feed in here.values()}) == 4
    # Readers would see every article again.
    assert here["AI Strides: Policy & Law"].metadata.id == "urn:uuid:8c66cd70-befc-5673-baf1-b4c3313a2fb1"


def test_the_name_of_a_family_feed_is_not_changed_by_newer_articles() -> None:
    old = a_feed(an_older_article("old", 9, categories=[Category("Machine learning")]))
    more = attrs.evolve(old, articles=[an_article("new", categories=[Category("MACHINE LEARNING")]), *old.articles])
    asked = FeedPlan(by="category", path="{slug}/")

    (before,), (after,) = planned(asked, feed=old).values(), planned(asked, feed=more).values()

    assert (before.metadata, before.files) == (after.metadata, after.files)
    assert urls(after) == ["new", "old"]


def test_names_with_the_same_slug_are_refused() -> None:
    feed = a_feed(an_article(categories=[Category("R&D"), Category("R D"), Category("fine")]))

    assert faults(FeedPlan(by="category", path="{slug}/"), feed=feed) == [
        "feeds by category: slugs: category 'R D' and category 'R&D' both have the slug 'r-d': give one of them another slug here"
    ]


def test_an_explicit_slug_separates_names() -> None:
    feed = a_feed(an_article(categories=[Category("R&D"), Category("R D")]))

    family = planned(FeedPlan(by="category", path="{slug}/", files={"rss": "x"}, slugs={"r&d": "research"}), feed=feed)

    assert [each.files["rss"] for each in family.values()] == ["r-d/x", "research/x"]


@pytest.mark.parametrize("other", ["feed.xml", "FEED.XML"])
def test_two_documents_with_the_same_path_are_refused(other: str) -> None:
    main, twin = FeedPlan(files={"rss": "feed.xml"}, id="tag:strides.example,2026:feed"), FeedPlan(files={"atom": other})

    assert faults(main, twin) == [
        f"main feed (atom): path: {other!r} is also the path of main feed (rss): give one of them another path or file"
    ]


def test_a_duplicate_feed_is_refused() -> None:
    found = faults(FeedPlan(path="a/", files={"atom": "atom.xml"}), FeedPlan(path="a/", files={"atom": "atom.xml"}))

    assert [fault.split(": ")[1] for fault in found] == ["path", "id"]


def test_two_formats_in_one_file_are_refused() -> None:
    assert "is also the path of main feed (rss)" in faults(FeedPlan(files={"rss": "feed", "atom": "feed"}))[0]


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"by": "topic", "path": "{slug}/"}, "by", "must be one of category, section, tag, author, language, not 'topic'"),
        ({"by": "category", "path": "tags/"}, "path", "must have {slug}"),
        ({"path": "tags/{slug}/"}, "path", "must not have {slug}"),
        ({"by": "category", "path": "{slgu}/"}, "path", "must not have {slgu}; did you mean 'slug'?"),
        ({"path": "tags"}, "path", "must end in a slash or have {file}"),
        ({"path": "../x/"}, "path", "must stay below the output folder"),
        ({"path": "a/../../x/"}, "path", "must stay below the output folder"),
        ({"path": "/etc/"}, "path", "must be a path below the output folder"),
        ({"path": "C:/"}, "path", "must not contain ':'"),
        ({"path": "a\\..\\b/"}, "path", "must not contain '\\\\'"),
        ({"path": "a{/"}, "path", "must have its braces in pairs"),
        ({"files": {"rss": "../feed.xml"}}, "files", "must stay below the output folder"),
        ({"files": {}}, "files", "must name a file for at least one format"),
        ({"files": {"rdf": "x"}}, "files", "must be one of rss, atom, json, not 'rdf'"),
        ({"title": "{name}"}, "title", "must not have {name}"),
        ({"url": "/{slug}/"}, "url", "must not have {slug}"),
        ({"by": "category", "path": "{slug}/", "slugs": {"a": "../b"}}, "slugs", "must be one path component"),
        ({"by": "category", "path": "{slug}/", "slugs": {"a": ".."}}, "slugs", "must stay below the output folder"),
        ({"by": "author", "path": "{slug}/", "id": "https://strides.example/"}, "id", "must be left out"),
        ({"archive": 10, "limit": 0}, "archive", "needs a limit"),
        ({"complete": True, "max_bytes": 10}, "complete", "must not be combined with max_bytes"),
        ({"content": "titles"}, "content", "must be one of full, summary"),
        ({"limit": -1}, "limit", "must not be negative"),
    ],
)
def test_an_invalid_plan_is_refused_by_field(fields: dict[str, Any], field: str, rule: str) -> None:
    with pytest.raises(InvalidError) as caught:
        FeedPlan(**fields)

    found = {fault.field: fault.rule for fault in caught.value.faults}
    assert found[field].startswith(rule)


def test_names_cannot_leave_the_folder_of_their_family() -> None:
    names = ["../../etc/passwd", "..", ".", "C:\\x", "con", "NUL", "a/b", "", " ", "🚀", "x" * 300, "é" * 300, "\u202e", "A"]
    feed = a_feed(an_article(categories=[Category(name) for name in names if name.strip()]))

    found = planned(FeedPlan(by="category", path="tags/{slug}/", files={"rss": "feed.xml"}), feed=feed).values()

    for each in found:
        tags, slug, file = each.files["rss"].split("/")
        assert (tags, file) == ("tags", "feed.xml")
        assert slug.replace("-", "").isalnum()
        assert slug.lower() not in {"con", "nul"}
        assert len(slug.encode()) < 100


def test_tombstones_are_in_every_feed_that_readers_subscribe_to() -> None:
    feed = the_feed(withdrawn=[Withdrawal("tag:strides.example,2026:gone", NOON)])

    family = planned(FeedPlan(), FeedPlan(by="category", path="{slug}/"), feed=feed)

    assert all(b"at:deleted-entry" in each.render().documents[each.files["atom"]] for each in family.values())


def test_a_feed_says_that_it_is_complete_where_it_is() -> None:
    said = {
        limit: b"fh:complete" in planned(FeedPlan(limit=limit, complete=True))["AI Strides"].render().documents["feed.xml"]
        for limit in (0, 2, 3)
    }

    assert said == {0: True, 2: False, 3: True}
