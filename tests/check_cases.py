"""
For each rule on articles and feeds, the smallest case on which it fires and the nearest valid one. A new rule is one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs

from makers import NOON, a_feed, an_article
from stridesfeed.checks.articles import check
from stridesfeed.extensions import FeedHistory, Podcast
from stridesfeed.model import Article, Attachment, Category, Feed, Image, Link, Person

SITE = Path(__file__).parent / "checks" / "articles" / "site"


@attrs.frozen
class Case:
    """
    A feed, and further arguments of ``check``.
    """

    feed: Feed
    arguments: Mapping[str, Any] = MappingProxyType({})

    def codes(self) -> set[str]:
        """
        Return the codes of the findings.
        """
        return {finding.code for finding in check(self.feed, **self.arguments)}


def feed(*articles: Article, arguments: Mapping[str, Any] | None = None, **fields: Any) -> Case:
    return Case(a_feed(*(articles or (an_article(),)), **fields), arguments or {})


def one(arguments: Mapping[str, Any] | None = None, **fields: Any) -> Case:
    """
    Return a feed of one article with these *fields*.
    """
    return Case(a_feed(an_article(**fields)), arguments or {})


def text(html: str, arguments: Mapping[str, Any] | None = None) -> Case:
    """
    Return a feed of one article with this content.
    """
    return one(arguments, content=html)


def days(*ago: float) -> tuple[Article, ...]:
    """
    Return articles published so many days before noon.
    """
    return tuple(an_article(f"a{number}", published=NOON - timedelta(days=day)) for number, day in enumerate(ago))


def file(**fields: Any) -> Attachment:
    given: dict[str, Any] = {"url": "https://strides.example/one.mp3", "type": "audio/mpeg", "length": 5}
    return Attachment(**given | fields)


SERVED = {"folders": [SITE]}
AT_NOON = {"as_of": NOON}
A_MINUTE = timedelta(minutes=1)
LARGE = "<p>" + "word " * 60_000 + "</p>"
PICTURE = Image("https://strides.example/images/a.png", alt="A", width=640, height=360)

#: By code: a case on which the rule fires, and one on which it is silent.
CASES: Mapping[str, tuple[Case, Case]] = {
    "address-of-this-machine": (text('<a href="http://localhost:8000/a">A</a>'), text('<a href="https://localhosts.example/a">A</a>')),
    "address-removed": (text('<a href="javascript:x()">A</a>'), text('<a href="mailto:a@strides.example">A</a>')),
    "address-repeated": (
        feed(an_article("one"), an_article("two", url="https://strides.example/one/")),
        feed(an_article("one"), an_article("two")),
    ),
    "article-empty": (one(summary=None, content=None), one(content=None)),
    "articles-out-of-order": (feed(*days(8, 0)), feed(*days(7, 0))),
    "attachment-dead": (one(SERVED, attachments=[file(url="https://strides.example/two.mp3")]), one(SERVED, attachments=[file()])),
    "attachment-length-missing": (one(attachments=[file(length=None)]), one(attachments=[file()])),
    "attachment-length-wrong": (one(SERVED, attachments=[file(length=4)]), one(SERVED, attachments=[file()])),
    "attachment-type-unregistered": (one(attachments=[file(type="audio/mp3")]), one(attachments=[file()])),
    "attachment-type-wrong": (one(attachments=[file(type="audio/flac")]), one(attachments=[file(type="audio/mpeg; codecs=mp3")])),
    "attachments-several": (one(attachments=[file(), file(url="https://strides.example/two.mp3")]), one(attachments=[file()])),
    "author-begins-with-by": (one(authors=[Person("By Ann Lee")]), one(authors=[Person("Byron Lee")])),
    "author-is-email": (one(authors=[Person("ann@strides.example")]), one(authors=[Person("Ann", email="ann@strides.example")])),
    "author-of-several-names": (one(authors=[Person("Ann Lee and Bob Ray")]), one(authors=[Person("Ann Andland")])),
    "author-spelled-twice": (
        feed(an_article("one", authors=[Person("René Lee")]), an_article("two", authors=[Person("Rene Lee")])),
        feed(an_article("one", authors=[Person("René Lee")]), an_article("two", authors=[Person("Renée Lee")])),
    ),
    "authors-missing": (one(authors=()), feed(an_article(authors=()), authors=[Person("Desk")])),
    "category-repeated": (one(categories=[Category("AI"), Category("AI")]), one(categories=[Category("AI"), Category("Art")])),
    "category-spelled-twice": (
        feed(an_article("one", categories=[Category("Open Source")]), an_article("two", categories=[Category("open-source")])),
        feed(an_article("one", categories=[Category("C")]), an_article("two", categories=[Category("C++")])),
    ),
    "category-with-comma": (one(categories=[Category("Law, Policy")]), one(categories=[Category("Law & Policy")])),
    "complete-feed-with-pages": (
        feed(extensions=[FeedHistory(complete=True)], links=[Link("https://strides.example/2.xml", "next")]),
        feed(extensions=[FeedHistory(archive=True)], links=[Link("https://strides.example/2.xml", "prev-archive")]),
    ),
    "content-missing": (one(content=None), one()),
    "counter-removed": (text('<img src="/p.gif" alt="" width="1" height="1">'), text('<img src="/p.gif" alt="" width="2" height="2">')),
    "drawing-replaced": (
        text("<p>A <svg><title>Logo</title></svg></p>"),
        text("<p>A <svg><path></path></svg></p>"),
    ),
    "element-dropped": (text("<p>A</p><script>x()</script>"), text("<p>A</p><code>script</code>")),
    "feed-empty": (Case(a_feed()), feed()),
    "feed-heavy": (feed(an_article(content=LARGE)), feed(an_article(content=LARGE[:200_000]))),
    "feed-id-unusual": (feed(id="https://Strides.example/"), feed(id="https://strides.example/")),
    "feed-long": (feed(*days(*range(101))), feed(*days(*range(100)))),
    "feed-short": (feed(*days(*range(9))), feed(*days(*range(10)))),
    "feed-too-large": (
        feed(*(an_article(f"a{number}", content=LARGE) for number in range(7))),
        feed(*(an_article(f"a{number}", content=LARGE) for number in range(7)), arguments={"limit": 6}),
    ),
    "field-not-carried": (one({"formats": ["json"]}, rights="Ours"), one({"formats": ["rss", "atom"]}, rights="Ours")),
    "formula-replaced": (text("<p><math><mi>x</mi></math></p>"), text("<p><i>x</i></p>")),
    "frame-replaced": (text('<iframe src="https://a.example/"></iframe>'), text('<video src="https://a.example/a.mp4" controls></video>')),
    "guid-not-unique": (one(guid="17"), one(guid="https://strides.example/?p=17")),
    "handler-removed": (text('<p onclick="x()">A</p>'), text('<p title="onclick">A</p>')),
    "home-page-is-feed": (feed(url="https://strides.example/feed.xml"), feed(url="https://strides.example/feed")),
    "home-page-of-this-machine": (feed(url="http://localhost:1313/"), feed()),
    "home-page-unsafe": (feed(url="http://strides.example/"), feed()),
    "icon-is-logo": (
        feed(icon="https://strides.example/a.png", logo="https://strides.example/a.png"),
        feed(icon="https://strides.example/a.png", logo="https://strides.example/b.png"),
    ),
    "icon-missing": (feed(), feed(icon="https://strides.example/a.png")),
    "id-date-impossible": (one(id="tag:strides.example,2026-13:one"), one(id="tag:strides.example,2026-12:one")),
    "id-unusual": (one(id="https://strides.example:443/one"), one(id="https://strides.example:8443/one")),
    "image-dead": (text('<img src="/images/b.png" alt="">', SERVED), text('<img src="/images/a.png" alt="">', SERVED)),
    "image-missing": (one(), one(image=PICTURE)),
    "image-over-http": (text('<img src="http://a.example/a.png" alt="">'), text('<img src="https://a.example/a.png" alt="">')),
    "image-without-size": (one(image=attrs.evolve(PICTURE, height=None)), one(image=PICTURE)),
    "image-alt-missing": (text('<img src="/images/a.png">'), text('<img src="/images/a.png" alt="">')),
    "language-missing": (feed(language=None), feed(an_article(language="en"), language=None)),
    "languages-mixed": (
        feed(an_article("one"), an_article("two", language="de")),
        feed(an_article("one"), an_article("two", language="en-GB")),
    ),
    "letters-garbled": (one(title="CafÃ© life"), one(title="São Ângelo, Ãgora")),
    "link-dead": (text('<a href="/two">B</a>', SERVED), text('<a href="/one#a">A</a><a href="/images/a.png">B</a>', SERVED)),
    "link-target-missing": (text('<a href="#">A</a>'), text('<a href="#a">A</a>')),
    "link-relative": (text('<a href="two">B</a>'), text('<a href="/two">B</a><a href="#c">C</a>')),
    "link-to-source-file": (text('<a href="two.md">B</a>'), text('<a href="https://code.example/README.md">B</a>')),
    "link-within-broken": (text('<a href="#a">A</a>'), text('<a href="#a">A</a><p id="a">B</p>')),
    "paging-in-article": (one(links=[Link("https://strides.example/2", "next")]), one(links=[Link("https://strides.example/2", "license")])),
    "published-far-from-others": (feed(*days(-400, 0, 1, 2)), feed(*days(0, 400, 800, 1200))),
    "published-in-future": (one(AT_NOON, published=NOON + 11 * A_MINUTE), one(AT_NOON, published=NOON + 10 * A_MINUTE)),
    "published-too-early": (
        one(published=datetime(1989, 12, 31, 23, 59, 59, tzinfo=UTC)),
        one(published=datetime(1990, 1, 1, tzinfo=UTC)),
    ),
    "related-dead": (
        one(SERVED, related=[Link("https://strides.example/two")]),
        feed(an_article("one", related=[Link("https://strides.example/two")]), an_article("two"), arguments=SERVED),
    ),
    "related-to-itself": (one(related=[Link("https://strides.example/one")]), one(related=[Link("https://strides.example/one/two")])),
    "relation-unregistered": (
        one(links=[Link("https://strides.example/a", "amp")]),
        one(links=[Link("https://strides.example/a", "https://strides.example/relations/amp")]),
    ),
    "markdown-left": (
        text("<div>See [the pool] (https://strides.example/pool/) and **this**.</div>"),
        text("<p>2 ** 3 = 8, a[1] (one), C# and #1. <code>[a](/b)</code></p>"),
    ),
    "style-removed": (text('<p style="color:red">A</p>'), text('<table><tbody><tr><td style="text-align:right">A</td></tr></tbody></table>')),
    "podcast-incomplete": (
        feed(extensions=[Podcast(category="News")]),
        feed(extensions=[Podcast(category="News", image="https://strides.example/cover.jpg")]),
    ),
    "subtitle-missing": (feed(subtitle=None), feed()),
    "summary-from-text": (one(summary=None), one()),
    "summary-repeats-title": (one(title="A title", summary="A title."), one(title="A title", summary="A title, and more.")),
    "summary-too-long": (one(summary="a" * 1001), one(summary="a" * 1000)),
    "summary-with-markup": (one(summary="Some <b>bold</b> words"), one(summary="Bold: a < b and c > d")),
    "tag-removed": (text("<x-chart>A</x-chart>"), text("<figure>A</figure>")),
    "template-left": (text("<p>{{ page.title }}</p>"), text("<p>Write <code>{{ page.title }}</code></p>")),
    "text-placeholder": (text("<p>TODO: more</p>"), text("<p>Todos los santos. <code># TODO</code> XXXL</p>")),
    "text-over-limit": (text("<div>" * 101 + "A" + "</div>" * 101), text("<div>A</div>" * 101)),
    "text-too-large": (one(content="é" * 500_001), one(content="e" * 500_001)),
    "title-repeated": (feed(an_article("one", title="A"), an_article("two", title="a")), feed(an_article("one"), an_article("two"))),
    "title-shouting": (one(title="SHARES FALL AGAIN"), one(title="NASA AND ESA")),
    "title-too-long": (one(title="a" * 151), one(title="a" * 150)),
    "title-with-feed-name": (one(title="Shares fall | AI Strides"), one(title="The story of AI Strides")),
    "title-with-markup": (one(title="AT&amp;T falls"), one(title="AT&T falls; a < b")),
    "updated-in-future": (one(AT_NOON, updated=NOON + 11 * A_MINUTE), one(AT_NOON, updated=NOON + 10 * A_MINUTE)),
    "updated-repeated": (feed(*days(0, 0, 0)), feed(*days(0, 0, 1))),
    "updated-too-early": (one(updated=NOON - A_MINUTE), one(updated=NOON)),
}
