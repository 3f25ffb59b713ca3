"""
Check RSS, Atom and JSON Feed documents, OPML and sitemaps, by this library or other software.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import Any

import attrs

from stridesfeed.checks.documents import (
    content,
    dates,
    identity,
    json_feed,
    links,
    markup,
    media,
    opml,
    paging,
    parsing,
    people,
    rdf,
    rss,
    sitemaps,
    structure,
    text,
    vocabulary,
)
from stridesfeed.checks.documents.json_document import JsonDocument
from stridesfeed.checks.documents.json_tree import parse_json
from stridesfeed.checks.documents.namespaces import correct_namespaces
from stridesfeed.checks.documents.xml_document import XmlDocument
from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.rule import Rule
from stridesfeed.decoding import START, DecodedText, ParseProblem, decode
from stridesfeed.xml_tree import XmlTree, parse_xml

#: Larger documents are not parsed, to limit memory.
MAX_BYTES = 32_000_000

#: The first bytes of data that is compressed with gzip (RFC 1952, 2.3.1).
_GZIP = b"\x1f\x8b"

#: In characters: a binary file has a null character within these, and a document nowhere.
_START = 1000

#: The most findings of one rule in one document: the fix is the same for all.
MAX_FINDINGS = 100

# Any: a table may contain rules for both kinds of documents.
#: The rules for XML documents, by their codes.
XML_RULES: Mapping[str, Rule[Any]] = MappingProxyType(
    {
        **parsing.RULES,
        **parsing.XML_RULES,
        **structure.RULES,
        **dates.RULES,
        **identity.RULES,
        **links.RULES,
        **content.RULES,
        **text.RULES,
        **markup.RULES,
        **people.RULES,
        **rss.RULES,
        **rdf.RULES,
        **paging.RULES,
        **vocabulary.RULES,
        **media.RULES,
    }
)

#: The rules for lists of feeds, by their codes.
OPML_RULES: Mapping[str, Rule[Any]] = MappingProxyType({**parsing.RULES, **parsing.XML_RULES, **opml.RULES})

#: The rules for sitemaps and indexes of sitemaps, by their codes.
SITEMAP_RULES: Mapping[str, Rule[Any]] = MappingProxyType({**parsing.RULES, **parsing.XML_RULES, **sitemaps.RULES})

#: The rules for XML documents that are no feeds, by format.
_RULES_OF_LISTS: Mapping[str | None, Mapping[str, Rule[Any]]] = MappingProxyType({"opml": OPML_RULES, "sitemap": SITEMAP_RULES})

#: The rules for JSON documents, by their codes.
JSON_RULES: Mapping[str, Rule[Any]] = MappingProxyType({**parsing.RULES, **json_feed.RULES, **markup.RULES})


def check_document(content: bytes, path: str = "-", *, url: str | None = None, as_of: datetime | None = None) -> tuple[Finding, ...]:
    """
    Return the findings of all rules about an RSS, Atom or JSON Feed document, an OPML list or a sitemap. Never raises for its content.

    A document that is compressed with gzip is decompressed first; positions are those in the decompressed document.
    *url* is the URL of the document, for rules about its self link; *as_of* is the time of the check, for dates in the future.
    """
    content, problem = _decompress(content)
    decoded = decode(content if problem is None else b"")
    if problem is None and "\0" in decoded.text[:_START]:
        problem = ParseProblem("not_well_formed", START, "this is a binary file, not a feed: give a document in XML or JSON")
    if problem:
        findings = _findings(XmlDocument(DecodedText("", None, problems=(problem,)), XmlTree(), url, as_of), XML_RULES)
    elif decoded.text.lstrip().startswith(("{", "[")):
        value, problems = parse_json(decoded.text)
        findings = _findings(JsonDocument(decoded, value, decoded.problems + problems, url, as_of), JSON_RULES)
    else:
        tree = parse_xml(decoded.text)
        correct_namespaces(tree)
        document = XmlDocument(decoded, tree, url, as_of)
        findings = _findings(document, _RULES_OF_LISTS.get(document.format, XML_RULES))
    return sort_findings(attrs.evolve(finding, path=path) for finding in findings)


def _decompress(content: bytes) -> tuple[bytes, ParseProblem | None]:
    """
    Return *content*, without gzip if it is compressed, and a problem if it is damaged or too large.
    """
    if content.startswith(_GZIP):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
                content = file.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            return b"", ParseProblem("not_well_formed", START, "damaged or incomplete gzip data: compress or download the document again")
    if len(content) > MAX_BYTES:
        message = f"more than {MAX_BYTES:,} bytes, which are not read: publish fewer entries, or split a sitemap"
        return b"", ParseProblem("document_over_limit", START, message)
    return content, None


def _findings(document: XmlDocument | JsonDocument, rules: Mapping[str, Rule[Any]]) -> Iterator[Finding]:
    for rule in rules.values():
        found = tuple(islice(rule.findings(document), MAX_FINDINGS + 1))
        yield from found[:MAX_FINDINGS]
        if len(found) > MAX_FINDINGS:
            yield Finding(code=rule.code, level=rule.level, message=f"more than {MAX_FINDINGS} findings: the others are not listed")
