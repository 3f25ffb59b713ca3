"""
Wrong usage of each command: one sentence that says what to do, exit code 2, no traceback.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stridesfeed.cli._click import program

Run = Callable[..., Result]

#: The commands with a site as argument.
OF_SITES = ("build", "diff", "links", "ping", "serve")

URL = "https://strides.example/feed.xml"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """
    Runs the command in a folder with one site, ``blog``.
    """
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "blog" / "content").mkdir(parents=True)
    (tmp_path / "blog" / "stridesfeed.toml").write_text('[feed]\ntitle = "A"\nurl = "https://strides.example/"\n', "utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.txt").write_text("A note.", "utf-8")

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(program, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
        return result

    return invoke


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def test_a_url_of_another_scheme_is_not_checked(run: Run) -> None:
    result = run("check", "feed://strides.example/")

    assert result.exit_code == 2
    assert result.output == "Error: feed://strides.example/ is a URL: begin it with https:// or http://\n"


def test_a_misspelt_url_is_a_finding(run: Run) -> None:
    result = run("check", "https:/strides.example/feed.xml")

    assert result.exit_code == 1
    assert "must be a URL that begins with https:// or http:// and has a host" in result.output


@pytest.mark.parametrize("command", OF_SITES)
def test_a_site_is_not_named_by_a_url(run: Run, command: str) -> None:
    result = run(command, URL)

    assert result.exit_code == 2
    assert result.output == f"Error: {URL} is a URL: name the folder of the site; `stridesfeed adopt {URL}` imports the articles of a feed\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "blog", "--output", URL),
        ("ping", "blog", "--output", URL),
        ("init", URL, "--title", "A", "--url", URL),
        ("adopt", "note.txt", "--into", URL),
        ("check", "blog", "--write-baseline", "--baseline", URL),
    ],
)
def test_nothing_is_written_to_a_folder_named_like_a_url(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    before = files(tmp_path)

    result = run(*arguments)

    assert result.exit_code == 2
    assert f"{URL} is a URL" in result.output
    assert result.output.count("\n") == 1
    assert files(tmp_path) == before


@pytest.mark.parametrize("command", [*OF_SITES, "check"])
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("empty", "run `stridesfeed init` there to create it"),
        ("missing", "missing"),
        ("a" * 300, "File name too long"),
        ("note.txt/blog", "note.txt/blog"),
    ],
)
def test_a_path_without_a_site_is_one_line(run: Run, command: str, path: str, message: str) -> None:
    result = run(command, path)

    assert result.exit_code == 2
    assert message in result.output
    assert result.output.count("\n") == 1


@pytest.mark.parametrize("command", OF_SITES)
def test_a_file_that_is_no_configuration_is_one_line(run: Run, command: str) -> None:
    result = run(command, "note.txt")

    assert result.exit_code == 2
    assert result.output.startswith("note.txt:1: is not valid TOML")
    assert result.output.count("\n") == 1


@pytest.mark.parametrize("time", ["0001-01-01", "1969-12-31", "9001-01-01", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("command", ["build", "check", "diff"])
def test_a_time_far_from_ours_is_refused(run: Run, command: str, time: str) -> None:
    result = run(command, "blog", "--as-of", time)

    assert result.exit_code == 2
    assert f"Error: '{time}' is not between the years 1970 and 9000" in result.output


def test_a_source_date_epoch_far_from_ours_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "253402300799")

    result = run("build", "blog")

    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH '253402300799' is not between the years 1970 and 9000" in result.output


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        ("missing.xml", "missing.xml: no such file; a URL starts with https:// or http://"),
        ("blog", "blog: is a folder: name a file or a URL"),
        ("", ".: is a folder"),
        ("a" * 300, "File name too long"),
        ("note.txt/a", "note.txt/a: no such file"),
        ("ftp://strides.example/feed.xml", "ftp://strides.example/feed.xml: no such file; a URL starts with https:// or http://"),
    ],
)
def test_a_feed_to_adopt_that_cannot_be_read_is_wrong_usage(run: Run, feed: str, message: str) -> None:
    result = run("adopt", feed)

    assert result.exit_code == 2
    assert message in result.output
    assert result.output.count("\n") == 1


def test_init_in_place_of_a_file_is_refused(run: Run) -> None:
    result = run("init", "note.txt", "--title", "A", "--url", "https://strides.example/")

    assert result.exit_code == 2
    assert "note.txt is a file: name a folder" in result.output
