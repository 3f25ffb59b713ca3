"""
Checks of documents: RSS, Atom and JSON Feed, ours or anybody's, as bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import Any

import attrs

from stridesfeed.checks.documents import (
    attributes,
    channel,
    content,
    dates,
    identity,
    json_feed,
    links,
    markup,
    meanings,
    media,
    paging,
    people,
    podcasts,
    reading,
    structure,
    text,
)
from stridesfeed.checks.documents.json_document import JsonDocument
from stridesfeed.checks.documents.json_tree import parse_json
from stridesfeed.checks.documents.xml_document import XmlDocument
from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.rule import Rule
from stridesfeed.decoding import START, DecodedText, ParseProblem, decode
from stridesfeed.xml_tree import XmlTree, parse_xml

#: A longer document is not read: parsing it would take more memory than a check is worth.
MAX_BYTES = 32_000_000

#: What one rule says of one document is no more than this: the mend is the same for all.
MOST = 100

# A rule for both kinds is a rule for each, which the type of a table cannot say.
#: The rules for documents in XML, by their codes.
XML_RULES: Mapping[str, Rule[Any]] = MappingProxyType(
    {
        **reading.RULES,
        **reading.XML_RULES,
        **structure.RULES,
        **attributes.RULES,
        **dates.RULES,
        **identity.RULES,
        **links.RULES,
        **content.RULES,
        **text.RULES,
        **markup.RULES,
        **people.RULES,
        **channel.RULES,
        **meanings.RULES,
        **paging.RULES,
        **media.RULES,
        **podcasts.RULES,
    }
)

#: The rules for documents in JSON, by their codes.
JSON_RULES: Mapping[str, Rule[Any]] = MappingProxyType({**reading.RULES, **json_feed.RULES, **markup.RULES})


def check_document(content: bytes, path: str = "-", *, url: str | None = None, as_of: datetime | None = None) -> tuple[Finding, ...]:
    """
    What is wrong with a document in RSS, Atom or JSON Feed; never raises for what is in it.

    *url* is where it was found, for rules about its own address; *as_of* is the moment of the check, for dates in the future.
    """
    if len(content) > MAX_BYTES:
        problem = ParseProblem("document_over_limit", START, f"{len(content):,} bytes: at most {MAX_BYTES:,} are read.")
        findings = _findings(XmlDocument(DecodedText("", None, problems=(problem,)), XmlTree(), url, as_of), XML_RULES)
    elif (decoded := decode(content)).text.lstrip().startswith(("{", "[")):
        value, problems = parse_json(decoded.text)
        findings = _findings(JsonDocument(decoded, value, decoded.problems + problems, url, as_of), JSON_RULES)
    else:
        tree = parse_xml(decoded.text.encode("utf-8", "surrogatepass"), "utf-8")
        findings = _findings(XmlDocument(decoded, tree, url, as_of), XML_RULES)
    return sort_findings(attrs.evolve(finding, path=path) for finding in findings)


def _findings(document: XmlDocument | JsonDocument, rules: Mapping[str, Rule[Any]]) -> Iterator[Finding]:
    for rule in rules.values():
        found = tuple(islice(rule.findings(document), MOST + 1))
        yield from found[:MOST]
        if len(found) > MOST:
            yield Finding(code=rule.code, level=rule.level, message=f"there are more than {MOST} of these; the others are not listed")
