"""
``stridesfeed check --profile`` and ``--readers`` on the command line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stridesfeed.checks.readers import comparison
from stridesfeed.cli._click import program

SITE = '[feed]\ntitle = "A"\nurl = "https://strides.example/"\nsubtitle = "B"\nlanguage = "en"\nicon = "https://strides.example/i.png"\n'
HEADER = "---\ntitle: {}\ndate: 2026-04-30T09:00:00Z\nauthor: Ann\nsummary: A summary.\n---\n"
TEXT = "A sentence of seven words, more or less. " * 12
ONLY = ("--profile", "msn", "--as-of", "2026-05-01", "--select", "msn/title-*")

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """
    Return a function that runs the command in a site with two articles, one with a short title.
    """
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "CI", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "stridesfeed.toml").write_text(SITE, "utf-8")
    (tmp_path / "content" / "short.md").write_text(HEADER.format("Too short") + TEXT, "utf-8")
    (tmp_path / "content" / "long.md").write_text(HEADER.format("A title that is long enough") + TEXT, "utf-8")

    def invoke(*arguments: object) -> Result:
        result = CliRunner().invoke(program, ["check", *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
        return result

    return invoke


@pytest.mark.parametrize(
    ("more", "findings"),
    [("", 1), ('[options]\nimage_elements = "both"\n', 0), ('[[feeds]]\npath = "mail/"\nprofile = "mailchimp"\n', 0)],
)
def test_a_partner_is_checked_with_the_options_of_its_feed(run: Run, tmp_path: Path, more: str, findings: int) -> None:
    (tmp_path / "stridesfeed.toml").write_text(SITE + more, "utf-8")

    result = run("--profile", "mailchimp", "--as-of", "2026-05-01", "--select", "mailchimp/picture-not-media-content")

    assert result.output.count("lead images are not in media:content") == findings


def test_check_lists_what_a_partner_refuses_and_why(run: Run) -> None:
    result = run(*ONLY)

    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "content/short.md",
        "  2  error  msn/title-too-short  title has 9 characters (MSN requires at least 21): write a longer title",
        "",
        "Found: 1 error",
        "",
        "MSN: 1 of 2 refused: title-too-short",
        "  content/short.md  title-too-short",
    ]


def test_advice_is_counted(run: Run) -> None:
    result = run("--profile", "flipboard", "--select", "flipboard/picture-*", "--as-of", "2026-05-01")

    assert result.exit_code == 0
    assert result.output.splitlines()[-2:] == ["Flipboard: 0 of 2 refused", "  Recommended: picture-missing (2 ×)"]


def test_json_contains_the_refused_articles(run: Run) -> None:
    found = json.loads(run(*ONLY, "--format", "json").output)

    assert [finding["code"] for finding in found["findings"]] == ["msn/title-too-short"]
    assert found["profiles"] == [
        {
            "name": "msn",
            "title": "MSN",
            "articles": 2,
            "refused": [
                {
                    "id": "https://strides.example/short/",
                    "url": "https://strides.example/short/",
                    "path": "content/short.md",
                    "codes": ["title-too-short"],
                }
            ],
            "feed": [],
            "advised": {},
        }
    ]


def test_sarif_contains_the_rule_with_its_source(run: Run) -> None:
    (whole,) = json.loads(run(*ONLY, "--format", "sarif").output)["runs"]

    (rule,) = whole["tool"]["driver"]["rules"]
    assert rule["id"] == "msn/title-too-short"
    assert "MSN feed item metadata requirements, https://support.microsoft.com/" in rule["help"]["text"]


def test_several_profiles_are_checked_at_once(run: Run) -> None:
    output = run("--profile", "msn,yahoo", "--profile", "feedly", "--as-of", "2026-05-01").output

    assert re.findall(r"^(\w+): \d of 2 refused", output, re.MULTILINE) == ["MSN", "Yahoo", "Feedly"]


def test_ignored_rules_refuse_nothing(run: Run) -> None:
    result = run("--profile", "msn", "--ignore", "msn/title-too-short", "--as-of", "2026-05-01")

    assert "MSN: 0 of 2 refused" in result.output
    assert result.exit_code == 0


def test_a_requirement_is_explained_with_limit_and_source(run: Run) -> None:
    output = run("--explain", "msn/title-too-short").output

    assert output.startswith(
        "msn/title-too-short (error)\n\nA title must have more than 20 characters.\n\nLimit: at least 21 (title-characters).\n"
    )
    assert "read on 2026-11-24 (the partner's own document)" in output


def test_a_custom_profile_is_checked_and_explained(run: Run) -> None:
    Path("mine.toml").write_text(
        """
name = "mine"
title = "Mine"
description = "A partner."
[sources.mail]
name = "A mail"
url = "https://partner.example/"
read = 2026-04-30
kind = "partner"
[[requirements]]
code = "title-too-long"
measure = "title-characters"
level = "refused"
max = 10
text = "No more than ten."
fix = "say it shorter"
source = "mail"
""",
        "utf-8",
    )

    result = run("--profile", "./mine.toml", "--select", "mine/*", "--as-of", "2026-05-01")

    assert result.exit_code == 1
    assert "Mine: 1 of 2 refused: title-too-long" in result.output
    assert "No more than ten." in run("--profile", "./mine.toml", "--explain", "mine/title-too-long").output


def test_an_invalid_profile_is_wrong_usage(run: Run) -> None:
    Path("mine.toml").write_text('name = "mine"\n', "utf-8")

    result = run("--profile", "./mine.toml")

    assert result.exit_code == 2
    assert "mine.toml: title: is required" in result.output
    assert "did you mean 'msn'" in run("--profile", "msm").output


def test_readers_find_nothing_in_a_valid_site(run: Run) -> None:
    result = run("--readers", "--select", "read-back-*", "--as-of", "2026-05-01")

    assert (result.exit_code, result.output) == (0, "Nothing found\n")


def test_missing_readers_are_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "find_spec", lambda _name: None)

    result = run("--readers")

    assert result.exit_code == 2
    assert "Reading documents back needs an optional package: pip install 'stridesfeed[readers]'" in result.output


def test_nothing_is_written(run: Run) -> None:
    before = sorted(path.as_posix() for path in Path().rglob("*"))

    run("--profile", "msn", "--readers", "--as-of", "2026-05-01")

    assert sorted(path.as_posix() for path in Path().rglob("*")) == before


def test_documents_cannot_be_read_back(run: Run) -> None:
    result = run("-", "--readers")

    assert result.exit_code == 2
    assert "--readers needs a site, not a document" in result.output
