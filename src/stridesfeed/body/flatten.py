"""
Bodies for places that take only so many elements inside one another.

Blocks stop two levels before the limit, so that what they hold keeps its links and images to the last; a list, table or the like stays only
where its parts have room too. What is too deep loses its tags: the text of blocks goes on in new lines, the cells of a row in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stridesfeed.body.names import names
from stridesfeed.body.nesting import BLOCKS
from stridesfeed.body.page import Page
from stridesfeed.body.tree import Element, Node, blank, merged

#: Left for phrases inside the innermost block: a link, and what it shows.
_PHRASES_IN_BLOCK = 2

_CELLS = frozenset({"td", "th"})

#: Parts of tables and lists: without the whole they are no elements.
_PARTS = names("caption col colgroup dd dt figcaption li rp rt source summary tbody td tfoot th thead tr track")
_IN_LINE = frozenset({"rp", "rt", "source", "track", "col", "colgroup"}) | _CELLS

#: How many levels of parts each of these has.
_LEVELS = {"table": 3, "ul": 1, "ol": 1, "dl": 1, "ruby": 1, "details": 1, "figure": 1, "audio": 1, "video": 1}

#: Stands where a line ends, until it is known whether there is another one.
_LINE_END = Element("br")


def flatten(root: Element, page: Page) -> None:
    """
    Take the tags of what stands deeper in *root* than the policy of *page* wants.
    """
    if page.policy.max_nesting is not None:
        _flatten(root, 1, page.policy.max_nesting, page)


def _flatten(element: Element, depth: int, most: int, page: Page) -> None:
    """
    Let what *element* holds stand at *depth*, with no more than *most* around it.
    """
    may_break = depth <= most and "br" in page.policy.elements
    element.children = merged(_lines(_held(element.children, depth, most), may_break=may_break))
    for child in element.children:
        if isinstance(child, Element):
            _flatten(child, depth + 1, most, page)


def _held(nodes: list[Node], depth: int, most: int, *, parts: bool = True) -> Iterator[Node]:
    """
    *nodes*, with what those hold that may not stand at *depth*; *parts* say whether the whole that they are parts of stands.
    """
    for node in nodes:
        if isinstance(node, str) or ((parts or node.name not in _PARTS) and _fits(node, depth, most)):
            yield node
            continue
        is_block = node.name in BLOCKS | _PARTS - _IN_LINE
        yield from [_LINE_END] if is_block else [" "] if node.name in _CELLS else []
        yield node.attributes.get("alt", "")
        yield from _held(node.children, depth, most, parts=False)
        yield from [_LINE_END] if is_block else []


def _fits(element: Element, depth: int, most: int) -> bool:
    deepest = depth + _LEVELS.get(element.name, 0)
    return deepest <= (most - _PHRASES_IN_BLOCK if element.name in BLOCKS | _PARTS - _IN_LINE else most)


def _lines(nodes: Iterable[Node], *, may_break: bool) -> Iterator[Node]:
    """
    *nodes* with a line break where a line ends and another one begins.
    """
    ended = begun = False
    for node in nodes:
        if node is _LINE_END:
            ended = True
            continue
        is_white = isinstance(node, str) and blank([node])
        if is_white and ended:
            continue
        is_block = isinstance(node, Element) and (node.name in BLOCKS or node.name == "br")
        if ended and begun and not is_white and not is_block:
            yield Element("br") if may_break else "\n"
        if not is_white:
            ended, begun = False, not is_block
        yield node
