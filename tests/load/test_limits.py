"""
Reading a file takes time and memory in proportion to its size, whatever is in it. What would take more is an error with its line.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stridesfeed.load import Loaded

Write = Callable[[str, str | bytes], object]
Loading = Callable[..., Loaded]

HEADER = "---\ntitle: A\ndate: 2026-04-30\n---\n"

ADDRESS = f"[a]: /{'x' * 50_000}\n\n"
TITLE = f"[a]: /x '{'y' * 50_000}'\n\n"
REFERENCES = "repeats more than MAX characters of addresses and titles; shorten the link's definition, or use it less often"
DEPTH = "is nested deeper than 50 levels of quotations, lists and footnotes; use fewer levels"
CELLS = "has tables with far more cells than text; write tables with fewer columns, or every cell of each row"

WIDE_TABLE = "|a" * 180 + "|\n" + "|-" * 180 + "|\n" + "|a\n" * 360 + "\n"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (ADDRESS + "[a]" * 16_666, f"7: {REFERENCES}"),
        (ADDRESS + "![a]" * 12_500, f"7: {REFERENCES}"),
        (ADDRESS + "[a]\n\n" * 10_000, f"51: {REFERENCES}"),
        (ADDRESS + "> - [b][a]\n" * 10_000, f"41: {REFERENCES}"),
        (TITLE + "[a]" * 16_666, f"7: {REFERENCES}"),
        (f"[^n]: [a]\n\n{ADDRESS}{'[a]' * 16_666}", f"9: {REFERENCES}"),
        (">" * 50 + "a", f"5: {DEPTH}"),
        ("a\n\n" + "> " * 50 + "a", f"7: {DEPTH}"),
        ("- " * 30 + "a", f"5: {DEPTH}"),
        ("[^n]: " + "> " * 60 + "a\n\n[^n]", f"5: {DEPTH}"),
        (WIDE_TABLE * 3, f"5: {CELLS}"),
        (f"a\n\n{WIDE_TABLE}", f"7: {CELLS}"),
    ],
    ids=["link", "image", "paragraphs", "lists", "title", "footnote", "quotes", "spaced", "nested lists", "in note", "tables", "table"],
)
def test_markdown_that_expands_too_far_is_an_error_with_its_line(write: Write, loading: Loading, body: str, fault: str) -> None:
    write("content/a.md", HEADER + body)

    expected = fault.replace("MAX", f"{100_000 + 10 * len(body):,}")
    assert [str(found) for found in loading().faults] == [f"content/a.md:{expected}"]


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "![",
            "[",
            "[a](",
            "[a][b",
            "^[",
            "^[a]",
            "![^[a]](b)",
            "*a **b_ ",
            "~~a ",
            "`a``",
            "<",
            "<a b='",
            "a <![CDATA[",
            "<!--",
            "&",
            '"',
            "\\<",
        ),
        *(
            "> a\nb\n",
            "- a\n",
            "-\n",
            "1.\n",
            "|a|\n|-|\n",
            "[a]: b\n",
            "[^a]: b\n",
            "[\n",
            "a\n=\n",
            "# \n",
            "```\n",
            "é",
            "[a](é)",
            "\0",
            "\n",
            "\t",
        ),
    ],
)
def test_markdown_becomes_html_in_proportion_to_its_size(write: Write, loading: Loading, unit: str) -> None:
    body = unit * (5_000 // len(unit))
    write("content/a.md", HEADER + body)

    loaded = loading()

    assert all("nested deeper" in fault.rule for fault in loaded.faults)
    assert all(len(article.content or "") < 60 * len(body) for article in loaded.articles)


@pytest.mark.parametrize(
    ("body", "last"),
    [
        (f"[a]: /{'x' * 200}\n\n" + "[a] " * 500, f'<a href="/{"x" * 200}">a</a>'),
        ("> " * 49 + "a", "<p>a</p>\n" + "\n".join(["</blockquote>"] * 49)),
        ("|a" * 30 + "|\n" + "|-" * 30 + "|\n" + "|b\n" * 50, "<td></td>\n" * 29 + "</tr>\n</tbody>\n</table>"),
    ],
    ids=["references", "depth", "table"],
)
def test_ordinary_markdown_is_far_from_the_limits(write: Write, loading: Loading, body: str, last: str) -> None:
    write("content/a.md", HEADER + body)

    (article,) = loading().articles

    assert last in (article.content or "")


def test_errors_of_front_matter_and_text_are_collected_together(write: Write, loading: Loading) -> None:
    write("content/a.md", f"---\ntitle: A\ndate: 2026-04-30\nscore: good\n---\n{'>' * 50}a")

    assert [fault.line for fault in loading().faults] == [4, 6]


def test_lines_of_errors_count_a_heading_that_became_the_title(write: Write, loading: Loading) -> None:
    write("content/2026-04-30-a.md", f"# A\n\n{'>' * 50}a")

    assert [fault.line for fault in loading().faults] == [3]


LONG = "1" * 5_000
TOO_LONG = "has a number of more than 1,000 digits"
TOO_DEEP = "is nested deeper than 50 levels"


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("x = 1\n" + "a." * 20_000 + "a = 1", f"5: {TOO_DEEP}"),
        ('"a b".' * 20_000 + "a = 1", f"4: {TOO_DEEP}"),
        ("'a b' . " * 20_000 + "a = 1", f"4: {TOO_DEEP}"),
        ('"\\" # [".' * 20_000 + "a = 1", f"4: {TOO_DEEP}"),
        ("[" + '"".' * 60 + "a]", f"4: {TOO_DEEP}"),
        ("x = {" + '"é".' * 60 + "a = 1}", f"4: {TOO_DEEP}"),
        ("x = [\n" + "[" * 60 + "]" * 61, f"5: {TOO_DEEP}"),
        ("x = " + "{a = " * 60 + "1" + "}" * 60, f"4: {TOO_DEEP}"),
        ("x = " + "{a.b.c = " * 30 + "1" + "}" * 30, f"2: {TOO_DEEP}"),
        ("x = " + "[" * 100_000, f"4: {TOO_DEEP}"),
        (f"x = 1\ny = {LONG}", f"5: {TOO_LONG}"),
        (f"x = -{LONG}", f"4: {TOO_LONG}"),
        (f"x = 0x{LONG}", f"4: {TOO_LONG}"),
        (f"x = [1,\n{LONG}]", f"5: {TOO_LONG}"),
        ("x = 2026-02-30", "4: is not valid TOML: Invalid date or datetime"),
        ("x = 0000-01-01", "4: is not valid TOML: Invalid date or datetime"),
        ("x = '\n", '4: is not valid TOML: Expected "\'"'),
    ],
    ids=[
        "bare",
        "quoted",
        "literal",
        "escaped",
        "table",
        "inline",
        "array",
        "inlines",
        "both",
        "open",
        "int",
        "minus",
        "hex",
        "in",
        "day",
        "year",
        "'",
    ],
)
def test_toml_over_a_limit_is_an_error_with_its_line(write: Write, loading: Loading, toml: str, fault: str) -> None:
    write("content/a.md", f"+++\ntitle = 'A'\ndate = 2026-04-30\n{toml}\n+++\n")

    assert [str(found).partition(" (at")[0] for found in loading().faults] == [f"content/a.md:{fault}"]


@pytest.mark.parametrize(
    "toml",
    [
        f"title = '{'a.' * 100}{LONG}{'[' * 100}'",
        f'title = "{"a." * 100}\\"{LONG}{"[" * 100}"',
        f"title = '''\n{'a.' * 100}'{LONG}{'[' * 100}'''",
        f'title = """\n{"a." * 100}"{LONG}{"[" * 100}"""',
        f"title = 'A' # {'a.' * 100}{LONG}{'[' * 100}",
        "title = 'A'\n" + "".join(f"[x{number}]\na.b.c = [[1], {{a = 1}}]\n" for number in range(100)),
    ],
    ids=["literal", "basic", "literal lines", "basic lines", "comment", "many tables"],
)
def test_limits_of_toml_do_not_count_text(write: Write, loading: Loading, toml: str) -> None:
    write("content/a.md", f"+++\ndate = 2026-04-30\n{toml}\n+++\n")

    assert not loading().faults


@pytest.mark.parametrize(
    ("member", "rule"),
    [
        (f'"x": {LONG}', TOO_LONG),
        (f'"score": -{LONG}', TOO_LONG),
        ('"x": ' + "[" * 60 + "]" * 60, TOO_DEEP),
        ('"x": ' + '{"a": ' * 60 + "1" + "}" * 60, TOO_DEEP),
        ('"x": ' + "[" * 100_000, TOO_DEEP),
        ('"x": NaN', "is not valid JSON: NaN is not a number"),
        ('"x": [-Infinity]', "is not valid JSON: -Infinity is not a number"),
    ],
    ids=["int", "minus", "lists", "objects", "open", "NaN", "infinity"],
)
def test_json_lines_over_a_limit_are_errors_of_their_own(write: Write, loading: Loading, member: str, rule: str) -> None:
    line = '{"title": "A", "date": "2026-04-30"'
    write("content/a.jsonl", f"{line}, {member}}}\n{line}}}\n")

    loaded = loading()

    assert [str(fault) for fault in loaded.faults] == [f"content/a.jsonl:1: {rule}"]
    assert len(loaded.articles) == 1


@pytest.mark.parametrize(
    "field",
    [
        f"score: {LONG}",
        f"score: 1/{LONG}",
        f"score: {{value: 1, scale: {LONG}}}",
        "score: .inf",
        f"reading_time: {LONG}",
        *(
            f"attachment: {{url: /a.mp3, {key}: {value}}}"
            for key in ("length", "duration")
            for value in (LONG, f"{LONG}:00:00", ".inf", "-.nan")
        ),
        f"date: {LONG}",
        "updated: 10000-01-01",
        "updated: 0001-01-01T00:00:00+23:00",
        "updated: 9999-12-31T23:59:59-23:00",
        f"updated: 2026-04-30T09:00:00.{'1' * 80}+01:00",
        "updated: 2026-04-30T09:00:00+99:99",
        f"image: {{url: /a.png, width: {LONG}}}",
    ],
)
def test_numbers_and_dates_out_of_range_are_errors_of_their_field(write: Write, loading: Loading, field: str) -> None:
    write("content/2026-04-30-a.md", f"---\ntitle: A\n{field}\n---\n")

    assert [(fault.line, (fault.field or "").partition(".")[0]) for fault in loading().faults] == [(3, field.partition(":")[0])]


def test_many_lines_and_spaces_are_read_in_one_pass(write: Write, loading: Loading) -> None:
    write("content/a.md", f"+++\ntitle = 'A'\ndate = 2026-04-30\nx = '''\n[{' ' * 100_000}\n'''\n+++\n")
    write("content/b.md", "title: B\ndate: 2026-04-30\nsummary: a\n" + "    b\n" * 50_000)
    write("content/c.jsonl", '{"title": "C", "date": "2026-04-30", ' + ", ".join(f'"k{n}": 1' for n in range(20_000)) + ', "k19999": 1}')

    assert [str(fault) for fault in loading().faults] == ["content/c.jsonl:1: k19999: is defined twice"]
