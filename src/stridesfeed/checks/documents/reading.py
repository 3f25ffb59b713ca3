"""
Rules about reading a document at all: charset, well-formedness, declarations and entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

import attrs

from stridesfeed.checks.documents.xml_document import XmlDocument, found_at
from stridesfeed.checks.rule import Found, table
from stridesfeed.decoding import DecodedText, ParseProblem, Position, is_common, position_at

#: How a web page begins.
_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<html)\b", re.IGNORECASE)


class Read(Protocol):
    """
    A document of any kind, once it was read.
    """

    @property
    def decoded(self) -> DecodedText:
        """
        Its text.
        """

    @property
    def problems(self) -> tuple[ParseProblem, ...]:
        """
        What went wrong.
        """


def _of(rule: str, document: Read) -> Iterator[Found]:
    return (found_at(problem.position, problem.message) for problem in document.problems if problem.rule == rule)


def not_well_formed(document: Read) -> Iterator[Found]:
    """
    The document cannot be read: most readers show nothing of it, others guess.

    XML 1.0, 2.1; RFC 8259, 2.

    Fix: write documents with a program that knows the syntax, not with templates.
    """
    is_page = _PAGE.match(document.decoded.text)
    for found in _of("not_well_formed", document):
        yield attrs.evolve(found, message="is a web page, and no feed: give the address of its feed") if is_page else found


def document_over_limit(document: Read) -> Iterator[Found]:
    """
    The document is larger or deeper than any reader has patience for, so it is not looked at further.

    Fix: fewer entries, with the older ones in archive documents (RFC 5005, 4).
    """
    yield from _of("document_over_limit", document)


def encoding_unknown(document: Read) -> Iterator[Found]:
    """
    The document names a charset that no program knows.

    XML 1.0, 4.3.3.

    Fix: write UTF-8, and say so.
    """
    yield from _of("encoding_unknown", document)


def encoding_wrong(document: Read) -> Iterator[Found]:
    """
    The bytes are none of the charset that the document names: strict readers refuse it, others show wrong letters.

    XML 1.0, 4.3.3; RFC 8259, 8.1.

    Fix: write UTF-8, and say so.
    """
    yield from _of("encoding_wrong", document)


def encoding_uncommon(document: Read) -> Iterator[Found]:
    """
    The charset is one that XML processors need not know, and many do not.

    XML 1.0, 4.3.3.

    Fix: write UTF-8.
    """
    declared = document.decoded.declared
    if declared and not document.problems and not is_common(declared):
        yield found_at(document.decoded.declared_at, f"many readers do not know the charset {declared!r}: write utf-8")


def encoding_undeclared(document: XmlDocument) -> Iterator[Found]:
    """
    The document does not say what its charset is, so a server or a proxy may say something else.

    XML 1.0, 4.3.3.

    Fix: begin with ``<?xml version="1.0" encoding="utf-8"?>``.
    """
    if document.decoded.declared is None:
        yield found_at(Position(1, 1), 'no charset is declared: begin with <?xml version="1.0" encoding="utf-8"?>')


def byte_order_mark(document: Read) -> Iterator[Found]:
    """
    The document begins with a byte order mark, which some parsers take for text before the document.

    XML 1.0, 4.3.3; RFC 8259, 8.1.

    Fix: write UTF-8 without it.
    """
    if document.decoded.has_byte_order_mark:
        yield found_at(Position(1, 1), "a byte order mark stands first: write the document without it")


# C1 controls, the replacement character, and what UTF-8 that was read as Windows-1252 looks like.
_GARBLED = re.compile("[\x80-\x84\x86-\x9f\ufffd]|Ã[\x80-\xbf\u0152-\u2122]|â€[\u0152-\u2122œž]")


def characters_garbled(document: Read) -> Iterator[Found]:
    """
    A text was read in the wrong charset before it came here: people see boxes, question marks or pairs of strange letters.

    Fix: read the source in its own charset; the characters that stand here now cannot be shown.
    """
    if any(problem.rule == "encoding_wrong" for problem in document.problems):
        return
    text = document.decoded.text
    match = _GARBLED.search(text) or re.search("&#(?:12[89]|1[345][0-9]|x[89][0-9a-f]|65533|xfffd);", text, re.IGNORECASE)
    if match:
        yield found_at(position_at(text, match.start()), f"{match[0]!r} is a sign of text in another charset; it may not be the only place")


def xml_version(document: XmlDocument) -> Iterator[Found]:
    """
    The document is not XML 1.0, and hardly any reader knows another version.

    XML 1.0, 2.8.

    Fix: write version 1.0.
    """
    if re.match(r"<\?xml\s+version\s*=\s*[\"'](?!1\.0[\"'])", document.decoded.text):
        yield found_at(Position(1, 1), 'readers know XML 1.0 alone: write version="1.0"')


def entity_undefined(document: XmlDocument) -> Iterator[Found]:
    """
    A named character that XML does not have, such as ``&nbsp;``: strict readers refuse the whole document.

    XML 1.0, 4.1.

    Fix: write the character itself, or its number.
    """
    yield from _of("entity_undefined", document)


def entity_external(document: XmlDocument) -> Iterator[Found]:
    """
    A text is to be fetched from elsewhere: no reader may do that, so it is missing.

    XML 1.0, 4.2.2; RFC 4287, 8.

    Fix: write the text in the document.
    """
    yield from _of("entity_external", document)


def entity_declared(document: XmlDocument) -> Iterator[Found]:
    """
    The document declares an abbreviation of its own: many readers refuse declarations, because attacks are made with them.

    XML 1.0, 4.2.

    Fix: write the text where the abbreviation stands.
    """
    yield from _of("entity_declared", document)


def entity_refused(document: XmlDocument) -> Iterator[Found]:
    """
    An abbreviation stands for more than a few characters, or for others: that is how documents are made that fill all memory.

    XML 1.0, 4.2.

    Fix: write the text where the abbreviation stands.
    """
    yield from _of("entity_refused", document)


_RSS_091 = re.compile(r"-//(?:Netscape Communications|RSS Advisory Board)//DTD RSS 0\.91//EN", re.IGNORECASE)


def doctype_out_of_place(document: XmlDocument) -> Iterator[Found]:
    """
    The document has a document type declaration, which no format but RSS 0.91 has; some readers refuse it.

    RFC 4287, 2; RSS 0.91.

    Fix: leave it out.
    """
    doctype = document.tree.doctype
    if doctype is None or document.root is None or (doctype.system is None and doctype.public is None):
        return
    if document.format != "rss" or document.root.get("version") != "0.91" or not _RSS_091.fullmatch(doctype.public or ""):
        yield found_at(doctype.position, "only RSS 0.91 has a document type declaration: leave it out")


def doctype_gone(document: XmlDocument) -> Iterator[Found]:
    """
    The document type of Netscape is no longer where it was, so programs that fetch it fail.

    RSS 0.91.

    Fix: leave the declaration out.
    """
    doctype = document.tree.doctype
    if doctype is not None and "netscape" in f"{doctype.system}".lower():
        yield found_at(doctype.position, "nothing is left at the address of this document type: leave the declaration out")


#: For documents of every kind.
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
