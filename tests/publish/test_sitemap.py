from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from makers import NOON, a_feed, an_article
from stridesfeed.errors import FieldError
from stridesfeed.publish.sitemap import news_sitemap, sitemap

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def keeps_to_the_schema(document: bytes) -> list[ET.Element]:
    """
    The URLs of a sitemap, checked against the schemas sitemap/0.9 and sitemap-news/0.9.
    """
    root = ET.fromstring(document)  # noqa: S314 -- our own document
    assert root.tag == SITEMAP + "urlset"
    for url in root:
        assert url.tag == SITEMAP + "url"
        assert [each.tag for each in url] in (
            [SITEMAP + "loc"],
            [SITEMAP + "loc", SITEMAP + "lastmod"],
            [SITEMAP + "loc", NEWS + "news"],
        )
        assert 12 <= len(url[0].text or "") <= 2048
        for news in url.iter(NEWS + "news"):
            assert [each.tag for each in news] == [NEWS + "publication", NEWS + "publication_date", NEWS + "title"]
            assert [each.tag for each in news[0]] == [NEWS + "name", NEWS + "language"]
            language = news[0][1].text or ""
            assert language in {"zh-cn", "zh-tw"} or len(language) in {2, 3}
        for moment in [*url.iter(SITEMAP + "lastmod"), *url.iter(NEWS + "publication_date")]:
            assert datetime.fromisoformat(moment.text or "").tzinfo
    return list(root)


def places(document: bytes) -> list[str | None]:
    return [url[0].text for url in keeps_to_the_schema(document)]


def test_sitemap_has_addresses_and_when_they_changed() -> None:
    document = sitemap([("https://strides.example/feed.xml?a=1&b=2", NOON), ("https://strides.example/feed.html", None)])

    assert [[each.text for each in url] for url in keeps_to_the_schema(document)] == [
        ["https://strides.example/feed.xml?a=1&b=2", "2026-04-30T12:00:00Z"],
        ["https://strides.example/feed.html"],
    ]


def test_sitemap_of_too_many_is_refused() -> None:
    with pytest.raises(FieldError, match="must be at most 50,000, not 50,001"):
        sitemap((f"https://strides.example/{number}", None) for number in range(50_001))


def test_news_says_publication_language_moment_and_title() -> None:
    document = news_sitemap(a_feed(an_article(title="AT&T: <b> isn't bold")), as_of=NOON, name="The Strides")

    (url,) = keeps_to_the_schema(document)
    assert [each.text for each in url.iter() if each.text and each.text.strip()] == [
        "https://strides.example/one",
        "The Strides",
        "en",
        "2026-04-30T12:00:00Z",
        "AT&T: <b> isn't bold",
    ]


def test_publication_name_defaults_to_the_feeds_title() -> None:
    (url,) = keeps_to_the_schema(news_sitemap(a_feed(an_article()), as_of=NOON))

    assert url.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}name") == "AI Strides"


def test_only_articles_of_two_days_are_news() -> None:
    ages = {"now": 0, "two-days": 48, "older": 48.001, "future": -0.001}
    feed = a_feed(*(an_article(name, published=NOON - timedelta(hours=hours)) for name, hours in ages.items()))

    assert places(news_sitemap(feed, as_of=NOON)) == ["https://strides.example/now", "https://strides.example/two-days"]


def test_edited_old_article_is_not_news() -> None:
    feed = a_feed(an_article(published=NOON - timedelta(days=9), updated=NOON))

    assert places(news_sitemap(feed, as_of=NOON)) == []


def test_the_newest_thousand_are_kept_whatever_their_order() -> None:
    articles = [an_article(str(number), published=NOON - timedelta(minutes=number)) for number in range(1_200)]

    found = places(news_sitemap(a_feed(*reversed(articles)), as_of=NOON))

    assert len(found) == 1_000
    assert found == [article.url for article in articles[:1_000]]


def test_articles_of_the_same_moment_are_sorted_by_id() -> None:
    articles = [an_article(name) for name in "cab"]

    documents = [news_sitemap(a_feed(*articles[turn:], *articles[:turn]), as_of=NOON) for turn in range(3)]

    assert all(one == other for one, other in pairwise(documents))


def test_articles_on_another_host_are_left_out() -> None:
    feed = a_feed(an_article(), an_article("far", url="https://elsewhere.example/far"))

    assert places(news_sitemap(feed, as_of=NOON)) == ["https://strides.example/one"]


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"),
        ("he", "he"),
        ("yue-Hant-HK", "yue"),
        ("zh-CN", "zh-cn"),
        ("zh-Hans-SG", "zh-cn"),
        ("zh-TW", "zh-tw"),
        ("zh-Hant", "zh-tw"),
        ("zh", "zh"),
    ],
)
def test_languages_are_named_as_google_names_them(tag: str, code: str) -> None:
    (url,) = keeps_to_the_schema(news_sitemap(a_feed(an_article(language=tag), language="fr"), as_of=NOON))

    assert url.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language") == code


def test_news_without_a_language_is_refused() -> None:
    with pytest.raises(FieldError, match="language: is missing"):
        news_sitemap(a_feed(an_article(), language=None), as_of=NOON)


def test_moment_of_any_zone_is_the_same_moment() -> None:
    feed = a_feed(an_article(published=datetime(2026, 4, 28, 12, 0, tzinfo=UTC)))
    tokyo = datetime.fromisoformat("2026-04-30T21:00:00+09:00")

    assert news_sitemap(feed, as_of=tokyo) == news_sitemap(feed, as_of=NOON)
