"""
Formats of findings: for people, programs and code hosts. A new format is a module and a line in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from stridesfeed.checks.finding import Finding
from stridesfeed.checks.formatters import as_github, as_json, as_sarif, as_text
from stridesfeed.checks.rule import Rule

#: Format findings, given all rules by code.
Formatter = Callable[[Sequence[Finding], Mapping[str, Rule[Any]]], str]

FORMATTERS: Mapping[str, Formatter] = {
    "text": as_text.format_findings,
    "json": as_json.format_findings,
    "sarif": as_sarif.format_findings,
    "github": as_github.format_findings,
}
