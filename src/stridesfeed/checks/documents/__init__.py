"""
Checks of documents: RSS, Atom and JSON Feed, ours or anybody's, as bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

import attrs

from stridesfeed.checks.documents import (
    channel,
    content,
    dates,
    identity,
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
from stridesfeed.checks.documents.encoding import decoded
from stridesfeed.checks.documents.xml_document import XmlDocument
from stridesfeed.checks.documents.xml_tree import parsed
from stridesfeed.checks.finding import Finding, in_order
from stridesfeed.checks.rule import Rule

#: A longer document is not read: parsing it would take more memory than a check is worth.
MAX_BYTES = 32_000_000

_XML_MODULES = (reading, structure, dates, identity, links, content, text, markup, people, channel, meanings, paging, media, podcasts)

#: The rules for documents in XML, by their codes.
XML_RULES: Mapping[str, Rule[XmlDocument]] = MappingProxyType({code: rule for module in _XML_MODULES for code, rule in module.RULES.items()})


def check_document(content: bytes, path: str = "-", *, url: str | None = None, as_of: datetime | None = None) -> tuple[Finding, ...]:
    """
    What is wrong with a document.
    """
    document = XmlDocument(decoded(content), parsed(decoded(content).text), url=url, as_of=as_of)
    return in_order(_findings(document, path))


def _findings(document: XmlDocument, path: str) -> Iterator[Finding]:
    for rule in XML_RULES.values():
        for finding in rule.findings(document):
            yield attrs.evolve(finding, path=path)
