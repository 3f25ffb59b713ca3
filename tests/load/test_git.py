"""
Dates of files from git: of the first commit and of the last change.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from stridesfeed import MemoryCache
from stridesfeed.load import Loaded

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]
Commit = Callable[[str], None]

#: Long enough for git to find a file again that was renamed and edited.
TEXT = "".join(f"Line {number} of a text that is long enough.\n" for number in range(20))


def run(folder: Path, *arguments: str, date: str = "2026-05-01T00:00:00Z") -> str:
    people = {f"GIT_{who}_{what}": "ann@strides.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    environment = os.environ | people | settings | {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    return subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout  # noqa: S603, S607


@pytest.fixture
def commit(tmp_path: Path) -> Commit:
    """
    Commit all files of the site at a date.
    """
    run(tmp_path, "init", "--quiet", "--initial-branch=main")

    def commit(date: str) -> None:
        run(tmp_path, "add", "--all")
        run(tmp_path, "commit", "--quiet", "--message=A change", date=date)

    return commit


def dates_of(loaded: Loaded) -> dict[str, tuple[str, str]]:
    """
    Return the dates of each article, by its file.
    """
    assert loaded.faults == ()
    return {loaded.origins[each.id]: (_iso(each.published), _iso(each.updated)) for each in loaded.articles}


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


@pytest.fixture
def dated(write: Write, loading: Loading, commit: Commit) -> Callable[[str, str], tuple[str, str]]:
    """
    Return the dates of a file that was written on 1 April and changed on 2 April, from its path and its front matter.
    """

    def dated(path: str, keys: str) -> tuple[str, str]:
        write(f"content/{path}", f"---\ntitle: A\n{keys}\n---\n")
        commit("2026-04-01T00:00:00Z")
        write(f"content/{path}", f"---\ntitle: A\n{keys}\n---\nMore.\n")
        commit("2026-04-02T00:00:00Z")
        return dates_of(loading(date="git"))[f"content/{path}"]

    return dated


def test_the_first_commit_is_published_and_the_last_is_updated(write: Write, loading: Loading, commit: Commit) -> None:
    write("content/a.md", "# A\n")
    commit("2026-04-01T23:30:00-07:00")
    write("content/b.md", "# B\n")
    commit("2026-04-02T09:00:00+02:00")
    write("content/a.md", "# A\n\nMore.\n")
    commit("2026-04-03T10:00:00+05:30")

    assert dates_of(loading(date="git")) == {
        "content/a.md": ("2026-04-01T23:30:00-07:00", "2026-04-03T10:00:00+05:30"),
        "content/b.md": ("2026-04-02T09:00:00+02:00", "2026-04-02T09:00:00+02:00"),
    }


def test_the_date_in_a_url_is_that_of_the_author(write: Write, loading: Loading, commit: Commit) -> None:
    write("content/a.md", "# A\n")
    commit("2026-04-01T23:30:00-07:00")

    (article,) = loading(date="git", permalink="/{year}/{month}/{day}/{slug}/").articles

    assert article.url == "https://strides.example/2026/04/01/a/"


def test_renamed_files_keep_their_first_commit(write: Write, loading: Loading, commit: Commit, tmp_path: Path) -> None:
    write("posts/moved.md", f"# A\n\n{TEXT}")
    write("posts/edited.md", f"# B\n\n{TEXT * 2}")
    commit("2026-04-01T00:00:00Z")
    (tmp_path / "content").mkdir()
    (tmp_path / "posts/moved.md").rename(tmp_path / "content/new name é.md")
    (tmp_path / "posts/edited.md").rename(tmp_path / "content/edited.md")
    write("content/edited.md", f"# B\n\n{TEXT * 2}More.\n")
    commit("2026-04-02T00:00:00Z")

    assert dates_of(loading(date="git")) == {
        "content/new name é.md": ("2026-04-01T00:00:00+00:00", "2026-04-01T00:00:00+00:00"),
        "content/edited.md": ("2026-04-01T00:00:00+00:00", "2026-04-02T00:00:00+00:00"),
    }


def test_a_new_file_in_the_place_of_a_deleted_one_has_its_own_date(write: Write, loading: Loading, commit: Commit, tmp_path: Path) -> None:
    write("content/a.md", f"# A\n\n{TEXT}")
    commit("2026-04-01T00:00:00Z")
    (tmp_path / "content/a.md").unlink()
    commit("2026-04-02T00:00:00Z")
    write("content/a.md", "# Another\n")
    commit("2026-04-03T00:00:00Z")

    assert dates_of(loading(date="git")) == {"content/a.md": ("2026-04-03T00:00:00+00:00", "2026-04-03T00:00:00+00:00")}


def test_changes_of_merged_branches_count(write: Write, loading: Loading, commit: Commit, tmp_path: Path) -> None:
    write("content/a.md", "# A\n")
    commit("2026-04-01T00:00:00Z")
    run(tmp_path, "switch", "--quiet", "--create", "side")
    write("content/b.md", "# B\n")
    commit("2026-04-02T00:00:00Z")
    run(tmp_path, "switch", "--quiet", "main")
    write("content/a.md", "# A\n\nMore.\n")
    commit("2026-04-03T00:00:00Z")
    run(tmp_path, "merge", "--quiet", "--no-edit", "side", date="2026-04-09T00:00:00Z")

    assert dates_of(loading(date="git")) == {
        "content/a.md": ("2026-04-01T00:00:00+00:00", "2026-04-03T00:00:00+00:00"),
        "content/b.md": ("2026-04-02T00:00:00+00:00", "2026-04-02T00:00:00+00:00"),
    }


@pytest.mark.parametrize(
    ("path", "keys", "dates"),
    [
        ("a.md", "date: 2026-03-01", ["2026-03-01", "2026-03-01"]),
        ("2026-03-01-a.md", "", ["2026-03-01", "2026-03-01"]),
        ("a.md", "updated: 2026-04-20", ["2026-04-01", "2026-04-20"]),
    ],
)
def test_other_dates_come_first(dated: Callable[[str, str], tuple[str, str]], path: str, keys: str, dates: list[str]) -> None:
    assert [moment[:10] for moment in dated(path, keys)] == dates


def test_files_that_are_not_committed_are_skipped_by_name(write: Write, loading: Loading, commit: Commit) -> None:
    write("content/a.md", "# A\n")
    commit("2026-04-01T00:00:00Z")
    write("content/b.md", "# B\n")

    loaded = loading(date="git")

    assert dates_of(loaded).keys() == {"content/a.md"}
    assert [(each.path, each.reason) for each in loaded.skipped] == [("content/b.md", "is not committed, so git has no date for it")]


def test_pages_get_no_date(write: Write, loading: Loading, commit: Commit) -> None:
    write("content/about.md", "# About\n")
    write("content/a.md", "# A\n")
    commit("2026-04-01T00:00:00Z")

    assert dates_of(loading(date="git")).keys() == {"content/a.md"}


def test_a_shallow_clone_is_one_error(write: Write, loading: Loading, commit: Commit, tmp_path: Path) -> None:
    for name in "ab":
        write(f"content/{name}.md", f"# {name}\n")
        commit("2026-04-01T00:00:00Z")
    run(tmp_path, "clone", "--quiet", "--depth=1", tmp_path.as_uri(), "clone")

    loaded = loading(date="git", root=tmp_path / "clone", folders=(tmp_path / "clone/content",))

    (fault,) = loaded.faults
    assert str(fault) == (
        "content: is in a shallow clone, which lacks the dates of most commits: fetch the whole history (fetch-depth: 0 for actions/checkout, "
        "GIT_DEPTH: 0 for GitLab, or git fetch --unshallow)"
    )
    assert {each.path: each.reason for each in loaded.skipped} == dict.fromkeys(("content/a.md", "content/b.md"), "has no date in git")


def test_a_shallow_clone_is_no_error_if_every_article_is_dated(write: Write, loading: Loading, commit: Commit, tmp_path: Path) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-03-01\n---\n")
    write("content/b.md", "# B\n")
    commit("2026-04-01T00:00:00Z")
    write("content/b.md", "# B\n\nMore.\n")
    commit("2026-04-02T00:00:00Z")
    run(tmp_path, "clone", "--quiet", "--depth=1", tmp_path.as_uri(), "clone")
    known = {"content/b.md": datetime(2026, 4, 1, tzinfo=UTC)}

    loaded = loading(date="git", root=tmp_path / "clone", folders=(tmp_path / "clone/content",), known_dates=known)

    assert dates_of(loaded)["content/b.md"] == ("2026-04-01T00:00:00+00:00", "2026-04-01T00:00:00+00:00")


def test_a_clone_without_the_content_of_old_files_is_not_completed(write: Write, loading: Loading, commit: Commit, tmp_path: Path) -> None:
    """
    Only files that were renamed without a change keep their first commit.
    """
    write("posts/moved.md", f"# A\n\n{TEXT}")
    write("posts/edited.md", f"# B\n\n{TEXT * 2}")
    commit("2026-04-01T00:00:00Z")
    (tmp_path / "content").mkdir()
    (tmp_path / "posts/moved.md").rename(tmp_path / "content/moved.md")
    (tmp_path / "posts/edited.md").rename(tmp_path / "content/edited.md")
    write("content/edited.md", f"# B\n\n{TEXT * 2}More.\n")
    commit("2026-04-02T00:00:00Z")
    run(tmp_path, "config", "uploadpack.allowFilter", "true")
    run(tmp_path, "clone", "--quiet", "--filter=blob:none", tmp_path.as_uri(), "clone")

    loaded = loading(date="git", root=tmp_path / "clone", folders=(tmp_path / "clone/content",))

    assert {path: published[:10] for path, (published, _) in dates_of(loaded).items()} == {
        "content/moved.md": "2026-04-01",
        "content/edited.md": "2026-04-02",
    }


def test_a_folder_in_no_repository_is_one_error(write: Write, loading: Loading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for name in "ab":
        write(f"content/{name}.md", f"# {name}\n")

    (fault,) = loading(date="git").faults

    assert str(fault) == (
        "content: cannot be dated by git: not a git repository (or any of the parent directories): .git; run the command in a full clone of "
        "the site, or write dates"
    )


def test_git_that_is_not_installed_is_one_error(write: Write, loading: Loading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    write("content/a.md", "# A\n")

    (fault,) = loading(date="git").faults

    assert str(fault) == "content: cannot be dated by git, which is not installed: install it, or write dates"


def test_settings_and_variables_of_the_user_change_nothing(
    write: Write, loading: Loading, commit: Commit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("posts/é.md", f"# A\n\n{TEXT}")
    commit("2026-04-01T00:00:00Z")
    (tmp_path / "content").mkdir()
    (tmp_path / "posts/é.md").rename(tmp_path / "content/é.md")
    commit("2026-04-02T00:00:00Z")
    before = dates_of(loading(date="git"))
    hostile = {"color.ui": "always", "core.quotePath": "true", "diff.renames": "false", "log.showSignature": "true", "log.date": "relative"}
    for key, value in (hostile | {"diff.renameLimit": "1", "core.pager": "false", "pager.log": "true", "diff.external": "false"}).items():
        run(tmp_path, "config", key, value)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")

    assert dates_of(loading(date="git")) == before


def test_cached_articles_take_new_dates_from_git(write: Write, loading: Loading, commit: Commit) -> None:
    cache = MemoryCache()
    write("content/a.md", "# A\n")
    commit("2026-04-01T00:00:00Z")
    first = dates_of(loading(date="git", cache=cache))
    write("content/a.md", "# A\n\nMore.\n")
    commit("2026-04-02T00:00:00Z")
    write("content/a.md", "# A\n")
    commit("2026-04-03T00:00:00Z")

    assert first == {"content/a.md": ("2026-04-01T00:00:00+00:00", "2026-04-01T00:00:00+00:00")}
    assert dates_of(loading(date="git", cache=cache)) == {"content/a.md": ("2026-04-01T00:00:00+00:00", "2026-04-03T00:00:00+00:00")}


def test_the_history_is_read_once_for_all_folders(
    write: Write, loading: Loading, commit: Commit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for number in range(10):
        write(f"content/{number}.md", f"# {number}\n")
        write(f"more/{number}x.md", f"# {number}\n")
    commit("2026-04-01T00:00:00Z")
    commands: list[str] = []
    original = subprocess.run

    def record(command: list[str], **options: object) -> object:
        commands.append(next(word for word in command if word in {"log", "rev-parse"}))
        return original(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", record)

    assert len(loading(date="git", folders=(tmp_path / "content", tmp_path / "more")).articles) == 20
    assert commands == ["rev-parse", "log", "rev-parse"]


def test_known_dates_are_used_without_git(write: Write, loading: Loading) -> None:
    write("content/a.md", "# A\n")
    write("content/b.md", "---\ntitle: B\ndate: 2026-03-01\n---\n")
    known = {"content/a.md": datetime(2026, 4, 1, 23, tzinfo=UTC), "content/b.md": datetime(2026, 4, 2, tzinfo=UTC)}

    assert dates_of(loading(known_dates=known)) == {
        "content/a.md": ("2026-04-01T23:00:00+00:00", "2026-04-01T23:00:00+00:00"),
        "content/b.md": ("2026-03-01T00:00:00+00:00", "2026-03-01T00:00:00+00:00"),
    }


@pytest.mark.parametrize(("zone", "day"), [(None, "01"), (ZoneInfo("Asia/Tokyo"), "02")])
def test_the_date_in_a_url_is_in_the_sites_zone_not_the_machines(
    write: Write, loading: Loading, zone: ZoneInfo | None, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("content/a.md", "# A\n")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        (article,) = loading(
            known_dates={"content/a.md": datetime(2026, 4, 1, 23, tzinfo=UTC)}, timezone=zone, permalink="/{year}/{month}/{day}/{slug}/"
        ).articles
    finally:
        monkeypatch.undo()
        time.tzset()

    assert article.url == f"https://strides.example/2026/04/{day}/a/"
