"""
Rules about the attributes of RSS and Atom: unknown ones, missing ones, and those without a value.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.vocabulary import shapes
from stridesfeed.checks.documents.xml_document import XmlDocument
from stridesfeed.checks.rule import Found, table
from stridesfeed.errors import suggestion
from stridesfeed.xml_tree import XmlElement


def attribute_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    An attribute that the format does not have: readers do not look at it, often because of a slip in its name.

    RSS 2.0, extending RSS; RFC 4287, 2 and appendix B.

    Fix: use the right name, or take it out.
    """
    known = shapes(document.format)
    for element in document.own:
        shape = known.get(element.name)
        for name in element.attributes if shape else ():
            if shape and not name.startswith("{") and name not in shape.attributes:
                help_ = suggestion(name, sorted(shape.attributes)) if shape.attributes else ""
                yield document.found(element, f"<{element.name}> has no attribute {name!r}{help_}")


def attribute_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An attribute that the format requires is not there, and without it the element says nothing.

    RSS 2.0, enclosure, source, cloud; RFC 4287, 4.2.2.1, 4.2.7.1; RFC 4685, 3.

    Fix: write it.
    """
    known = shapes(document.format)
    for element in document.own:
        shape = known.get(element.name)
        for name in sorted(shape.required_attributes - set(element.attributes)) if shape else ():
            yield document.found(element, f"<{element.name}> needs the attribute {name!r}")
    for element in document.named("in-reply-to", namespace=ns.THR):
        if element.get("ref") is None:
            yield document.found(element, f"<{element.tag}> needs the attribute 'ref': the id of the entry it answers")


#: Empty, they mean something: this document; no procedure, as its protocol needs none.
_MAY_BE_EMPTY = frozenset({("link", "href"), ("content", "src"), ("cloud", "registerProcedure")})

#: They hold words of any kind, or none.
_WORDS = frozenset(
    [("category", name) for name in ("term", "label", "domain")] + [("generator", name) for name in ("uri", "version")] + [("link", "title")]
)


def _blank_attributes(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    for element in document.own:
        for name, value in element.attributes.items():
            if not value.strip() and not name.startswith("{") and (element.name, name) not in _MAY_BE_EMPTY:
                yield element, name


def attribute_blank(document: XmlDocument) -> Iterator[Found]:
    """
    An attribute has no value where the format wants one of a certain form.

    RFC 4287, 3.1.1, 4.2.2, 4.2.7; RSS 2.0, enclosure.

    Fix: give it its value, or take it out.
    """
    for element, name in _blank_attributes(document):
        if (element.name, name) not in _WORDS:
            yield document.found(element, f"the attribute {name!r} of <{element.name}> is empty")


def attribute_says_nothing(document: XmlDocument) -> Iterator[Found]:
    """
    An attribute that holds words has none: some readers show an empty name.

    RFC 4287, 4.2.2, 4.2.4, 4.2.7.5; RSS 2.0, category.

    Fix: give it its words, or take it out.
    """
    for element, name in _blank_attributes(document):
        if (element.name, name) in _WORDS:
            yield document.found(element, f"the attribute {name!r} of <{element.name}> is empty")


RULES = table(
    errors=(attribute_unknown, attribute_missing, attribute_blank),
    warnings=(attribute_says_nothing,),
)
