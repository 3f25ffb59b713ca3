"""
Articles that are published stay in the feeds while their files cannot be read, and no mistake empties a feed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from publisher import Publisher
from stridesfeed.cli._click import program
from stridesfeed.errors import InvalidFilesError, WithdrawalError
from stridesfeed.publish.ledger import read_ledger

FAMILIES = '[output]\nlimit = 2\narchive = 2\n[[feeds]]\nby = "category"\npath = "tags/{slug}/"\n[related]\nauto = 1\n'


def published(folder: Path, count: int, more: str = "") -> Publisher:
    """
    A site with *count* articles that are published.
    """
    publisher = Publisher(folder, more)
    for number in range(count):
        publisher.write(f"a{number:02}", f"A barge of **servers**, number {number}.", day=number - count, tags="[Sea]", summary="In short.")
    publisher.build()
    return publisher


def damage(publisher: Publisher, *numbers: int) -> None:
    for number in numbers:
        publisher.write(f"a{number:02}", "Edited.", date="yesterday")


def feeds(publisher: Publisher) -> dict[str, bytes]:
    return {path: content for path, content in publisher.contents().items() if path.endswith((".xml", "feed.json"))}


def command(publisher: Publisher, *arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(program, [arguments[0], str(publisher.folder), *arguments[1:]], env=environment)


@pytest.mark.parametrize("more", ["", FAMILIES], ids=["one feed", "archive, family and related"])
@pytest.mark.parametrize("count", [3, 12])
def test_articles_with_errors_keep_their_last_published_version(tmp_path: Path, count: int, more: str) -> None:
    site = published(tmp_path, count, more)
    before = feeds(site)
    damage(site, *range(count))

    report = site.build(1, keep_going=True)

    assert feeds(site) == before
    assert len(report.faults) == len(report.kept) == count
    assert report.changes == ()


def test_other_articles_are_published_beside_the_last_version_of_one_with_an_error(tmp_path: Path) -> None:
    site = published(tmp_path, 2)
    before = site.json("feed.json")["items"]
    damage(site, 0)
    site.write("new", day=1)

    site.build(1, keep_going=True)

    assert site.titles("atom.xml") == site.titles("feed.xml") == ["Article new", "Article a01", "Article a00"]
    assert site.json("feed.json")["items"][1:] == before


@pytest.mark.parametrize("formats", [("json",), ("rss",), ("atom",)], ids=" ".join)
def test_the_last_version_is_read_from_any_format(tmp_path: Path, formats: tuple[str, ...]) -> None:
    names = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
    off = [f"{name} = false" for name in names if name not in formats]
    site = published(tmp_path, 3, "\n".join(["[output]", *off]))
    before = feeds(site)
    damage(site, 1)

    site.build(1, keep_going=True)

    assert feeds(site) == before


def test_ids_that_only_rss_and_json_have_are_kept(tmp_path: Path) -> None:
    site = Publisher(tmp_path)
    site.write("one", guid="https://old.example/?p=1")
    site.build()
    before = feeds(site)
    site.write("one", guid="https://old.example/?p=1", date="yesterday")

    site.build(1, keep_going=True)

    assert feeds(site) == before


def test_an_article_that_fails_a_check_keeps_its_last_version_too(tmp_path: Path) -> None:
    site = Publisher(tmp_path, content='permalink = "/{slug}/"\nstatic = "static"\n')
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "one.mp3").write_bytes(b"sound")
    site.write("one")
    site.write("two")
    site.build()
    before = site.titles("atom.xml")
    site.write("one", attachments='[{url: "/one.mp3", type: "audio/mpeg", length: 999}]')

    report = site.build(1, keep_going=True)

    assert [fault.field for fault in report.faults] == ["attachment-length-wrong"]
    assert (site.titles("atom.xml"), report.kept) == (before, ("content/one.md",))


def test_the_summary_names_the_files_whose_last_version_is_kept(tmp_path: Path) -> None:
    site = published(tmp_path, 2)
    damage(site, 1)

    result = command(site, "build", "--keep-going", "--as-of", "2026-05-02")

    assert result.exit_code == 1
    assert "Last published version kept: content/a01.md\n" in result.stdout
    assert '"kept": [\n    "content/a01.md"\n  ]' in command(site, "build", "--keep-going", "--json", "--as-of", "2026-05-02").stdout


def test_without_the_documents_feeds_are_not_emptied(tmp_path: Path) -> None:
    site = published(tmp_path, 3)
    damage(site, 0, 1, 2)
    shutil.rmtree(site.output)

    with pytest.raises(InvalidFilesError) as caught:
        site.build(1, keep_going=True)

    assert [fault.path for fault in caught.value.faults] == [*(f"content/a0{number}.md" for number in range(3)), "stridesfeed.lock"]
    assert "3 of 3 published articles would leave the feeds (3 with errors): " in str(caught.value)
    assert not site.output.exists()


def test_without_the_documents_most_articles_do_not_leave(tmp_path: Path) -> None:
    site = published(tmp_path, 20)
    damage(site, *range(8))
    for number in range(8, 12):
        site.withdraw(f"a{number:02}")
    shutil.rmtree(site.output)

    with pytest.raises(InvalidFilesError) as caught:
        site.build(1, keep_going=True)
    assert "12 of 20 published articles would leave the feeds (4 gone, 8 with errors)" in str(caught.value)

    site.build(1, keep_going=True, allow_mass_withdrawal=True)
    assert len(site.titles("feed.json")) == 8


DOCUMENT_DAMAGE: dict[str, Callable[[Publisher], Any]] = {
    "edited": lambda site: (site.output / "feed.json").write_text(
        (site.output / "feed.json").read_text(encoding="utf-8").replace("barge", "yacht"), encoding="utf-8"
    ),
    "cut off": lambda site: (site.output / "feed.json").write_bytes((site.output / "feed.json").read_bytes()[:-30]),
    "gone": lambda site: (site.output / "feed.json").unlink(),
}


@pytest.mark.parametrize("what", DOCUMENT_DAMAGE)
def test_a_damaged_document_is_not_read(tmp_path: Path, what: str) -> None:
    site = published(tmp_path, 2)
    before = feeds(site)
    DOCUMENT_DAMAGE[what](site)
    damage(site, 0)

    site.build(1, keep_going=True)

    after = feeds(site)
    assert {name: after[name] for name in ("feed.xml", "atom.xml")} == {name: before[name] for name in ("feed.xml", "atom.xml")}
    assert after["feed.json"].count(b"A barge of <strong>servers</strong>") == 2


@pytest.mark.parametrize("count", [3, 30])
def test_a_build_before_all_published_articles_is_refused(tmp_path: Path, count: int) -> None:
    site = published(tmp_path, count)
    before = site.contents()

    with pytest.raises(WithdrawalError, match=rf"{count} of {count} published articles .*{count} dated after the time of this build"):
        site.build(-400)
    result = command(site, "build", SOURCE_DATE_EPOCH="86400")
    preview = command(site, "diff", SOURCE_DATE_EPOCH="86400")

    assert (result.exit_code, preview.exit_code, site.contents()) == (1, 1, before)
    assert "published articles would leave the feeds" in result.stderr
    assert "published articles would leave the feeds" in preview.stderr


def test_a_build_a_little_earlier_withdraws_nothing(tmp_path: Path) -> None:
    site = published(tmp_path, 3)
    ledger = read_ledger(tmp_path / "stridesfeed.lock")

    site.build(-2)

    assert read_ledger(tmp_path / "stridesfeed.lock") == ledger
    assert len(site.titles("atom.xml")) == 2


def test_gone_and_later_articles_are_counted_together(tmp_path: Path) -> None:
    site = published(tmp_path, 20)
    for number in range(4):
        site.withdraw(f"a{number:02}")

    with pytest.raises(WithdrawalError, match=r"11 of 20 .*\(4 gone, 7 dated after the time of this build\)"):
        site.build(-8, allow_mass_withdrawal=False)
