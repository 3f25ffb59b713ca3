"""
Rules about one thing said twice, in the format's own words and in another namespace's: readers take the one or the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_ADMIN = "http://webns.net/mvcb/"

#: RSS's own word, and the words of others for the same.
_CHANNEL = (
    ("managingEditor", ns.DC, "creator"),
    ("webMaster", ns.DC, "publisher"),
    ("language", ns.DC, "language"),
    ("copyright", ns.DC, "rights"),
    ("pubDate", ns.DC, "date"),
    ("lastBuildDate", ns.DCTERMS, "modified"),
    ("category", ns.DC, "subject"),
    ("generator", _ADMIN, "generatorAgent"),
)
_ITEM = (
    ("author", ns.DC, "creator"),
    ("category", ns.DC, "subject"),
    ("pubDate", ns.DC, "date"),
    ("source", ns.DC, "source"),
    ("guid", ns.ATOM, "id"),
    ("pubDate", ns.ATOM, "published"),
)
_DESCRIPTIONS = ((ns.XHTML, ("body", "div")), (ns.ATOM, ("content",)))


def said_twice(document: XmlDocument) -> Iterator[Found]:
    """
    One thing is said in two ways, as pubDate and as dc:date: readers show the one, the other, or one person twice.

    RSS profile, namespace elements.

    Fix: keep RSS's own element, and dc:creator where there is no address for mail.
    """
    if document.format != "rss" or document.feed is None:
        return
    yield from _twice(document, document.feed, _CHANNEL)
    for item in document.entries:
        yield from _twice(document, item, _ITEM)


def _twice(document: XmlDocument, holder: XmlElement, pairs: tuple[tuple[str, str, str], ...]) -> Iterator[Found]:
    names = {(child.namespace, child.name) for child in holder.children}
    for own, namespace, other in pairs:
        if (holder.namespace, own) in names and (namespace, other) in names:
            (found, *_) = children(holder, other, namespace=namespace)
            yield document.found(found, f"<{found.tag}> says what <{own}> says: keep one")


def text_said_twice(document: XmlDocument) -> Iterator[Found]:
    """
    The text of an item stands in an element that hardly any reader of RSS knows, beside or in place of its description.

    RSS profile, content:encoded.

    Fix: description, and content:encoded.
    """
    for item in document.entries if document.format == "rss" else ():
        for namespace, names in _DESCRIPTIONS:
            for element in children(item, *names, namespace=namespace):
                if element.get("src") is None:
                    yield document.found(element, f"hardly any reader knows <{element.tag}> in RSS: write content:encoded")


RULES = table(warnings=(said_twice, text_said_twice))
