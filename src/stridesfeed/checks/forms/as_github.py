"""
Findings as annotations of a pull request: GitHub Actions reads these lines ("Workflow commands for GitHub Actions").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stridesfeed.checks.finding import Finding
from stridesfeed.checks.rule import Rule

_COMMANDS = {"error": "error", "warning": "warning", "hint": "notice"}


def text(findings: Sequence[Finding], _rules: Mapping[str, Rule[Any]]) -> str:
    """
    A line for each finding.
    """
    return "".join(f"{_line(finding)}\n" for finding in findings)


def _line(finding: Finding) -> str:
    given = {"file": finding.path, "line": finding.line, "col": finding.column, "title": finding.code}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in given.items() if value is not None)
    said = f"{finding.subject}: {finding.message}" if finding.subject else finding.message
    return f"::{_COMMANDS[finding.level]} {properties}::{_escaped(said)}"


def _escaped(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _escaped(value).replace(":", "%3A").replace(",", "%2C")
