"""
What a reader, a validator or a partner would trip over, said before it is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from stridesfeed.checks import content
from stridesfeed.checks.articles import OF_ARTICLES, OF_FEEDS, check
from stridesfeed.checks.documents import JSON_RULES, XML_RULES, check_document
from stridesfeed.checks.finding import LEVELS, Finding, Level, in_order
from stridesfeed.checks.rule import Found, Rule, explained, table

__all__ = ["LEVELS", "RULES", "TABLES", "Finding", "Found", "Level", "Rule", "check", "check_document", "explained", "in_order", "table"]

#: The tables of rules, by what they look at.
TABLES: Mapping[str, Mapping[str, Rule[Any]]] = MappingProxyType(
    {"files": content.RULES, "articles": OF_ARTICLES, "feeds": OF_FEEDS, "XML": XML_RULES, "JSON": JSON_RULES}
)

#: Every rule, by its code.
RULES: Mapping[str, Rule[Any]] = MappingProxyType(dict(sorted(chain.from_iterable(rules.items() for rules in TABLES.values()))))
