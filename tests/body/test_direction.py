"""
Bodies say their language and direction, because readers lay out text from left to right unless an element says otherwise.
"""

from __future__ import annotations

from typing import Any

import attrs
import feedparser
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makers import a_feed, an_article
from stridesfeed.body import ARTICLE, MINIMAL, STRICT, Policy, clean, clean_html, compose
from stridesfeed.body.direction import body_attributes, is_right_to_left
from stridesfeed.emit import render
from stridesfeed.model import Article, Image
from stridesfeed.options import DEFAULT

HEBREW = "<p>HTML5 הוא תקן של W3C.</p>"
ENGLISH = "<p>It is called תקן in Hebrew.</p>"


def composed(article: Article, language: str | None = "en", policy: Policy = ARTICLE, *, fast_path: bool = True) -> str:
    """
    The body of *article* in a feed in *language*.
    """
    cleaned = clean(a_feed(article, language=language), policy=policy, fast_path=fast_path)
    return compose(cleaned, DEFAULT, policy=policy).articles[0].content or ""


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        *[(tag, True) for tag in ("ar", "ar-EG", "AR", "he", "iw", "fa-IR", "ur", "yi", "dv", "ps", "ckb", "ug", "sd", "syr", "nqo")],
        *[(tag, True) for tag in ("ku-Arab", "ku-Arab-IQ", "az-Arab", "pa-Arab-PK", "ff-Adlm", "ms-Arab", "en-Hebr", "zh-yue-Arab")],
        *[(tag, False) for tag in ("en", "de-CH", "ja", "ku", "az", "sd-Deva", "yi-Latn", "ar-Latn", "he-Latn-IL", "hea", "", None)],
    ],
)
def test_the_script_of_a_language_tells_its_direction(tag: str | None, expected: bool) -> None:
    assert is_right_to_left(tag) is expected


@pytest.mark.parametrize("letter", ["א", "ת", "ي", "ܐ", "ދ", "ߒ", "ࠀ", "ࡀ", "ࢠ", "ﬠ", "ﺕ", "𐤀", "𞤀", "𞠀"])
def test_letters_of_every_script_are_known(letter: str) -> None:
    assert body_attributes(f"<p>{letter}</p>", None, None) == {"dir": "rtl"}


@pytest.mark.parametrize("letter", ["a", "é", "я", "ก", "क", "漢", "Ａ", "한", "𝐱", "😀"])
def test_letters_of_other_scripts_are_written_from_left_to_right(letter: str) -> None:
    assert body_attributes(f"<p>{letter}</p>", None, None) == {}


@pytest.mark.parametrize(
    ("html", "language", "feed_language", "expected"),
    [
        (HEBREW, "he", "he", {"dir": "rtl", "lang": "he"}),
        (HEBREW, None, "he", {"dir": "rtl", "lang": "he"}),
        (HEBREW, "he", "en", {"dir": "rtl", "lang": "he"}),
        (HEBREW, None, "en", {"dir": "rtl"}),
        (ENGLISH, None, "en", {}),
        ("<p>הוא תקן של W3C</p>", None, "en", {"dir": "rtl"}),
        ("<p>הוא תקן של W3C</p>", None, None, {"dir": "rtl"}),
        ("<p>هذا نص</p><pre><code>print('a much longer text')</code></pre>", None, None, {"dir": "rtl"}),
        ("<p>ߒߞߏ</p>", None, None, {"dir": "rtl"}),
        ("<p>ދިވެހި</p>", "dv", "dv", {"dir": "rtl", "lang": "dv"}),
        ("<p>كوردی</p>", "ku", "ku", {"dir": "rtl"}),
        ("<p>كوردی</p>", "ku", "en", {"dir": "rtl", "lang": "ku"}),
        (ENGLISH, None, None, {}),
        (ENGLISH, "en", "en", {}),
        (ENGLISH, "en", "EN", {}),
        (ENGLISH, "en", "he", {"dir": "ltr", "lang": "en"}),
        (ENGLISH, "fr", "en", {"lang": "fr"}),
        (ENGLISH, "fr", None, {"lang": "fr"}),
        ("<p>2014</p>", None, None, {}),
    ],
)
def test_language_and_letters_tell_the_attributes(html: str, language: str | None, feed_language: str | None, expected: dict[str, str]) -> None:
    assert body_attributes(html, language, feed_language) == expected


def test_everything_in_a_body_is_in_the_wrapper() -> None:
    article = an_article(
        language="he", content=HEBREW, image=Image("https://strides.example/a.png", alt="א"), external_url="https://w3.example/"
    )

    body = composed(article)

    (wrapper,) = html5lib.parseFragment(body, namespaceHTMLElements=False)
    assert (wrapper.tag, dict(wrapper.attrib)) == ("div", {"dir": "rtl", "lang": "he"})
    assert [child.tag for child in wrapper] == ["figure", "p", "h2", "ul"]


@pytest.mark.parametrize("body", ['<div dir="rtl">\n<p>א</p></div>', '<article lang="he" dir="rtl"><div>א</div><p>ב</p></article>'])
def test_a_body_in_an_element_with_a_direction_stays(body: str) -> None:
    assert composed(an_article(language="he", content=body)) == body


@pytest.mark.parametrize(
    "body", ['<p dir="rtl">א</p><p>ב</p>', '<div dir="rtl">א</div><div>ב</div>', "<div>א</div>", "<div title=' dir=\"rtl\"'>א</div>", "א"]
)
def test_a_body_with_a_direction_for_some_of_it_is_wrapped(body: str) -> None:
    assert composed(an_article(language="he", content=body)).startswith('<div dir="rtl" lang="he">\n')


@pytest.mark.parametrize("fast_path", [True, False])
@pytest.mark.parametrize("content", [HEBREW, "<P>HTML5 הוא<br/>תקן<script>x()</script>", '<div dir="rtl">א</div>', "א"])
def test_the_body_of_a_document_read_back_is_wrapped_once(content: str, fast_path: bool) -> None:
    once = composed(an_article(language="he", content=content), fast_path=fast_path)

    assert clean_html(once, "https://strides.example/one", fast_path=fast_path) == once
    assert composed(an_article(language="he", content=once), fast_path=fast_path) == once


@pytest.mark.parametrize("policy", [STRICT, MINIMAL])
def test_a_policy_without_div_has_no_wrapper(policy: Policy) -> None:
    assert composed(an_article(language="he", content=HEBREW), policy=policy) == HEBREW


def test_a_wrapper_keeps_to_the_nesting_that_a_policy_allows() -> None:
    flat = attrs.evolve(ARTICLE, max_nesting=4)
    body = composed(an_article(language="he", content="<blockquote><blockquote><p><b>א</b></p></blockquote></blockquote>"), policy=flat)

    assert body.startswith('<div dir="rtl" lang="he">')
    assert clean_html(body, "https://strides.example/one", policy=flat) == body


@given(st.text(alphabet="אבג abc<>&\"'/=div rtl", max_size=60), st.sampled_from(["he", "fr", None]))
def test_any_body_is_wrapped_at_most_once(content: str, language: str | None) -> None:
    once = composed(an_article(language=language, content=content))

    assert composed(an_article(language=language, content=once)) == once
    assert once.count("<div ") <= 1 + content.count("<div")


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_parser_finds_the_direction_and_the_language(format: Any) -> None:
    feed = a_feed(an_article("he", language="he", content=HEBREW), an_article("en", content=ENGLISH))

    hebrew, english = feedparser.parse(render(feed, format)).entries

    assert hebrew.content[0].value.startswith('<div dir="rtl" lang="he">')
    assert hebrew.content[0].language == "he"
    assert english.content[0].value == ENGLISH


def test_a_summary_alone_has_a_direction_in_rss() -> None:
    feed = a_feed(an_article(language="he", content=None, summary="W3C & תקן"))

    assert feedparser.parse(render(feed, "rss")).entries[0].summary == '<div dir="rtl" lang="he">\nW3C &amp; תקן\n</div>'
    assert feedparser.parse(render(feed, "atom")).entries[0].summary == "W3C & תקן"


def test_an_article_in_the_language_of_its_feed_has_no_wrapper() -> None:
    assert composed(an_article(content=ENGLISH)) == ENGLISH
