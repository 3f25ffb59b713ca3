from __future__ import annotations

import pytest

from stridesfeed.body import clean_html

BASE = "https://strides.example/news/one"


def cleaned(html: str) -> str:
    return clean_html(html, BASE, title="AT&T’s plan")


@pytest.mark.parametrize(
    "html",
    [
        "<h1>AT&amp;T’s plan</h1><p>x</p>",
        "\n<!-- x --><h2 class=t>\n  at&t’s <b>PLAN</b></h2>\n<p>x</p>",
        "<h1>AT&amp;T’s plan</h1><h2>AT&amp;T’s plan</h2><p>x</p>",
        "<p></p><h1><a href='/x'>AT&amp;T’s plan</a></h1><p>x</p>",
    ],
)
def test_a_body_does_not_begin_with_its_headline(html: str) -> None:
    assert cleaned(html) == "<p>x</p>"
    assert cleaned(cleaned(html)) == "<p>x</p>"


def test_the_headline_is_found_where_pages_put_it() -> None:
    assert cleaned("<article><header><h1>AT&amp;T’s plan</h1></header><p>x</p></article>") == "<article><p>x</p></article>"
    assert cleaned("<header><h1>AT&amp;T’s plan</h1><p>By Ann</p></header>") == "<header><p>By Ann</p></header>"


@pytest.mark.parametrize(
    "html",
    ["<p>x</p><h1>AT&amp;T’s plan</h1>", "<h1>AT&amp;T’s plan, again</h1>", "<h3>AT&amp;T’s plan</h3>", "x<h1>AT&amp;T’s plan</h1>"],
)
def test_other_headings_stay(html: str) -> None:
    assert cleaned(html) == html


def test_without_a_title_all_headings_stay() -> None:
    assert clean_html("<h1>x</h1>", BASE) == "<h1>x</h1>"
