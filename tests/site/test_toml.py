"""
The lines of keys in a TOML file.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.errors import InvalidFilesError
from stridesfeed.site.toml import KeyPath, key_lines, read_configuration

HARD = '''\
# a comment with = and [brackets]
top = "a # b"

[feed] # the feed
title = """
fake = 1
[fake]
\\""" still inside
"""
"quoted key" = 'C:\\'
hubs = [
  "a", # x = 1
  "]",
]
[ "tool" . stridesfeed ]
content.timezone = "Europe/London"
authors = { ann = { name = "Ann" } }
[[list]]
name = \'\'\'
x = "\'\'\'
last = 2026-01-01T00:00:00Z'''

EXPECTED: dict[KeyPath, int] = {
    ("top",): 2,
    ("feed",): 4,
    ("feed", "title"): 5,
    ("feed", "quoted key"): 10,
    ("feed", "hubs"): 11,
    ("tool", "stridesfeed"): 15,
    ("tool", "stridesfeed", "content", "timezone"): 16,
    ("tool", "stridesfeed", "authors"): 17,
    ("list", "1"): 18,
    ("list", "1", "name"): 19,
    ("list", "1", "last"): 21,
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_keys_have_their_lines(tmp_path: Path, line_end: str) -> None:
    (tmp_path / "stridesfeed.toml").write_bytes(HARD.replace("\n", line_end).encode())

    assert read_configuration(tmp_path / "stridesfeed.toml").lines == EXPECTED


def repr_of(text: str) -> str:
    """
    Return *text* as a quoted TOML key.
    """
    return '"' + "".join(f"\\U{ord(character):08X}" for character in text) + '"'


WORDS = st.text("abc-_", min_size=1, max_size=4) | st.text(min_size=1, max_size=4).map(repr_of)
VALUES = st.sampled_from(["1", "true", '"x = 1"', "'#'", '"""\n[a]\nb = 1\n"""', "[\n1, # ]\n2]", "{ a = 1, b = [2] }", "1979-05-27"])


@given(st.lists(st.tuples(WORDS, VALUES), max_size=8))
def test_every_key_of_a_table_is_found(pairs: list[tuple[str, str]]) -> None:
    """
    For any values, each key is found once, on the line that begins with it.
    """
    written: dict[str, str] = {}
    for word, value in pairs:
        (name,) = tomllib.loads(f"{word} = 0")
        written.setdefault(name, f"{word} = {value}")
    text = "[t]\n" + "\n".join(written.values())

    lines = dict(key_lines(text))

    assert set(lines) == {("t",)} | {("t", name) for name in written}
    for name, statement in written.items():
        assert statement.startswith(text.split("\n")[lines["t", name] - 1])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[feed]\ntitle = \n", "stridesfeed.toml:2: is not valid TOML: Invalid value"),
        (b'[feed]\nhubs = [\n"a"\n', "stridesfeed.toml:3: is not valid TOML: Unclosed array"),
        (b"[feed]\n[feed]\n", "stridesfeed.toml:2: is not valid TOML: Cannot declare ('feed',) twice"),
        (b"[feed]\nlimit = " + b"1" * 5_000, "stridesfeed.toml:2: has a number of more than 1,000 digits"),
        (b"[feed]\nhubs = " + b"[" * 5_000, "stridesfeed.toml:2: is nested deeper than 50 levels"),
        (b"[feed]\n" + b'"a b".' * 20_000 + b"c = 1", "stridesfeed.toml:2: is nested deeper than 50 levels"),
        (b'[feed]\ntitle = "\xff"\n', "stridesfeed.toml:2: is not UTF-8: save it in that encoding"),
    ],
)
def test_invalid_toml_is_an_error_with_its_line(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "stridesfeed.toml").write_bytes(content)

    with pytest.raises(InvalidFilesError) as caught:
        read_configuration(tmp_path / "stridesfeed.toml")

    assert [str(fault) for fault in caught.value.exceptions] == [message]


def test_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "stridesfeed.toml").write_bytes(b"\xef\xbb\xbfa = 1\r\n")

    assert read_configuration(tmp_path / "stridesfeed.toml").table == {"a": 1}
