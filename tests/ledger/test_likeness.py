"""
Articles that were renamed, re-dated and edited at once keep their ids by their text.
"""

from __future__ import annotations

import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result

from makers import NOON, an_article
from publisher import Publisher
from stridesfeed.cli._click import program
from stridesfeed.model import Article
from stridesfeed.publish.ledger import Ledger, Reconciled, format_ledger, parse_ledger, reconcile
from stridesfeed.publish.ledger.likeness import likeness, signature

SITE = "https://strides.example"
DAY = timedelta(days=1)


def words(seed: int, count: int = 400) -> list[str]:
    """
    A text of its own for each *seed*, with a distribution of words like that of natural language.
    """
    chance = random.Random(seed)  # noqa: S311  # no secret
    return [f"w{int(chance.paretovariate(0.25))}" for _ in range(count)]


def edited(text: list[str], share: float, seed: int = 99) -> list[str]:
    """
    *text* with a *share* of its words replaced, here and there.
    """
    chance = random.Random(seed)  # noqa: S311  # no secret
    return [f"new{number}" if chance.random() < share else word for number, word in enumerate(text)]


def article(name: str, text: list[str], **fields: Any) -> Article:
    url = f"{SITE}/{name}"
    return an_article(
        name, **{"id": url, "url": url, "title": f"About {name}", "summary": None, "content": f"<p>{' '.join(text)}</p>"} | fields
    )


def seen(files: dict[str, Article], before: Ledger | None = None, *, days: int = 1, **choices: Any) -> Reconciled:
    origins = {each.id: path for path, each in files.items()}
    return reconcile(before or Ledger(), files.values(), origins=origins, as_of=NOON + days * DAY, **choices)


def kinds(found: Reconciled) -> list[tuple[str, str]]:
    return [(change.kind, change.source) for change in found.changes]


FILES = {f"{n}.md": article(f"a{n}", words(n), published=NOON + n * timedelta(minutes=1)) for n in range(6)}
LEDGER = seen(FILES).ledger


def after(*gone: str, **new: Article) -> dict[str, Article]:
    return {path: each for path, each in FILES.items() if path not in gone} | {f"{name}.md": each for name, each in new.items()}


@pytest.mark.parametrize("share", [0, 0.03, 0.15, 0.2])
def test_an_article_renamed_redated_and_edited_at_once_keeps_its_id(share: float) -> None:
    for number in range(6):
        new = article("new", edited(words(number), share), published=NOON + 9 * timedelta(hours=1), title=f"About a{number}")

        found = seen(after(f"{number}.md", new=new), LEDGER, days=2)

        assert {each.url: each.id for each in found.articles}[f"{SITE}/new"] == f"{SITE}/a{number}"
        assert not {"new", "resent", "withdrawn"} & {kind for kind, _ in kinds(found)}


def test_another_article_gets_another_id() -> None:
    found = seen(after("1.md", new=article("new", words(77))), LEDGER, days=2)

    assert kinds(found) == [("withdrawn", "1.md"), ("new", "new.md")]


def test_a_heavily_edited_article_with_the_same_date_keeps_its_id() -> None:
    """
    Dates without a time are evidence beside the text.
    """
    dated = {path: attrs.evolve(each, published=NOON) for path, each in FILES.items()}
    new = article("new", edited(words(1), 0.36), published=NOON)

    found = seen({path: each for path, each in dated.items() if path != "1.md"} | {"new.md": new}, seen(dated).ledger, days=2)

    assert {each.url: each.id for each in found.articles}[f"{SITE}/new"] == f"{SITE}/a1"


def test_a_heavily_edited_article_is_a_warning() -> None:
    new = article("new", edited(words(1), 0.36), published=NOON + DAY)

    found = seen(after("1.md", new=new), LEDGER, days=2)

    (change,) = [change for change in found.changes if change.kind == "resent"]
    assert (change.source, change.former) == ("new.md", f"{SITE}/a1")
    assert change.reason
    assert change.reason.endswith(" % of its text is that of 1.md, which is gone, so it is probably the same article")


def test_between_two_candidates_nothing_is_certain() -> None:
    twins = {"x.md": article("x", edited(words(1), 0.02)), "y.md": article("y", edited(words(1), 0.02, seed=5))}
    new = article("new", edited(words(1), 0.05, seed=7), published=NOON + DAY)

    found = seen({"0.md": FILES["0.md"], "new.md": new}, seen(twins | {"0.md": FILES["0.md"]}).ledger, days=2)

    assert [kind for kind, _ in kinds(found)] == ["resent", "withdrawn", "withdrawn"]


def test_two_copies_of_one_article_are_not_both_that_article() -> None:
    new = {name: article(name, edited(words(1), 0.04, seed=seed), published=NOON + DAY) for name, seed in (("x", 1), ("y", 2))}

    found = seen(after("1.md", **new), LEDGER, days=2)

    assert [kind for kind, _ in kinds(found)] == ["resent", "resent", "withdrawn"]


def test_posts_that_share_most_of_their_text_are_different_articles() -> None:
    """
    A site of forecasts that deletes the oldest file and adds another every day.
    """
    common = words(1, 300)
    files = {f"{n}.md": article(f"day-{n}", [*common, *words(n + 50, 60)], published=NOON + n * DAY) for n in range(8)}
    ledger = seen(dict(list(files.items())[:7]), days=9).ledger

    found = seen(dict(list(files.items())[1:]), ledger, days=10)

    assert kinds(found) == [("withdrawn", "0.md"), ("new", "7.md")]


def test_short_texts_are_no_evidence() -> None:
    short = {f"{n}.md": article(f"a{n}", ["Good", "morning", "from", "the", "harbour", f"number{n}"]) for n in range(2)}
    new = article("new", ["Good", "morning", "from", "the", "harbour", "number2"], published=NOON + DAY)

    found = seen({"0.md": short["0.md"], "new.md": new}, seen(short).ledger, days=2)

    assert kinds(found) == [("withdrawn", "1.md"), ("new", "new.md")]


@pytest.mark.parametrize("share", [0, 0.1])
@pytest.mark.parametrize("count", [2, 3])
def test_files_that_swapped_their_names_keep_their_ids_by_text(share: float, count: int) -> None:
    rotated = {f"{(n + 1) % count}.md": article(f"a{(n + 1) % count}", edited(words(n), share), title=f"About a{n}") for n in range(count)}

    found = seen(FILES | rotated, LEDGER, days=2)

    by_url = {each.url: each.id for each in found.articles}
    assert [by_url[f"{SITE}/a{(n + 1) % count}"] for n in range(count)] == [f"{SITE}/a{n}" for n in range(count)]
    assert not {"new", "resent", "withdrawn"} & {kind for kind, _ in kinds(found)}


def test_short_files_that_swapped_their_names_keep_their_ids() -> None:
    short = {f"{n}.md": article(f"a{n}", [f"Text{n}."]) for n in range(2)}
    swapped = {"0.md": article("a0", ["Text1."], title="About a1"), "1.md": article("a1", ["Text0."], title="About a0")}

    found = seen(swapped, seen(short).ledger, days=2)

    assert {each.url: each.id for each in found.articles} == {f"{SITE}/a0": f"{SITE}/a1", f"{SITE}/a1": f"{SITE}/a0"}


def test_a_file_that_was_rewritten_keeps_its_id() -> None:
    found = seen(FILES | {"1.md": article("a1", words(88), title="Else")}, LEDGER, days=2)

    assert kinds(found) == [("updated", "1.md")]


def test_an_edited_file_keeps_its_id_beside_a_copy_of_its_old_text() -> None:
    for copy in ("2.md", "copy.md"):
        name = "a2" if copy == "2.md" else "copy"
        files = FILES | {"1.md": article("a1", edited(words(1), 0.1)), copy: article(name, words(1), title="About a1")}

        found = seen(files, LEDGER, days=2)

        assert {each.url: each.id for each in found.articles}[f"{SITE}/a1"] == f"{SITE}/a1"


def test_in_a_chain_of_copies_ids_follow_the_texts() -> None:
    """
    0.md has the text of 1.md, and 1.md that of 2.md, which is unchanged.
    """
    files = FILES | {f"{n}.md": article(f"a{n}", words(n + 1), title=f"About a{n + 1}") for n in range(2)}

    found = seen(files, LEDGER, days=2)

    by_url = {each.url: each.id for each in found.articles}
    assert (by_url[f"{SITE}/a0"], by_url[f"{SITE}/a2"]) == (f"{SITE}/a1", f"{SITE}/a2")
    assert by_url[f"{SITE}/a1"] not in LEDGER.by_id


def test_an_old_file_with_another_text_beside_its_moved_text_is_new() -> None:
    files = FILES | {"0.md": article("a0", words(1), title="About a1"), "1.md": article("a1", words(88), title="Else", published=NOON + DAY)}

    found = seen(files, LEDGER, days=2)

    by_url = {each.url: each.id for each in found.articles}
    assert by_url[f"{SITE}/a0"] == f"{SITE}/a1"
    assert by_url[f"{SITE}/a1"] not in LEDGER.by_id
    assert ("new", "1.md") in kinds(found)


def test_a_text_that_returns_elsewhere_is_not_a_withdrawn_article() -> None:
    away = seen(after("1.md"), LEDGER, days=2).ledger
    new = article("new", edited(words(1), 0.1), published=NOON + DAY)

    assert kinds(seen(after("1.md", new=new), away, days=3)) == [("new", "new.md")]


def test_an_article_in_a_file_with_an_error_is_not_matched() -> None:
    new = article("new", edited(words(1), 0.05), published=NOON + DAY)

    assert kinds(seen(after("1.md", new=new), LEDGER, days=2, unreadable_sources={"1.md"})) == [("new", "new.md")]


def test_a_ledger_without_signatures_gets_them_and_nothing_changes() -> None:
    old = Ledger([attrs.evolve(entry, signature="") for entry in LEDGER.entries])
    assert parse_ledger(format_ledger(old).decode(), "x") == old

    found = seen(FILES, old, days=2)

    assert (found.ledger, found.changes) == (LEDGER, ())
    assert parse_ledger(format_ledger(LEDGER).decode(), "x") == LEDGER


@pytest.mark.parametrize("text", ["", "word", "漢字かな交じり文の例として、この段落には十分な長さの文章があります。" * 2, "<script>x</script>"])
def test_every_text_has_a_signature(text: str) -> None:
    mark = signature(an_article("x", content=f"<p>{text}</p>"))

    assert len(mark) == 64
    assert likeness(mark, mark) in {None, 1.0}


def test_scripts_without_spaces_have_a_likeness() -> None:
    text = (
        "機械学習の研究者たちは新しい評価方法を提案し、従来の基準では見えなかった違いを明らかにした。結果は来月の会議で発表される予定である。"
    )
    other = "港に着いた船から降りた人々は、静かな町の通りを歩いて市場へ向かった。そこでは魚や野菜が並び、朝の光の中で値段の交渉が始まっていた。"
    one, edit, unlike = (signature(an_article("x", title="題", content=each)) for each in (text, text.replace("来月", "来週"), other))

    assert (likeness(one, edit) or 0) > 0.8
    assert (likeness(one, unlike) or 0) < 0.2


def test_time_is_linear_even_if_everything_moved() -> None:
    def measured(count: int) -> float:
        files = {f"{n}.md": article(f"a{n}", words(n, 60)) for n in range(count)}
        moved = {f"b{n}.md": article(f"b{n}", edited(words(n, 60), 0.1), published=NOON + DAY, title=f"About a{n}") for n in range(count)}
        ledger = seen(files).ledger
        start = time.process_time()
        found = seen(moved, ledger, days=2)
        spent = time.process_time() - start
        kept = sum(not each.id.startswith(f"{SITE}/b") for each in found.articles)
        assert kept > count * 0.9
        return spent

    small, large = measured(300), measured(1_200)

    assert large < 9 * small + 0.5


def command(site: Publisher, *arguments: str) -> Result:
    return CliRunner().invoke(program, [arguments[0], str(site.folder), *arguments[1:], "--as-of", "2026-05-09"])


def test_the_commands_warn_where_it_is_not_certain(tmp_path: Path) -> None:
    site = Publisher(tmp_path)
    site.write("one", " ".join(words(1)), day=-1)
    site.write("two", " ".join(words(2)), day=-1)
    site.build()
    site.withdraw("one")
    site.write("uno", " ".join(edited(words(1), 0.36)), day=1)

    preview, result = command(site, "diff"), command(site, "build")

    assert (preview.exit_code, result.exit_code) == (1, 0)
    assert "content/uno.md: " in preview.stderr
    assert "add `id: https://strides.example/one/` to its front matter" in preview.stderr
    assert "Sent again: content/uno.md: " in result.stdout
    assert "add `id: https://strides.example/one/` to its front matter" in result.stdout


def test_the_commands_keep_the_id_where_it_is_certain(tmp_path: Path) -> None:
    site = Publisher(tmp_path)
    site.write("one", " ".join(words(1)), day=-1)
    site.build()
    site.withdraw("one")
    site.write("uno", " ".join(edited(words(1), 0.15)), day=1)

    preview = command(site, "diff")

    assert preview.exit_code == 0
    assert preview.stdout.splitlines() == [
        "Updated: content/uno.md",
        "New URL, same id: https://strides.example/one/ to https://strides.example/uno/",
    ]
