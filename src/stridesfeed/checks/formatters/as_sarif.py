"""
Findings in the Static Analysis Results Interchange Format (SARIF) 2.1.0 of OASIS, which code hosts show in pull requests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from stridesfeed._version import __version__
from stridesfeed.checks.finding import Finding
from stridesfeed.checks.rule import Rule
from stridesfeed.versions import NAME

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {"error": "error", "warning": "warning", "hint": "note"}


def format_findings(findings: Sequence[Finding], rules: Mapping[str, Rule[Any]]) -> str:
    """
    Format findings as one run, with the broken rules and a result for each finding.
    """
    broken = sorted({finding.code for finding in findings})
    driver = {"name": NAME, "version": __version__, "rules": [_rule(rules[code]) for code in broken]}
    results = [_result(finding, broken.index(finding.code)) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule[Any]) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.explanation},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    message = f"{finding.subject}: {finding.message}" if finding.subject else finding.message
    # Without line and column, so that a code host recognises the finding after an edit.
    identity = "\n".join((finding.code, finding.path or "", finding.subject or "", finding.message))
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.level],
        "message": {"text": message},
        "partialFingerprints": {"ruleFileSubject/v1": hashlib.sha256(identity.encode()).hexdigest()[:32]},
    }
    if finding.path is not None:
        location: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.path), "uriBaseId": "%SRCROOT%"}}
        if finding.line is not None:
            location["region"] = {"startLine": finding.line} | ({"startColumn": finding.column} if finding.column is not None else {})
        result["locations"] = [{"physicalLocation": location}]
    return result
