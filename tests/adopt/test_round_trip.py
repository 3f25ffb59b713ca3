"""
After adoption, readers see no new articles: feedparser reads the same from the new documents as from the old ones.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest

from makers import NOON, a_feed, an_article
from stridesfeed import FORMATS, render
from stridesfeed.publish.ledger import FILE_NAME, read_ledger

EXAMPLE = Path(__file__).parents[2] / "examples" / "ai-strides" / "expected"
FORMAT = pytest.mark.parametrize("name", [*FORMATS])

Rebuilt = Callable[..., Path]


def seen(document: bytes) -> list[tuple[Any, ...]]:
    """
    Return the fields that feed readers store, of each article in order.
    """
    parsed = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False)
    assert parsed.entries
    return [
        (
            *(entry.id, entry.title, entry.link, entry.published, dict.get(entry, "updated"), entry.get("summary")),
            *([part.value for part in entry.get("content", [])], [tag.term for tag in entry.get("tags", [])]),
            *([person.get("name") for person in entry.get("authors", [])], [(file.href, file.get("length")) for file in entry.enclosures]),
        )
        for entry in parsed.entries
    ]


@FORMAT
def test_readers_see_the_same_example_after_adoption(name: str, rebuilt: Rebuilt) -> None:
    old = (EXAMPLE / FORMATS[name].file_name).read_bytes()

    public = rebuilt(old)

    new = (public / FORMATS[name].file_name).read_bytes()
    assert new == old if name == "json" else seen(new) == seen(old)


@FORMAT
@pytest.mark.parametrize("layout", ["html", "jsonl"])
def test_every_format_builds_all_formats(name: str, layout: str, rebuilt: Rebuilt) -> None:
    public = rebuilt((EXAMPLE / FORMATS[name].file_name).read_bytes(), "--as", layout)

    keys = [
        [(entry[:4], entry[6]) for entry in seen((folder / FORMATS[other].file_name).read_bytes())]
        for folder in (EXAMPLE, public)
        for other in ("rss", "atom")
    ]
    assert keys[0] == keys[2]
    assert keys[1] == keys[3]


def test_guids_of_every_kind_stay_the_same(rebuilt: Rebuilt) -> None:
    guids = ["1234", "post 17", "0f5e9a1c-5b1e-4d0e-9d54-0a7c8f1f7c11", "https://old.example/?p=1", "https://strides.example/é", "é <&> ü"]
    articles = [an_article(str(number), guid=guid, published=NOON.replace(hour=number)) for number, guid in enumerate(guids)]
    old = render(a_feed(*articles), "rss")

    public = rebuilt(old)

    assert {entry[0] for entry in seen((public / "feed.xml").read_bytes())} == {entry[0] for entry in seen(old)} == set(guids)
    ids = [entry[0] for entry in seen((public / "atom.xml").read_bytes())]
    assert len(set(ids)) == len(guids)
    assert all("://" in id_ for id_ in ids)


def test_the_ledger_has_every_article_with_its_dates(rebuilt: Rebuilt) -> None:
    old = (EXAMPLE / "atom.xml").read_bytes()

    site = rebuilt(old).parent

    ledger = read_ledger(site / FILE_NAME)
    assert ledger is not None
    parsed = feedparser.parse(old).entries
    assert {entry.id for entry in ledger.entries} == {entry.id for entry in parsed}
    assert [entry.n for entry in ledger.entries] == [*range(1, len(parsed) + 1)]
    assert sorted(entry.published for entry in ledger.entries) == [entry.published for entry in ledger.entries]
    assert all((site / entry.source).is_file() for entry in ledger.entries)
