"""
The documents of the example site, byte by byte and as other programs read them.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import html5lib
import pytest

from stridesfeed.build import build
from stridesfeed.site import read_site

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "ai-strides"
AS_OF = datetime(2026, 5, 1, tzinfo=UTC)
FILES = ("feed.xml", "atom.xml", "feed.json")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The folder of the feeds, built now, in a copy.
    """
    copy = tmp_path_factory.mktemp("copy") / "site"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("public"))
    build(read_site(copy), as_of=AS_OF)
    return copy / "public"


@pytest.mark.parametrize("name", FILES)
def test_the_example_is_the_same_bytes(name: str, public: Path, request: pytest.FixtureRequest) -> None:
    expected = EXAMPLE / "expected" / name
    if request.config.getoption("--rewrite-golden"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_bytes((public / name).read_bytes())

    assert (public / name).read_bytes() == expected.read_bytes()


def test_its_ledger_is_up_to_date(public: Path, request: pytest.FixtureRequest) -> None:
    ledger = (public.parent / "stridesfeed.lock").read_bytes()
    if request.config.getoption("--rewrite-golden"):
        (EXAMPLE / "stridesfeed.lock").write_bytes(ledger)

    assert ledger == (EXAMPLE / "stridesfeed.lock").read_bytes()


def test_every_format_holds_the_same_articles(public: Path) -> None:
    items = json.loads((public / "feed.json").read_bytes())["items"]
    rss = feedparser.parse((public / "feed.xml").read_bytes()).entries
    atom = feedparser.parse((public / "atom.xml").read_bytes()).entries

    assert [item["id"] for item in items] == [entry.id for entry in rss] == [entry.id for entry in atom]
    assert [item["url"] for item in items] == [entry.link for entry in rss] == [entry.link for entry in atom]


def test_bodies_are_html_without_an_error_and_every_address_is_absolute(public: Path) -> None:
    for item in json.loads((public / "feed.json").read_bytes())["items"]:
        parser: Any = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        body = parser.parseFragment(item["content_html"])
        addresses = [element.get(name) for element in body.iter() for name in ("href", "src", "poster", "cite") if element.get(name)]
        assert [address for address in addresses if not address.startswith(("https://", "http://", "mailto:"))] == []
