from __future__ import annotations

from typing import Any

import attrs
import pytest

from stridesfeed.body import ARTICLE, Policy, clean_html, html_to_text
from stridesfeed.errors import LimitError

BASE = "https://strides.example/news/one"


def limited(**limits: Any) -> Policy:
    return attrs.evolve(ARTICLE, **limits)


@pytest.mark.parametrize(
    ("limit", "within", "over"),
    [
        ("max_length", "<p>12345678</p>", "<p>123456789</p>"),
        ("max_depth", "<div>" * 15 + "x" + "</div>" * 15, "<div>" * 16 + "x"),
        ("max_elements", "<br>" * 15 + "x", "<br>" * 16 + "x"),
        (
            "max_attributes",
            "<p " + " ".join(f"a{number}" for number in range(15)) + ">x",
            "<p " + " ".join(f"a{number}" for number in range(16)) + ">x",
        ),
    ],
)
def test_a_limit_is_the_last_that_is_allowed(limit: str, within: str, over: str) -> None:
    refusing = attrs.evolve(limited(**{limit: 15}), over_limit="refuse")

    clean_html(within, BASE, policy=refusing)
    with pytest.raises(LimitError) as raised:
        clean_html(over, BASE, policy=refusing, subject="article 'x'")

    assert (raised.value.subject, raised.value.limit) == ("article 'x'", limit)
    assert "15" in raised.value.rule


def test_paragraphs_that_end_one_another_are_not_deep() -> None:
    assert clean_html("<p>x" * 50, BASE, policy=limited(max_depth=2)).count("<p>") == 50


def test_over_a_limit_a_body_is_its_text() -> None:
    html = "<h1>AT&amp;T</h1><ul><li>one<li>two &lt;b></ul><script>no()</script>"

    cleaned = clean_html(html, BASE, policy=limited(max_elements=2))

    assert cleaned == "<p>AT&amp;T</p>\n<p>- one</p>\n<p>- two &lt;b&gt;</p>"
    assert html_to_text(cleaned).split("\n\n") == ["AT&T", "- one", "- two <b>"]


def test_what_has_no_place_in_a_feed_does_not_count_as_length() -> None:
    html = '<p>x</p><img src="data:image/png;base64,' + "A" * 1000 + '"><script>' + "x" * 1000 + "</script>"

    assert clean_html(html, BASE, policy=limited(max_length=100)) == "<p>x</p>"


def test_no_long_value_reaches_an_engine() -> None:
    assert clean_html(f'<p title="{"&amp;" * 9000}">x</p>', BASE) == "<p>x</p>"


def test_mending_counts_too() -> None:
    html = "<b>" * 20 + "<div>x" * 20 + "</b>" * 20

    assert "<b>" in clean_html(html, BASE, policy=limited(max_elements=1000))
    assert "<b>" not in clean_html(html, BASE, policy=limited(max_elements=100))


def test_a_long_text_full_of_references_stays_whole() -> None:
    html = "<pre>" + "a &lt; b &amp;&amp; c &gt; d\n" * 3000 + "</pre>"

    assert clean_html(html, BASE) == html
