"""
The [check] section of the configuration, and feeds for partners.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from stridesfeed.build import build
from stridesfeed.cli._click import program
from stridesfeed.errors import InvalidFilesError
from stridesfeed.site import read_site

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SHOUTING = "---\ntitle: STOP THE PRESSES NOW\ndate: 2026-04-30T09:00:00Z\n---\n" + "Text with words. " * 30
FEED = '[feed]\ntitle = "AI Strides"\nurl = "https://strides.example/"\nlanguage = "en"\nauthors = "Desk"\n'

Checked = Callable[..., Result]


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """
    Return a function that checks a site with two articles and *more* configuration.
    """

    def check(more: str, *arguments: str) -> Result:
        for name in ("old/one", "two"):
            file = tmp_path / "content" / f"{name}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(SHOUTING.replace("NOW", name.upper()), encoding="utf-8")
        (tmp_path / "stridesfeed.toml").write_text(FEED + more, encoding="utf-8")
        return CliRunner().invoke(program, ["check", str(tmp_path), "--as-of", "2026-05-01", *arguments])

    return check


def test_all_findings_are_reported_by_default(checked: Checked) -> None:
    assert checked("").stdout.count("title-shouting") == 2


def test_rules_are_ignored_everywhere_and_in_some_files(checked: Checked) -> None:
    assert "title-shouting" not in checked('[check]\nignore = ["title-*"]\n').stdout
    assert checked('[check]\nper_file_ignores = { "content/old/*" = "title-shouting" }\n').stdout.count("title-shouting") == 1


def test_only_selected_rules_are_reported_and_options_override(checked: Checked) -> None:
    settings = '[check]\nselect = "image-missing"\n'

    assert "title-shouting" not in checked(settings).stdout
    assert "image-missing" not in checked(settings, "--select", "title-shouting").stdout


def test_check_fails_at_the_configured_level(checked: Checked) -> None:
    assert (checked("").exit_code, checked('[check]\nfail_on = "hint"\n').exit_code) == (0, 1)
    assert checked('[check]\nfail_on = "hint"\n', "--fail-on", "error").exit_code == 0


def test_findings_in_the_baseline_are_not_reported(checked: Checked) -> None:
    settings = '[check]\nbaseline = "old.json"\nfail_on = "hint"\n'

    assert checked(settings, "--write-baseline").exit_code == 0
    assert checked(settings).stdout.count("title-shouting") == 0


def test_configured_partners_are_checked_by_default(checked: Checked) -> None:
    assert "of 2 refused: title-too-short" in checked('[check]\nprofiles = "msn"\n').stdout


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('[check]\nignore = "title-shuting"\n', "7: check.ignore: unknown rule 'title-shuting'"),
        ('[check]\nper_file_ignores = { "a/*" = ["x"] }\n', "7: check.per_file_ignores: a/*: unknown rule 'x'"),
        ('[check]\nprofiles = "msm"\n', "7: check.profiles: must be 'amazon'"),
        ('[[feeds]]\npath = "p/"\nprofile = "smartnews"\nsettings = { lgo = "x" }\n', "9: feeds.1.settings: feed for SmartNews is not valid"),
    ],
)
def test_unknown_rule_or_partner_is_an_error_with_its_line(tmp_path: Path, more: str, fault: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "stridesfeed.toml").write_text(FEED + more, encoding="utf-8")

    with pytest.raises(InvalidFilesError) as caught:
        read_site(tmp_path)

    assert f"stridesfeed.toml:{fault}" in str(caught.value)


def test_a_feed_for_a_partner_has_the_partners_formats_limits_and_elements(tmp_path: Path, checked: Checked) -> None:
    more = '[[feeds]]\npath = "smartnews/"\nprofile = "smartnews"\n[feeds.settings]\nlogo = "https://strides.example/logo.png"\n'
    checked(more)

    build(read_site(tmp_path), as_of=NOW)

    assert sorted(path.name for path in (tmp_path / "public" / "smartnews").iterdir()) == ["feed.xml"]
    channel = ET.fromstring((tmp_path / "public" / "smartnews" / "feed.xml").read_bytes())[0]  # noqa: S314  # our own
    assert channel.findtext("{http://www.smartnews.be/snf}logo/url") == "https://strides.example/logo.png"
    assert len(channel.findtext("description") or "") <= 30
