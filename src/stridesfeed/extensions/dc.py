"""
Dublin Core elements in RSS: people by name, because RSS's own author must be an e-mail address, and facts that items have no element for.

dc:date and dc:subject are never written: some readers prefer them to pubDate and category.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Person

NAMESPACE = Namespace("dc", "http://purl.org/dc/elements/1.1/")


def creators(people: Iterable[Person]) -> Iterator[Element]:
    """
    Yield dc:creator, one for each person.
    """
    for person in people:
        yield _creator(person.name)


@lru_cache(512)
def _creator(name: str) -> Element:
    """
    Return the same element for the same name: a few people write most articles.
    """
    return NAMESPACE.element("creator", name)


def contributors(people: Iterable[Person]) -> Iterator[Element]:
    """
    Yield dc:contributor, one for each person.
    """
    for person in people:
        yield NAMESPACE.element("contributor", person.name)


def language(tag: str) -> Element:
    """
    Return dc:language, for an item whose language differs from the channel's.
    """
    return NAMESPACE.element("language", tag)


def rights(text: str) -> Element:
    """
    Return dc:rights, the rights of an item.
    """
    return NAMESPACE.element("rights", text)
