"""
Phrases that say the same over and over.

A parser remembers three open formatting elements that are alike, and forgets the first of them at the fourth (HTML, 13.2.4.3: "Noah's Ark
clause"). Then end tags no longer belong to their start tags, which validators call an error. The fourth says nothing that three did not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from stridesfeed.body.names import names
from stridesfeed.body.tree import Element, Node, merged

#: Which elements a parser remembers so.
_FORMATTING = names("a b big code em font i nobr s small strike strong tt u")

_MOST = 3

#: Name and attributes.
_Likeness = tuple[str, tuple[tuple[str, str], ...]]


def without_repetition(root: Element) -> None:
    """
    Let what *root* holds have no more than three like phrases inside one another: a further one becomes what it holds.
    """
    root.children = merged(_kept(root.children, Counter()))


def _kept(nodes: Iterable[Node], around: Counter[_Likeness]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, str):
            yield node
            continue
        likeness = (node.name, tuple(sorted(node.attributes.items()))) if node.name in _FORMATTING else None
        if likeness and around[likeness] == _MOST:
            yield from _kept(node.children, around)
            continue
        if likeness:
            around[likeness] += 1
        node.children = merged(_kept(node.children, around))
        if likeness:
            around[likeness] -= 1
        yield node
