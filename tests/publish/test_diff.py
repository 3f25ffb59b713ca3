"""
The changes that readers will see, before they are published.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result

from makers import NOON, an_article
from stridesfeed.cli._click import program
from stridesfeed.identify import identify_articles
from stridesfeed.model import Article
from stridesfeed.publish.diff import Diff, diff
from stridesfeed.publish.ledger import Ledger, format_ledger, reconcile
from stridesfeed.publish.write import write
from stridesfeed.site import read_site

SITE = "https://strides.example"
TOML = '[feed]\ntitle = "AI Strides"\nurl = "https://strides.example/"\n[content]\npermalink = "/{slug}/"\n'
AS_OF = "2026-06-01"


def files(count: int, first: int = 0) -> dict[str, Article]:
    names = [f"a{number}" for number in range(first, first + count)]
    published = {name: NOON + timedelta(minutes=number) for number, name in enumerate(names)}
    return {
        f"{name}.md": an_article(name, id=f"{SITE}/{name}", url=f"{SITE}/{name}", published=published[name], content=f"<p>{name}</p>")
        for name in names
    }


def compared(before: dict[str, Article] | None, after: dict[str, Article], **choices: Any) -> Diff:
    """
    The difference between the build of *after* and that of *before* a day ago; ``None`` for no build.
    """
    ledger = None if before is None else reconciled_of(before, Ledger(), days=1).ledger
    reconciled = reconciled_of(after, ledger or Ledger(), days=2)
    return diff(reconciled.changes, before=ledger, after=reconciled.ledger, **choices)


def reconciled_of(articles: dict[str, Article], ledger: Ledger, *, days: int) -> Any:
    origins = {article.id: path for path, article in articles.items()}
    return reconcile(ledger, articles.values(), origins=origins, as_of=NOON + timedelta(days=days), allow_mass_withdrawal=True)


def test_no_change_is_safe_and_has_no_warnings() -> None:
    assert compared(files(3), files(3)) == Diff(changes=(), warnings=(), resent=0, is_safe=True)


def test_new_edited_and_a_few_withdrawn_articles_are_safe() -> None:
    after = files(20)
    del after["a1.md"]
    after["a2.md"] = attrs.evolve(after["a2.md"], content="<p>Other words.</p>")

    found = compared(files(19), after, reasons={"a1.md": "draft"})

    assert [(change.kind, change.source, change.reason) for change in found.changes] == [
        ("withdrawn", "a1.md", "draft"),
        ("new", "a19.md", None),
        ("updated", "a2.md", None),
    ]
    assert (found.warnings, found.is_safe) == ((), True)


def test_unknown_explicit_ids_are_a_warning() -> None:
    renamed = {path: attrs.evolve(article, id=f"tag:strides.example,2026:{path}") for path, article in files(312).items()}

    found = compared(files(312), renamed)

    assert (found.resent, found.is_safe) == (312, False)
    assert found.warnings[0].startswith("This build re-sends 312 articles: ")
    assert f"add `id: {SITE}/a0` to its front matter" in found.warnings[0]


def test_an_article_that_moved_and_was_edited_at_once_is_recognised_by_its_date() -> None:
    after = files(5)
    after["new.md"] = attrs.evolve(after.pop("a3.md"), id=f"{SITE}/new", url=f"{SITE}/new", content="<p>Other words.</p>", title="New")

    found = compared(files(5), after)

    (change,) = found.of_kind("resent")
    assert (change.source, change.former, found.is_safe) == ("new.md", f"{SITE}/a3", False)
    assert "it has the same date as a3.md, which is gone" in found.warnings[0]


def test_the_same_whole_hour_is_evidence_only_with_the_same_file_name() -> None:
    before = {path: attrs.evolve(article, published=NOON) for path, article in files(1).items()}
    other = an_article("new", published=NOON, id=f"{SITE}/new", url=f"{SITE}/new")

    assert compared(before, {"new.md": other}).resent == 0
    assert compared(before, {"moved/a0.md": other}).resent == 1


def test_a_draft_is_not_the_former_article_of_another_file() -> None:
    assert compared(files(1), {"new.md": an_article("new", published=NOON)}, reasons={"a0.md": "draft"}).resent == 0


def test_articles_of_the_same_moment_are_no_evidence() -> None:
    """
    If dates have no time, many articles have the same moment.
    """
    before = {path: attrs.evolve(article, published=NOON) for path, article in files(4).items()}
    after = {path: attrs.evolve(article, published=NOON) for path, article in files(4, first=2).items()}

    assert compared(before, after).resent == 0


def test_withdrawing_or_changing_most_articles_is_a_warning() -> None:
    changed = {path: attrs.evolve(article, title=f"{article.title} | AI Strides") for path, article in files(20).items()}

    gone, edited = compared(files(20), files(9)), compared(files(20), changed)

    assert gone.warnings[0].startswith("11 of 20 published articles would leave the feeds (11 gone)")
    assert edited.warnings[0].startswith("20 of 20 articles will be shown as changed")
    assert (gone.is_safe, edited.is_safe) == (False, True)


def test_a_lost_ledger_is_the_first_warning() -> None:
    found = compared(None, files(3), lost_ledger="stridesfeed.lock: is missing")

    assert (found.warnings, found.is_safe, found.resent) == (("stridesfeed.lock: is missing",), False, 0)


def test_a_first_build_is_safe() -> None:
    assert compared(None, files(3)).is_safe


Run = Callable[..., Result]


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """
    A site of two articles, built with a ledger.
    """
    (tmp_path / "content").mkdir()
    (tmp_path / "stridesfeed.toml").write_text(TOML, encoding="utf-8")
    for name in ("one", "two"):
        a_file(tmp_path, name)
    built(tmp_path)
    return tmp_path


def a_file(blog: Path, name: str, *lines: str, text: str = "Text.") -> None:
    header = "\n".join(["---", f"title: Article {name}", "date: 2026-04-30T09:00:00Z", *lines, "---"])
    (blog / "content" / f"{name}.md").write_text(f"{header}\n{text} Of {name}.\n", encoding="utf-8")


def built(blog: Path) -> None:
    site = read_site(blog)
    found = identify_articles(site, as_of=NOON + timedelta(days=1))
    write({blog / "public" / "feed.xml": b"<rss/>", site.identity.file: format_ledger(found.ledger)})


def run(blog: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(program, ["diff", str(blog), "--as-of", AS_OF, *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
    return result


def test_the_command_says_when_nothing_changes(blog: Path) -> None:
    result = run(blog, "--exit-code")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "No changes for readers.\n", "")


def test_the_command_shows_what_changes_and_writes_nothing(blog: Path) -> None:
    a_file(blog, "three")
    a_file(blog, "one", "draft: true")
    a_file(blog, "two", "slug: zwei", text="Other words.")
    before = {path: path.read_bytes() for path in blog.rglob("*") if path.is_file()}

    result = run(blog)

    assert result.stdout.splitlines() == [
        "Withdrawn: content/one.md (draft)",
        "New: content/three.md",
        "Updated: content/two.md",
        "New URL, same id: https://strides.example/two/ to https://strides.example/zwei/",
    ]
    assert (result.exit_code, run(blog, "--exit-code").exit_code) == (0, 1)
    assert {path: path.read_bytes() for path in blog.rglob("*") if path.is_file()} == before


def test_the_command_fails_if_articles_would_be_resent(blog: Path) -> None:
    a_file(blog, "one", "id: tag:strides.example,2026:1")

    result, for_machines = run(blog), run(blog, "--json")

    assert result.exit_code == for_machines.exit_code == 1
    assert result.stderr.startswith("Warning: This build re-sends 1 article: ")
    said = json.loads(for_machines.stdout)
    assert (said["safe"], said["articles_sent_again"], said["error"]) == (False, 1, None)
    assert said["resent"] == [
        {
            "id": "tag:strides.example,2026:1",
            "source": "content/one.md",
            "url": "https://strides.example/one/",
            "title": "Article one",
            "former": "https://strides.example/one/",
            "reason": "its front matter sets another id than 'https://strides.example/one/'",
        }
    ]


def test_the_command_shows_errors_and_withdraws_no_faulty_article(blog: Path) -> None:
    a_file(blog, "one", "language: en_GB")

    result = run(blog)

    assert (result.exit_code, result.stdout) == (1, "No changes for readers.\n")
    assert result.stderr.startswith("content/one.md:4: language: ")


def test_a_lost_ledger_is_a_warning_of_the_command(blog: Path) -> None:
    (blog / "stridesfeed.lock").unlink()

    result = run(blog)

    assert result.exit_code == 1
    assert result.stderr.startswith("Warning: stridesfeed.lock: is missing, but ")


def test_a_damaged_ledger_is_named_with_its_line(blog: Path) -> None:
    with (blog / "stridesfeed.lock").open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n")

    result = run(blog)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("stridesfeed.lock:7: is only a part of a conflict")


def test_a_folder_without_a_site_is_a_usage_error(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 2


def test_redate_in_front_matter_changes_the_date(blog: Path) -> None:
    file = blog / "content" / "one.md"
    later = file.read_text(encoding="utf-8").replace("04-30T09", "05-02T09")

    file.write_text(later, encoding="utf-8")
    assert run(blog).stdout == "No changes for readers.\n"
    file.write_text(later.replace("title", "redate: true\ntitle"), encoding="utf-8")
    assert run(blog).stdout == "New date: content/one.md\n"


def test_a_file_of_many_articles_changes_by_the_article(blog: Path) -> None:
    lines = [json.dumps({"title": f"Brief {n}", "date": "2026-04-01T00:00:00Z", "content": f"<p>{n}</p>"}) for n in range(3)]
    (blog / "content" / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    built(blog)

    (blog / "content" / "all.jsonl").write_text("\n".join([lines[0], lines[2].replace(">2<", ">two<")]), encoding="utf-8")

    assert run(blog).stdout.splitlines() == ["Withdrawn: content/all.jsonl (the file is gone)", "Updated: content/all.jsonl"]


def test_the_configuration_says_where_the_ledger_is_and_what_ids_are_made(blog: Path) -> None:
    with (blog / "stridesfeed.toml").open("a", encoding="utf-8") as file:
        file.write('[ledger]\nfile = "kept/ids.lock"\nids = "tag"\n')

    site = read_site(blog)
    found = identify_articles(site, as_of=NOON + timedelta(days=9))

    assert (site.identity.file, found.previous_ledger) == (blog / "kept" / "ids.lock", None)
    assert "tag:strides.example,2026-04-30:/one/" in found.ledger.by_id


def test_articles_have_their_permanent_ids(blog: Path) -> None:
    a_file(blog, "one", "slug: uno")

    site = read_site(blog)
    found = identify_articles(site, as_of=NOON + timedelta(days=9))

    assert {article.url: article.id for article in found.loaded.articles}["https://strides.example/uno/"] == "https://strides.example/one/"
    assert found.loaded.origins["https://strides.example/one/"] == "content/one.md"
