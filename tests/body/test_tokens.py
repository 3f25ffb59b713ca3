from __future__ import annotations

import pytest

from stridesfeed.body.tokens import EndTag, StartTag, Token, tokenize, unescape


def read(html: str) -> list[Token]:
    return list(tokenize(html))


@pytest.mark.parametrize(
    ("html", "attributes"),
    [
        ("<p a=1 b='2' c=\"3\" d>", {"a": "1", "b": "2", "c": "3", "d": ""}),
        ("<p A=1 a=2>", {"a": "1"}),
        ("<p a = 1\n b\t=\n'2'>", {"a": "1", "b": "2"}),
        ("<p/a/b=c/d>", {"a": "", "b": "c/d"}),
        ("<p a=>", {"a": ""}),
        ("<p =a=b>", {"=a": "b"}),
        ('<p a="b"c="d">', {"a": "b", "c": "d"}),
        ("<p a=b=c>", {"a": "b=c"}),
        ("<p a=\"x > y\" b='<i>'>", {"a": "x > y", "b": "<i>"}),
    ],
)
def test_attributes_are_read_as_browsers_read_them(html: str, attributes: dict[str, str]) -> None:
    assert read(html) == [StartTag("p", attributes)]


@pytest.mark.parametrize(
    "html",
    [
        "<!-- x > y -->",
        "<!-->",
        "<!--->",
        "<!-- x --!>",
        "<!DOCTYPE html>",
        "<!doctype>",
        "<?xml version='1'?>",
        "<![CDATA[x]]>",
        "</ x>",
        "</>",
    ],
)
def test_what_is_no_content_makes_no_token(html: str) -> None:
    assert read(f"a{html}b") == ["a", "b"]


@pytest.mark.parametrize("text", ["a < b", "a <3", "x <", "x </", "a & b", "<>", "< p>"])
def test_text_that_looks_like_markup_is_text(text: str) -> None:
    assert "".join(token for token in read(text) if isinstance(token, str)) == text


@pytest.mark.parametrize("cut", ["<a href='x", '<a href="x>y', "<a", "<a href", "</a", "<a href="])
def test_a_tag_cut_off_by_the_end_is_text(cut: str) -> None:
    assert read(f"one {cut}") == ["one ", cut]


def test_an_open_comment_hides_the_rest() -> None:
    assert read("a<!-- b <p>c") == ["a"]


@pytest.mark.parametrize("name", ["script", "style", "xmp", "iframe", "noembed", "noframes", "noscript"])
def test_elements_without_markup_hold_text(name: str) -> None:
    assert read(f"<{name}><p>&amp;</x></{name.upper()} >z") == [StartTag(name, {}), "<p>&amp;</x>", EndTag(name), "z"]


@pytest.mark.parametrize("name", ["title", "textarea"])
def test_references_are_resolved_where_html_says_so(name: str) -> None:
    assert read(f"<{name}><p>&amp;</{name}>") == [StartTag(name, {}), "<p>&", EndTag(name)]


def test_what_is_in_svg_is_closed_by_what_cannot_be_in_it() -> None:
    assert read("<svg><g><p>x") == [StartTag("svg", {}), StartTag("g", {}), EndTag("svg"), StartTag("p", {}), "x"]


def test_html_may_stand_in_a_foreign_object() -> None:
    names = [token.name for token in read("<svg><foreignObject><p>x</p></foreignObject></svg><p>") if not isinstance(token, str)]

    assert names == ["svg", "foreignobject", "p", "p", "foreignobject", "svg", "p"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"),
        ("&eacute;&#233;&#xE9;&#XE9", "éééé"),
        ("&notit; &notin;", "¬it; ∉"),
        ("&copy 2026", "© 2026"),
        ("&nosuch; &; & &#; &#x;", "&nosuch; &; & &#; &#x;"),
        ("&#150;&#x80;", "–€"),
        ("&#0;&#x1F;&#xFFFE;&#xD800;&#x110000;&#xFDD0;&#99999999999999999999;", ""),
        ("a&#13;&#10;b", "a\nb"),
        ("&CounterClockwiseContourIntegral;", "∳"),
    ],
)
def test_references_are_what_they_mean(written: str, meant: str) -> None:
    assert unescape(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("?a=1&copy=2", "?a=1&copy=2"), ("?a&copyx", "?a&copyx"), ("&copy;", "©"), ("&copy", "©"), ("&amp;lt;", "&lt;")]
)
def test_addresses_keep_their_ampersands(written: str, meant: str) -> None:
    assert unescape(written, attribute=True) == meant


def test_a_number_of_any_length_is_read() -> None:
    assert unescape("&#" + "9" * 100_000 + ";&#x" + "0" * 100_000 + "41;") == "A"
