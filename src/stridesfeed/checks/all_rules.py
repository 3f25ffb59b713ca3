"""
TABLES of all rules, for their documentation and for the configuration. Checks need only those of what they check.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from stridesfeed.checks import content
from stridesfeed.checks.articles import ARTICLE_RULES, FEED_RULES
from stridesfeed.checks.documents import JSON_RULES, XML_RULES, opml, sitemaps
from stridesfeed.checks.rule import Rule
from stridesfeed.checks.served import RULES as SERVER_RULES

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
