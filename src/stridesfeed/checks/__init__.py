"""
Checks before publishing: problems that readers, validators and partners would have with articles, feeds and documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stridesfeed.lazy import lazy_names

if TYPE_CHECKING:
    from stridesfeed.checks.all_rules import RULES, TABLES
    from stridesfeed.checks.articles import check
    from stridesfeed.checks.documents import check_document
    from stridesfeed.checks.finding import LEVELS, Finding, Level, sort_findings
    from stridesfeed.checks.rule import Found, Rule, explain, table
    from stridesfeed.checks.served import ServedDocument, check_url
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "all_rules": "RULES TABLES",
            "articles": "check",
            "documents": "check_document",
            "finding": "LEVELS Finding Level sort_findings",
            "rule": "Found Rule explain table",
            "served": "ServedDocument check_url",
        },
    )

__all__ = [
    "LEVELS",
    "RULES",
    "TABLES",
    "Finding",
    "Found",
    "Level",
    "Rule",
    "ServedDocument",
    "check",
    "check_document",
    "check_url",
    "explain",
    "sort_findings",
    "table",
]
