from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.body import excerpt, html_to_text

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


@pytest.mark.parametrize(
    ("html", "length", "cut"),
    [
        ("<p>One stride at a time</p>", 100, "One stride at a time"),
        ("<p>One stride at a time</p>", 20, "One stride at a time"),
        ("<p>One stride at a time</p>", 19, "One stride at a…"),
        ("<p>One, two, three</p>", 10, "One, two…"),
        ("<p>a</p><ul><li>b<li>c</ul><pre>d\n  e</pre>", 100, "a b c d e"),
        ("<p>Unbreakablylongword</p>", 6, "Unbre…"),
        ("<p>AT&amp;T &lt;b&gt;</p>", 100, "AT&T <b>"),
        ("<p>a</p>", 0, ""),
        ("", 10, ""),
        ("<p>" + "x " * 500 + "</p>", 5, "x x…"),
        ("<pre>a" + " " * 500 + "b c d</pre>", 4, "a b…"),
    ],
)
def test_an_excerpt_ends_between_words(html: str, length: int, cut: str) -> None:
    assert excerpt(html, length) == cut


@pytest.mark.parametrize(
    ("text", "language", "cut"),
    [
        ("日本語の文章はとても長いです", "ja", "日本語の文章は…"),
        ("中文没有空格所以可以切", None, "中文没有空格所…"),
        ("ภาษาไทยไม่มีช่องว่าง", "th", "ภาษาไทย…"),
        ("ที่ที่ที่ที่", "th", "ที่ที่…"),
        ("がか\u3099がか\u3099がか\u3099", "ja", "がか\u3099がか\u3099が…"),
        ("e\u0301e\u0301e\u0301e\u0301e\u0301", None, "e\u0301e\u0301e\u0301…"),
        (FAMILY * 2, None, FAMILY + "…"),
        ("🇬🇧🇫🇷🇩🇪🇮🇹🇪🇸", None, "🇬🇧🇫🇷🇩🇪…"),
        ("👍🏽👍🏽👍🏽👍🏽👍🏽", None, "👍🏽👍🏽👍🏽…"),
    ],
)
def test_an_excerpt_ends_between_characters(text: str, language: str | None, cut: str) -> None:
    assert excerpt(f"<p>{text}</p>", 8, language=language) == cut


@pytest.mark.parametrize(
    ("text", "language", "cut"),
    [
        ("中文没有空格所以可以切", "zh", "中文没有空格……"),
        ("中文没有空格所以可以切", "zh-Hant-TW", "中文没有空格……"),
        ("日本語の文章はとても長いです", "ja", "日本語の文章は…"),
        ("שלום עולם ומלואו", "he", "שלום…"),
        ("مرحبا بالعالم كله", "ar", "مرحبا…"),
        ("한국어는 띄어 씁니다", "ko", "한국어는 띄어…"),
    ],
)
def test_an_excerpt_ends_as_its_language_does(text: str, language: str, cut: str) -> None:
    assert excerpt(f"<p>{text}</p>", 8, language=language) == cut


def test_an_excerpt_of_one_character_has_room_for_no_more() -> None:
    assert [excerpt("<p>中文没有</p>", length, language="zh") for length in (1, 2, 3)] == ["…", "……", "中……"]


@given(st.text(max_size=80), st.integers(0, 40))
def test_an_excerpt_is_one_line_within_its_length(text: str, length: int) -> None:
    cut = excerpt(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>", length)

    assert len(cut) <= length
    assert cut.split("\n") == [cut]
    assert cut == cut.strip()


@given(st.text(alphabet="ab \u0301é" + FAMILY, min_size=1, max_size=80), st.integers(3, 40))
def test_an_excerpt_is_the_beginning_of_the_text(text: str, length: int) -> None:
    whole = html_to_text(f"<p>{text}</p>")
    cut = excerpt(f"<p>{text}</p>", length)

    begun = cut.removesuffix("…")
    assert whole.startswith(begun)
    rest = whole[len(begun) :]
    assert bool(rest) == (cut != begun)
    assert not begun or not rest or rest[0] == " " or not (unicodedata.combining(rest[0]) or "\u200d" in {rest[0], begun[-1]})
