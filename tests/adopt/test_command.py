from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from adopting import Run
from makers import NOON, a_feed, an_article
from servers import Answer, Request, serving
from stridesfeed import render
from stridesfeed.publish.ledger import FILE_NAME
from stridesfeed.site import NAME, read_site


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """
    The document of a feed of two articles.
    """
    path = tmp_path / "old.xml"
    feed = a_feed(an_article("one", guid="1"), an_article("two", published=NOON.replace(day=1)), hubs=["https://hub.example/"])
    path.write_bytes(render(feed, "rss", url="https://strides.example/rss.xml"))
    return path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_site_gets_articles_configuration_and_ledger(old: Path, tmp_path: Path, run: Run) -> None:
    result = run("adopt", old, "--into", tmp_path / "my blog")

    assert result.exit_code == 0
    assert files(tmp_path / "my blog") == {"content/2026/one.html", "content/2026/two.html", NAME, FILE_NAME}
    assert "Articles: 2 (RSS)" in result.stdout
    assert "Next: stridesfeed build '" in result.stdout


def test_the_configuration_has_the_feeds_fields_and_file_name(old: Path, tmp_path: Path, run: Run) -> None:
    run("adopt", old, "--into", tmp_path / "site")

    site = read_site(tmp_path / "site")
    assert (site.feed.title, site.feed.subtitle, site.feed.language) == ("AI Strides", "One stride at a time", "en")
    assert site.feed.hubs == ("https://hub.example/",)
    assert site.output.addresses["rss"] == "https://strides.example/rss.xml"


def test_another_format_with_the_same_file_name_is_renamed(tmp_path: Path, run: Run) -> None:
    document = tmp_path / "atom.xml"
    document.write_bytes(render(a_feed(an_article()), "atom", url="https://strides.example/feed.xml"))

    run("adopt", document, "--into", tmp_path / "site")

    assert read_site(tmp_path / "site").output.files == {"rss": "rss-feed.xml", "atom": "feed.xml", "json": "feed.json"}


def test_a_url_that_no_file_can_have_is_reported(tmp_path: Path, run: Run) -> None:
    document = tmp_path / "feed"
    document.write_bytes(render(a_feed(an_article()), "rss", url="https://strides.example/feed/"))

    result = run("adopt", document, "--into", tmp_path / "site")

    assert "Readers subscribe to https://strides.example/feed/" in result.stdout


def test_a_site_that_exists_keeps_its_configuration(old: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "site" / "news").mkdir(parents=True)
    configuration = tmp_path / "site" / NAME
    configuration.write_text('[feed]\ntitle = "Mine"\nurl = "https://strides.example/"\n[content]\nfolder = "news"\n', encoding="utf-8")
    before = configuration.read_bytes()

    result = run("adopt", old, "--into", tmp_path / "site")

    assert result.exit_code == 0
    assert configuration.read_bytes() == before
    assert files(tmp_path / "site") == {"news/2026/one.html", "news/2026/two.html", NAME, FILE_NAME}
    assert "news/2026/one.html" in (tmp_path / "site" / FILE_NAME).read_text(encoding="utf-8")


def test_existing_files_are_an_error_and_nothing_is_written(old: Path, tmp_path: Path, run: Run) -> None:
    mine = [tmp_path / "site" / "content" / "2026" / f"{name}.html" for name in ("one", "two")]
    mine[0].parent.mkdir(parents=True)
    for path in mine:
        path.write_text("mine", encoding="utf-8")

    result = run("adopt", old, "--into", tmp_path / "site")

    assert result.exit_code == 1
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == [str(path) for path in mine]
    assert files(tmp_path / "site") == {"content/2026/one.html", "content/2026/two.html"}
    assert mine[0].read_text(encoding="utf-8") == "mine"


def test_a_dry_run_lists_what_it_would_write_and_writes_nothing(old: Path, tmp_path: Path, run: Run) -> None:
    result = run("adopt", old, "--into", tmp_path / "site", "--as", "jsonl", "--dry-run")

    names = ("content/adopted.jsonl", NAME, FILE_NAME)
    assert result.stdout.splitlines()[:3] == [f"Would write: {tmp_path / 'site' / name}" for name in names]
    assert not (tmp_path / "site").exists()


def test_all_errors_are_shown_and_nothing_is_written(old: Path, tmp_path: Path, run: Run) -> None:
    dateless = old.read_text(encoding="utf-8").replace("pubDate", "never")
    old.write_text(dateless, encoding="utf-8")

    result = run("adopt", old, "--into", tmp_path / "site")

    assert result.exit_code == 1
    assert result.stderr.count("published: is missing") == 2
    assert not (tmp_path / "site").exists()


def test_keep_going_adopts_the_other_articles_and_shows_the_errors(old: Path, tmp_path: Path, run: Run) -> None:
    old.write_text(old.read_text(encoding="utf-8").replace("<pubDate>Thu", "<pubDate>Doomsday"), encoding="utf-8")

    result = run("adopt", old, "--into", tmp_path / "site", "--keep-going", "--json")

    shown = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (shown["articles"], len(shown["faults"])) == (1, 1)
    assert {Path(path).name for path in shown["files"]} == {"two.html", NAME, FILE_NAME}


def test_a_feed_is_read_from_its_url(old: Path, tmp_path: Path, run: Run) -> None:
    def answer(request: Request) -> Answer:
        if request.path == "/feed":
            return Answer(status=301, headers={"Location": "/rss.xml"})
        return Answer(old.read_bytes(), headers={"Content-Type": "application/rss+xml"})

    with serving(answer) as server:
        refused = run("adopt", f"{server.url}/feed", "--into", tmp_path / "site")
        result = run("adopt", f"{server.url}/feed", "--into", tmp_path / "site", "--allow-private")

    assert refused.exit_code == 2
    assert "not a public address" in refused.stderr
    assert result.exit_code == 0
    assert (tmp_path / "site" / NAME).is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.xml"], "no such file"),
        (["."], "is a folder"),
        (["old.xml", "--max-bytes", "10"], "is larger than 10 bytes"),
        (["old.xml", "--url", "javascript:x"], "--url"),
        (["file:///etc/passwd"], "no such file"),
    ],
)
def test_unreadable_input_is_reported_in_one_line(arguments: list[str], words: str, old: Path, run: Run) -> None:
    with contextlib.chdir(old.parent):
        result = run("adopt", *arguments, "--into", "site")

    assert result.exit_code == 2
    assert words in result.stderr


def test_an_error_response_is_reported(tmp_path: Path, run: Run) -> None:
    with serving(lambda _: Answer(b"no", status=404)) as server:
        result = run("adopt", server.url, "--into", tmp_path / "site", "--allow-private")

    assert (result.exit_code, "the server responded with status 404" in result.stderr) == (2, True)


def test_a_damaged_ledger_stays_unchanged(old: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / FILE_NAME).write_text("damaged", encoding="utf-8")

    result = run("adopt", old, "--into", tmp_path / "site")

    assert result.exit_code == 1
    assert FILE_NAME in result.stderr
    assert files(tmp_path / "site") == {FILE_NAME}
