"""
The id of the feed stays the one of the first build.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from publisher import ROOT, Publisher
from stridesfeed.cli._click import program
from stridesfeed.errors import InvalidFilesError
from stridesfeed.publish.ledger import Ledger, format_ledger, parse_ledger, read_ledger

FAMILIES = '[[feeds]]\nby = "author"\npath = "by/{slug}/"\n[[feeds]]\npath = "brief/"\n'
FEED = 'title = "AI Strides"\nlanguage = "en"\nauthors = ["Desk"]\n'
TAG = "tag:strides.example,2026:feed"


def ids(publisher: Publisher) -> list[str]:
    return [publisher.parsed(f"{folder}atom.xml").feed.id for folder in ("", "by/desk/", "brief/")]


@pytest.fixture
def site(tmp_path: Path) -> Publisher:
    publisher = Publisher(tmp_path, FAMILIES)
    publisher.write("one")
    publisher.build()
    return publisher


@pytest.mark.parametrize("url", ["https://new.example/", "http://strides.example/", "https://strides.example/blog/"])
def test_another_address_leaves_the_ids_of_all_feeds(site: Publisher, url: str) -> None:
    before = ids(site)
    site.configure(FAMILIES, feed=f'{FEED}url = "{url}"\n')

    site.build(1)

    assert ids(site) == before
    assert before[0] == ROOT
    assert (site.output / "feed.html").is_file()


def test_ids_of_new_articles_are_made_with_the_feeds_first_id(tmp_path: Path) -> None:
    """
    Two sites whose feeds have the same id and whose articles have the same URL create the same UUID.
    """
    created = []
    for name, first in (("moved", "https://old.example/"), ("stayed", "https://strides.example/")):
        publisher = Publisher(tmp_path / name, '[ledger]\nids = "uuid"\n', feed=f'{FEED}url = "{first}"\nid = "{TAG}"\n')
        publisher.build()
        publisher.configure('[ledger]\nids = "uuid"\n')
        publisher.write("one")
        publisher.build(1)
        created.append(publisher.json("feed.json")["items"][0]["id"])

    assert created[0] == created[1]


def test_an_id_in_the_configuration_comes_first_and_is_remembered(site: Publisher) -> None:
    for feed in (f'{FEED}url = "{ROOT}"\nid = "{TAG}"\n', f'{FEED}url = "https://new.example/"\n'):
        site.configure(FAMILIES, feed=feed)
        site.build(1)

        assert ids(site)[0] == TAG


def test_another_id_in_the_configuration_is_a_warning_of_diff(site: Publisher) -> None:
    site.configure(FAMILIES, feed=f'{FEED}url = "{ROOT}"\nid = "{TAG}"\n')

    result = CliRunner().invoke(program, ["diff", str(site.folder), "--as-of", "2026-06-01"])

    assert result.exit_code == 1
    assert f"The id of the feed changes from {ROOT} to {TAG}" in result.stderr
    assert f'set `id = "{ROOT}"` in [feed]' in result.stderr


def test_a_ledger_without_the_feeds_id_gets_it_from_the_next_build(site: Publisher) -> None:
    path = site.folder / "stridesfeed.lock"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("feed ")), encoding="utf-8")

    report = site.build(1)

    ledger = read_ledger(path)
    assert ledger is not None
    assert (ledger.feed_id, report.changes) == (ROOT, ())


def test_the_feeds_id_is_a_line_of_the_ledger() -> None:
    text = format_ledger(Ledger((), TAG)).decode()

    assert text.splitlines()[3] == f"feed {TAG}"
    assert parse_ledger(text, "x") == Ledger((), TAG)
    assert parse_ledger(f"{text}feed {TAG}\n", "x") == Ledger((), TAG)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("feed tag:other.example,2026:feed", f"x:5: feed: {TAG!r} is the id of the feed on line 4: keep one of both lines"),
        ("feed no-iri", "x:5: feed: must be an absolute IRI"),
        ("feed ", "x:5: feed: must not be empty"),
    ],
)
def test_an_error_in_the_feeds_id_names_its_line(line: str, message: str) -> None:
    with pytest.raises(InvalidFilesError) as caught:
        parse_ledger(format_ledger(Ledger((), TAG)).decode() + line + "\n", "x")

    assert [str(fault)[: len(message)] for fault in caught.value.faults] == [message]


@pytest.mark.parametrize("url", ["https://strides.example", "https://strides.example/blog/", "https://bücher.example"])
def test_init_writes_the_id_that_the_feed_would_have(tmp_path: Path, url: str) -> None:
    def built(folder: Path, toml: str) -> Any:
        publisher = Publisher(folder)
        (folder / "stridesfeed.toml").write_text(toml, encoding="utf-8")
        publisher.build()
        return publisher.parsed("atom.xml").feed.id

    CliRunner().invoke(program, ["init", str(tmp_path), "--title", "T", "--url", url])
    written = (tmp_path / "stridesfeed.toml").read_text(encoding="utf-8")
    without = "".join(line for line in written.splitlines(keepends=True) if not line.startswith("id = "))

    assert f"id = {json.dumps(built(tmp_path / 'without', without))}\n" in written
    moved = written.replace(f"url = {json.dumps(url, ensure_ascii=False)}", 'url = "https://new.example/"')
    assert "new.example" in moved
    assert built(tmp_path / "with", written) == built(tmp_path / "moved", moved)
