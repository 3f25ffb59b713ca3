"""
Text that every format can carry.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stridesfeed.text import legal, line


@given(st.text(st.characters(), max_size=200))
def test_whatever_the_text_xml_accepts_it(text: str) -> None:
    root = etree.Element("x")
    root.text = legal(text)

    assert etree.fromstring(etree.tostring(root)).text == (legal(text) or None)


def test_control_characters_and_lone_surrogates_go() -> None:
    assert legal("a\x00b\x0bc\x1fd\ufffee\uffff\ud800") == "abcde"


def test_tabs_and_line_feeds_stay_in_html() -> None:
    assert legal("<pre>\ta\n\tb\r\n</pre>") == "<pre>\ta\n\tb\r\n</pre>"


def test_windows_bytes_read_as_latin_become_what_they_were_meant_to_be() -> None:
    assert legal("It\x92s \x93new\x94 \x80 5\x81") == "It’s “new” € 5"


def test_the_mark_of_a_lost_character_becomes_a_question_mark() -> None:
    assert legal("caf\ufffd") == "caf?"


def test_emoji_and_every_script_stay() -> None:
    assert legal("👩‍🚀 日本語 العربية") == "👩‍🚀 日本語 العربية"


def test_white_space_is_folded_on_a_line() -> None:
    assert line("\u2003 AT&T\r\n\tspeaks\u00a0up ") == "AT&T speaks up"


@given(st.text(max_size=80))
def test_what_was_put_on_a_line_stays_as_it_is(text: str) -> None:
    assert line(line(text)) == line(text)
