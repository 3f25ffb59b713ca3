"""
The front matter that the ledger depends on.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stridesfeed.load import Content, Loaded, load

HEADER = "---\ntitle: One\ndate: 2026-04-30T09:00:00Z\n"


def loaded(folder: Path) -> Loaded:
    content = Content(root=folder, folders=(folder / "content",), url="https://strides.example/")
    return load(content, as_of=datetime(2026, 6, 1, tzinfo=UTC))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return tmp_path


def test_explicit_ids_are_distinguished_from_urls(folder: Path) -> None:
    (folder / "content" / "one.md").write_text(f"{HEADER}id: https://strides.example/one/\n---\nText.", encoding="utf-8")
    (folder / "content" / "two.md").write_text(f"{HEADER}---\nText.", encoding="utf-8")

    assert loaded(folder).explicit_ids == {"https://strides.example/one/"}


@pytest.mark.parametrize(("value", "counts"), [("true", True), ("yes", True), ("false", False)])
def test_redate_says_whether_the_date_counts(folder: Path, value: str, counts: bool) -> None:
    (folder / "content" / "one.md").write_text(f"{HEADER}redate: {value}\n---\nText.", encoding="utf-8")

    found = loaded(folder)

    assert (found.redated_ids == {"https://strides.example/one/"}, found.unknown_keys) == (counts, {})


def test_redate_that_is_not_a_boolean_is_an_error(folder: Path) -> None:
    (folder / "content" / "one.md").write_text(f"{HEADER}redate: perhaps\n---\nText.", encoding="utf-8")

    assert [str(fault) for fault in loaded(folder).faults] == ["content/one.md:4: redate: must be true or false, not 'perhaps'"]


def test_an_article_in_a_file_of_many_has_its_line(folder: Path) -> None:
    lines = ['{"title": "One", "date": "2026-04-30T09:00:00Z"}', "", '{"title": "Two", "date": "2026-04-30T09:00:00Z"}']
    (folder / "content" / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")

    assert sorted(loaded(folder).origins.values()) == ["content/all.jsonl:1", "content/all.jsonl:3"]
