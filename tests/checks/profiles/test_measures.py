"""
Each measure on its smallest case and on the nearest valid one: :data:`CASES`. A new measure is a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import attrs
import pytest

from makers import NOON, a_feed, an_article
from stridesfeed.checks.profiles import MEASURES, ProfileReport, check_against_profile
from stridesfeed.checks.profiles.profile_files import parse_profile
from stridesfeed.extensions import snf
from stridesfeed.model import Article, Attachment, Category, Feed, Image
from stridesfeed.options import DEFAULT, Options

PROFILE = """
name = "mine"
title = "Mine"
description = "A partner."
[sources.guide]
name = "Guide"
url = "https://partner.example/guide"
read = 2026-04-30
kind = "partner"
[[requirements]]
code = "limited"
measure = "{measure}"
level = "refused"
text = "It is so."
fix = "make it so"
source = "guide"
{limit}
"""


@attrs.frozen
class Case:
    """
    A limit, a feed that breaks it, and a feed that meets it with these options.
    """

    limit: str
    breaks: Feed
    meets: Feed
    options: Options = DEFAULT


def report(feed: Feed, measure: str, limit: str, options: Options = DEFAULT) -> ProfileReport:
    profile = parse_profile(PROFILE.format(measure=measure, limit=limit).encode(), "mine.toml")
    return check_against_profile(feed, profile, as_of=NOON, options=options)


def one(**fields: Any) -> Feed:
    return a_feed(an_article(**fields))


def picture(width: int | None = 640, height: int | None = 360) -> Feed:
    return one(image=Image("https://strides.example/a.png", width=width, height=height))


def ago(**given: float) -> Article:
    return an_article("old", published=NOON - timedelta(**given))


def file(name: str = "one", **fields: Any) -> Attachment:
    given: dict[str, Any] = {"url": f"https://strides.example/{name}.mp3", "type": "audio/mpeg", "length": 5}
    return Attachment(**given | fields)


CASES: Mapping[str, Case] = {
    "address-schemes": Case('allowed = ["https"]', one(url="http://strides.example/one"), one()),
    "age-days": Case("max = 2", a_feed(ago(days=2, seconds=1)), a_feed(ago(days=2))),
    "articles": Case("min = 2", one(), a_feed(an_article("one"), an_article("two"))),
    "attachment-alone": Case(
        "",
        a_feed(an_article("one", attachments=[file()]), an_article("two", attachments=[file()])),
        a_feed(an_article("one", attachments=[file()]), an_article("two", attachments=[file("two")])),
    ),
    "attachment-lengths": Case("", one(attachments=[file(length=None)]), one(attachments=[file()])),
    "attachments": Case("min = 1", one(), one(attachments=[file()])),
    "authors": Case("min = 1", one(authors=()), one()),
    "body": Case("", one(content=None), one()),
    "body-attributes": Case('forbidden = ["title"]', one(content='<p title="A">B</p>'), one(content="<p>B</p>")),
    "body-bytes": Case("max = 12", one(content="<p>ééé</p>"), one(content="<p>eee</p>")),
    "body-characters": Case("min = 6", one(content="<p>&amp;word</p>"), one(content="<p>&amp;words</p>")),
    "body-elements": Case('allowed = ["p"]', one(content="<p><b>A</b></p>"), one(content="<p>A</p>")),
    "body-link-schemes": Case(
        'allowed = ["https", "mailto"]',
        one(content='<p><a href="tel:123">A</a></p>'),
        one(content='<p><a href="mailto:a@strides.example">A</a> <a href="/two">B</a></p>'),
    ),
    "body-nesting": Case("max = 2", one(content="<div><p><b>A</b></p></div>"), one(content="<p><b>A</b></p><p><b>B</b></p>")),
    "body-words": Case("min = 3", one(content="<p>Two&#8212;words</p>"), one(content="<p>Don't stop, go</p>")),
    "categories": Case("max = 1", one(categories=[Category("A"), Category("B")]), one(categories=[Category("A")])),
    "elements": Case('needed = ["snf:analytics"]', one(), one(extensions=[snf.Analytics("<script></script>")])),
    "feed-bytes": Case("max = 1500", one(content="<p>" + "word " * 300 + "</p>"), one()),
    "feed-elements": Case(
        'needed = ["pubDate", "snf:logo"]',
        a_feed(an_article(), extensions=[snf.Channel(logo="https://strides.example/logo.png")]),
        a_feed(an_article(), extensions=[snf.Channel(logo="https://strides.example/logo.png", published=NOON)]),
    ),
    "feed-language-region": Case("", one(), a_feed(an_article(), language="en-US")),
    "fresh-articles": Case("max = 1", a_feed(an_article("one"), an_article("two")), a_feed(an_article("one"), ago(days=3))),
    "guid-is-address": Case("", one(), one(guid="https://strides.example/one")),
    "hubs": Case("min = 1", one(), a_feed(an_article(), hubs=["https://hub.example/"])),
    "icon": Case("", one(), a_feed(an_article(), icon="https://strides.example/i.png")),
    "language": Case("", a_feed(an_article(), language=None), one()),
    "language-region": Case("", one(language="zh-Hans"), one(language="zh-Hans-CN")),
    "languages": Case(
        "max = 1",
        a_feed(an_article("one", language="fr"), an_article("two")),
        a_feed(an_article("one", language="en-GB"), an_article("two")),
    ),
    "last-words": Case('forbidden = ["read more"]', one(content="<p>A text. Read more »</p>"), one(content="<p>Read more books.</p>")),
    "logo": Case("", one(), a_feed(an_article(), logo="https://strides.example/l.png")),
    "media-content": Case("", picture(), picture(), Options(image_elements="both")),
    "picture": Case("", one(), one(content='<p><img src="a.png" alt="A"></p>')),
    "picture-height": Case("min = 361", picture(), picture(height=361)),
    "picture-largest-side": Case("min = 641", picture(), picture(width=641)),
    "picture-size": Case("", picture(width=None), picture()),
    "picture-smallest-side": Case("min = 361", picture(), picture(width=None)),
    "picture-width": Case("min = 641", one(content='<p><img src="a.png" alt="A" width="640" height="9"></p>'), picture(width=641)),
    "subtitle": Case("", a_feed(an_article(), subtitle=None), one()),
    "subtitle-characters": Case("max = 3", a_feed(an_article(), subtitle="Four"), a_feed(an_article(), subtitle="One")),
    "summary": Case("", one(summary=None, content=None), one(summary=None)),
    "summary-characters": Case("min = 4", one(summary="One"), one(summary="Four")),
    "summary-words": Case("min = 3", one(summary="Two words"), one(summary="All three words")),
    "title-characters": Case("min = 4", one(title="One"), one(title="Four")),
    "title-words": Case("min = 2", one(title="One"), one(title="One two")),
}


def test_every_measure_has_a_case() -> None:
    assert sorted(CASES) == sorted(MEASURES)


@pytest.mark.parametrize("measure", sorted(CASES))
def test_a_limit_is_broken_only_by_its_smallest_case(measure: str) -> None:
    case = CASES[measure]

    assert {finding.code for finding in report(case.breaks, measure, case.limit).findings} == {"mine/limited"}
    assert report(case.meets, measure, case.limit, case.options).findings == ()


@pytest.mark.parametrize("measure", sorted(CASES))
def test_a_message_names_problem_partner_and_fix(measure: str) -> None:
    (finding, *_) = report(CASES[measure].breaks, measure, CASES[measure].limit).findings

    assert finding.message.endswith(": make it so")
    assert (finding.article_id is not None) == (finding.subject or "").startswith("article ")
    assert any(words in finding.message for words in ("(Mine requires ", "(Mine allows only ", "(required by Mine)", "(not accepted by Mine)"))
    assert "{}" not in finding.message


def test_an_unknown_value_is_not_a_problem() -> None:
    ageless = parse_profile(PROFILE.format(measure="age-days", limit="max = 2").encode(), "mine.toml")

    assert check_against_profile(a_feed(ago(days=400)), ageless, as_of=None).findings == ()


def test_removed_html_is_not_checked() -> None:
    feed = one(content='<p onclick="x()">A<script>x()</script></p>')

    assert report(feed, "body-elements", 'allowed = ["p"]').findings == ()
