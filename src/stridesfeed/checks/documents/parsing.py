"""
Rules about decoding and parsing: charset, well-formedness, declarations and entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from stridesfeed.checks.documents.json_document import JsonDocument
from stridesfeed.checks.documents.xml_document import XmlDocument, found_at
from stridesfeed.checks.rule import Found, table
from stridesfeed.decoding import START, is_common, position_at

_WEB_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<html)\b", re.IGNORECASE)

AnyDocument = XmlDocument | JsonDocument


def _problems(rule: str, document: AnyDocument) -> Iterator[Found]:
    return (found_at(problem.position, problem.message) for problem in document.problems if problem.rule == rule)


def not_well_formed(document: AnyDocument) -> Iterator[Found]:
    """
    The document has a syntax error. Most readers show nothing of it; others guess.

    XML 1.0, 2.1; RFC 8259, 2.

    Fix: Write documents with a library that knows the syntax, not with text templates.
    """
    is_web_page = _WEB_PAGE.match(document.decoded.text)
    for found in _problems("not_well_formed", document):
        yield attrs.evolve(found, message="this is a web page, not a feed: give the address of its feed") if is_web_page else found


def document_over_limit(document: AnyDocument) -> Iterator[Found]:
    """
    The document is too large or too deeply nested, so it is not checked further. Readers give up on it, too.

    Fix: Publish fewer entries, and move older ones to archive documents (RFC 5005, 4).
    """
    yield from _problems("document_over_limit", document)


def encoding_unknown(document: AnyDocument) -> Iterator[Found]:
    """
    The document declares an unknown charset.

    XML 1.0, 4.3.3.

    Fix: Write UTF-8 and declare it.
    """
    yield from _problems("encoding_unknown", document)


def encoding_wrong(document: AnyDocument) -> Iterator[Found]:
    """
    The bytes do not match the declared charset. Strict readers refuse the document; others show wrong letters.

    XML 1.0, 4.3.3; RFC 8259, 8.1.

    Fix: Write UTF-8 and declare it.
    """
    yield from _problems("encoding_wrong", document)


def encoding_uncommon(document: AnyDocument) -> Iterator[Found]:
    """
    XML parsers are not required to support this charset, and many do not.

    XML 1.0, 4.3.3.

    Fix: Write UTF-8.
    """
    declared = document.decoded.declared
    if declared and not document.problems and not is_common(declared):
        yield found_at(document.decoded.declared_at, f"many readers do not support the charset {declared!r}: write UTF-8")


def encoding_undeclared(document: XmlDocument) -> Iterator[Found]:
    """
    The document does not declare its charset, so a server or a proxy may declare a wrong one.

    XML 1.0, 4.3.3.

    Fix: Begin the document with ``<?xml version="1.0" encoding="utf-8"?>``.
    """
    if document.decoded.declared is None and document.root is not None:
        yield found_at(START, 'no charset declared: begin with <?xml version="1.0" encoding="utf-8"?>')


def byte_order_mark(document: AnyDocument) -> Iterator[Found]:
    """
    The document begins with a byte order mark, which some parsers mistake for text before the document.

    XML 1.0, 4.3.3; RFC 8259, 8.1.

    Fix: Write UTF-8 without a byte order mark.
    """
    if document.decoded.has_byte_order_mark:
        yield found_at(START, "byte order mark at the beginning: remove it")


# C1 controls, the replacement character, and what UTF-8 that was read as Windows-1252 looks like.
_GARBLED = re.compile("[\x80-\x84\x86-\x9f\ufffd]|Ã[\x80-\xbf\u0152-\u2122]|â€[\u0152-\u2122œž]")


def characters_garbled(document: AnyDocument) -> Iterator[Found]:
    """
    A text was decoded with the wrong charset before it was written here. People see boxes, question marks or pairs of strange letters.

    Fix: Decode the source with its own charset. The original characters are lost in this document.
    """
    if any(problem.rule in {"encoding_wrong", "encoding_unknown"} for problem in document.problems):
        return
    text = document.decoded.text
    match = _GARBLED.search(text) or re.search("&#(?:12[89]|1[345][0-9]|x[89][0-9a-f]|65533|xfffd);", text, re.IGNORECASE)
    if match:
        message = f"garbled text, {match[0]!r}, perhaps not only here: decode the source with its own charset"
        yield found_at(position_at(text, match.start()), message)


def xml_version(document: XmlDocument) -> Iterator[Found]:
    """
    The document declares another XML version than 1.0, which hardly any reader supports.

    XML 1.0, 2.8.

    Fix: Write ``version="1.0"``.
    """
    if re.match(r"<\?xml\s+version\s*=\s*[\"'](?!1\.0[\"'])", document.decoded.text):
        yield found_at(START, 'readers support only XML 1.0: write version="1.0"')


def entity_undefined(document: XmlDocument) -> Iterator[Found]:
    """
    A named entity that XML does not define, such as ``&nbsp;``. Strict readers refuse the whole document.

    XML 1.0, 4.1.

    Fix: Write the character itself, or its number.
    """
    yield from _problems("entity_undefined", document)


def entity_external(document: XmlDocument) -> Iterator[Found]:
    """
    An entity refers to another document. Readers must not fetch it, so its text is missing.

    XML 1.0, 4.2.2; RFC 4287, 8.

    Fix: Write the text in the document.
    """
    yield from _problems("entity_external", document)


def entity_declared(document: XmlDocument) -> Iterator[Found]:
    """
    The document declares an entity. Many readers refuse declarations, because they are used in attacks.

    XML 1.0, 4.2.

    Fix: Write the text in place of the entity.
    """
    yield from _problems("entity_declared", document)


def entity_refused(document: XmlDocument) -> Iterator[Found]:
    """
    An entity expands to more than a few characters, or to other entities. Such documents can fill all memory, so it is not read further.

    XML 1.0, 4.2.

    Fix: Write the text in place of the entity.
    """
    yield from _problems("entity_refused", document)


_RSS_091 = re.compile(r"-//(?:Netscape Communications|RSS Advisory Board)//DTD RSS 0\.91//EN", re.IGNORECASE)


def doctype_out_of_place(document: XmlDocument) -> Iterator[Found]:
    """
    The document has a DOCTYPE, which only RSS 0.91 allows. Some readers refuse it.

    RFC 4287, 2; RSS 0.91.

    Fix: Remove the DOCTYPE.
    """
    doctype = document.tree.doctype
    if doctype is None or document.root is None or (doctype.system is None and doctype.public is None):
        return
    if document.rss_version != "0.91" or not _RSS_091.fullmatch(doctype.public or ""):
        yield found_at(doctype.position, "only RSS 0.91 has a DOCTYPE: remove it")


def doctype_gone(document: XmlDocument) -> Iterator[Found]:
    """
    Netscape's DTD is no longer online, so programs that fetch it fail.

    RSS 0.91.

    Fix: Remove the DOCTYPE.
    """
    doctype = document.tree.doctype
    if doctype is not None and "netscape" in f"{doctype.system}".lower():
        yield found_at(doctype.position, "the DTD of this DOCTYPE is no longer online: remove the DOCTYPE")


#: For documents in XML and in JSON.
RULES = table(
    errors=(not_well_formed, document_over_limit, encoding_unknown, encoding_wrong),
    warnings=(encoding_uncommon, characters_garbled),
    hints=(byte_order_mark,),
)

#: For documents in XML.
XML_RULES = table(
    errors=(xml_version, entity_undefined, entity_refused, doctype_out_of_place),
    warnings=(entity_external, entity_declared, doctype_gone),
    hints=(encoding_undeclared,),
)
