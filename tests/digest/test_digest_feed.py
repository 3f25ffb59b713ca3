"""
The feed of a digest, read back by another parser.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import feedparser
import pytest

from digest.briefing import DAILY, LONDON, an_issue, at, news
from makers import a_feed, an_article
from stridesfeed import render
from stridesfeed.body import html_to_text
from stridesfeed.checks import check_document
from stridesfeed.emit import FormatName
from stridesfeed.errors import InvalidError
from stridesfeed.model import Article, Feed
from stridesfeed.publish.digest import DigestPlan, digest, issues

ADDRESS = "https://strides.example/briefing/feed"


def entries(feed: Feed, plan: DigestPlan = DAILY, format: FormatName = "atom", **options: Any) -> list[Any]:
    """
    The entries of the digest of *feed*.
    """
    document = render(digest(feed, plan, **options), format, url=ADDRESS)
    parsed = feedparser.parse(document)
    assert not parsed.bozo
    return list(parsed.entries)


def test_an_issue_lists_its_articles_with_their_facts() -> None:
    (entry,) = entries(a_feed(news("barge"), news("saucer")))

    assert entry.title == "AI Strides – Daily briefing, 2026-04-30"
    assert entry.link == "https://strides.example/briefing/2026-04-30/"
    assert html_to_text(entry.content[0].value, links=True, images=True).split("\n\n") == [
        "The barge drops anchor (https://strides.example/barge)",
        "News · Ann Lee · 5 min read",
        "[A barge]",
        "Summary of barge.",
        "The saucer drops anchor (https://strides.example/saucer)",
        "News · Ann Lee · 5 min read",
        "[A saucer]",
        "Summary of saucer.",
    ]


def test_an_issue_is_dated_at_the_end_of_its_period() -> None:
    (entry,) = entries(a_feed(news()))

    assert entry.published == "2026-04-30T23:00:00Z"
    assert entry.updated == "2026-04-30T23:00:00Z"


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_each_period_with_articles_has_one_issue_newest_first(format: FormatName) -> None:
    feed = a_feed(news("a", 30), news("b", 30), news("c", 27), news("d", 1))

    assert [entry.title[-10:] for entry in entries(feed, format=format)] == ["2026-04-30", "2026-04-27", "2026-04-01"]


def test_json_has_the_same_issues() -> None:
    document = json.loads(render(digest(a_feed(news()), DAILY), "json", url=ADDRESS))

    (item,) = document["items"]
    assert item["title"] == "AI Strides – Daily briefing, 2026-04-30"
    assert item["image"] == "https://strides.example/barge.jpg"


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_the_document_has_no_problems(format: FormatName) -> None:
    assert not check_document(render(digest(a_feed(news("a"), news("b", 12)), DAILY), format, url=ADDRESS))


def test_a_period_that_has_not_ended_has_no_issue() -> None:
    feed = a_feed(news("a", 30), news("b", 29))
    end = datetime(2026, 5, 1, tzinfo=LONDON)

    assert len(entries(feed, as_of=end - timedelta(seconds=1))) == 1
    assert len(entries(feed, as_of=end)) == 2


def test_an_edit_updates_the_issue_and_keeps_its_id() -> None:
    (before,) = entries(a_feed(news()))
    (after,) = entries(a_feed(news(title="The barge leaves", updated=datetime(2026, 5, 2, 9, tzinfo=UTC))))

    assert before.id == after.id
    assert after.published == before.published
    assert after.updated == "2026-05-02T09:00:00Z"
    assert "The barge leaves" in after.content[0].value


def test_a_new_issue_changes_no_other() -> None:
    (old,) = entries(a_feed(news("a", 29)))
    _, same = entries(a_feed(news("b", 30), news("a", 29)))

    assert old == same


def test_ids_depend_on_the_feed_and_the_kind_of_period() -> None:
    first_of_june = datetime(2026, 6, 1, 12, tzinfo=UTC)
    feed = a_feed(news(published=first_of_june))
    plans = [DigestPlan(period=period) for period in ("day", "week", "month")]
    found = {issue.id for plan in plans for each in (feed, attrs.evolve(feed, id="tag:other.example,2026:x")) for issue in issues(each, plan)}

    assert len(found) == 6


def test_the_digest_has_an_id_and_a_title_of_its_own() -> None:
    feed = a_feed(news())
    daily, weekly = digest(feed, DAILY), digest(feed, DigestPlan(period="week"))

    assert len({feed.id, daily.id, weekly.id}) == 3
    assert (daily.title, weekly.title) == ("AI Strides – Daily briefing", "AI Strides – Weekly briefing")


def test_a_limit_keeps_the_newest_issues() -> None:
    feed = a_feed(*(news(f"n{day}", day) for day in range(30, 0, -1)))

    assert [entry.title[-2:] for entry in entries(feed, limit=3)] == ["30", "29", "28"]


def test_articles_beyond_the_maximum_are_counted() -> None:
    issue = an_issue(*(news(f"n{number}") for number in range(1000)), plan=attrs.evolve(DAILY, articles=20))

    assert (len(issue.entries), issue.left_out) == (20, 980)
    assert html_to_text(issue.article.content or "", links=True).endswith("More articles: 980 (https://strides.example/)")


def test_an_issue_may_hold_a_thousand_articles() -> None:
    (entry,) = entries(a_feed(*(news(f"n{number}") for number in range(1000))), attrs.evolve(DAILY, articles=0))

    assert entry.content[0].value.count("<h2>") == 1000


def test_no_articles_make_no_issue() -> None:
    assert entries(a_feed()) == []
    assert entries(a_feed(an_article(published=None))) == []


@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
def test_dates_at_the_ends_of_the_calendar_are_in_no_issue(moment: datetime) -> None:
    assert len(issues(a_feed(news(), news("b", published=moment)), DigestPlan(period="month", timezone=LONDON))) == 1


def test_an_article_without_publication_is_dated_by_its_last_change() -> None:
    (entry,) = entries(a_feed(news(published=None, updated=at(12))))

    assert entry.title.endswith("2026-04-12")


def test_images_can_be_left_out() -> None:
    (entry,) = entries(a_feed(news()), attrs.evolve(DAILY, images=False))

    assert "<img" not in entry.content[0].value
    assert "media_thumbnail" not in entry


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"summary": None, "summary_html": "<p>As <b>HTML</b>.</p>"}, "As HTML."),
        ({"summary": None}, "Text of barge."),
        ({"summary": None, "content": None, "content_text": "As\ntext."}, "As text."),
    ],
)
def test_an_article_without_a_summary_shows_its_first_words(fields: dict[str, Any], text: str) -> None:
    assert an_issue(news(**fields)).entries[0].summary == text


def test_an_article_without_a_title_shows_its_summary_once() -> None:
    (entry,) = an_issue(news(title=None)).entries

    assert (entry.title, entry.summary) == ("Summary of barge.", "")


def test_an_article_without_a_page_has_no_link() -> None:
    issue = an_issue(news(url=None))

    assert "<h2>The barge drops anchor</h2>" in (issue.article.content or "")


def test_titles_are_text() -> None:
    (entry,) = entries(a_feed(news(title='<script>alert("1")</script> & <b>bold</b>')))

    assert html_to_text(entry.content[0].value).startswith('<script>alert("1")</script> & <b>bold</b>')
    assert "<script" not in entry.content[0].value


def test_the_language_of_the_feed_gives_the_words() -> None:
    feed = digest(a_feed(news(), language="de", title="Schritte"), DAILY)

    assert feed.title == "Schritte – Tagesüberblick"
    assert "5 Min. Lesezeit" in (feed.articles[0].content or "")


def test_an_article_in_another_language_has_its_language_and_direction() -> None:
    content = an_issue(news(), news("two", language="he", title="שלום")).article.content or ""

    assert '<div dir="rtl" lang="he"><h2><a href="https://strides.example/two">שלום</a></h2>' in content
    assert content.startswith("<h2>")


def test_a_digest_in_hebrew_is_written_from_right_to_left() -> None:
    (entry,) = entries(a_feed(news(title="שלום", summary="עולם"), language="he"))

    assert entry.content[0].value.startswith('<div dir="rtl" lang="he">')


@pytest.mark.parametrize(
    ("language", "author", "facts"),
    [
        ("he", "Ann Lee", "News \u200f·\u200f Ann Lee \u200f·\u200f 5 דק׳ קריאה"),
        ("en", "אן לי", "News \u200e·\u200e אן לי \u200e·\u200e 5 min read"),
        ("en", "Ann Lee", "News · Ann Lee · 5 min read"),
    ],
)
def test_facts_of_both_directions_stay_in_order(language: str, author: str, facts: str) -> None:
    assert an_issue(news(authors=[author]), language=language).entries[0].facts == facts


def test_an_article_in_another_language_has_its_own_words() -> None:
    assert an_issue(news(language="de"), language="en").entries[0].facts.endswith("5 Min. Lesezeit")


def test_the_same_articles_give_the_same_bytes() -> None:
    feed = a_feed(news("a"), news("b", 12))

    assert render(digest(feed, DAILY), "atom", url=ADDRESS) == render(digest(feed, DAILY), "atom", url=ADDRESS)


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("{title}: {first} and more", "AI Strides: The barge drops anchor and more"),
        ("{count} articles, {start} to {end}", "2 articles, 2026-04-27 to 2026-05-03"),
        ("{year}/{month}/{day}", "2026/04/27"),
    ],
)
def test_a_title_is_a_pattern(pattern: str, title: str) -> None:
    assert an_issue(news("barge"), news("two"), plan=DigestPlan(title=pattern)).title == title


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"period": "year"}, "digest: period: must be 'day' or 'week' or 'month', not 'year'"),
        ({"title": "{tilte}"}, "did you mean 'title'?"),
        ({"title": " "}, "digest: title: must not be empty"),
        ({"url": "/{slug}/"}, "digest: url: must not have {slug}"),
        ({"week_start": "Monday"}, "digest: week_start"),
        ({"timezone": "Europe/London"}, "digest: timezone: must be tzinfo"),
        ({"articles": -1}, "digest: articles: must not be negative"),
    ],
)
def test_a_plan_is_checked(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidError) as caught:
        DigestPlan(**fields)

    assert message in str(caught.value.faults[0])


def test_withdrawals_of_articles_are_none_of_issues() -> None:
    feed = digest(a_feed(news()), DAILY)

    assert feed.withdrawn == ()
    assert all(isinstance(article, Article) for article in feed.articles)
