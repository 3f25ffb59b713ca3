from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makers import an_article
from stridesfeed.related.features import counts_of, text_of, words
from stridesfeed.related.index_cache import packed, unpacked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-5 and AT&T's R&D", ["gpt", "and", "at"]),
        ("In 2026, A100 chips", ["in", "a100", "chips"]),
        ("Ёлка Łódź İstanbul Straße", ["елка", "łodz", "istanbul", "strasse"]),
        ("שָׁלוֹם", ["שלום"]),
        ("हिन्दी में लेख। नमस्ते", ["हिन्दी", "में", "लेख", "नमस्ते"]),
        ("ภาษาไทย", ["ภา", "าษ", "ษา", "าไ", "ไท", "ทย"]),
        ("한국어 뉴스", ["한국", "국어", "뉴스"]),
        ("データセンター、港", ["デー", "ータ", "タセ", "セン", "ンタ", "ター", "港"]),
        ("x" * 41 + " fine_word", ["fine", "word"]),
        ("", []),
    ],
)
def test_words_of_any_script_are_found_and_folded(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_spelling_of_the_same_characters_does_not_matter(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


def test_text_is_what_people_read() -> None:
    html = "<p>One &amp; two<!-- three --><br>four</p><script>five < six</SCRIPT ><style>seven</style>eight<svg><text>nine</text></svg>"

    assert text_of(html).split() == ["One", "&", "two", "four", "eight"]


@pytest.mark.parametrize("piece", ["<", "<script>", "<!--", "<script></style>", "<a <", "&", "<svg><math>"])
def test_reading_hostile_html_comes_to_an_end(piece: str) -> None:
    """
    Were it read in time that grows with the square of its length, this would take hours.
    """
    assert len(text_of(piece * 400_000)) <= len(piece) * 400_000


def test_title_says_more_than_the_body() -> None:
    counted = counts_of(an_article(title="Harbour", summary="Barge", content="<p>Anchor</p>"))

    assert counted["harbour"] > counted["barge"] > counted["anchor"] == 1


@given(st.lists(st.sampled_from(["harbour", "蒸留", "naïve", "a100", "हिन्दी"])))
def test_counted_words_are_kept_whole(said: list[str]) -> None:
    counted = counts_of(an_article(content=" ".join(said)))

    assert unpacked(packed(counted)) == counted
