"""
A lost ledger is noticed, and restored from the published documents.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publisher import ROOT, Publisher
from stridesfeed.cli._click import program
from stridesfeed.errors import InvalidFilesError
from stridesfeed.publish.ledger import read_ledger

ARCHIVE = '[ledger]\nids = "tag"\n[output]\nlimit = 2\narchive = 2\n[[feeds]]\nby = "author"\npath = "by/{slug}/"\n'


def command(*arguments: str) -> Result:
    result = CliRunner().invoke(program, [*arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
    return result


def without_ledger(folder: Path, more: str = ARCHIVE) -> Publisher:
    """
    A site of nine articles, some of which have moved and changed since they appeared, whose ledger is lost.
    """
    site = Publisher(folder, more)
    for number in range(9):
        site.write(f"a{number}", f"A barge of **servers**, number {number}.", day=number - 9)
    site.build()
    site.move("a7", "renamed")
    site.write("a8", "Other words.", day=-1)
    site.build(1)
    (folder / "stridesfeed.lock").unlink()
    return site


@pytest.mark.parametrize("what", ["documents", "manifest", "documents and manifest"])
def test_a_build_without_its_ledger_is_refused(tmp_path: Path, what: str) -> None:
    site = without_ledger(tmp_path)
    for path in [*site.files()]:
        is_manifest = path.name == "stridesfeed-manifest.json"
        if (is_manifest and what == "documents") or (not is_manifest and what == "manifest"):
            path.unlink()
    before = site.contents()

    result = command("build", str(tmp_path), "--as-of", "2026-05-03")

    assert (result.exit_code, site.contents()) == (1, before)
    assert result.stderr.startswith("stridesfeed.lock: is missing, but ")
    assert f"`git checkout -- {tmp_path}/stridesfeed.lock`" in result.stderr
    assert not (tmp_path / "stridesfeed.lock").exists()


@pytest.mark.parametrize("more", [ARCHIVE, '[ledger]\nids = "uuid"\n', ""], ids=["tags and archive", "uuids", "URLs"])
def test_the_command_of_the_message_restores_ids_and_dates(tmp_path: Path, more: str) -> None:
    site = without_ledger(tmp_path, more)
    before = site.contents()
    message = command("build", str(tmp_path), "--as-of", "2026-05-03").stderr
    (restore,) = re.findall(r"`stridesfeed ([^`]+ --ids)`", message)

    restored = command(*shlex.split(restore))
    report = site.build(2)

    assert (restored.exit_code, report.changes) == (0, ())
    assert restored.stdout.startswith("Ids added: 9 (9 by URL)\n")
    assert site.contents() == before
    assert [path.name for path in sorted((tmp_path / "content").iterdir())] == [*(f"a{n}.md" for n in (0, 1, 2, 3, 4, 5, 6, 8)), "renamed.md"]


@pytest.mark.parametrize("name", ["atom.xml", "feed.xml", "feed.json"])
def test_ids_are_restored_from_any_format(tmp_path: Path, name: str) -> None:
    site = without_ledger(tmp_path, '[ledger]\nids = "tag"\n')
    before = {entry.id for entry in site.parsed("atom.xml").entries}

    command("adopt", str(site.output / name), "--into", str(tmp_path), "--ids")
    site.build(2)

    assert {entry.id for entry in site.parsed("atom.xml").entries} == before


def test_articles_that_moved_after_the_loss_are_found_by_their_text(tmp_path: Path) -> None:
    site = Publisher(tmp_path)
    for name, letter in (("one", "a"), ("two", "b")):
        site.write(name, " ".join(f"{letter}{number}" for number in range(99)), day=-1)
    site.build()
    before = {entry.title: entry.id for entry in site.parsed("atom.xml").entries}
    (tmp_path / "stridesfeed.lock").unlink()
    site.move("one", "moved")

    command("adopt", str(site.output / "atom.xml"), "--into", str(tmp_path), "--ids")
    report = site.build(1)

    assert {entry.title: entry.id for entry in site.parsed("atom.xml").entries} == before
    assert [change.kind for change in report.changes] == ["moved"]


def test_the_feeds_id_is_restored(tmp_path: Path) -> None:
    site = without_ledger(tmp_path)
    site.configure(ARCHIVE, feed='title = "AI Strides"\nurl = "https://new.example/"\nlanguage = "en"\nauthors = ["Desk"]\n')

    command("adopt", str(site.output / "atom.xml"), "--into", str(tmp_path), "--ids")

    ledger = read_ledger(tmp_path / "stridesfeed.lock")
    assert ledger is not None
    assert ledger.feed_id == ROOT


def test_ids_are_added_to_a_ledger_that_lacks_some(tmp_path: Path) -> None:
    site = without_ledger(tmp_path, '[ledger]\nids = "tag"\n')
    command("adopt", str(site.output / "atom.xml"), "--into", str(tmp_path), "--ids")
    path = tmp_path / "stridesfeed.lock"
    whole = path.read_text(encoding="utf-8")
    path.write_text("".join(whole.splitlines(keepends=True)[:-3]), encoding="utf-8")

    again = command("adopt", str(site.output / "atom.xml"), "--into", str(tmp_path), "--ids")

    ledger = read_ledger(path)
    assert ledger is not None
    assert (again.stdout.splitlines()[0], len(ledger.entries)) == ("Ids added: 3 (9 by URL)", 9)


def test_ids_without_a_site_are_a_usage_error(tmp_path: Path) -> None:
    site = without_ledger(tmp_path / "old")

    result = command("adopt", str(site.output / "atom.xml"), "--into", str(tmp_path / "new"), "--ids")

    assert (result.exit_code, (tmp_path / "new").exists()) == (2, False)
    assert "has no stridesfeed.toml" in result.stderr


def test_diff_says_the_same(tmp_path: Path) -> None:
    site = without_ledger(tmp_path)

    result = command("diff", str(tmp_path), "--as-of", "2026-05-03")

    assert result.exit_code == 1
    assert "Warning: stridesfeed.lock: is missing, but " in result.stderr
    assert f"adopt {site.output}/atom.xml --into {tmp_path} --ids`" in result.stderr


def test_documents_in_another_output_folder_count_too(tmp_path: Path) -> None:
    site = without_ledger(tmp_path)

    with pytest.raises(InvalidFilesError) as caught:
        site.build(2, output=tmp_path / "elsewhere")

    assert "is missing, but" in str(caught.value)


def test_after_the_documents_are_deleted_a_site_starts_anew(tmp_path: Path) -> None:
    site = without_ledger(tmp_path, "")
    for path in [*site.files()]:
        path.unlink()

    assert len(site.build(2).changes) == 9
