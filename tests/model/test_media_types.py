"""
Media types are those of RFC 6838: printable ASCII on one line, so that every format can carry them.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.errors import InvalidError
from stridesfeed.model import Attachment, Image, Link
from stridesfeed.rules import language, media_type


@pytest.mark.parametrize(
    "given",
    [
        "audio/mpeg",
        'text/plain; charset="utf-8"',
        'video/mp4; codecs="avc1.42E01E, mp4a.40.2"',
        r'text/plain;title="a \"b\""',
        "text/html ; q=1",
    ],
)
def test_a_media_type_may_have_parameters(given: str) -> None:
    assert media_type(given) is None


@pytest.mark.parametrize("parameter", ["\x00", "\n", "\x7f", "\x85", "\ud800", "\uffff", "é", "\t"])
def test_a_quoted_parameter_has_no_control_characters_or_surrogates(parameter: str) -> None:
    given = f'audio/mpeg; name="{parameter}"'

    for kind in (Attachment, Image, Link):
        with pytest.raises(InvalidError) as caught:
            kind("https://example.org/a.mp3", type=given)
        assert [(fault.field, fault.rule[:43]) for fault in caught.value.faults] == [("type", "must be a media type such as audio/mpeg, no")]


@pytest.mark.parametrize("given", ["audio/mpeg\n; a=b", "audio/mpeg;\x0ba=b", 'audio/mpeg; a="', "audio/mpeg\n", 'a/b; c="\\"'])
def test_a_media_type_is_one_line(given: str) -> None:
    assert media_type(given)


@given(st.from_regex(r'audio/mpeg; a="[^"]*"', fullmatch=True) | st.text(st.characters()))
def test_an_accepted_media_type_is_printable_ascii(given: str) -> None:
    assert media_type(given) or (given.isascii() and given.isprintable())


def test_a_language_tag_is_ascii() -> None:
    assert language("en") is None
    assert language("\u017fv")
    assert language("e\u212a")
