from __future__ import annotations

from collections.abc import Iterator

import pytest

from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.rule import Found, explain, table
from stridesfeed.errors import UnknownNameError


def too_loud(word: str) -> Iterator[Found]:
    """
    Readers
    shout.

    Fix: whisper.
    """
    if word.isupper():
        yield Found("is loud: say it in small letters", subject=word, line=3)


RULES = table(warnings=[too_loud])


def test_a_rule_has_its_name_from_the_function_and_its_level_from_the_table() -> None:
    (finding,) = RULES["too-loud"].findings("HEY")

    assert finding == Finding(code="too-loud", level="warning", message="is loud: say it in small letters", subject="HEY", line=3)
    assert list(RULES["too-loud"].findings("hey")) == []


def test_the_docstring_of_a_rule_is_its_explanation() -> None:
    assert explain("too_loud", RULES) == "too-loud (warning)\n\nReaders\nshout.\n\nFix: whisper.\n"
    assert RULES["too-loud"].summary == "Readers shout."


def test_a_misspelt_code_suggests_the_most_similar() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'too-loud'"):
        explain("to-loud", RULES)


def test_a_finding_is_formatted_like_compiler_output() -> None:
    finding = Finding(code="a", level="error", message="m", subject="s", path="p.md", line=2, column=5)

    assert str(finding) == "p.md:2:5: error a: s: m"
    assert str(Finding(code="a", level="hint", message="m")) == "hint a: m"


def test_findings_are_sorted_by_location_and_level() -> None:
    hint = Finding(code="a", level="hint", message="m", path="a.md", line=2)
    error = Finding(code="z", level="error", message="m", path="a.md", line=2)
    early = Finding(code="z", level="hint", message="m", path="a.md")
    placeless = Finding(code="z", level="hint", message="m")

    assert sort_findings([hint, error, placeless, early]) == (placeless, early, error, hint)
