"""
Text that every format can carry.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stridesfeed.text import legal, line


@given(st.text(st.characters(), max_size=200))
def test_xml_accepts_any_normalised_text(text: str) -> None:
    root = etree.Element("x")
    root.text = legal(text)

    assert etree.fromstring(etree.tostring(root)).text == (legal(text) or None)


def test_control_characters_and_lone_surrogates_are_removed() -> None:
    assert legal("a\x00b\x0bc\x1fd\ufffee\uffff\ud800") == "abcde"


def test_tabs_and_line_feeds_stay_in_html() -> None:
    assert legal("<pre>\ta\n\tb\r\n</pre>") == "<pre>\ta\n\tb\r\n</pre>"


def test_windows_1252_bytes_decoded_as_latin_1_are_repaired() -> None:
    assert legal("It\x92s \x93new\x94 \x80 5\x81") == "It’s “new” € 5"


def test_the_replacement_character_becomes_a_question_mark() -> None:
    assert legal("caf\ufffd") == "caf?"


def test_emoji_and_every_script_stay() -> None:
    assert legal("👩‍🚀 日本語 العربية") == "👩‍🚀 日本語 العربية"


def test_white_space_is_folded_on_a_line() -> None:
    assert line("\u2003 AT&T\r\n\tspeaks\u00a0up ") == "AT&T speaks up"


@given(st.text(max_size=80))
def test_normalising_a_line_twice_changes_nothing(text: str) -> None:
    assert line(line(text)) == line(text)


@given(st.text(st.sampled_from(" \t\n\u00a0\u2028\x1cab"), max_size=20))
def test_all_white_space_on_a_line_is_single_spaces(text: str) -> None:
    assert line(text) == " ".join(legal(text).split())
