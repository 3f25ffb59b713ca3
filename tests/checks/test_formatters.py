from __future__ import annotations

import json
import pkgutil
from typing import Any

import attrs
import pytest

from stridesfeed.checks import RULES, Finding, formatters
from stridesfeed.checks.formatters import FORMATTERS, as_text

LONG = Finding(
    code="title-too-long",
    level="warning",
    message="is 100% long: cut it,\nplease",
    subject="article 'é'",
    path="a b/é.md",
    line=2,
    column=5,
)
EMPTY = Finding(code="feed-empty", level="hint", message="no articles", subject="feed 'f'")
DEAD = Finding(code="link-dead", level="error", message="leads nowhere", path="a b/é.md")


@pytest.mark.parametrize("name", FORMATTERS)
def test_an_empty_report_is_complete(name: str) -> None:
    text = FORMATTERS[name]((), RULES)

    assert text == "" if name == "github" else text.endswith("\n")


def test_every_formatter_is_in_the_table() -> None:

    assert sorted(module.name for module in pkgutil.iter_modules(formatters.__path__)) == sorted(f"as_{name}" for name in FORMATTERS)


def test_text_has_a_table_for_each_file() -> None:
    assert as_text.format_findings((EMPTY, DEAD, LONG), RULES).splitlines() == [
        "    hint  feed-empty  feed 'f': no articles",
        "",
        "a b/é.md",
        "       error    link-dead       leads nowhere",
        "  2:5  warning  title-too-long  is 100% long: cut it,",
        "please",
        "",
        "Found: 1 error, 1 warning, 1 hint",
    ]


def test_long_messages_keep_their_column_on_a_terminal() -> None:
    message = " ".join(["word"] * 12)
    lines = as_text.format_findings(
        [Finding(code="feed-empty", level="hint", message=message, path="a.md", line=1)], RULES, width=60
    ).splitlines()

    assert lines[1].startswith("  1  hint  feed-empty  word")
    assert lines[2].startswith(" " * 23 + "word")
    assert all(len(line) <= 60 for line in lines)


def test_each_kind_of_text_has_a_style() -> None:
    text = as_text.format_findings([LONG], RULES, style=lambda kind, words: f"<{kind}>{words}</{kind}>")

    assert "<path>a b/é.md</path>" in text
    assert "<warning>warning</warning>  <code>title-too-long</code>" in text


def test_json_has_every_field() -> None:
    report = json.loads(FORMATTERS["json"]((EMPTY, LONG), RULES))

    assert report["counts"] == {"error": 0, "warning": 1, "hint": 1}
    assert report["findings"][0] == {
        "code": "feed-empty",
        "level": "hint",
        "message": "no articles",
        "subject": "feed 'f'",
        "path": None,
        "line": None,
        "column": None,
    }
    assert (report["findings"][1]["line"], report["findings"][1]["column"]) == (2, 5)


def test_annotations_are_escaped_for_github() -> None:
    lines = FORMATTERS["github"]((EMPTY, LONG, DEAD), RULES).splitlines()

    assert lines == [
        "::notice title=feed-empty::feed 'f': no articles",
        "::warning file=a b/é.md,line=2,col=5,title=title-too-long::article 'é': is 100%25 long: cut it,%0Aplease",
        "::error file=a b/é.md,title=link-dead::leads nowhere",
    ]


@pytest.fixture(name="run")
def the_run() -> dict[str, Any]:
    """
    Return the single run of a SARIF log.
    """
    log = json.loads(FORMATTERS["sarif"]((EMPTY, LONG, DEAD), RULES))
    # SARIF 2.1.0, 3.13: required members of a log.
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return dict(run)


def test_sarif_describes_the_broken_rules(run: dict[str, Any]) -> None:
    driver = run["tool"]["driver"]

    assert driver["name"]
    assert [rule["id"] for rule in driver["rules"]] == ["feed-empty", "link-dead", "title-too-long"]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in driver["rules"])
    assert {rule["defaultConfiguration"]["level"] for rule in driver["rules"]} <= {"error", "warning", "note", "none"}


def test_sarif_results_have_rule_and_location(run: dict[str, Any]) -> None:
    empty, long, dead = run["results"]

    assert [run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == [r["ruleId"] for r in run["results"]]
    assert [result["level"] for result in run["results"]] == ["note", "warning", "error"]
    assert "locations" not in empty
    assert long["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20b/%C3%A9.md", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 2, "startColumn": 5},
            }
        }
    ]
    assert "region" not in dead["locations"][0]["physicalLocation"]


def test_sarif_fingerprints_ignore_the_line() -> None:
    def fingerprint(finding: Finding) -> object:
        return json.loads(FORMATTERS["sarif"]([finding], RULES))["runs"][0]["results"][0]["partialFingerprints"]

    assert fingerprint(LONG) == fingerprint(attrs.evolve(LONG, line=9))
    assert fingerprint(LONG) != fingerprint(attrs.evolve(LONG, path="b.md"))
