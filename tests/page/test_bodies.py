"""
Bodies of several articles on one page.
"""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.body import clean_html, html_to_text
from stridesfeed.publish.page import page_body

URL = "https://strides.example/one"


def on_page(body: str) -> str:
    return page_body(clean_html(body, URL), anchor="a1", url=URL, table_label="Table")


def levels(body: str) -> list[int]:
    return [int(level) for level in re.findall(r"<h(\d)", on_page(body))]


@pytest.mark.parametrize(
    ("given_levels", "expected"),
    [([1, 2, 3], [4, 5, 6]), ([3, 3], [4, 4]), ([2, 5, 3, 2], [4, 5, 5, 4]), ([4, 2, 3], [4, 4, 5]), ([1, 2, 3, 4, 5], [4, 5, 6, 6, 6])],
)
def test_headings_stand_below_the_articles_title_and_leave_out_no_level(given_levels: list[int], expected: list[int]) -> None:
    body = "".join(f"<h{level}>Part</h{level}><p>Text</p>" for level in given_levels)

    assert levels(body) == expected
    assert on_page(body).count("</h") == len(expected)


def test_ids_carry_the_anchor_and_links_within_follow_them() -> None:
    placed_body = on_page('<p id="fn1">See <a href="#fn1">there</a> and <a href="#gone">elsewhere</a>.</p>')

    assert placed_body == (f'<p id="a1-fn1">See <a href="#a1-fn1">there</a> and <a href="{URL}#gone">elsewhere</a>.</p>')


def test_cells_still_find_their_headers() -> None:
    placed_body = on_page('<table><tr><th id="a">A</th><th id="b">B</th></tr><tr><td headers="a b">1</td></tr></table>')

    assert '<td headers="a1-a a1-b">' in placed_body


def test_a_table_scrolls_by_keyboard_and_one_inside_it_does_not() -> None:
    placed_body = on_page("<table><tr><td>1<table><tr><td>2</td></tr></table></td></tr></table><table><tr><td>3</td></tr></table>")

    assert placed_body.count('<div class="wide" role="group" aria-label="Table" tabindex="0"><table>') == 2
    assert placed_body.count("<table>") == 3


def test_an_empty_header_cell_becomes_a_data_cell() -> None:
    assert re.findall(r"<t[hd]>\w*", on_page("<table><tr><th></th><th>A</th><th></th></tr></table>")) == ["<td>", "<th>A", "<td>"]


def test_landmarks_in_bodies_are_removed() -> None:
    assert on_page("<main><nav><p>Text</p></nav></main>") == "<div><div><p>Text</p></div></div>"


def test_images_and_media_are_loaded_on_demand() -> None:
    placed_body = on_page('<p><img src="/a.png"></p><audio src="/a.mp3" controls></audio>')

    assert '<img alt="" src="https://strides.example/a.png" loading="lazy" decoding="async">' in placed_body
    assert 'preload="none"' in placed_body


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<h1>", "<h3>", "</h3>", "<pre>\n\n", "</pre>", "<main>", "</main>", "<nav>", "<ul><li>", "</ul>", "<br>"),
        *("<table>", "<tr>", "<th>", "<td>", "</table>", '<a href="#x">', "</a>", '<b id="x">', "</b>", "<img src=a alt='>'>", "<video src=a>"),
        *("</video>", "<details><summary>", "</details>", '<blockquote cite="/x?a=1&b=2">', "&lt;", "&amp;", "<", "text", "\n"),
    ]
)


@given(st.lists(PIECES, max_size=30))
def test_any_body_keeps_its_words_and_has_balanced_tags(pieces: list[str]) -> None:
    body = clean_html("".join(pieces), URL)

    placed_body = page_body(body, anchor="a1", url=URL, table_label="Table")

    assert html_to_text(placed_body).split() == html_to_text(body).split()
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    written = parser.parseFragment(f"<section>{placed_body}</section><hr>")
    assert [child.tag for child in written] == ["section", "hr"]
