"""
Findings as annotations of a pull request, in the workflow commands of GitHub Actions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stridesfeed.checks.finding import Finding
from stridesfeed.checks.rule import Rule

_COMMANDS = {"error": "error", "warning": "warning", "hint": "notice"}


def format_findings(findings: Sequence[Finding], _rules: Mapping[str, Rule[Any]]) -> str:
    """
    Format each finding as one line.
    """
    lines: list[str] = []
    for finding in findings:
        values = {"file": finding.path, "line": finding.line, "col": finding.column, "title": finding.code}
        properties = ",".join(f"{name}={_escape_property(str(value))}" for name, value in values.items() if value is not None)
        message = f"{finding.subject}: {finding.message}" if finding.subject else finding.message
        lines.append(f"::{_COMMANDS[finding.level]} {properties}::{_escape(message)}\n")
    return "".join(lines)


def _escape(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(value: str) -> str:
    return _escape(value).replace(":", "%3A").replace(",", "%2C")
