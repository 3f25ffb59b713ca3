"""
Hostile documents are refused with one clear message that has the line.

Each file in ``hostile`` is one attack; its last line, a comment, has a part of the message. Attacks too large for a file are built here.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adopting import adopt_document
from stridesfeed.adopt import LAYOUTS
from stridesfeed.errors import InvalidFilesError

HERE = Path(__file__).parent / "hostile"


def faults_of(document: bytes) -> str:
    with pytest.raises(InvalidFilesError) as caught:
        adopt_document(document)
    return "\n".join(map(str, caught.value.faults))


@pytest.mark.parametrize("path", sorted(HERE.glob("*.xml")), ids=lambda path: path.stem)
def test_an_attack_is_refused(path: Path) -> None:
    document, _, comment = path.read_bytes().rstrip().rpartition(b"\n")

    assert comment.decode().removeprefix("<!--").removesuffix("-->").strip() in faults_of(document)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"<rss>" + b"<a>" * 100_000, "more than 200 levels of nested elements"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b'{"a":' * 200_000, "nested too deep"),
        (b'{"version": NaN}', "a number is invalid"),
        (b'{"version": ' + b"9" * 10_000 + b"}", "a number is invalid"),
        (b"[]", "must be a JSON object"),
        (b"{}", "is not a supported feed or export"),
        (b"", "no element found"),
        (b"<html><body>Not a feed</body></html>", "is not a supported feed or export"),
        (b"GIF89a\x00\x01", "not well-formed"),
        (b"\xff\xfe<\x00", "unclosed token"),
        (b'{"title": "\xff"}', "byte 0xFF is not valid utf-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unsupported_documents_are_refused(document: bytes, words: str) -> None:
    assert words in faults_of(document)


def test_a_document_with_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stridesfeed.parsing.documents._MAX_ELEMENTS", 1000)

    assert "more than 1000 elements" in faults_of(b"<rss><channel>" + b"<item/>" * 1000)


def test_items_of_wrong_types_do_not_raise() -> None:
    adoption = adopt_document(
        {
            "version": "https://jsonfeed.org/version/1",
            "title": "T",
            "home_page_url": "https://strides.example/",
            "authors": 7,
            "hubs": [None, {"url": 3}],
            "items": [
                None,
                5,
                [],
                {"id": {}, "title": [1], "url": 2, "tags": "x", "attachments": {"url": []}, "_strides": "x", "author": [[]]},
            ],
        }
    )

    assert adoption.articles == ()
    assert {fault.field for fault in adoption.faults} == {"items[1].url", "items[1].title", "items[1].published"}


def test_tables_of_wrong_types_do_not_raise() -> None:
    tables = {
        "posts": [{"id": 1, "status": 2, "tags": 3}],
        "tags": 7,
        "users": [1],
        "posts_tags": [{"sort_order": "x"}],
        "settings": {"key": []},
    }

    with pytest.raises(InvalidFilesError):
        adopt_document({"db": [{"data": tables}]}, home="https://strides.example/")


def test_an_attack_in_a_body_is_sanitized_when_the_feed_is_built() -> None:
    """
    Bodies are adopted unchanged; unsafe HTML is removed when the feed is built, as for every file.
    """
    item = {
        "id": "1",
        "url": "https://strides.example/1",
        "title": "T",
        "content_html": "<script>x</script>",
        "date_published": "2026-01-01T00:00:00Z",
    }
    adoption = adopt_document(
        json.dumps({"version": "https://jsonfeed.org/version/1", "title": "T", "home_page_url": "https://strides.example/", "items": [item]})
    )

    (file,) = LAYOUTS["html"](adoption.articles)
    assert b"<script>x</script>" in file.content
