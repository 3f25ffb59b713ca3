"""
Atom with XHTML in place of HTML: the same elements and texts, for programs that process XML.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import feedparser
import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from everything import URLS, the_feed
from makers import NOON, a_feed, an_article
from stridesfeed import Options, clean_html, parse, render
from stridesfeed.checks.documents import check_document
from validating import refusal

XHTML = Options(atom_markup="xhtml")
HOSTILE = sorted((Path(__file__).parents[1] / "hostile").rglob("*.html"))
PREFIX = "{http://www.w3.org/1999/xhtml}"


def elements(node: Any) -> list[Any]:
    """
    The names, attributes and texts of a tree.
    """
    tag = node.tag.removeprefix(PREFIX)
    return [tag, dict(node.attrib), node.text or "", [elements(child) for child in node], node.tail or ""]


def as_html(html: str) -> list[Any]:
    return elements(html5lib.parseFragment(html, container="div", namespaceHTMLElements=False))[2:4]


def as_xhtml(html: str) -> list[Any]:
    document = render(a_feed(an_article(content=html, summary=None)), "atom", options=XHTML)
    content: Any = etree.fromstring(document).find(".//{*}content")
    assert content.get("type") == "xhtml"
    return elements(content[0])[2:4]


@pytest.mark.parametrize(
    "html",
    [
        "<p>One<br>two &amp; <em>three</em></p><hr>",
        '<p><b>a</b><i>b</i></p><pre><code>x\n  <b>y</b> ]]&gt;</code></pre><img src="https://a.example/1.png?a=1&amp;b=2" alt="&quot;">',
        "<table><tbody><tr><td>1</td><td>&lt;2</td></tr></tbody></table>",
        "1 &lt; 2 &amp;amp; 日本",
    ],
)
def test_xhtml_has_the_elements_and_texts_of_the_html(html: str) -> None:
    assert as_xhtml(html) == as_html(clean_html(html, "https://strides.example/one"))


@given(st.text(alphabet="<>/&;]!-[\"'= abp\n", max_size=40) | st.text(max_size=20))
@example("\xa0")
def test_any_text_is_well_formed_xhtml(html: str) -> None:
    cleaned = clean_html(html, "https://strides.example/one")

    # An article with nothing but white space has no content.
    assert not cleaned.strip() or as_xhtml(cleaned) == as_html(cleaned)


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_what_is_removed_from_html_is_not_in_xhtml(path: Path) -> None:
    html = path.read_text(encoding="utf-8", errors="replace")
    cleaned = clean_html(html, "https://strides.example/one")

    assert not cleaned or as_xhtml(html) == as_html(cleaned)


def test_summaries_and_subtitles_are_xhtml_too() -> None:
    feed = a_feed(an_article(summary_html="<b>A</b> &amp; B", content=f"<p>{'Text. ' * 40}</p>"), subtitle_html="<i>C</i> &lt; D")
    document = render(feed, "atom", options=XHTML)
    read = feedparser.parse(document, sanitize_html=False)

    assert (read.feed.subtitle, read.feed.subtitle_detail.type) == ("<i>C</i> &lt; D", "application/xhtml+xml")
    assert (read.entries[0].summary, read.entries[0].summary_detail.type) == ("<b>A</b> &amp; B", "application/xhtml+xml")
    assert refusal(document) is None


def test_a_plain_summary_stays_plain() -> None:
    document = render(a_feed(an_article(summary="1 < 2 & 3", content=f"<p>{'Text. ' * 40}</p>")), "atom", options=XHTML)

    assert feedparser.parse(document).entries[0].summary_detail.type == "text/plain"


def test_a_document_with_every_field_is_valid_and_read_back() -> None:
    document = render(the_feed(), "atom", url=URLS["atom"], options=XHTML)
    parsed = parse(document)

    assert refusal(document) is None
    assert [finding for finding in check_document(document, as_of=NOON) if finding.level == "error"] == []
    assert render(parsed.feed, "atom", url=URLS["atom"], options=XHTML) == document


def test_other_formats_are_as_they_were() -> None:
    for format_ in ("rss", "json"):
        assert render(the_feed(), format_, options=XHTML) == render(the_feed(), format_)
