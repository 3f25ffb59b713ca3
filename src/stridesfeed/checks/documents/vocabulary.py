"""
Rules about the elements of extensions, from the tables of namespaces: values and deprecated elements.

The rules about the structure of documents use the tables too: unknown, misplaced and repeated elements, unknown and missing attributes.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument
from stridesfeed.checks.rule import Found, table
from stridesfeed.vocabularies import ElementDefinition, Vocabulary, find_vocabulary
from stridesfeed.xml_tree import XmlElement

#: Types of values that the rules about links, languages and dates check.
WITH_RULES_OF_THEIR_OWN = frozenset({"any", "text", "web", "uri", "media-type", "language", "rfc822", "rfc3339", "w3c-date"})


def defined_elements(document: XmlDocument) -> list[tuple[XmlElement, ElementDefinition, Vocabulary]]:
    """
    Return the elements of extensions that are in the tables.
    """

    def find() -> list[tuple[XmlElement, ElementDefinition, Vocabulary]]:
        found = []
        for element in document.elements if document.format in {"rss", "atom", "rdf"} else ():
            vocabulary = find_vocabulary(element.namespace) if element.namespace else None
            definition = vocabulary.elements.get(element.name) if vocabulary else None
            if vocabulary and definition:
                found.append((element, definition, vocabulary))
        return found

    return document.cached("defined_elements", find)


def parent_kind(document: XmlDocument, element: XmlElement) -> str | None:
    """
    Return the parent of *element* as the tables name it; ``None`` for a parent of another namespace, about which they say nothing.
    """
    parent = document.parent(element)
    if parent is None:
        return None
    if parent is document.feed:
        return "feed"
    if document.is_entry(parent):
        return "item"
    return parent.name if parent.namespace == element.namespace else None


def texts(document: XmlDocument, *types: str) -> Iterator[tuple[XmlElement, str]]:
    """
    Yield the elements of extensions whose text has one of *types*, and the text.
    """
    for element, definition, _ in defined_elements(document):
        # In RDF, the value may be a reference instead.
        if definition.text and definition.text.name in types and not element.children and not element.attribute("resource", ns.RDF):
            yield element, element.text


def attribute_values(document: XmlDocument, *types: str) -> Iterator[tuple[XmlElement, str, str]]:
    """
    Yield the attributes of extensions that have one of *types*: element, name, value.
    """
    for element, definition, _ in defined_elements(document):
        for name, value in element.attributes.items():
            attribute = definition.attributes.get(name)
            if attribute and attribute.type.name in types:
                yield element, name, value


def extension_value_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A value in an element or attribute of an extension is not of its type, so readers ignore it, or refuse the feed.

    The specification of the namespace; docs/reference/namespaces.md names it.

    Fix: Write a value of the type that the message names.
    """
    for element, definition, _ in defined_elements(document):
        text = definition.text
        if text and text.name not in WITH_RULES_OF_THEIR_OWN and not element.children and (fault := text.fault(element.text)):
            yield document.found(element, f"<{element.tag}> {fault}")
        for name, value in element.attributes.items():
            attribute = definition.attributes.get(name)
            if attribute and attribute.type.name not in WITH_RULES_OF_THEIR_OWN and (fault := attribute.type.fault(value)):
                yield document.found(element, f"{name} of <{element.tag}> {fault}")


def extension_outdated(document: XmlDocument) -> Iterator[Found]:
    """
    Readers no longer use this element of an extension.

    The specification of the namespace; docs/reference/namespaces.md names it.

    Fix: Do what the message says.
    """
    for element, definition, _ in defined_elements(document):
        if definition.outdated:
            yield document.found(element, f"<{element.tag}> is outdated: {definition.outdated}")


RULES = table(errors=(extension_value_invalid,), hints=(extension_outdated,))
