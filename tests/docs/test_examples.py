"""
The examples run and demonstrate their features.
"""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from many import documents
from stridesfeed import Article, Feed, MemoryCache
from stridesfeed.batch import render_many
from stridesfeed.load import Loaded, load
from stridesfeed.site import Site, read_site

EXAMPLES = Path(__file__).parents[2] / "examples"
MAY = datetime(2026, 5, 1, tzinfo=UTC)


def test_one_feed_writes_three_documents_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["one_feed.py", str(tmp_path)])

    runpy.run_path(str(EXAMPLES / "one_feed.py"), run_name="__main__")

    said = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(path.name for path in said) == ["atom.xml", "feed.json", "feed.xml"]
    assert sorted(said) == sorted(tmp_path.iterdir())
    assert feedparser.parse((tmp_path / "atom.xml").read_bytes()).entries[0].title == "A barge full of servers drops anchor"


def test_platform_is_complete_after_crashes(tmp_path: Path) -> None:
    program = EXAMPLES / "platform" / "publish.py"
    feeds = runpy.run_path(str(program))["feeds"]
    render_many(feeds(100, 0), tmp_path / "whole", url="https://feeds.platform.example/")

    last_words = []
    for line_of_death in (1, 3, None):
        command = [sys.executable, str(program), "killed", "--feeds", "100", "--executor", "processes"]
        with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as platform:  # noqa: S603  # our own program
            for number, line in enumerate(platform.stdout or ()):
                last_words.append(line)
                if number == line_of_death:
                    platform.kill()

    assert re.fullmatch(r"\d+ feeds? written, .*skipped: [\d,]+ documents, [\d,]+ bytes\n", last_words[-1])
    assert documents(tmp_path / "killed") == documents(tmp_path / "whole")


def test_an_edition_of_the_platform_changes_one_feed_in_ten(tmp_path: Path) -> None:
    feeds = runpy.run_path(str(EXAMPLES / "platform" / "publish.py"))["feeds"]
    journal = MemoryCache()

    reports = [render_many(feeds(40, edition), tmp_path, journal=journal) for edition in (0, 1, 1)]

    assert [(report.written, report.skipped) for report in reports] == [(40, 0), (4, 36), (0, 40)]


@pytest.fixture(scope="module")
def site() -> Site:
    return read_site(EXAMPLES / "ai-strides")


@pytest.fixture(scope="module")
def loaded(site: Site) -> Loaded:
    return load(site.content, as_of=MAY)


def named(loaded: Loaded, end: str) -> Article:
    (found,) = [article for article in loaded.articles if article.address.endswith(end)]
    return found


def test_ai_strides_has_no_fault_and_keeps_its_draft(loaded: Loaded) -> None:
    assert loaded.faults == ()
    assert [(skipped.path, skipped.reason) for skipped in loaded.skipped] == [("content/news/a-quiet-week-for-chips.md", "draft")]
    assert loaded.unknown_keys == {}


def test_ai_strides_has_a_feed_of_at_least_fourteen_articles(loaded: Loaded, site: Site) -> None:
    feed = Feed(id=site.feed.id, title=site.feed.title, url=site.feed.url, articles=loaded.articles)

    assert 14 <= len(feed.articles) <= site.output.limit
    assert feed.updated is not None
    assert feed.updated < MAY


def test_two_people_wrote_some_articles(loaded: Loaded) -> None:
    shared = [article for article in loaded.articles if [person.name for person in article.authors] == ["Ilse Varga", "AI Strides desk"]]

    assert len(shared) >= 3
    assert all(article.authors[0].uri and article.authors[0].avatar for article in shared)


def test_the_audio_edition_has_the_length_of_its_file(loaded: Loaded) -> None:
    (audio,) = named(loaded, "/research/evaluations-drift/").attachments

    file = EXAMPLES / "ai-strides" / "static" / "audio" / "evaluations-drift.mp3"
    assert (audio.type, audio.length) == ("audio/mpeg", file.stat().st_size)


def test_every_way_to_name_a_related_article_finds_it(loaded: Loaded) -> None:
    addresses = {article.url for article in loaded.articles}
    related = [link for article in loaded.articles for link in article.related]

    assert len(related) >= 14
    assert {link.href for link in related} <= addresses


def test_the_hard_title_arrives_whole(loaded: Loaded) -> None:
    assert named(loaded, "/att-when-script-is-not-a-script/").title == "AT&T: when <script> isn't &amp; x < y"


def test_a_bundles_picture_lies_beside_its_page(loaded: Loaded) -> None:
    image = named(loaded, "/news/harbour-compute/").image

    assert image is not None
    assert image.url == "https://strides.example/news/harbour-compute/barge.png"


@pytest.mark.parametrize(("end", "language"), [("/tamlul/", "he"), ("/shigoto-no-memo/", "ja")])
def test_articles_say_their_own_language(loaded: Loaded, end: str, language: str) -> None:
    assert named(loaded, end).language == language


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml", "feed.json"])
def test_the_planet_merges_its_feeds(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["planet.py", str(tmp_path)])

    runpy.run_path(str(EXAMPLES / "planet" / "planet.py"), run_name="__main__")

    assert capsys.readouterr().out == ""
    assert (tmp_path / name).read_bytes() == (EXAMPLES / "planet" / "expected" / name).read_bytes()
