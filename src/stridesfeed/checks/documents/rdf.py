"""
Rules about RSS 1.0, which is RDF: the channel, its items and its image are separate resources that refer to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

#: The parts of a document, each with the elements that it needs.
_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "channel": ("title", "link", "description", "items"),
        "item": ("title", "link"),
        "image": ("title", "url", "link"),
        "textinput": ("title", "description", "name", "link"),
    }
)


def _parts(document: XmlDocument, *names: str) -> tuple[XmlElement, ...]:
    """
    Return the parts with these names; none in other formats, and in RSS 0.90, where they do not refer to each other.
    """
    is_covered = document.format == "rdf" and document.namespace == ns.RSS_10
    return document.named(*names, inside="RDF") if is_covered else ()


def _about(element: XmlElement) -> str | None:
    return element.attribute("about", ns.RDF) or element.attribute("about")


def _resource(element: XmlElement) -> str | None:
    return element.attribute("resource", ns.RDF) or element.attribute("resource")


def _listed(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    """
    Yield the entries of the channel's list of items, and what they refer to.
    """
    for items in document.named("items", inside="channel"):
        for sequence in items.children:
            for entry in children(sequence, "li", namespace=ns.RDF):
                yield entry, _resource(entry) or ""


def rdf_part_missing(document: XmlDocument) -> Iterator[Found]:
    """
    A part of an RSS 1.0 document, or an element that it needs, is missing. Readers refuse the feed or show a gap.

    RSS 1.0, 5.3 (channel), 5.4 (image), 5.5 (item), 5.6 (textinput).

    Fix: Add the element.
    """
    if document.format != "rdf" or document.namespace != ns.RSS_10 or document.root is None:
        return
    if not _parts(document, "channel"):
        yield document.found(document.root, "no <channel>: add it")
    for part in _parts(document, *_PARTS):
        for name in _PARTS[part.name]:
            if not children(part, name):
                yield document.found(part, f"<{part.name}> has no <{name}>: add it")


def rdf_about_missing(document: XmlDocument) -> Iterator[Found]:
    """
    A part has no identifier, so nothing can refer to it, and readers cannot recognise an item again.

    RSS 1.0, 5.3 to 5.6 (rdf:about is required).

    Fix: Add ``rdf:about`` with the URL of the part.
    """
    for part in _parts(document, *_PARTS):
        if not _about(part):
            yield document.found(part, f"<{part.name}> has no rdf:about: add it with its URL")


def rdf_about_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    Two parts have the same identifier, so programs take them for one.

    RSS 1.0, 5.5 (rdf:about must be unique).

    Fix: Give each part its own URL as ``rdf:about``.
    """
    seen: set[str] = set()
    for part in _parts(document, *_PARTS):
        about = _about(part)
        if about in seen:
            yield document.found(part, f"rdf:about is that of another part, {about!r}: give <{part.name}> its own")
        elif about:
            seen.add(about)


def rdf_item_unlisted(document: XmlDocument) -> Iterator[Found]:
    """
    The channel's list and the items do not correspond. Programs that read RDF show only what is in both.

    RSS 1.0, 5.3.5 (items).

    Fix: Write an ``rdf:li`` for each item, with the value of its ``rdf:about``.
    """
    items = {about: item for item in _parts(document, "item") if (about := _about(item))}
    listed = {resource: entry for entry, resource in _listed(document)} if items else {}
    for about, item in items.items():
        if about not in listed:
            yield document.found(item, f'not in the list of the channel: add <rdf:li rdf:resource="{about}"/>')
    for resource, entry in listed.items():
        if resource not in items:
            yield document.found(entry, f"no item has the rdf:about {resource!r}: add the item or remove the rdf:li")


def rdf_reference_broken(document: XmlDocument) -> Iterator[Found]:
    """
    The channel refers to an image or a form that is not in the document, or the document has one that the channel does not refer to.

    RSS 1.0, 5.3.4 (image), 5.3.6 (textinput).

    Fix: Use the same URL in ``rdf:resource`` in the channel and ``rdf:about`` of the part.
    """
    for name in ("image", "textinput"):
        parts = {_about(part): part for part in _parts(document, name)}
        references = {_resource(each): each for channel in _parts(document, "channel") for each in children(channel, name)}
        for resource, reference in references.items():
            if resource not in parts:
                yield document.found(reference, f"no <{name}> has the rdf:about {resource!r}: add it, or remove the reference")
        for about, part in parts.items():
            if about not in references:
                yield document.found(part, f'the channel does not refer to it: add <{name} rdf:resource="{about}"/> to the channel')


RULES = table(
    errors=(rdf_part_missing, rdf_about_missing, rdf_about_repeated),
    warnings=(rdf_item_unlisted, rdf_reference_broken),
)
