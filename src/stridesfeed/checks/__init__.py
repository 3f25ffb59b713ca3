"""
Checks before publishing: problems that readers, validators and partners would have with articles, feeds and documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from stridesfeed.checks import content
from stridesfeed.checks.articles import ARTICLE_RULES, FEED_RULES, check
from stridesfeed.checks.documents import JSON_RULES, XML_RULES, check_document, opml, sitemaps
from stridesfeed.checks.finding import LEVELS, Finding, Level, sort_findings
from stridesfeed.checks.rule import Found, Rule, explain, table
from stridesfeed.checks.served import RULES as SERVER_RULES
from stridesfeed.checks.served import ServedDocument, check_url

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

#: The tables of rules, by what they check.
TABLES: Mapping[str, Mapping[str, Rule[Any]]] = MappingProxyType(
    {
        "files": content.RULES,
        "articles": ARTICLE_RULES,
        "feeds": FEED_RULES,
        "XML": XML_RULES,
        "JSON": JSON_RULES,
        "OPML": opml.RULES,
        "sitemaps": sitemaps.RULES,
        "servers": SERVER_RULES,
    }
)

#: Every rule, by its code.
RULES: Mapping[str, Rule[Any]] = MappingProxyType(dict(sorted(chain.from_iterable(rules.items() for rules in TABLES.values()))))
