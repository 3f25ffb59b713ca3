"""
A ledger that git has merged resolves itself.
"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher import Publisher
from stridesfeed.errors import InvalidFilesError
from stridesfeed.publish.ledger import Entry, Ledger, format_ledger, parse_ledger, read_ledger

NOON = datetime(2026, 4, 30, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = "https://strides.example/"
MARK = "1:" + "0f" * 16

BASE = Entry(3, FEED + "one/", "content/one.md", FEED + "one/", NOON, NOON, MARK)
EARLIER = Entry(3, FEED + "one/", "content/uno.md", FEED + "uno/", NOON, NOON + HOUR, "1:" + "1f" * 16)
LATER = Entry(3, FEED + "one/", "content/one.md", FEED + "one/", NOON, NOON + 2 * HOUR, "1:" + "2f" * 16)
GONE = Entry(3, FEED + "one/", "content/one.md", FEED + "one/", NOON, NOON, MARK, NOON + HOUR)
OTHER = Entry(4, FEED + "two/", "content/two.md", FEED + "two/", NOON, NOON, MARK)


def line(entry: Entry) -> str:
    return format_ledger(Ledger([entry])).decode().splitlines()[-1]


def text(*lines: str, end: str = "\n") -> str:
    return end.join(["stridesfeed ledger 1", f"feed {FEED}", *lines, ""])


@pytest.mark.parametrize(
    ("one", "other", "kept"), [(EARLIER, LATER, LATER), (EARLIER, BASE, EARLIER), (GONE, LATER, LATER), (GONE, BASE, GONE)]
)
def test_of_two_lines_of_one_article_the_later_counts(one: Entry, other: Entry, kept: Entry) -> None:
    for lines in itertools.permutations([line(one), line(other), line(OTHER)]):
        assert parse_ledger(text(*lines), "x") == Ledger([kept, OTHER], FEED)


def test_lines_of_the_same_moment_give_the_same_ledger_in_any_order() -> None:
    same = Entry(3, BASE.id, "content/b.md", BASE.url, NOON, NOON, "1:" + "ff" * 16)

    (found,) = {parse_ledger(text(*lines), "x") for lines in itertools.permutations([line(BASE), line(same)])}

    assert len(found.entries) == 1


def test_an_article_with_two_numbers_keeps_the_lower_one() -> None:
    renumbered = Entry(9, *[getattr(LATER, name) for name in ("id", "source", "url", "published", "updated", "fingerprint")])

    assert parse_ledger(text(line(renumbered), line(EARLIER)), "x").by_id[BASE.id] == LATER


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("base", [[], ["||||||| 1f2e3d4", line(BASE)]], ids=["two sides", "with their base"])
def test_a_conflict_over_one_article_is_resolved(base: list[str], end: str) -> None:
    lines = [line(OTHER), "<<<<<<< HEAD", line(EARLIER), *base, "=======", line(LATER), ">>>>>>> branch"]

    assert parse_ledger(text(*lines, end=end), "x") == Ledger([LATER, OTHER], FEED)


def test_several_conflicts_keep_the_articles_of_both_sides() -> None:
    new = Entry(5, FEED + "three/", "content/three.md", FEED + "three/", NOON, NOON, MARK)
    lines = ["<<<<<<< HEAD", line(OTHER), "=======", ">>>>>>> branch", "<<<<<<< HEAD", "=======", line(new), ">>>>>>> branch"]

    assert parse_ledger(text(*lines), "x") == Ledger([OTHER, new], FEED)


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["<<<<<<< HEAD", line(BASE)], 3),
        (["<<<<<<< HEAD", line(BASE), "======="], 3),
        ([line(BASE), "======="], 4),
        ([line(BASE), ">>>>>>> branch"], 4),
        (["<<<<<<< HEAD", "<<<<<<< HEAD", line(BASE), "=======", ">>>>>>> branch"], 3),
    ],
)
def test_half_a_conflict_is_an_error(lines: list[str], number: int) -> None:
    with pytest.raises(InvalidFilesError) as caught:
        parse_ledger(text(*lines), "x")

    assert str(caught.value.faults[0]).startswith(f"x:{number}: is only a part of a conflict: ")


def test_an_error_beside_a_conflict_has_the_right_line() -> None:
    lines = ["<<<<<<< HEAD", line(EARLIER), "||||||| base", line(BASE), "=======", line(LATER), ">>>>>>> branch", "nothing"]

    with pytest.raises(InvalidFilesError) as caught:
        parse_ledger(text(*lines), "x")

    assert [fault.line for fault in caught.value.faults] == [10]


def test_the_build_after_a_merge_with_conflicts_writes_a_clean_ledger(tmp_path: Path) -> None:
    site = Publisher(tmp_path)
    site.write("one")
    site.build()
    ledger = tmp_path / "stridesfeed.lock"
    head, before = ledger.read_text(encoding="utf-8").rsplit("\n", 2)[0], ledger.read_text(encoding="utf-8").splitlines()[-1]
    sides = []
    for day, words in ((1, "Ours."), (2, "Theirs.")):
        ledger.write_text(f"{head}\n{before}\n", encoding="utf-8")
        site.write("one", words)
        site.build(day)
        sides.append(ledger.read_text(encoding="utf-8").splitlines()[-1])
    ledger.write_text("\n".join([head, "<<<<<<< HEAD", sides[0], "=======", sides[1], ">>>>>>> theirs", ""]), encoding="utf-8")

    report = site.build(3)

    assert report.changes == ()
    assert ledger.read_text(encoding="utf-8") == f"{head}\n{sides[1]}\n"
    assert read_ledger(ledger) is not None


def test_after_a_merge_the_articles_of_both_branches_are_new() -> None:
    merged = parse_ledger(text("<<<<<<< ours", "newest 7", "=======", "newest 4", ">>>>>>> theirs"), "x")

    assert merged.newest_n == 4
    assert b"\nnewest 4\n" in format_ledger(merged)


def test_number_of_the_newest_article_must_be_a_number() -> None:
    with pytest.raises(InvalidFilesError) as caught:
        parse_ledger(text("newest seven"), "x")

    assert [str(fault) for fault in caught.value.faults] == ["x:3: newest: must be a whole number from 1, not 'seven'"]
