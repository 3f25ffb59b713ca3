"""
Summaries and subtitles as HTML: cleaned, and as plain text where a format has no other.
"""

from __future__ import annotations

import io
import json
from typing import Any

import feedparser
import pytest

from makers import a_feed, an_article
from stridesfeed import FormatName, RenderSettings, clean, parse, render, render_into, unwritten
from validating import refusal

MARKED_UP = '<p>See <a href="/two" onclick="x()">two</a> &amp; <em>three</em>.</p><script>x()</script>'
CLEAN = '<p>See <a href="https://strides.example/two">two</a> &amp; <em>three</em>.</p>'
LONG = f"<p>{'Text. ' * 40}</p>"


@pytest.mark.parametrize("engine", ["bleach", "nh3"])
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_an_html_summary_is_cleaned_and_keeps_its_markup(format: FormatName, engine: Any) -> None:
    document = render(a_feed(an_article(summary=None, summary_html=MARKED_UP, content=LONG)), format, settings=RenderSettings(engine=engine))
    (entry,) = feedparser.parse(document, sanitize_html=False).entries

    assert (entry.summary, entry.summary_detail.type) == (CLEAN, "text/html")
    assert refusal(document) is None


def test_its_text_is_the_summary_where_there_is_no_other() -> None:
    feed = a_feed(an_article(summary=None, summary_html=MARKED_UP), an_article("two", summary="Own", summary_html=MARKED_UP))

    assert [item["summary"] for item in json.loads(render(feed, "json"))["items"]] == ["See two & three.", "Own"]
    assert [loss.field for loss in unwritten(feed, "json")] == ["Article.summary_html"] * 2
    assert [loss.field for loss in unwritten(feed, "rss")] == ["Article.summary"]


@pytest.mark.parametrize("fields", [{}, {"url": None}])
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_without_a_body_it_stands_alone(format: FormatName, fields: dict[str, Any]) -> None:
    document = render(a_feed(an_article(summary=None, summary_html=CLEAN, content=None, **fields)), format)

    assert refusal(document) is None
    assert CLEAN in {entry.get("summary") for entry in feedparser.parse(document).entries}


def test_summaries_with_markup_are_parsed_as_html() -> None:
    for format_ in ("rss", "atom"):
        (article,) = parse(render(a_feed(an_article(summary=None, summary_html=CLEAN, content=LONG)), format_)).feed.articles
        assert (article.summary, article.summary_html) == ("See two & three.", CLEAN)
        (plain,) = parse(render(a_feed(an_article(summary="1 < 2 & 3", content=LONG)), format_)).feed.articles
        assert (plain.summary, plain.summary_html) == ("1 < 2 & 3", None)


@pytest.mark.parametrize("engine", ["bleach", "nh3"])
def test_an_html_subtitle_is_cleaned_and_keeps_its_markup(engine: Any) -> None:
    document = render(a_feed(an_article(), subtitle=None, subtitle_html=MARKED_UP), "atom", settings=RenderSettings(engine=engine))
    feed = feedparser.parse(document, sanitize_html=False).feed

    assert (feed.subtitle, feed.subtitle_detail.type) == (CLEAN, "text/html")
    assert refusal(document) is None


def test_the_subtitle_of_a_stream_and_of_a_clean_feed_is_clean() -> None:
    feed, file = a_feed(subtitle=None, subtitle_html=MARKED_UP), io.BytesIO()
    render_into(feed, {"atom": file}, articles=[an_article()])

    assert feedparser.parse(file.getvalue(), sanitize_html=False).feed.subtitle == CLEAN
    assert (clean(feed).subtitle, clean(feed).subtitle_html) == ("See two & three.", CLEAN)


def test_the_text_of_a_subtitle_is_the_description_of_other_formats() -> None:
    feed = a_feed(an_article(), subtitle=None, subtitle_html=MARKED_UP)

    assert json.loads(render(feed, "json"))["description"] == "See two & three."
    assert feedparser.parse(render(feed, "rss")).feed.subtitle == "See two & three."
    assert [loss.field for loss in unwritten(feed, "rss")] == ["Feed.subtitle_html"]
    assert [loss.field for loss in unwritten(feed, "atom")] == []


def test_a_subtitle_with_markup_is_parsed_as_html() -> None:
    parsed = parse(render(a_feed(an_article(), subtitle="Own words", subtitle_html=CLEAN), "atom")).feed

    assert (parsed.subtitle, parsed.subtitle_html) == ("See two & three.", CLEAN)
    assert parse(render(a_feed(an_article(), subtitle="1 < 2 & 3"), "atom")).feed.subtitle_html is None
