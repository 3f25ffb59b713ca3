"""
Dublin Core elements in RSS: people by name, where RSS's own author must be an e-mail address, and what an item has no element for.

dc:date and dc:subject are never written: some readers take them over pubDate and category.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Person

NAMESPACE = Namespace("dc", "http://purl.org/dc/elements/1.1/")


def creators(people: Iterable[Person], *, joined: bool) -> Iterator[Element]:
    """
    dc:creator: one for all people, or one for each.
    """
    names = [person.name for person in people]
    for name in [", ".join(names)] if joined and names else names:
        yield NAMESPACE.element("creator", name)


def contributors(people: Iterable[Person]) -> Iterator[Element]:
    """
    dc:contributor: one for each.
    """
    for person in people:
        yield NAMESPACE.element("contributor", person.name)


def language(tag: str) -> Element:
    """
    dc:language: an item's language, where it is not the channel's.
    """
    return NAMESPACE.element("language", tag)


def rights(text: str) -> Element:
    """
    dc:rights: an item's own rights.
    """
    return NAMESPACE.element("rights", text)
