"""
Each rule fires on its smallest case and is silent on its nearest innocent neighbour; lines in a file of ``cases`` are all a new one takes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks.documents.reading_cases import URL, Case, cases, document
from stridesfeed.checks.documents import JSON_RULES, XML_RULES, check_document

CASES = tuple(cases(Path(__file__).parent / "cases"))
NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {'fires' if case.fires else 'silent'} {case.line[:40]}")
def test_a_rule_fires_on_its_case_and_not_on_the_neighbour(case: Case) -> None:
    codes = {finding.code for finding in check_document(case.content, url=URL, as_of=NOW)}

    assert (case.code in codes) is case.fires, case.content.decode(errors="replace")


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.fires and " " in case.where], ids=lambda case: f"{case.code} {case.line[:40]}"
)
def test_the_neighbour_has_nothing_else_wrong(case: Case) -> None:
    findings = check_document(case.content, url=URL, as_of=NOW)

    assert [str(finding) for finding in findings if finding.level == "error"] == []


@pytest.mark.parametrize("code", sorted({*XML_RULES, *JSON_RULES}))
def test_every_rule_has_a_case_and_a_neighbour(code: str) -> None:
    assert {case.fires for case in CASES if case.code == code} == {True, False}


@pytest.mark.parametrize("where", ["rss", "rss item", "atom", "atom entry"])
def test_nothing_is_wrong_with_what_the_cases_stand_in(where: str) -> None:
    assert check_document(document(where, ""), url=URL, as_of=NOW) == ()


@pytest.mark.parametrize("where", ["json", "json item"])
def test_nothing_is_wrong_with_the_json_that_the_cases_stand_in(where: str) -> None:
    assert check_document(document(where, "{}"), url=URL, as_of=NOW) == ()
