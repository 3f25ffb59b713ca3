"""
Rules about the text and the content of Atom: types, and what has to stand in an element of each type.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from stridesfeed import rules
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.relations import relation
from stridesfeed.checks.documents.vocabulary import CONSTRUCTS
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_WORDS = frozenset({"text", "html", "xhtml"})


def kind(element: XmlElement) -> str:
    """
    The type of a text construct or a content, in lower case: text where nothing is said.
    """
    return (element.get("type") or "text").strip().lower()


def is_xml(type: str) -> bool:
    """
    Whether a media type is one of XML (RFC 7303).
    """
    bare = type.partition(";")[0].strip()
    return bare.endswith(("+xml", "/xml"))


def constructs(document: XmlDocument) -> tuple[XmlElement, ...]:
    """
    The text constructs of Atom.
    """
    if document.format != "atom":
        return ()
    return tuple(element for element in document.named(*sorted(CONSTRUCTS)) if document.inside(element) in {"feed", "entry", "source"})


def contents(document: XmlDocument) -> tuple[XmlElement, ...]:
    """
    The contents of entries.
    """
    return document.named("content", inside="entry") if document.format == "atom" else ()


def text_type_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The type of a title, a summary or the rights is none of the three that there are: readers show markup, or nothing.

    RFC 4287, 3.1.1.

    Fix: text, html or xhtml; media types are for content alone.
    """
    for element in constructs(document):
        said = element.get("type")
        if said and said not in _WORDS:
            yield document.found(element, f"the type of <{element.name}> is text, html or xhtml, not {said!r}")


def content_type_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The type of a content is none: readers cannot show it.

    RFC 4287, 4.1.3.1: text, html, xhtml or a media type, and not a composite one.

    Fix: the type of what is inside.
    """
    for element in contents(document):
        said = element.get("type")
        if not said or (said in _WORDS and element.get("src") is None):
            continue
        if said in _WORDS:
            yield document.found(element, f"with src, the type is a media type such as text/html, not {said!r}")
        elif fault := rules.media_type(said):
            yield document.found(element, f"the type {fault}")
        elif said.lower().startswith(("multipart/", "message/")):
            yield document.found(element, f"{said!r} is made of several parts, which no content may be")


def content_type_missing(document: XmlDocument) -> Iterator[Found]:
    """
    Content that is elsewhere, without its type: a reader has to fetch it to know whether it can show it.

    RFC 4287, 4.1.3.2.

    Fix: say the type.
    """
    for element in contents(document):
        if element.get("src") is not None and not element.get("type"):
            yield document.found(element, "say the type of what src leads to")


def content_not_empty(document: XmlDocument) -> Iterator[Found]:
    """
    Content with src holds something besides: readers show the one or the other.

    RFC 4287, 4.1.3.2: it MUST be empty.

    Fix: keep one; a text for those who cannot fetch belongs into summary.
    """
    for element in contents(document):
        if element.get("src") is not None and (element.text.strip() or element.children):
            yield document.found(element, "content with src has to be empty")


def markup_unescaped(document: XmlDocument) -> Iterator[Found]:
    """
    Elements stand in a text that holds none: strict readers drop them, with what is inside.

    RFC 4287, 3.1.1.1, 3.1.1.2, 4.1.3.3.

    Fix: escape the markup and say type="html", or say type="xhtml" and put a div around it.
    """
    for element in (*constructs(document), *contents(document)):
        type = kind(element)
        if element.children and type != "xhtml" and not is_xml(type) and element.get("src") is None:
            yield document.found(element, f"type {type!r} holds no elements, and <{element.children[0].tag}> is one: escape it")


def xhtml_div_missing(document: XmlDocument) -> Iterator[Found]:
    """
    XHTML without the one div around it: readers drop it.

    RFC 4287, 3.1.1.3, 4.1.3.3: there MUST be one, in XHTML's namespace.

    Fix: ``<div xmlns="http://www.w3.org/1999/xhtml">``.
    """
    for element in (*constructs(document), *contents(document)):
        if kind(element) != "xhtml" or element.get("src") is not None:
            continue
        divs = [child for child in element.children if child.name == "div" and child.namespace == ns.XHTML]
        if len(divs) != 1 or len(element.children) != 1 or element.text.strip():
            yield document.found(element, f"<{element.name}> of type xhtml holds one div in the namespace {ns.XHTML}, and nothing else")


def xml_content_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    Content of an XML type is not one XML document: text stands beside its element, or there is none.

    RFC 4287, 4.1.3.3.

    Fix: exactly one element.
    """
    for element in contents(document):
        if is_xml(kind(element)) and element.get("src") is None and (element.text.strip() or len(element.children) > 1):
            yield document.found(element, f"content of type {kind(element)} is one element, without text beside it")


def base64_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    Content of a media type that is neither text nor XML has to be in Base64, and is not: readers cannot show it.

    RFC 4287, 4.1.3.3.

    Fix: encode it, or say the right type.
    """
    for element in contents(document):
        if is_binary(element) and not _is_base64(element.text):
            yield document.found(element, f"content of type {kind(element)} has to be Base64")


def is_binary(element: XmlElement) -> bool:
    """
    Whether a content is one that has to be Base64.
    """
    type = kind(element)
    return element.get("src") is None and "/" in type and not type.startswith("text/") and not is_xml(type)


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def html_as_document(document: XmlDocument) -> Iterator[Found]:
    """
    The type is that of a whole page, and there is only a part of one: readers may not show it as part of theirs.

    RFC 4287, 4.1.3.3.

    Fix: type="html", or type="xhtml".
    """
    for element in contents(document):
        type = kind(element)
        if element.get("src") is not None:
            continue
        if (type == "text/html" and "<html" not in element.text.lower()) or (
            type == "application/xhtml+xml" and element.children and element.children[0].name != "html"
        ):
            yield document.found(element, f"{type} is for whole pages: write type={'html' if type == 'text/html' else 'xhtml'!r}")


def summary_missing(document: XmlDocument) -> Iterator[Found]:
    """
    The content is elsewhere or no text, and there is no summary: readers have nothing to show.

    RFC 4287, 4.1.2: there MUST be one.

    Fix: add a summary.
    """
    for entry in document.entries if document.format == "atom" else ():
        remote = [element for element in children(entry, "content") if element.get("src") is not None or is_binary(element)]
        if remote and not children(entry, "summary"):
            yield document.found(entry, "an entry whose content is elsewhere, or in Base64, needs a summary")


def content_or_link_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An entry has neither content nor a link: there is nothing to read, and nowhere to go.

    RFC 4287, 4.1.2: it MUST have one.

    Fix: add a link with the page's address.
    """
    for entry in document.entries if document.format == "atom" else ():
        links = [link for link in children(entry, "link") if relation(link) == "alternate"]
        if not links and not children(entry, "content"):
            yield document.found(entry, "an entry without content needs an alternate link")


def text_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An entry has neither content nor summary: readers show a title alone.

    RFC 4287, 4.2.13.

    Fix: add one of the two.
    """
    for entry in document.entries if document.format == "atom" else ():
        if not children(entry, "content", "summary"):
            yield document.found(entry, "an entry has a content or a summary")


def source_incomplete(document: XmlDocument) -> Iterator[Found]:
    """
    An entry from elsewhere does not say enough of where it is from: readers that know both feeds show it twice.

    RFC 4287, 4.2.11.

    Fix: id, title and updated of its feed.
    """
    for source in document.named("source", inside="entry") if document.format == "atom" else ():
        there = {child.name for child in source.children if child.namespace == source.namespace}
        if lacking := [name for name in ("id", "title", "updated") if name not in there]:
            yield document.found(source, f"<source> has no {', '.join(lacking)}")


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
