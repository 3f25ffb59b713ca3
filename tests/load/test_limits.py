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
