"""
The texts of the page.
"""

from __future__ import annotations

import re

import pytest

from stridesfeed.publish.page.words import direction, table, words

LANGUAGES = ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "nb", "cs", "tr", "ru", "uk", "ja", "zh", "ko", "ar", "he"]

SENTENCE_ENDS = re.compile(r"[.。](?=\s|$|\S)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_texts_in_each_language(language: str) -> None:
    assert words(language).language == language
    assert language == "en" or words(language).what != words("en").what


@pytest.mark.parametrize("language", table())
def test_a_feed_is_explained_in_two_sentences(language: str) -> None:
    assert len(SENTENCE_ENDS.findall(table()[language].what)) == 2


@pytest.mark.parametrize("language", table())
def test_reading_time_contains_its_placeholder(language: str) -> None:
    assert table()[language].minutes.count("{minutes}") == 1


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("de-AT", "de-AT"),
        ("PT-br", "PT-br"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("no", "nb"),
        ("nn", "nb"),
        ("iw", "he"),
        ("tlh", "en"),
        (None, "en"),
    ],
)
def test_words_have_their_language(asked: str | None, given: str) -> None:
    assert words(asked).language == given


def test_regions_and_scripts_have_words_of_their_own() -> None:
    assert words("pt-PT").files == "Ficheiros"
    assert words("pt-BR").files == "Arquivos"
    assert words("zh-HK").copy == words("zh-Hant").copy == "複製"
    assert words("zh-CN").copy == "复制"


@pytest.mark.parametrize(
    ("language", "expected"), [("fa", "rtl"), ("ur-PK", "rtl"), ("uz-Arab", "rtl"), ("az-Latn", "ltr"), ("he-Latn", "ltr"), ("ja", "ltr")]
)
def test_direction_follows_the_script(language: str, expected: str) -> None:
    assert direction(language) == expected
