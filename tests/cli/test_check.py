"""
``stridesfeed check`` on the command line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stridesfeed.cli._click import program

SITE = '[feed]\ntitle = "A"\nurl = "https://strides.example/"\nsubtitle = "B"\nlanguage = "en"\nicon = "https://strides.example/i.png"\n'
LOUD = '---\ntitle: LOUD AND LOUDER WORDS\ndate: 2026-04-30T09:00:00Z\nauthor: Ann\nsummary: Words, and "more &amp; more".\n---\nText.\n'
BROKEN = b"<rss version='2.0'><channel><title>A</channel></rss>"
ONLY_TITLES = ("--select", "title-*,summary-with-markup")

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """
    Return a function that runs the command in a folder with one site.
    """
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "CI", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "blog" / "content").mkdir(parents=True)
    (tmp_path / "blog" / "stridesfeed.toml").write_text(SITE, "utf-8")
    (tmp_path / "blog" / "content" / "one.md").write_text(LOUD, "utf-8")

    def invoke(*arguments: object, **options: Any) -> Result:
        result = CliRunner().invoke(program, ["check", *map(str, arguments)], **options)
        assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
        return result

    return invoke


def test_findings_have_lines_and_paths_relative_to_the_current_folder(run: Run) -> None:
    result = run("blog", "--as-of", "2026-05-01", *ONLY_TITLES)

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "blog/content/one.md",
        "  2  hint     title-shouting       title is in all capitals: use normal capitalisation",
        "  5  warning  summary-with-markup  summary is plain text and shows '&amp;' literally: remove the markup",
        "",
        "Found: 1 warning, 1 hint",
    ]


def test_site_in_the_current_folder_is_the_default(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path / "blog")

    assert run("--select", "title-shouting").output.startswith("content/one.md\n")


def test_findings_about_the_feed_have_the_path_of_the_configuration(run: Run) -> None:
    result = run("blog/stridesfeed.toml", "--select", "feed-short", "--format", "json")

    assert [finding["path"] for finding in json.loads(result.output)["findings"]] == ["blog/stridesfeed.toml"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 0),
        (("--strict",), 1),
        (("--fail-on", "hint"), 1),
        (("--strict", "--ignore", "warning"), 0),
        (("--fail-on", "hint", "--ignore", "*"), 0),
    ],
)
def test_exit_code_depends_on_the_level(run: Run, arguments: tuple[str, ...], code: int) -> None:
    assert run("blog", *ONLY_TITLES, *arguments).exit_code == code


def test_a_document_is_read_from_a_file_or_from_the_standard_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(BROKEN)

    of_file, of_input = run("feed.xml", "--select", "not-well-formed"), run("-", "--select", "not-well-formed", input=BROKEN)

    assert (of_file.exit_code, of_input.exit_code) == (1, 1)
    assert of_file.output.startswith("feed.xml\n  1:3")
    assert of_input.output.replace("-\n", "feed.xml\n", 1) == of_file.output


def test_content_error_is_a_finding(run: Run, tmp_path: Path) -> None:
    (tmp_path / "blog" / "content" / "two.md").write_text("---\ntitle: Two\n---\nText.\n", "utf-8")

    result = run("blog", "--select", "error", "--format", "github")

    assert result.exit_code == 1
    assert result.output.startswith("::error file=blog/content/two.md,line=1,title=content-faulty::date: is missing")


def test_findings_in_the_baseline_are_counted_and_not_listed(run: Run, tmp_path: Path) -> None:
    written = run("blog", *ONLY_TITLES, "--baseline", "old.json", "--write-baseline", "--strict")
    old = run("blog", *ONLY_TITLES, "--baseline", "old.json", "--strict")
    (tmp_path / "blog" / "content" / "two.md").write_text(LOUD.replace("LOUD", "MORE"), "utf-8")
    new = run("blog", *ONLY_TITLES, "--baseline", "old.json", "--strict")

    assert (written.exit_code, old.exit_code, new.exit_code) == (0, 0, 1)
    assert written.output == old.output == "Nothing found\nIgnored: 2 known findings, listed in the baseline\n"
    assert new.output.startswith("blog/content/two.md\n")


def test_json_counts_findings_in_the_baseline(run: Run) -> None:
    arguments = ("blog", *ONLY_TITLES, "--format", "json", "--baseline", "old.json")

    assert json.loads(run(*arguments, "--write-baseline").output) == {
        "findings": [],
        "counts": {"error": 0, "warning": 0, "hint": 0},
        "known": 2,
    }


def test_a_new_dead_link_is_found_in_an_article_with_a_known_one(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "blog" / "content" / "one.md"
    dead = ("blog", "--select", "link-dead", "--baseline", "old.json", "--strict")
    article.write_text(LOUD + "[one](/gone)\n", "utf-8")
    run(*dead, "--write-baseline")
    article.write_text(LOUD + "[two](/missing)\n", "utf-8")

    assert "https://strides.example/missing" in run(*dead).output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--explain", "title-shoting"), "did you mean 'title-shouting'?"),
        (("--select", "title-shoting"), "did you mean 'title-shouting'?"),
        (("--ignore", "nothing-*"), "unknown rule 'nothing-*'"),
        (("--write-baseline", "-"), "Name the file with --baseline"),
        (("blog", "--baseline", "missing.json"), "missing.json: cannot be read"),
        (("blog", "--baseline", "blog"), "blog' is a directory"),
        (("missing.xml",), "missing.xml cannot be read"),
        (("--as-of", "soon", "blog"), "'soon' is neither a date"),
        (("blog/content",), "stridesfeed init"),
    ],
)
def test_wrong_usage_suggests_a_fix(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert said in result.output


def test_explain_describes_a_rule(run: Run) -> None:
    result = run("--explain", "title_shouting")

    assert result.exit_code == 0
    assert result.output.startswith("title-shouting (hint)\n\nThe title is in all capitals.")
    assert "\nFix: " in result.output


def test_no_color_disables_colours(run: Run) -> None:
    plain = run("blog", *ONLY_TITLES).output
    coloured = run("blog", *ONLY_TITLES, color=True).output

    assert "\x1b[" not in plain
    assert "\x1b[33mwarning\x1b[0m" in coloured
    assert "\x1b[" not in run("blog", *ONLY_TITLES, color=True, env=os.environ | {"NO_COLOR": "1"}).output


def test_what_several_articles_lack_is_one_finding_for_people(run: Run, tmp_path: Path) -> None:
    (tmp_path / "blog" / "content" / "two.md").write_text(LOUD, "utf-8")

    assert run("blog", "--select", "image-missing").output.splitlines() == [
        "blog/content/one.md",
        "    hint  image-missing  no image: add one with alt text (also in blog/content/two.md)",
        "",
        "Found: 1 hint",
    ]
    assert run("blog", "--select", "image-missing", "--format", "github").output.count("\n") == 1
    assert json.loads(run("blog", "--select", "image-missing", "--format", "json").output)["counts"]["hint"] == 2
