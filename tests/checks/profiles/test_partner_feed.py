"""
Feeds adapted to partners, rendered and parsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from everything import the_feed
from makers import NOON, a_feed, an_article
from stridesfeed import render
from stridesfeed.body import html_to_text
from stridesfeed.checks.documents import check_document
from stridesfeed.checks.profiles import PROFILES, adapt_feed, check_against_profile, load_profile
from stridesfeed.emit import FormatName, RenderSettings
from stridesfeed.errors import InvalidError
from stridesfeed.extensions import NAMESPACES
from stridesfeed.model import Feed, Image

LONG = "A subtitle of more than thirty characters"

PREFIXES = {prefix: namespace.uri for prefix, namespace in NAMESPACES.items()}
LOGO = "https://strides.example/700x100.png"


def document(feed: Feed, name: str, settings: Mapping[str, str] | None = None, format: FormatName = "rss") -> Any:
    """
    Render and parse the document of *feed* for the partner.
    """
    known = load_profile(name)
    adapted = adapt_feed(feed, known, settings or {})
    return etree.fromstring(render(adapted, format, settings=RenderSettings(policy=known.feed.policy), options=known.feed.options()))


def texts(root: Any, path: str) -> list[str | None]:
    return [element.text for element in root.iterfind(path, PREFIXES)]


def test_the_smartnews_feed_has_its_channel_elements() -> None:
    feed = a_feed(an_article("old", published=NOON - timedelta(days=1)), an_article("new"), subtitle=LONG)
    root = document(feed, "smartnews", {"logo": LOGO, "dark_logo": "https://strides.example/dark.png"})

    assert texts(root, "channel/description") == ["A subtitle of more than…"]
    assert texts(root, "channel/pubDate") == ["Thu, 30 Apr 2026 12:00:00 GMT"]
    assert texts(root, "channel/snf:logo/url") == [LOGO]
    assert texts(root, "channel/snf:darkModeLogo/url") == ["https://strides.example/dark.png"]


def test_smartnews_accepts_its_feed() -> None:
    feed = a_feed(an_article(), subtitle=LONG)
    known = load_profile("smartnews")

    assert check_against_profile(feed, known).feed_findings != ()
    assert check_against_profile(adapt_feed(feed, known, {"logo": LOGO}), known).feed_findings == ()


def test_analytics_are_in_every_item_unchanged() -> None:
    html = '<script>count("one & two")</script>'

    assert texts(document(a_feed(an_article("one"), an_article("two")), "smartnews", {"analytics": html}), ".//item/snf:analytics") == [
        html,
        html,
    ]


def test_the_msn_feed_has_only_supported_html() -> None:
    (article,) = adapt_feed(a_feed(an_article(content="<figure><p><mark>Text</mark></p></figure>")), load_profile("msn")).articles

    assert article.content == "<p>Text</p>"


def test_the_msn_feed_has_updates_in_dcterms() -> None:
    root = document(a_feed(an_article(updated=NOON + timedelta(hours=1))), "msn")

    assert texts(root, ".//item/dcterms:modified") == ["2026-04-30T13:00:00Z"]
    assert texts(root, ".//item/atom:updated") == []


@pytest.mark.parametrize(("name", "count"), [("mailchimp", 1), ("flipboard", 1), ("newsbreak", 1), ("apple-news", 1), ("smartnews", 0)])
def test_partners_that_read_media_content_have_it(name: str, count: int) -> None:
    root = document(a_feed(an_article(image=Image("https://strides.example/a.png"))), name)

    assert len(texts(root, ".//item/media:content")) == count
    assert len(texts(root, ".//item/media:thumbnail")) == 1


def test_syndication_rights_are_in_the_single_image_element() -> None:
    feed = a_feed(an_article(image=Image("https://strides.example/a.png", width=1200, height=800)))
    (picture,) = document(feed, "msn", {"syndication_rights": "true"}).iterfind(".//item/media:content", PREFIXES)

    assert (picture.get("url"), picture.get("width")) == ("https://strides.example/a.png", "1200")
    assert texts(picture, "mi:hasSyndicationRights") == ["1"]


def test_syndication_rights_are_not_claimed_by_default() -> None:
    feed = a_feed(an_article(image=Image("https://strides.example/a.png")))

    assert texts(document(feed, "msn"), ".//mi:hasSyndicationRights") == []


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_the_feedly_feed_has_its_look(format: FormatName) -> None:
    settings = {"cover": "https://strides.example/c.png", "accent": "#0049A3", "related": "true"}
    root = document(a_feed(an_article(), icon="https://strides.example/i.png"), "feedly", settings, format)

    assert [element.get("image") for element in root.iterfind(".//webfeeds:cover", PREFIXES)] == ["https://strides.example/c.png"]
    assert texts(root, ".//webfeeds:icon") == ["https://strides.example/i.png"]
    assert texts(root, ".//webfeeds:accentColor") == ["0049A3"]
    assert [dict(element.attrib) for element in root.iterfind(".//webfeeds:related", PREFIXES)] == [{"layout": "card", "target": "browser"}]


def test_summaries_are_shortened_between_words_and_titles_never() -> None:
    (article,) = adapt_feed(a_feed(an_article(title="T" * 300, summary="word & more " * 50)), load_profile("apple-news")).articles

    assert article.summary is not None
    assert len(article.summary) <= 200
    assert article.summary.endswith("…")
    assert "& more" in article.summary
    assert article.title == "T" * 300


def test_a_summary_from_the_text_is_within_the_limit() -> None:
    (article,) = adapt_feed(a_feed(an_article(summary=None, content="<p>" + "word " * 200 + "</p>")), load_profile("apple-news")).articles

    assert article.summary is not None
    assert html_to_text(article.content or "").startswith(article.summary.removesuffix("…"))
    assert len(article.summary) <= 200


def test_only_the_newest_articles_are_kept() -> None:
    feed = a_feed(*(an_article(f"a{number}") for number in range(40)))

    assert [article.title for article in adapt_feed(feed, load_profile("msn")).articles] == [f"Article a{number}" for number in range(30)]


def refused(name: str, settings: Mapping[str, str]) -> str:
    """
    Return the error that invalid *settings* raise.
    """
    with pytest.raises(InvalidError) as raised:
        adapt_feed(a_feed(), load_profile(name), settings)
    return str(raised.value)


def test_an_unknown_setting_is_rejected_with_the_most_similar() -> None:
    assert "feed for SmartNews: darklogo: unknown setting; did you mean 'dark_logo'?" in refused("smartnews", {"darklogo": LOGO})
    assert "feed for Yahoo: logo: unknown setting; Yahoo has no settings" in refused("yahoo", {"logo": LOGO})


def test_an_invalid_setting_is_rejected() -> None:
    assert "accent: must be six hexadecimal digits such as 0049A3, not 'blue'" in refused("feedly", {"accent": "blue"})


@pytest.mark.parametrize("name", PROFILES)
def test_documents_for_partners_are_valid(name: str) -> None:
    known = load_profile(name)
    for format in known.feed.formats:
        made = render(adapt_feed(the_feed(), known), format, settings=RenderSettings(policy=known.feed.policy), options=known.feed.options())
        errors = [finding for finding in check_document(made, format) if finding.level == "error"]

        assert errors == []
        assert len(made) > 1000
