"""
``build --check`` and ``diff`` on a site with all side outputs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from publisher import Publisher
from stridesfeed.cli._click import program

EVERYTHING = """
[output]
limit = 2
archive = 2
opml = "feeds.opml"
sitemap = "sitemap.xml"
compress = "gzip"
hosts = ["netlify", "nginx"]
[[feeds]]
by = "category"
path = "tags/{slug}/"
[related]
auto = 2
"""


@pytest.fixture
def site(tmp_path: Path) -> Publisher:
    publisher = Publisher(tmp_path, EVERYTHING)
    for number in range(5):
        publisher.write(f"a{number}", f"Text of {number}, about servers.", day=number - 5, tags="[AI]")
    return publisher


def run(command: str, site: Publisher, *options: str) -> Result:
    result = CliRunner().invoke(program, [command, str(site.folder), "--as-of", "2026-05-02T12:00:00Z", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
    return result


def everything(site: Publisher) -> dict[str, tuple[bytes, int]]:
    """
    Return the content and modification time of each file of the site except its cache.
    """
    files = [path for path in site.folder.rglob("*") if path.is_file() and path.parent.name != ".stridesfeed"]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def diff(site: Publisher, *options: str) -> tuple[int, dict[str, Any]]:
    result = run("diff", site, "--json", *options)
    return result.exit_code, json.loads(result.stdout)


def test_check_fails_until_the_listed_files_are_built(site: Publisher) -> None:
    before = everything(site)

    first = run("build", site, "--check", "--json")
    assert (first.exit_code, everything(site)) == (1, before)
    named = set(json.loads(first.stdout)["written"])

    assert run("build", site).exit_code == 0
    assert {path for path in everything(site) if path not in before} == named
    assert run("build", site, "--check").exit_code == 0


CHANGES: dict[str, Callable[[Publisher], object]] = {
    "an article is new": lambda site: site.write("new"),
    "a document is gone": lambda site: (site.output / "tags" / "ai" / "atom.xml").unlink(),
    "a document was changed": lambda site: (site.output / "feed-archive-2.json").write_bytes(b"{}"),
    "a feed is gone": lambda site: site.configure(EVERYTHING.partition("[[feeds]]")[0]),
    "a title is another": lambda site: site.configure(EVERYTHING, feed='title = "B"\nurl = "https://strides.example/"\nauthors = "Desk"\n'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_check_fails_if_any_file_is_out_of_date(site: Publisher, change: str) -> None:
    run("build", site)
    CHANGES[change](site)
    before = everything(site)

    assert run("build", site, "--check").exit_code == 1
    assert everything(site) == before

    assert run("build", site).exit_code == 0
    assert run("build", site, "--check").exit_code == 0


def test_check_lists_files_that_would_be_removed(site: Publisher) -> None:
    run("build", site)
    site.configure()

    result = run("build", site, "--check")

    assert "Would remove: " in result.stdout
    assert (site.output / "tags" / "ai" / "atom.xml").exists()


def test_diff_before_a_build_equals_the_report_of_the_build(site: Publisher) -> None:
    def news() -> dict[str, list[str]]:
        code, shown = diff(site)
        assert code == 0
        kinds = ("new", "updated", "withdrawn", "returned", "redated", "moved", "resent")
        built = json.loads(run("build", site, "--json").stdout)["changes"]
        assert sorted((change["kind"], change["id"]) for change in built) == sorted(
            (kind, each["id"]) for kind in kinds for each in shown[kind]
        )
        return {kind: [each["source"] for each in shown[kind]] for kind in kinds if shown[kind]}

    assert news() == {"new": [f"content/a{number}.md" for number in range(5)]}
    assert news() == {}

    site.write("a5")
    site.write("a0", "Other words.", day=-5, tags="[AI]")
    site.withdraw("a1")
    site.move("a2", "older/renamed")
    assert news() == {
        "new": ["content/a5.md"],
        "updated": ["content/a0.md"],
        "withdrawn": ["content/a1.md"],
        "moved": ["content/older/renamed.md"],
    }

    site.write("a1", "Text of 1, about servers.", day=-4, tags="[AI]")
    assert news() == {"returned": ["content/a1.md"]}


def test_diff_writes_nothing_and_can_exit_with_1_for_any_change(site: Publisher) -> None:
    run("build", site)
    site.write("new")
    before = everything(site)

    assert diff(site, "--exit-code")[0] == 1
    assert diff(site)[0] == 0
    assert everything(site) == before
    run("build", site)
    assert diff(site, "--exit-code")[0] == 0


def test_diff_warns_if_the_ledger_is_lost(site: Publisher) -> None:
    run("build", site)
    (site.folder / "stridesfeed.lock").unlink()
    site.configure(EVERYTHING, feed='title = "T"\nurl = "https://new.example/"\nauthors = "Desk"\n')

    code, shown = diff(site)

    assert (code, shown["safe"]) == (1, False)
    assert any("stridesfeed.lock: is missing" in warning for warning in shown["warnings"])


def test_diff_warns_if_an_id_is_edited(site: Publisher) -> None:
    run("build", site)
    path = site.path("a1")
    path.write_text(path.read_text(encoding="utf-8").replace("title:", "id: tag:strides.example,2026:other\ntitle:"), encoding="utf-8")

    result = run("diff", site)

    assert result.exit_code == 1
    assert "re-sends 1 article" in result.stderr
    assert "Sent again: content/a1.md" in result.stdout


def test_diff_warns_if_all_content_is_gone(site: Publisher) -> None:
    for number in range(5, 20):
        site.write(f"a{number}", f"Text {number}.", day=-number)
    run("build", site)
    for number in range(15):
        site.withdraw(f"a{number}")

    result = run("diff", site)

    assert result.exit_code == 1
    assert "15 of 20 published articles would leave the feeds (15 gone)" in result.stderr
    assert run("build", site).exit_code == 1
    assert run("build", site, "--allow-mass-withdrawal").exit_code == 0


def test_diff_names_feeds_that_become_empty(site: Publisher) -> None:
    site.write("a1", tags="[AI, Robots]", day=-4)
    run("build", site)
    site.write("a1", tags="[AI]", day=-4)

    code, shown = diff(site)

    assert (code, shown["empty_feeds"]) == (0, ["category Robots"])
    assert "Feeds without articles, kept for their subscribers: category Robots\n" in run("diff", site).stdout


@pytest.mark.parametrize("command", ["build", "diff"])
def test_slugs_that_clash_are_an_error_of_the_configuration(site: Publisher, command: str) -> None:
    site.configure(EVERYTHING.replace('path = "tags/{slug}/"\n', 'path = "tags/{slug}/"\nslugs = { "AI" = "x", "B" = "x" }\n'))
    site.write("a1", tags="[AI, B]", day=-4)

    result = run(command, site)

    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert result.stderr.startswith("stridesfeed.toml:")
    assert "category 'AI' and category 'B' both have the slug 'x'" in result.stderr
