"""
Built pages that are broken or hostile: every problem has a name, and none takes more time than its size.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from built_pages import BODY, DATED, TIME, a_page
from stridesfeed.errors import FileError
from stridesfeed.load import Content, Loaded, pages
from stridesfeed.load.pages.subject import NO_DEFAULTS
from stridesfeed.model import Article

Write = Callable[[str, str | bytes], Path]
LoadPages = Callable[..., Loaded]

LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        (LD.format('{"a": }'), "JSON-LD is not valid JSON: Expecting value at column 7; it is ignored"),
        (LD.format('"Article"'), "JSON-LD is not an object or a list; it is ignored"),
        (LD.format("<!-- x -->"), "JSON-LD is not an object or a list; it is ignored"),
        (LD.format('{"a": ' * 60 + "1" + "}" * 60), "JSON-LD is nested deeper than 50 levels; it is ignored"),
        (LD.format(f'{{"a": {"1" * 2000}}}'), "JSON-LD has a number of more than 1,000 digits; it is ignored"),
    ],
    ids=["comma", "text", "comment", "deep", "number"],
)
def test_broken_json_ld_is_named_with_its_line_and_the_rest_of_the_page_is_used(
    write: Write, load_pages: LoadPages, script: str, rule: str
) -> None:
    write("public/grok/index.html", a_page(DATED, script))

    loaded = load_pages()

    assert [article.title for article in loaded.articles] == ["Grok 5"]
    assert [str(omission) for omission in loaded.omissions] == [f"public/grok/index.html:5: {rule}"]


@pytest.mark.parametrize(
    "json",
    [
        '{"@type": "Article", "headline": ["A"], "author": {"name": {"a": 1}}, "image": [[]], "keywords": {"a": 1}, "datePublished": true}',
        '{"@type": ["Article", 1, null], "headline": {"@value": "Grok 5"}, "author": [null, [], 1, {"@id": "#x"}], "image": {"url": []}}',
        '{"@type": "Article", "author": {"@id": "#a"}, "@id": "#a", "image": {"@id": "#a"}, "articleSection": [[1]], "url": {"a": 1}}',
        '[{"@type": "Article"}, {"@type": "Article"}]',
        '{"@graph": {"@graph": [[[{"@type": null}]]]}}',
    ],
)
def test_json_ld_with_other_values_than_expected_does_not_disturb(article_of: Callable[..., Article], json: str) -> None:
    article = article_of(a_page(DATED, LD.format(json)))

    assert (article.title, article.content) == ("Grok 5", "<p>Faster.</p>")


def test_two_canonical_links_are_an_error_with_both(write: Write, load_pages: LoadPages) -> None:
    links = '<link rel="canonical" href="/grok/">\n<link rel="canonical" href="https://strides.example/blog/grok">'
    write("public/grok/index.html", a_page(DATED, links))

    (fault,) = load_pages().faults

    assert (fault.path, fault.line) == ("public/grok/index.html", 6)
    assert fault.rule == "has two canonical links: https://strides.example/grok/ and https://strides.example/blog/grok; keep the right one"


def test_the_same_canonical_link_twice_is_no_error(article_of: Callable[..., Article]) -> None:
    link = '<link rel="canonical" href="/news/grok/"><link rel="canonical" href="https://strides.example/news/grok/">'

    assert article_of(a_page(DATED, link)).url == "https://strides.example/news/grok/"


def test_two_pages_with_the_same_canonical_link_are_an_error(write: Write, load_pages: LoadPages) -> None:
    link = '<link rel="canonical" href="https://strides.example/a/grok/">'
    write("public/grok/index.html", a_page(DATED, link))
    write("public/a/grok/index.html", a_page(DATED, link))

    (fault,) = load_pages().faults

    assert "is also the id of" in fault.rule


def test_an_unreadable_date_is_an_error_with_its_line(write: Write, load_pages: LoadPages) -> None:
    write("public/grok/index.html", a_page(BODY, '<meta property="article:published_time" content="soon">'))

    (fault,) = load_pages().faults

    assert (fault.path, fault.line, fault.field) == ("public/grok/index.html", 5, "published")


def test_pages_that_take_too_much_are_errors_that_say_so(write: Write, load_pages: LoadPages) -> None:
    write("public/a/index.html", a_page("<div>" * 100_000))
    write("public/b/index.html", a_page(f"<p\n{' '.join(f'a{number}' for number in range(50_000))}>{DATED}"))
    write("public/c/index.html", a_page(DATED) + " " * pages.MAX_BYTES)

    loaded = load_pages()

    assert [(fault.path, fault.rule.removesuffix(", or add the page to [content] exclude")) for fault in loaded.faults] == [
        ("public/a/index.html", "is nested deeper than 255 elements; close the elements that its template leaves open"),
        ("public/b/index.html", "has a tag with more than 2,000 attributes in line 8; correct its template"),
    ]
    assert [(skipped.path, skipped.reason) for skipped in loaded.skipped] == [("public/c/index.html", "is larger than 10,000,000 bytes")]


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{DATED[9:]}" + "<p><b>" * 200,
        f"<table><article>{DATED[9:]}<tr><td>",
        f"</div></p></article>{DATED}</body></html><p>after",
        f"<article><h1>Grok 5</h1>{TIME}<p>Faster.</p><svg><p></svg></math></article>",
        DATED.replace("<p>", "<p =x <y>").replace("</p>", "</p x"),
    ],
)
def test_broken_html_is_read(write: Write, load_pages: LoadPages, body: str) -> None:
    write("public/grok/index.html", a_page(body))

    loaded = load_pages()

    assert [article.title for article in loaded.articles] == ["Grok 5"]
    assert "Faster." in (loaded.articles[0].content or "")


def test_a_page_in_another_charset_is_read_as_it_says(write: Write, load_pages: LoadPages) -> None:
    write("public/grok/index.html", a_page(DATED.replace("Grok", "Größe"), '<meta charset="iso-8859-1">').encode("latin-1"))

    assert [article.title for article in load_pages().articles] == ["Größe 5"]


def test_a_page_with_broken_characters_is_an_error_only_if_it_is_an_article(write: Write, load_pages: LoadPages) -> None:
    write("public/grok/index.html", a_page(DATED).encode() + b"\xff")
    write("public/about/index.html", a_page("<h1>About</h1>").encode() + b"\xff")

    assert [fault.path for fault in load_pages().faults] == ["public/grok/index.html"]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: a_page(text, text).encode("utf-8", "surrogatepass")))
@settings(max_examples=200)
def test_any_bytes_are_a_document_or_a_named_error(raw: bytes) -> None:
    content = Content(root=Path(), pages=Path("public"), url="https://strides.example/")

    try:
        document = pages.read(raw, "a.html", "a.html", content, NO_DEFAULTS)
    except FileError:
        return

    assert document.skip_reason or document.front_matter.find("permalink")


def test_a_selector_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cssselect", None)

    assert pages.selector(".post") == "a CSS selector needs an optional package: pip install 'stridesfeed[pages]'"


@pytest.mark.parametrize("selector", ["", "p >", ":has(", "::before()", 1])
def test_an_invalid_selector_is_a_sentence(selector: object) -> None:
    assert pages.selector(selector)
