"""
Failures of a whole build have one clear message and the right exit code, and leave the last good output unchanged.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publisher import Publisher
from refusing import Refusal
from stridesfeed.errors import OutputError
from stridesfeed.publish.lock import locked

Build = Callable[..., tuple[int, str, str]]
Everything = Callable[[], dict[str, bytes]]

LEDGER = "stridesfeed.lock"
MANIFEST = "public/stridesfeed-manifest.json"

#: The calls that fail on a full disk. Opening is left out, because articles are opened too.
CHANGING = frozenset({"write", "fsync", "mkdir", "chmod", "replace"})


def refuse(monkeypatch: pytest.MonkeyPatch, path: Path, code: int, *, first: Callable[[], object] = lambda: None) -> None:
    """
    Reading *path* fails with *code*, after *first* is done.
    """
    read = Path.read_bytes

    def refusing(self: Path) -> bytes:
        if self != path:
            return read(self)
        first()
        raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr(Path, "read_bytes", refusing)


def test_disk_that_is_full_at_any_step_leaves_everything_whole_and_the_next_build_is_as_if_nothing_had_happened(
    site: Publisher, everything: Everything, tmp_path: Path
) -> None:
    before = everything()
    base = shutil.copytree(site.folder, tmp_path / "base")
    watched = Refusal(None, 0, CHANGING)
    # A cache that cannot be written is not used, and its errors are no errors of the build.
    watched.during(lambda: site.build(8, use_cache=False))
    after = everything()
    assert set(watched.seen) == CHANGING
    first_replacing = watched.seen.index("replace")

    for number in range(len(watched.seen)):
        shutil.rmtree(site.folder)
        shutil.copytree(base, site.folder)
        with pytest.raises(OutputError, match="No space left on device") as caught:
            Refusal(number, errno.ENOSPC, CHANGING).during(lambda: site.build(8, use_cache=False))
        assert len(str(caught.value).splitlines()) == 1
        found = everything()
        if number < first_replacing:
            assert found == before
        assert set(before) <= set(found) <= set(after)
        assert all(content in {before.get(name), after[name]} for name, content in found.items())
        site.build(8)
        assert everything() == after


def test_full_disk_is_one_line_of_the_command(build: Build, everything: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    code, said, complaint = build()

    assert (code, said, len(complaint.splitlines())) == (2, "", 1)
    assert complaint.endswith("cannot be written: No space left on device; free some space and run it again\n")
    assert everything() == before


def test_output_that_may_not_be_written_is_one_line_of_the_command(
    build: Build, everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()
    opened = Path.open

    def refusing(self: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if mode == "xb" and self.parent.name == "public":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return opened(self, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", refusing)
    code, said, complaint = build()

    assert (code, said, len(complaint.splitlines())) == (2, "", 1)
    assert complaint.endswith("cannot be written: Permission denied; make its folder writable, or choose another with --output\n")
    assert everything() == before


def test_file_in_place_of_the_output_folder_is_one_line_of_the_command(site: Publisher, build: Build, everything: Everything) -> None:
    (site.folder / "taken").write_text("mine", encoding="utf-8")
    before = everything()

    code, _, complaint = build("--output", site.folder / "taken")

    assert (code, len(complaint.splitlines())) == (2, 1)
    assert "there is a file in place of a folder; rename it, or choose another folder with --output" in complaint
    assert everything() == before


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO])
def test_article_that_cannot_be_read_stops_the_build_and_is_not_withdrawn(
    code: int, site: Publisher, build: Build, everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()
    refuse(monkeypatch, site.path("one"), code)

    assert build() == (1, "", f"content/one.md: cannot be read: {os.strerror(code)}\n")
    assert everything() == before


def test_article_that_vanishes_while_it_is_read_stops_the_build(
    site: Publisher, build: Build, everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()
    refuse(monkeypatch, site.path("one"), errno.ENOENT, first=site.path("one").unlink)

    assert build() == (1, "", "content/one.md: cannot be read: No such file or directory\n")
    assert everything() == before


def test_folder_that_vanishes_while_it_is_read_withdraws_nothing(
    site: Publisher, build: Build, everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()
    scan = os.scandir

    def refusing(path: Any) -> Any:
        if Path(path) == site.folder / "content":
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        return scan(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refusing)
        assert build() == (1, "", "content: the folder cannot be read: No such file or directory\n")

    assert everything() == before


@pytest.mark.parametrize("name", [LEDGER, MANIFEST])
def test_unreadable_ledger_or_manifest_stops_the_build(
    name: str, site: Publisher, build: Build, everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()

    with monkeypatch.context() as patch:
        refuse(patch, site.folder / name, errno.EACCES)
        assert build() == (1, "", f"{Path(name).name}: cannot be read: Permission denied\n")

    assert everything() == before


def lines(ledger: bytes) -> list[bytes]:
    return ledger.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda _: b"", "stridesfeed.lock:1: is empty; restore the file from version control or a backup"),
        (lambda whole: b"\xff\xfe" + whole[2:], "stridesfeed.lock:1: is not UTF-8: restore the file from version control or a backup"),
        (
            lambda whole: b"shopping list\n" + whole,
            "stridesfeed.lock:1: is not a ledger: the first line must be 'stridesfeed ledger' and a number",
        ),
        (lambda whole: whole.replace(b"ledger 1\n", b"ledger 9\n", 1), "stridesfeed.lock:1: has format 9, but this version"),
        (
            lambda whole: whole[:-20],
            "stridesfeed.lock:10: is cut off, because the last line has no line feed: restore the file from version control",
        ),
        (lambda whole: whole + b"<<<<<<< ours\n", "stridesfeed.lock:11: is only a part of a conflict: keep the lines"),
        (lambda whole: whole + b"6 2026-05-01T11:00:00Z\n", "stridesfeed.lock:11: has 2 columns, but needs 7 and a file"),
        (lambda whole: whole.replace(b" - 1:", b" never 1:", 1), ": withdrawn: must be a date such as 2026-04-30T09:00:00Z"),
    ],
    ids=["empty", "other bytes", "another file", "another version", "cut off", "a merge", "columns", "a moment"],
)
def test_damaged_ledger_stops_the_build_with_the_line(
    damage: Callable[[bytes], bytes], message: str, site: Publisher, build: Build, everything: Everything
) -> None:
    ledger = site.folder / LEDGER
    ledger.write_bytes(damage(ledger.read_bytes()))
    before = everything()

    code, said, complaint = build()

    assert (code, said, len(complaint.splitlines())) == (1, "", 1)
    assert complaint.startswith("stridesfeed.lock:")
    assert message in complaint
    assert everything() == before


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda whole: whole[: len(whole) // 2], "is not JSON: delete the file: the next build writes a new one"),
        (lambda _: b"", "is not JSON: delete the file"),
        (lambda _: b"[1]", "is not a manifest of stridesfeed: delete the file"),
        (lambda _: b"\xff\xff", "is not JSON: delete the file"),
        (
            lambda whole: whole.replace(b'"version": 1', b'"version": 7'),
            "version: must be 1, not 7: use the version of stridesfeed that wrote it",
        ),
        (lambda whole: whole.replace(b'"path": "feed.xml"', b'"path": "../feed.xml"'), ".path: must be a path inside the output folder"),
        (lambda whole: whole.replace(b'"sha256": "', b'"sha256": "?', 1), "files[0].sha256: must be 64 hexadecimal digits"),
    ],
    ids=["cut off", "empty", "a list", "other bytes", "another version", "a path outside", "a hash"],
)
def test_damaged_manifest_stops_the_build(
    damage: Callable[[bytes], bytes], message: str, site: Publisher, build: Build, everything: Everything
) -> None:
    manifest = site.folder / MANIFEST
    manifest.write_bytes(damage(manifest.read_bytes()))
    before = everything()

    code, said, complaint = build()

    assert (code, said, len(complaint.splitlines())) == (1, "", 1)
    assert complaint.startswith("stridesfeed-manifest.json")
    assert message in complaint
    assert everything() == before


def test_link_that_leads_out_of_the_folder_publishes_nothing_of_what_it_leads_to(
    site: Publisher, build: Build, everything: Everything, tmp_path: Path
) -> None:
    secret = tmp_path / "secrets" / "secret.md"
    secret.parent.mkdir()
    secret.write_text("---\ntitle: Secret\ndate: 2026-05-01\n---\nNobody knows.\n", encoding="utf-8")
    (site.folder / "content" / "link.md").symlink_to(secret)
    (site.folder / "content" / "folder").symlink_to(secret.parent)

    code, said, complaint = build()

    assert (code, complaint) == (0, "")
    assert "Skipped: content/folder, content/link.md: is a symbolic link that leads out of the folder\n" in said
    assert not any(b"Nobody knows" in content for content in everything().values())


def test_documents_are_not_written_through_links(site: Publisher, build: Build, everything: Everything, tmp_path: Path) -> None:
    """
    A link in place of a document is replaced; a linked folder that leads out of the output folder is refused, and nothing is written.
    """
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("precious")
    output = site.folder / "public"
    output.mkdir(exist_ok=True)
    (output / "feed.xml").unlink(missing_ok=True)
    (output / "feed.xml").symlink_to(outside / "precious.txt")

    assert build()[0] == 0
    assert (outside / "precious.txt").read_text() == "precious"
    assert not (output / "feed.xml").is_symlink()

    (output / "linked").symlink_to(outside)
    site.configure('[[feeds]]\npath = "linked/"\n')
    before = everything()
    code, _, complaint = build()

    assert code == 2, complaint
    assert "a symbolic link leads out of the output folder" in complaint
    assert everything() == before
    assert [path.name for path in outside.iterdir()] == ["precious.txt"]


def test_endlessly_expanding_front_matter_is_an_error_with_its_line(site: Publisher, build: Build, everything: Everything) -> None:
    before = everything()
    laughs = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    bomb = "\n".join(["---", "title: Bomb", "date: 2026-05-01", "a0: &a0 [lol]", *laughs, "---", ""])
    (site.folder / "content" / "bomb.md").write_text(bomb, encoding="utf-8")

    code, said, complaint = build()

    assert (code, said, len(complaint.splitlines())) == (1, "", 1)
    assert complaint.startswith("content/bomb.md:")
    assert everything() == before


def test_names_with_spaces_and_emoji_work_in_a_whole_build(tmp_path: Path) -> None:
    folder = tmp_path / "my site 😀"
    site = Publisher(folder, '[output]\nfolder = "out put"\n[[feeds]]\nby = "category"\npath = "tags/{slug}/"\n', content="")
    site.output = folder / "out put"
    site.write("un été/my article 😀", tags='["R&D 😀 été"]')

    first, again = site.build(), site.build()

    assert (again.written, len(again.unchanged)) == ((), len(first.written))
    (entry,) = site.parsed("feed.xml").entries
    assert entry.link == "https://strides.example/un%20%C3%A9t%C3%A9/my-article-%F0%9F%98%80/"
    assert site.titles("feed.json") == ["Article un été/my article 😀"]
    tagged = [path for path in site.paths() if path.startswith("tags/") and path.endswith("feed.json")]
    # The folder is a section, and so a category.
    assert [site.titles(path) for path in tagged] == [["Article un été/my article 😀"]] * 2


def test_feeds_whose_files_some_disks_do_not_distinguish_are_refused(site: Publisher, build: Build, everything: Everything) -> None:
    before = everything()
    site.configure('[[feeds]]\npath = "Tags/"\n[[feeds]]\npath = "tags/"\n')
    toml = (site.folder / "stridesfeed.toml").read_bytes()

    code, said, complaint = build()

    assert (code, said) == (2, "")
    assert all("'tags/" in line and "Tags/" in line and "give one of them another path or file" in line for line in complaint.splitlines())
    assert everything() == before | {"stridesfeed.toml": toml}


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b"no database" * 1000),
        lambda file: file.write_bytes(file.read_bytes()[:5000]),
        lambda file: file.write_bytes(file.read_bytes()[:4096] + b"\xff" * (file.stat().st_size - 4096)),
        lambda file: file.write_bytes(b""),
        lambda file: file.chmod(0o666),
        lambda file: (file.unlink(), file.mkdir()),
    ],
    ids=["another file", "cut off", "overwritten", "empty", "of everybody", "a folder"],
)
def test_damaged_cache_changes_nothing_but_time(
    damage: Callable[[Path], object], site: Publisher, build: Build, everything: Everything, tmp_path: Path
) -> None:
    toml = site.folder / "stridesfeed.toml"
    toml.write_text(toml.read_text("utf-8") + '[build]\ncache = "../cache"\n', encoding="utf-8")
    base = shutil.copytree(site.folder, tmp_path / "base")
    assert build()[0] == 0
    after = everything()
    shutil.rmtree(site.folder)
    shutil.copytree(base, site.folder)
    damage(tmp_path / "cache")

    code, _, complaint = build()

    assert (code, complaint) == (0, "")
    assert everything() == after


def test_second_build_at_the_same_time_says_so_and_changes_nothing(site: Publisher, build: Build, everything: Everything) -> None:
    before = everything()

    with locked(site.folder / "stridesfeed.toml"):
        code, said, complaint = build()

    assert (code, said, len(complaint.splitlines())) == (2, "", 1)
    assert complaint.endswith("another build of this site is running: wait until it ends, and run this one again\n")
    assert everything() == before
    assert build()[0] == 0


def test_concurrent_builds_leave_the_same_files_as_one(site: Publisher, build: Build, everything: Everything, tmp_path: Path) -> None:
    base = shutil.copytree(site.folder, tmp_path / "base")
    assert build()[0] == 0
    after = everything()
    command = [sys.executable, "-m", "stridesfeed", "build", str(site.folder), "--as-of", "2026-05-09T12:00:00Z"]

    for _ in range(3):
        shutil.rmtree(site.folder)
        shutil.copytree(base, site.folder)
        builds = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]  # noqa: S603 -- our own
        said = [(*each.communicate(), each.returncode) for each in builds]

        assert 0 in [code for _, _, code in said]
        assert all(code == 0 or (code == 2 and "another build of this site is running" in complaint) for _, complaint, code in said)
        assert everything() == after
