"""
Rules about OPML 1.0 to 2.0: lists of feeds, which readers import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from stridesfeed import iri, rules
from stridesfeed.checks.documents.xml_document import XmlDocument
from stridesfeed.checks.rule import Found, table
from stridesfeed.strict_dates import parse_rfc822
from stridesfeed.xml_tree import XmlElement

#: The elements of each element.
_CHILDREN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "opml": frozenset({"head", "body"}),
        "head": frozenset(
            {
                *("title", "dateCreated", "dateModified", "ownerName", "ownerEmail", "ownerId", "docs", "expansionState"),
                *("vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight"),
            }
        ),
        "body": frozenset({"outline"}),
        "outline": frozenset({"outline"}),
    }
)

_VERSIONS = ("1.0", "1.1", "2.0")

#: The attribute that each type of outlines needs.
_ADDRESS_OF: Mapping[str, str] = MappingProxyType({"rss": "xmlUrl", "link": "url", "include": "url"})

_is_web_address = rules.address(iri.WEB)


def _outlines(document: XmlDocument) -> tuple[XmlElement, ...]:
    return document.named("outline")


def _type(outline: XmlElement) -> str:
    return (outline.get("type") or "").strip().lower()


def _found(element: XmlElement, message: str) -> Found:
    name = (element.get("text") or element.get("title") or "").strip()
    subject = f"outline {name[:100]!r}" if element.name == "outline" and name else element.name
    return Found(message, subject, line=element.position.line, column=element.position.column)


def opml_version_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The list does not say its version, or a version that does not exist.

    OPML 2.0, opml (version is required).

    Fix: Write ``<opml version="2.0">``.
    """
    root = document.root
    version = root.get("version") if root else None
    if root and version not in _VERSIONS:
        yield _found(root, f'no version {version!r} of OPML: write version="2.0"' if version else 'no version: write version="2.0"')


def opml_part_missing(document: XmlDocument) -> Iterator[Found]:
    """
    The list has no head, no body, or no outline. Readers import nothing of it.

    OPML 2.0, opml (a head and a body), body (one or more outlines).

    Fix: Write ``head`` and ``body`` in this order, and an ``outline`` for each feed in the body.
    """
    root = document.root
    parts = [child.name for child in root.children] if root else []
    for name in ("head", "body"):
        if root and name not in parts:
            yield _found(root, f"no <{name}>: add it")
    for body in document.named("body", inside="opml"):
        if not any(child.name == "outline" for child in body.children):
            yield _found(body, "no <outline>: add one for each feed")


def opml_title_missing(document: XmlDocument) -> Iterator[Found]:
    """
    The list has no title, so people who import it see no name.

    OPML 2.0, head.

    Fix: Add a ``title`` to the head.
    """
    for head in document.named("head", inside="opml"):
        if not any(child.name == "title" and child.text.strip() for child in head.children):
            yield _found(head, "no <title>: add one")


def opml_element_misplaced(document: XmlDocument) -> Iterator[Found]:
    """
    An element is not one of OPML, or not in its place. Readers ignore it and everything in it.

    OPML 2.0, What is an <opml>?, What is a <head>?, What is an <outline>?

    Fix: Correct its name, move it, or give it a namespace of its own.
    """
    for element in document.elements:
        parent = document.parent(element)
        if parent and element.namespace == document.namespace and element.name not in _CHILDREN.get(parent.name, frozenset()):
            yield _found(element, f"<{element.name}> does not belong in <{parent.name}>: correct its name or move it")


def opml_text_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An outline has no text, which readers show as the name of the feed or folder.

    OPML 2.0, outline (text is required).

    Fix: Add the attribute ``text``, with the same value as ``title``.
    """
    for outline in _outlines(document):
        if not (outline.get("text") or "").strip():
            yield _found(outline, "no attribute text: add it with the name of the feed or folder")


def opml_address_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An outline is of a type that needs an address, and has none. Readers cannot subscribe to the feed, or follow the link.

    OPML 2.0, subscription lists (xmlUrl is required), inclusion (url).

    Fix: Add ``xmlUrl`` to a feed, ``url`` to a link or an inclusion.
    """
    for outline in _outlines(document):
        name = _ADDRESS_OF.get(_type(outline))
        if name and not (outline.get(name) or "").strip():
            yield _found(outline, f'type="{_type(outline)}" without {name}: add the attribute {name}')


def opml_type_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An outline has the address of a feed, and not the type of one. Some readers then do not subscribe to it.

    OPML 2.0, subscription lists: the type is rss for feeds in any format.

    Fix: Write ``type="rss"``, for Atom and JSON Feed too.
    """
    for outline in _outlines(document):
        if outline.get("xmlUrl") and _type(outline) != "rss":
            yield _found(outline, 'xmlUrl without type="rss": add it, in whatever format the feed is')


def opml_address_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    An address in the list is not an absolute URL, so readers cannot fetch it.

    OPML 2.0, subscription lists (http address).

    Fix: Write the full URL with http or https.
    """
    for outline in _outlines(document):
        for name in ("xmlUrl", "htmlUrl", "url"):
            value = outline.get(name)
            if value and (fault := _is_web_address(value)):
                yield _found(outline, f"{name}: {fault}")


#: The values of attributes and elements, and how messages call them.
_IS_FLAG = frozenset({"true", "false"}).__contains__
_VALUES: Mapping[str, tuple[Callable[[str], object], str]] = MappingProxyType(
    {
        "isComment": (_IS_FLAG, "true or false"),
        "isBreakpoint": (_IS_FLAG, "true or false"),
        "ownerEmail": (lambda text: not rules.email(text), "an e-mail address"),
    }
)


def opml_value_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A value is not one of those that exist, so programs ignore it.

    OPML 2.0, head (ownerEmail), outline (isComment, isBreakpoint).

    Fix: Write ``true`` or ``false``, or an e-mail address.
    """
    values = [(outline, name, value) for outline in _outlines(document) for name in _VALUES if (value := outline.get(name)) is not None]
    values += [(element, element.name, element.text.strip()) for element in document.named("ownerEmail", inside="head")]
    for element, name, value in values:
        is_valid, expected = _VALUES[name]
        if value and not is_valid(value):
            yield _found(element, f"{name} must be {expected}, not {value[:40]!r}")


#: Attributes of outlines, by their names in lower case.
_ATTRIBUTES = {
    name.lower(): name
    for name in ("text", "type", "title", "xmlUrl", "htmlUrl", "url", "description", "language", "version", "created", *_VALUES)
}


def opml_attribute_misspelt(document: XmlDocument) -> Iterator[Found]:
    """
    An attribute has another case than in the specification. XML distinguishes them, so readers do not find it.

    OPML 2.0, subscription lists (xmlUrl, htmlUrl).

    Fix: Write ``xmlUrl``, with one capital.
    """
    for outline in _outlines(document):
        for name in outline.attributes:
            right = _ATTRIBUTES.get(name.lower(), name)
            if right != name:
                yield _found(outline, f"attribute {name}: write {right}")


def opml_feed_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    A feed is in the list twice. Some readers subscribe to it twice, and show every article two times.

    OPML 2.0 does not forbid it.

    Fix: Keep the feed in one folder.
    """
    seen: set[str] = set()
    for outline in _outlines(document):
        url = (outline.get("xmlUrl") or "").strip()
        if url and url in seen:
            yield _found(outline, f"{url} is in the list already: remove one of the two")
        seen.add(url)


def opml_date_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A date does not follow RFC 822, so programs cannot tell whether the list has changed.

    OPML 2.0, head (dateCreated, dateModified), outline (created).

    Fix: Write ``Thu, 30 Apr 2026 09:00:00 GMT``.
    """
    dates = [(element, f"<{element.name}>", element.text) for element in document.named("dateCreated", "dateModified", inside="head")]
    dates += [(outline, "created", value) for outline in _outlines(document) if (value := outline.get("created")) is not None]
    for element, name, text in dates:
        if error := parse_rfc822(text.strip()).error:
            yield _found(element, f"{name}: {error}")


RULES = table(
    errors=(opml_part_missing, opml_text_missing, opml_address_missing, opml_address_invalid, opml_attribute_misspelt, opml_date_invalid),
    warnings=(opml_version_invalid, opml_element_misplaced, opml_type_missing, opml_value_invalid, opml_feed_repeated),
    hints=(opml_title_missing,),
)
