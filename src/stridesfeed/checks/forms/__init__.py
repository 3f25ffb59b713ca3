"""
How findings are shown: for people, for programs, for code hosts. A new form is a module and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from stridesfeed.checks.finding import Finding
from stridesfeed.checks.forms import as_github, as_json, as_sarif, as_text
from stridesfeed.checks.rule import Rule

#: Findings, and the rules that there are, as a text.
Form = Callable[[Sequence[Finding], Mapping[str, Rule[Any]]], str]

FORMS: Mapping[str, Form] = {"text": as_text.text, "json": as_json.text, "sarif": as_sarif.text, "github": as_github.text}
