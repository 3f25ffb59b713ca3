"""
Findings as one JSON object.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from stridesfeed.checks.finding import LEVELS, Finding
from stridesfeed.checks.rule import Rule


def format_findings(findings: Sequence[Finding], _rules: Mapping[str, Rule[Any]]) -> str:
    """
    Format findings as ``findings``, with all fields, and ``counts`` by level.
    """
    counts = Counter(finding.level for finding in findings)
    fields = attrs.filters.exclude("article_id")
    report = {"findings": [attrs.asdict(finding, filter=fields) for finding in findings], "counts": {level: counts[level] for level in LEVELS}}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
