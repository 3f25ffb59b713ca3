"""
Each rule fires on a minimal case and is silent on a similar valid one. A new case is a line in a file of ``cases``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks.documents.reading_cases import URL, Case, cases, document
from stridesfeed.checks.documents import JSON_RULES, OPML_RULES, SITEMAP_RULES, XML_RULES, check_document

CASES = tuple(cases(Path(__file__).parent / "cases"))
NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {'fires' if case.fires else 'silent'} {case.line[:40]}")
def test_a_rule_fires_only_on_its_failing_cases(case: Case) -> None:
    codes = {finding.code for finding in check_document(case.content, url=URL, as_of=NOW)}

    assert (case.code in codes) is case.fires, case.content.decode(errors="replace")


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if not case.fires and case.where in {"rss item", "atom entry", "opml", "sitemap"}],
    ids=lambda case: f"{case.code} {case.line[:40]}",
)
def test_a_silent_case_has_no_other_error(case: Case) -> None:
    findings = check_document(case.content, url=URL, as_of=NOW)

    assert [str(finding) for finding in findings if finding.level == "error"] == []


@pytest.mark.parametrize("code", sorted({*XML_RULES, *JSON_RULES, *OPML_RULES, *SITEMAP_RULES}))
def test_every_rule_has_a_firing_and_a_silent_case(code: str) -> None:
    assert {case.fires for case in CASES if case.code == code} == {True, False}


@pytest.mark.parametrize("where", ["rss", "rss item", "atom", "atom entry"])
def test_the_document_around_the_cases_has_no_findings(where: str) -> None:
    assert check_document(document(where, ""), url=URL, as_of=NOW) == ()


@pytest.mark.parametrize("where", ["json", "json item"])
def test_the_json_around_the_cases_has_no_findings(where: str) -> None:
    assert check_document(document(where, "{}"), url=URL, as_of=NOW) == ()
