"""
Values that no feed can carry, such as control characters and lone surrogates, are errors of their key or are left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable

import pytest

from stridesfeed.load import Loaded

Write = Callable[[str, str | bytes], object]
Loading = Callable[..., Loaded]

MEDIA_TYPES = ['audio/mpeg; x="\x01"', 'audio/mpeg; x="\x7f"', 'audio/mpeg; x="\n"', 'audio/mpeg; x="é"', "audio/mpeg\n", 'audio/mpeg; x="']


@pytest.mark.parametrize("media_type", [*MEDIA_TYPES, 'audio/mpeg; x="\ud800"'], ids=ascii)
@pytest.mark.parametrize(("key", "field"), [("attachment", "type"), ("attachments", "mime_type"), ("image", "type")])
def test_media_types_in_json_lines_are_checked(write: Write, loading: Loading, key: str, field: str, media_type: str) -> None:
    write("content/a.jsonl", json.dumps({"title": "A", "date": "2026-04-30", key: {"url": "https://strides.example/a", field: media_type}}))

    loaded = loading()

    rule = f"must be a media type such as audio/mpeg, not {media_type!r}"
    assert not loaded.articles
    assert [(fault.path, fault.line, fault.rule.removeprefix("type: ")) for fault in loaded.faults] == [("content/a.jsonl", 1, rule)]


@pytest.mark.parametrize("media_type", MEDIA_TYPES, ids=ascii)
def test_media_types_in_front_matter_are_checked(write: Write, loading: Loading, media_type: str) -> None:
    write("content/2026-04-30-a.md", f"---\ntitle: A\nattachment:\n  url: /a.mp3\n  type: {json.dumps(media_type)}\n---\n")

    assert [(fault.line, fault.field) for fault in loading().faults] == [(5, "attachment.type")]


@pytest.mark.parametrize("section", ["\x00", "\x01 ", "\ud800", "\ufffe"], ids=ascii)
def test_a_section_of_illegal_characters_is_none(write: Write, loading: Loading, section: str) -> None:
    write("content/a.jsonl", json.dumps({"title": "A", "date": "2026-04-30", "section": section}))

    (article,) = loading().articles

    assert (article.categories, article.extensions) == ((), ())


def test_a_folder_with_an_undecodable_name_is_no_section(write: Write, loading: Loading) -> None:
    write(os.fsdecode(b"content/\xff/2026-04-30-a.md"), "---\ntitle: A\nslug: a\npermalink: /a/\n---\n")

    (article,) = loading().articles

    assert article.categories == ()
