"""
Flatten bodies for readers that limit nesting, and remove redundant nested formatting.

Blocks end two levels before the limit, so that links and images inside them fit; lists and tables stay only if their parts fit too. Elements
that are too deep lose their tags: the text of blocks continues on new lines, the cells of a row on one line.

A parser remembers three equal open formatting elements, and forgets the first at the fourth (HTML, 13.2.4.3: "Noah's Ark clause"). End tags
would then no longer match their start tags, which validators report as an error, so the fourth is removed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from stridesfeed.body.tree import HtmlElement, Node, is_blank, merge_text
from stridesfeed.body.tree_builder import BLOCKS, FORMATTING, MOST_EQUAL
from stridesfeed.body.urls import BodyContext
from stridesfeed.text import name_set

#: Levels for phrases in the innermost block: a link and its content.
_PHRASES_IN_BLOCK = 2

_CELLS = frozenset({"td", "th"})

#: Parts of tables and lists, which mean nothing outside of them.
_PARTS = name_set("caption col colgroup dd dt figcaption li rp rt source summary tbody td tfoot th thead tr track")
_IN_LINE = frozenset({"rp", "rt", "source", "track", "col", "colgroup"}) | _CELLS

#: How many levels of parts each element has.
_LEVELS = {"table": 3, "ul": 1, "ol": 1, "dl": 1, "ruby": 1, "details": 1, "figure": 1, "audio": 1, "video": 1}

#: Marks a line end until it is known whether another line follows.
_LINE_END = HtmlElement("br")


def flatten(root: HtmlElement, context: BodyContext) -> None:
    """
    Remove the tags of elements that are nested deeper than the policy allows.
    """
    if context.policy.max_nesting is not None:
        _flatten(root, 1, context.policy.max_nesting, context)


def _flatten(element: HtmlElement, depth: int, most: int, context: BodyContext) -> None:
    """
    Flatten the content of *element*, which is at *depth*, so that it is at most *most* deep.
    """
    may_break = depth <= most and "br" in context.policy.elements
    element.children = merge_text(_lines(_held(element.children, depth, most), may_break=may_break))
    for child in element.children:
        if isinstance(child, HtmlElement):
            _flatten(child, depth + 1, most, context)


def _held(nodes: list[Node], depth: int, most: int, *, parts: bool = True) -> Iterator[Node]:
    """
    Return *nodes*, with the content of elements that are not allowed at *depth*; *parts* says whether their list or table is kept.
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


def _fits(element: HtmlElement, depth: int, most: int) -> bool:
    deepest = depth + _LEVELS.get(element.name, 0)
    return deepest <= (most - _PHRASES_IN_BLOCK if element.name in BLOCKS | _PARTS - _IN_LINE else most)


def _lines(nodes: Iterable[Node], *, may_break: bool) -> Iterator[Node]:
    """
    Return *nodes* with a line break between lines.
    """
    ended = begun = False
    for node in nodes:
        if node is _LINE_END:
            ended = True
            continue
        is_white = isinstance(node, str) and is_blank([node])
        if is_white and ended:
            continue
        is_block = isinstance(node, HtmlElement) and (node.name in BLOCKS or node.name == "br")
        if ended and begun and not is_white and not is_block:
            yield HtmlElement("br") if may_break else "\n"
        if not is_white:
            ended, begun = False, not is_block
        yield node


#: Name and attributes.
_Likeness = tuple[str, tuple[tuple[str, str], ...]]


def without_repetition(root: HtmlElement) -> None:
    """
    Replace every fourth equal formatting element inside three others with its content.
    """
    root.children = merge_text(_limited(root.children, Counter()))


def _limited(nodes: Iterable[Node], around: Counter[_Likeness]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, str):
            yield node
            continue
        likeness = (node.name, tuple(sorted(node.attributes.items()))) if node.name in FORMATTING else None
        if likeness and around[likeness] == MOST_EQUAL:
            yield from _limited(node.children, around)
            continue
        if likeness:
            around[likeness] += 1
        node.children = merge_text(_limited(node.children, around))
        if likeness:
            around[likeness] -= 1
        yield node
