"""
The ledger's file.
"""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.errors import InvalidError, InvalidFilesError
from stridesfeed.publish.ledger import Entry, Ledger, format_ledger, parse_ledger, read_ledger

NOON = datetime(2026, 4, 30, 12, tzinfo=UTC)
MARK = "1:" + "0f" * 16


def an_entry(n: int = 1, name: str = "one", **fields: object) -> Entry:
    url = f"https://strides.example/{name}/"
    given = {"n": n, "id": url, "source": f"content/{name}.md", "url": url, "published": NOON, "updated": NOON, "fingerprint": MARK}
    return Entry(**given | fields)  # type: ignore[arg-type]  # any fields


def text_of(*entries: Entry) -> str:
    return format_ledger(Ledger(entries)).decode()


def faults_of(text: str) -> list[str]:
    with pytest.raises(InvalidFilesError) as caught:
        parse_ledger(text, "stridesfeed.lock")
    return [str(fault) for fault in caught.value.faults]


MOMENTS = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001  # bounds
HASHES = st.sampled_from(["", MARK, "2:ab"])
IDS = st.from_regex(r"tag:strides\.example,2026:[A-Za-z0-9é/?#=-]{0,9}", fullmatch=True) | st.uuids().map(lambda each: each.urn)
URLS = st.from_regex(r"https?://[a-z]{1,9}\.example(:8080)?/[a-z0-9%=&/-]{0,9}", fullmatch=True)
SOURCES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    published = draw(MOMENTS)
    updated = max(published, draw(MOMENTS))
    url = draw(URLS)
    id_ = draw(IDS | st.just(url))
    return Entry(draw(st.integers(1, 999)), id_, draw(SOURCES), url, published, updated, draw(HASHES), draw(st.none() | MOMENTS))


@given(st.lists(entries(), unique_by=(lambda entry: entry.id, lambda entry: entry.n)))
def test_a_ledger_round_trips(given: list[Entry]) -> None:
    ledger = Ledger(given)

    again = parse_ledger(format_ledger(ledger).decode(), "stridesfeed.lock")

    assert again == ledger
    assert format_ledger(again) == format_ledger(ledger)


def test_a_line_is_an_article() -> None:
    moved = an_entry(7, "two", id="tag:strides.example,2026:two", source="content/zwei und zwei.md", updated=NOON + timedelta(hours=1))

    lines = text_of(an_entry(withdrawn=NOON + timedelta(days=1)), moved).splitlines()

    assert lines[0] == "stridesfeed ledger 1"
    assert sorted(line for line in lines[1:] if not line.startswith("#")) == [
        f"1 2026-04-30T12:00:00Z 2026-04-30T12:00:00Z 2026-05-01T12:00:00Z {MARK} = https://strides.example/one/ content/one.md",
        (
            f"7 2026-04-30T12:00:00Z 2026-04-30T13:00:00Z - {MARK} tag:strides.example,2026:two https://strides.example/two/"
            " content/zwei und zwei.md"
        ),
    ]


def test_order_of_entries_makes_no_difference() -> None:
    many = [an_entry(n, f"a{n}") for n in range(1, 20)]

    assert text_of(*many) == text_of(*reversed(many))


def test_two_branches_rarely_write_to_the_same_place() -> None:
    """
    Git merges lines without a conflict if they are not adjacent; at the end of the file they always would be.
    """
    before = [an_entry(n, f"2026/05/{n:03}") for n in range(1, 301)]
    neighbours = 0
    for day in range(100):
        added = [an_entry(301 + n, f"2026/06/{day:02}/{side}-{n}") for n, side in enumerate(["ours", "ours", "theirs", "theirs"])]
        sides = [re.search("ours|theirs|$", line)[0] for line in text_of(*before, *added).splitlines()]  # type: ignore[index]  # it matches
        neighbours += any(set(pair) == {"ours", "theirs"} for pair in itertools.pairwise(sides))

    assert neighbours < 10


def test_articles_of_two_branches_get_unique_numbers() -> None:
    """
    The result does not depend on the order of lines after a merge.
    """
    ours = [an_entry(1, "one"), an_entry(2, "late", published=NOON + timedelta(days=1), updated=NOON + timedelta(days=1))]
    theirs = [an_entry(2, "early"), an_entry(3, "three")]
    lines = text_of(*ours).splitlines() + text_of(*theirs).splitlines()[3:]

    one, other = (parse_ledger("\n".join([*lines[:3], *rest, ""]), "x") for rest in (lines[3:], lines[:2:-1]))

    assert one == other
    assert [(entry.n, entry.source) for entry in one.entries] == [
        (1, "content/one.md"),
        (2, "content/early.md"),
        (3, "content/three.md"),
        (4, "content/late.md"),
    ]


def test_identical_lines_count_once() -> None:
    text = text_of(an_entry())

    assert parse_ledger(text + text.splitlines()[-1] + "\n", "x") == Ledger([an_entry()])


def test_comments_empty_lines_and_windows_line_ends_are_accepted() -> None:
    text = text_of(an_entry(), an_entry(2, "two")).replace("\n", "\r\n") + "\r\n# A remark\r\n"

    assert parse_ledger(text, "x").entries == (an_entry(), an_entry(2, "two"))


GOOD = f"1 2026-04-30T12:00:00Z 2026-04-30T12:00:00Z - {MARK} = https://strides.example/one/ content/one.md"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("1 2026", "0 2026", "n: must be a whole number from 1, not '0'"),
        ("04-30T12:00:00Z -", "04-31T12:00:00Z -", "updated: must be a date such as 2026-04-30T09:00:00Z, not '2026-04-31T12:00:00Z'"),
        (
            "04-30T12:00:00Z -",
            "04-29T12:00:00Z -",
            "updated: must not be before published: 2026-04-29T12:00:00Z is before 2026-04-30T12:00:00Z",
        ),
        (" - ", " yesterday ", "withdrawn: must be a date such as 2026-04-30T09:00:00Z, or - for none, not 'yesterday'"),
        (MARK, "sha256", "fingerprint: must be a fingerprint such as 1:0f3a…, or - for none, not 'sha256'"),
        (" = ", " tag:one ", "id: must be a tag: URI such as tag:example.org,2026:one (RFC 4151), not 'tag:one'"),
        ("https://strides.example/one/", "/one/", "url: must be a URI that begins with http:// or https://, not '/one/'"),
        (
            GOOD,
            "1 2026-04-30T12:00:00Z",
            "has 2 columns, but needs 7 and a file: n published updated withdrawn fingerprint id url",
        ),
    ],
)
def test_an_error_names_its_line_and_column(old: str, new: str, fault: str) -> None:
    assert old in GOOD

    assert faults_of(f"stridesfeed ledger 1\n# …\n{GOOD.replace(old, new, 1)}\n") == [f"stridesfeed.lock:3: {fault}"]


def test_all_errors_are_raised_together() -> None:
    lines = [GOOD.replace("1 2026", "x 2026"), "nothing", GOOD, "feed nothing"]

    assert [fault.partition(" ")[0] for fault in faults_of("\n".join(["stridesfeed ledger 1", *lines, ""]))] == [
        "stridesfeed.lock:2:",
        "stridesfeed.lock:3:",
        "stridesfeed.lock:5:",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "stridesfeed.lock:1: is empty; restore the file from version control or a backup"),
        ("{}\n", "stridesfeed.lock:1: is not a ledger: the first line must be 'stridesfeed ledger' and a number; restore the file"),
        ("stridesfeed ledger 2\n", "stridesfeed.lock:1: has format 2, but this version of stridesfeed reads format 1: install a newer version"),
        (f"stridesfeed ledger 1\n{GOOD[:-9]}", "stridesfeed.lock:2: is cut off, because the last line has no line feed: restore the file"),
    ],
)
def test_an_incomplete_or_foreign_file_is_refused(text: str, fault: str) -> None:
    (found,) = faults_of(text)

    assert found.startswith(fault)


def test_a_missing_file_returns_none(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "stridesfeed.lock") is None


def test_a_file_is_read_with_a_byte_order_mark_or_without(tmp_path: Path) -> None:
    file = tmp_path / "stridesfeed.lock"
    for mark in (b"", b"\xef\xbb\xbf"):
        file.write_bytes(mark + format_ledger(Ledger([an_entry()])))

        assert read_ledger(file) == Ledger([an_entry()])


def test_an_unreadable_file_is_an_error_not_a_missing_ledger(tmp_path: Path) -> None:
    folder, link, binary = tmp_path / "folder", tmp_path / "link", tmp_path / "binary"
    folder.mkdir()
    link.symlink_to(tmp_path / "nowhere")
    binary.write_bytes(b"stridesfeed ledger 1\n\xff\n")

    for file, words in ((folder, "cannot be read: "), (link, "is a broken symbolic link"), (binary, "is not UTF-8")):
        with pytest.raises(InvalidFilesError) as caught:
            read_ledger(file)
        (fault,) = caught.value.faults
        assert (fault.path, words in fault.rule) == (file.name, True)


def test_ids_and_numbers_of_a_ledger_are_unique() -> None:
    with pytest.raises(InvalidError) as caught:
        Ledger([an_entry(), an_entry(source="other.md")])

    assert [fault.field for fault in caught.value.faults] == ["id", "n"]


def test_moments_are_in_utc_and_whole_seconds() -> None:
    entry = an_entry(published=datetime.fromisoformat("2026-04-30T14:00:00.7+02:00"))

    assert entry == an_entry()
    assert entry.published.tzinfo is UTC
