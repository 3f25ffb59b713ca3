"""
Rules about the texts and the content of Atom: their types, and what each type may contain.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from stridesfeed import rules
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.grammar import TEXT_CONSTRUCTS
from stridesfeed.checks.documents.links import relation
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_TEXT_TYPES = frozenset({"text", "html", "xhtml"})


def text_type(element: XmlElement) -> str:
    """
    Return the type of a text construct or content, in lower case; the default is text.
    """
    return (element.get("type") or "text").strip().lower()


def _is_xml(type: str) -> bool:
    """
    Return whether a media type is one of XML (RFC 7303).
    """
    return type.partition(";")[0].strip().endswith(("+xml", "/xml"))


def _is_binary(element: XmlElement) -> bool:
    """
    Return whether content must be Base64.
    """
    type = text_type(element)
    return element.get("src") is None and "/" in type and not type.startswith("text/") and not _is_xml(type)


def text_constructs(document: XmlDocument) -> tuple[XmlElement, ...]:
    """
    Return Atom's text constructs.
    """
    elements = document.atom(*sorted(TEXT_CONSTRUCTS))
    return tuple(element for element in elements if document.parent_name(element) in {"feed", "entry", "source"})


def contents(document: XmlDocument) -> tuple[XmlElement, ...]:
    """
    Return the content elements of Atom's entries.
    """
    return document.atom("content", inside="entry")


def text_type_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The type of a title, summary or rights is invalid. Readers show markup, or nothing.

    RFC 4287, 3.1.1.

    Fix: Write text, html or xhtml. Media types are only for content.
    """
    for element in text_constructs(document):
        type = element.get("type")
        if type and type not in _TEXT_TYPES:
            yield document.found(element, f"the type of <{element.name}> must be text, html or xhtml, not {type!r}")


def content_type_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The type of content is invalid, so readers cannot show it.

    RFC 4287, 4.1.3.1: text, html, xhtml or a media type other than multipart and message.

    Fix: Write the type of the content.
    """
    for element in contents(document):
        type = element.get("type")
        if not type or (type in _TEXT_TYPES and element.get("src") is None):
            continue
        if type in _TEXT_TYPES:
            yield document.found(element, f"the type of <content> with src must be a media type such as text/html, not {type!r}")
        elif error := rules.media_type(type):
            yield document.found(element, f"the type of <content> {error}")
        elif type.lower().startswith(("multipart/", "message/")):
            yield document.found(element, f"the type of <content> must not be composite, as {type!r} is: write that of a single part")


def content_type_missing(document: XmlDocument) -> Iterator[Found]:
    """
    Content with src has no type. Readers must fetch it to find out whether they can show it.

    RFC 4287, 4.1.3.2.

    Fix: Add the type.
    """
    for element in contents(document):
        if element.get("src") is not None and not element.get("type"):
            yield document.found(element, "<content> with src has no type: add it")


def content_not_empty(document: XmlDocument) -> Iterator[Found]:
    """
    Content with src is not empty. Readers show one or the other.

    RFC 4287, 4.1.3.2: it MUST be empty.

    Fix: Keep one; move a text for readers that cannot fetch to the summary.
    """
    for element in contents(document):
        if element.get("src") is not None and (element.text.strip() or element.children):
            yield document.found(element, "<content> with src must be empty: move the text to <summary>")


def markup_unescaped(document: XmlDocument) -> Iterator[Found]:
    """
    A text of type text or html contains elements. Strict readers drop them, including their text.

    RFC 4287, 3.1.1.1, 3.1.1.2, 4.1.3.3.

    Fix: Escape the markup and write type="html"; or write type="xhtml" and a div around it.
    """
    for element in (*text_constructs(document), *contents(document)):
        type = text_type(element)
        if element.children and type != "xhtml" and not _is_xml(type) and element.get("src") is None:
            yield document.found(element, f"unescaped <{element.children[0].tag}> in <{element.name}> of type {type!r}: escape it")


def xhtml_div_missing(document: XmlDocument) -> Iterator[Found]:
    """
    XHTML has no div around it, so readers drop it.

    RFC 4287, 3.1.1.3, 4.1.3.3: there MUST be one, in XHTML's namespace.

    Fix: Write ``<div xmlns="http://www.w3.org/1999/xhtml">`` around it.
    """
    for element in (*text_constructs(document), *contents(document)):
        if text_type(element) != "xhtml" or element.get("src") is not None:
            continue
        divs = [child for child in element.children if child.name == "div" and child.namespace == ns.XHTML]
        if len(divs) != 1 or len(element.children) != 1 or element.text.strip():
            message = f"<{element.name}> of type xhtml must contain one <div> in the namespace {ns.XHTML}: write it around everything"
            yield document.found(element, message)


def xml_content_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    Content of an XML type is not a single element.

    RFC 4287, 4.1.3.3.

    Fix: Write exactly one element, and no text next to it.
    """
    for element in contents(document):
        if _is_xml(text_type(element)) and element.get("src") is None and (element.text.strip() or len(element.children) > 1):
            yield document.found(element, f"<content> of type {text_type(element)} must be a single element, without text next to it")


def base64_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    Content of a media type that is neither text nor XML is not Base64, so readers cannot show it.

    RFC 4287, 4.1.3.3.

    Fix: Encode it, or correct the type.
    """
    for element in contents(document):
        if not _is_binary(element):
            continue
        try:
            base64.b64decode("".join(element.text.split()), validate=True)
        except (binascii.Error, ValueError):
            yield document.found(element, f"<content> of type {text_type(element)} must be Base64: encode it, or correct the type")


def html_as_document(document: XmlDocument) -> Iterator[Found]:
    """
    The media type is that of a whole web page, but the content is a fragment. Readers may not show it inside their own page.

    RFC 4287, 4.1.3.3.

    Fix: Write type="html" or type="xhtml".
    """
    for element in contents(document):
        type = text_type(element)
        if element.get("src") is not None:
            continue
        is_html = type == "text/html" and "<html" not in element.text.lower()
        if is_html or (type == "application/xhtml+xml" and element.children and element.children[0].name != "html"):
            yield document.found(element, f"{type} is for whole pages: write type={'html' if is_html else 'xhtml'!r}")


def summary_missing(document: XmlDocument) -> Iterator[Found]:
    """
    The content is elsewhere or binary, and there is no summary, so readers have nothing to show.

    RFC 4287, 4.1.2: there MUST be one.

    Fix: Add a summary.
    """
    for entry in document.atom_entries:
        has_remote = any(element.get("src") is not None or _is_binary(element) for element in children(entry, "content"))
        if has_remote and not children(entry, "summary"):
            yield document.found(entry, "no <summary>, but the content is elsewhere or in Base64: add one")


def content_or_link_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An entry has neither content nor a link, so there is nothing to read.

    RFC 4287, 4.1.2: it MUST have one.

    Fix: Add a link with the URL of the page.
    """
    for entry in document.atom_entries:
        if not children(entry, "content") and not _has_page(entry):
            yield document.found(entry, 'neither content nor a link with rel="alternate": add one')


def _has_page(entry: XmlElement) -> bool:
    """
    Return whether an Atom entry links to its page.
    """
    return any(relation(link) == "alternate" for link in children(entry, "link"))


def text_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An entry has neither content nor a summary. Readers show only its title.

    RFC 4287, 4.2.13.

    Fix: Add content or a summary.
    """
    for entry in document.atom_entries:
        # Without a link, the missing content is an error.
        if not children(entry, "content", "summary") and _has_page(entry):
            yield document.found(entry, "neither <content> nor <summary>: add one")


def source_incomplete(document: XmlDocument) -> Iterator[Found]:
    """
    The source of an entry lacks elements of its feed. Readers that know both feeds show the entry twice.

    RFC 4287, 4.2.11.

    Fix: Add id, title and updated of the original feed.
    """
    for source in document.atom("source", inside="entry"):
        present = {child.name for child in source.children if child.namespace == source.namespace}
        if missing := [f"<{name}>" for name in ("id", "title", "updated") if name not in present]:
            yield document.found(source, f"<source> has no {', '.join(missing)}: add {'it' if len(missing) == 1 else 'them'}")


RULES = table(
    errors=(
        text_type_invalid,
        content_type_invalid,
        content_not_empty,
        markup_unescaped,
        xhtml_div_missing,
        xml_content_invalid,
        base64_invalid,
        summary_missing,
        content_or_link_missing,
    ),
    warnings=(content_type_missing, html_as_document, text_missing, source_incomplete),
)
