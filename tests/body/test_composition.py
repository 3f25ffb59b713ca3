from __future__ import annotations

from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makers import a_feed, an_article
from stridesfeed.body import ENGINES, MINIMAL, STRICT, Policy, clean, clean_html, compose
from stridesfeed.body.composition import HEADINGS, headings
from stridesfeed.model import Article, Image, Link
from stridesfeed.options import DEFAULT, Options

PAGE = "https://strides.example/one"
IMAGE = Image("https://strides.example/i.png", alt='A "b" & <c>', width=640, height=480, caption="At dawn", credit="Ann & Bo")


def composed(options: Options = DEFAULT, *, language: str | None = "en", **fields: Any) -> Article:
    feed = a_feed(an_article(**fields), language=language)
    (article,) = compose(clean(feed), options).articles
    return article


def content(options: Options = DEFAULT, **fields: Any) -> str:
    return composed(options, **fields).content or ""


def test_a_body_shows_what_machines_read_beside_it() -> None:
    html = content(
        content="<p>x</p>",
        image=IMAGE,
        sources=[Link("https://a.example/1", title="A & B")],
        related=[Link("https://www.b.example/two/caf%C3%A9/?x=1")],
    )

    assert html == (
        '<figure><img src="https://strides.example/i.png" alt="A &quot;b&quot; &amp; &lt;c&gt;" width="640" height="480">'
        "<figcaption>At dawn — Ann &amp; Bo</figcaption></figure>\n"
        "<p>x</p>\n"
        '<h2>Sources</h2>\n<ul>\n<li><a href="https://a.example/1">A &amp; B</a></li>\n</ul>\n'
        '<h2>Related</h2>\n<ul>\n<li><a href="https://www.b.example/two/caf%C3%A9/?x=1">b.example/two/café</a></li>\n</ul>'
    )


def test_each_part_can_be_left_out() -> None:
    fields: dict[str, Any] = {
        "content": "<p>x</p>",
        "image": IMAGE,
        "sources": [Link("https://a.example/")],
        "related": [Link("https://b.example/")],
    }

    assert content(Options(lead_image=False, sources=False, related=False), **fields) == "<p>x</p>"
    assert "<figure>" not in content(Options(lead_image=False), **fields)
    assert "Sources" not in content(Options(sources=False), **fields)
    assert "Related" not in content(Options(related=False), **fields)


def test_an_image_that_the_body_shows_is_not_shown_twice() -> None:
    assert content(content='<p><img alt="x" src="/i.png"></p>', image=IMAGE).count("<img") == 1


def test_the_page_that_an_article_is_about_is_its_first_source() -> None:
    html = content(external_url="https://about.example/", sources=[Link("https://a.example/", title="A")])

    assert html.index("about.example") < html.index("a.example/")


def test_an_article_without_content_stays_without() -> None:
    article = composed(content=None, summary="s", image=IMAGE, related=[Link("https://b.example/")])

    assert article.content is None
    assert article.summary == "s"


def test_a_body_of_nothing_is_no_content() -> None:
    assert composed(content="<script>x</script>", related=[Link("https://b.example/")]).content is None


def test_a_missing_summary_is_taken_from_the_text() -> None:
    fields: dict[str, Any] = {"summary": None, "content": "<p>One <b>stride</b> at a time</p>", "related": [Link("https://b.example/")]}

    assert composed(**fields).summary == "One stride at a time"
    assert composed(Options(excerpt=12), **fields).summary == "One stride…"
    assert composed(Options(excerpt=0), **fields).summary is None
    assert composed(**(fields | {"summary": "Own."})).summary == "Own."


@pytest.mark.parametrize(
    ("feed_language", "article_language", "heading"),
    [
        ("de", None, "Quellen"),
        ("en", "de-AT", "Quellen"),
        ("fr", "tlh", "Sources"),
        (None, None, "Sources"),
        ("zh-Hant-HK", None, "來源"),
        ("zh-TW", None, "來源"),
        ("zh-Hans", None, "来源"),
        ("sr-Latn", None, "Izvori"),
        ("ar", None, "المصادر"),
    ],
)
def test_headings_speak_the_language_of_the_article(feed_language: str | None, article_language: str | None, heading: str) -> None:
    article = composed(language=feed_language, sources=[Link("https://a.example/")])
    if article_language:
        feed = a_feed(an_article(language=article_language, sources=[Link("https://a.example/")]), language=feed_language)
        (article,) = compose(clean(feed), DEFAULT).articles

    assert f"<h2>{heading}</h2>" in (article.content or "")


def test_many_languages_are_known() -> None:
    assert len(HEADINGS) >= 35
    assert all(said.sources.strip() and said.related.strip() and said.sources != said.related for said in HEADINGS.values())
    assert headings("EN-gb") == headings("en")


@pytest.mark.parametrize("engine", ENGINES)
@given(
    words=st.text(min_size=1, max_size=30),
    path=st.text(alphabet="abé%/?&=\"'<>#[] ", max_size=15),
)
def test_what_is_added_is_what_cleaning_would_write(engine: str, words: str, path: str) -> None:
    said = "x" + words
    article = composed(
        image=Image(f"https://strides.example/{path}", alt=said, caption=said, credit=said, width=2, height=1),
        sources=[Link(f"https://strides.example/{path}", title=said), Link(f"https://strides.example/{path}")],
        related=[Link("mailto:ann@strides.example"), Link("urn:isbn:1")],
    )

    html = article.content or ""
    assert clean_html(html, PAGE, engine=engine, title=article.title) == html
    html5lib.HTMLParser(strict=True).parseFragment(html)


@pytest.mark.parametrize("engine", ["bleach", "nh3"])
@pytest.mark.parametrize("policy", [STRICT, MINIMAL], ids=["strict", "minimal"])
def test_what_is_put_around_a_body_keeps_to_the_policy(policy: Policy, engine: str) -> None:
    image = Image("https://strides.example/a.png", alt="A lead", caption="Caption")
    feed = a_feed(an_article(image=image, related=[Link("https://strides.example/two", title="Two & more")]))
    (article,) = compose(clean(feed, policy=policy, engine=engine), DEFAULT, policy=policy, engine=engine).articles

    body = html5lib.parseFragment(article.content or "", namespaceHTMLElements=False)
    names = {element.tag for element in body.iter()} - {"DOCUMENT_FRAGMENT"}
    assert names <= set(policy.elements)
    assert [link.get("href") for link in body.iter("a")] == ["https://strides.example/two"]
    for text in ("Caption", "Related", "Two &amp; more"):
        assert text in (article.content or "")
