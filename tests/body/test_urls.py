from __future__ import annotations

import attrs
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from stridesfeed.body import ARTICLE, clean_html
from stridesfeed.body.urls import is_allowed_url

BASE = "https://strides.example/news/one"


def attribute(html: str, name: str) -> str | None:
    tree = html5lib.parseFragment(clean_html(html, BASE), namespaceHTMLElements=False)
    return next((element.get(name) for element in tree.iter() if element.get(name) is not None), None)


@pytest.mark.parametrize(
    ("written", "absolute"),
    [
        ("two", "https://strides.example/news/two"),
        ("/two?a=1&b=2#c", "https://strides.example/two?a=1&b=2#c"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("?page=2", "https://strides.example/news/one?page=2"),
        ("../a b/é", "https://strides.example/a%20b/%C3%A9"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        (" https://strides.example/a b ", "https://strides.example/a%20b"),
        ("#nowhere", "https://strides.example/news/one#nowhere"),
        ("", "https://strides.example/news/one"),
        ("mailto:ann@strides.example", "mailto:ann@strides.example"),
        ("tel:+44-20-1234", "tel:+44-20-1234"),
        ("HTTPS://strides.example/x", "https://strides.example/x"),
    ],
)
def test_a_link_is_absolute(written: str, absolute: str) -> None:
    assert attribute(f"<a href='{written}'>x</a>", "href") == absolute


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<img src=x>", "src"),
        ("<video src=x></video>", "src"),
        ("<audio><source src=x></audio>", "src"),
        ("<video src=/y poster=x></video>", "poster"),
        ("<q cite=x>y</q>", "cite"),
        ("<blockquote cite=x>y</blockquote>", "cite"),
        ("<del cite=x>y</del>", "cite"),
        ("<img src=/y longdesc=x>", "longdesc"),
    ],
)
def test_every_address_is_absolute(html: str, name: str) -> None:
    assert attribute(html, name) == "https://strides.example/news/x"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///x", "http://", "https://[", "vbscript:1", "feed:x"])
def test_a_link_that_leads_nowhere_keeps_its_text(address: str) -> None:
    assert clean_html(f'<p>a <a href="{address}">b</a></p>', BASE) == "<p>a b</p>"


def test_a_place_in_the_body_is_linked_on_the_article_page() -> None:
    html = '<p><a class="footnote-ref" href="#fn:1">1</a></p><ol><li id="fn:1">n</li></ol>'

    assert clean_html(html, BASE) == html.replace("#fn:1", f"{BASE}#fn:1")


def test_an_old_anchor_is_a_place() -> None:
    assert clean_html('<a name="n">x</a>', BASE) == '<a id="n">x</a>'


def test_footnotes_of_markdown_it_work() -> None:
    html = MarkdownIt().use(footnote_plugin).render("Text[^1].\n\n[^1]: Note.\n")

    tree = html5lib.parseFragment(clean_html(html, BASE), namespaceHTMLElements=False)

    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    links = {element.get("href") for element in tree.iter("a")}
    assert {"fn1", "fnref1"} <= ids
    assert links == {f"{BASE}#fn1", f"{BASE}#fnref1"}
    assert {"footnotes", "footnote-item"} <= {element.get("class") for element in tree.iter()}


def test_a_base_address_in_the_body_counts() -> None:
    assert attribute('<base href="https://other.example/d/"><a href="x">y</a>', "href") == "https://other.example/d/x"


@pytest.mark.parametrize("base", ["javascript:/", "data:x", "relative/"])
def test_a_base_address_of_another_kind_does_not(base: str) -> None:
    assert attribute(f'<base href="{base}"><a href="x">y</a>', "href") == "https://strides.example/news/x"


def test_a_policy_says_which_schemes_stay() -> None:
    web_only = attrs.evolve(ARTICLE, link_schemes={"https"})

    assert clean_html('<a href="mailto:a@b.example">x</a>', BASE, policy=web_only) == "x"


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        ("https://strides.example/", True),
        ("#place", False),
        ("mailto:a@b.example", True),
        ("relative", False),
        ("//host/", False),
        ("javascript:1", False),
        ("java&#115;cript:1", False),
        ("java&Tab;script:1", False),
        ("javascript&colon;1", False),
        (" \x01javascript:1", False),
        ("\u200bjavascript:1", False),
    ],
)
def test_the_guard_judges_what_a_browser_would_follow(value: str, stays: bool) -> None:
    assert is_allowed_url("href", value, ARTICLE) is stays


def test_nothing_is_fetched_from_within_the_body() -> None:
    assert not is_allowed_url("src", "#place", ARTICLE)


@given(st.text(alphabet="javscript:/#?[]@.%&;\\ \t\n\x01\u200bhtps0é", max_size=30))
def test_whatever_is_written_a_link_is_absolute_or_gone(written: str) -> None:
    value = written.replace("&", "&amp;").replace('"', "&quot;")

    href = attribute(f'<a href="{value}">x</a>', "href")

    assert href is None or href.partition(":")[0] in ARTICLE.link_schemes
