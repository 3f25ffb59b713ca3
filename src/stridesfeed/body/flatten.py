"""
Bodies for places that take only so many elements inside one another.

Blocks stop two levels before the limit, so that what they hold keeps its links and images to the last; a list, table or the like stays only
where its parts have room too. What is too deep loses its tags: the text of blocks goes on in new lines, the cells of a row in one.

Phrases that say the same over and over.

A parser remembers three open formatting elements that are alike, and forgets the first of them at the fourth (HTML, 13.2.4.3: "Noah's Ark
clause"). Then end tags no longer belong to their start tags, which validators call an error. The fourth says nothing that three did not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from stridesfeed.body.tree import HtmlElement, Node, is_blank, merge_text
from stridesfeed.body.tree_builder import BLOCKS
from stridesfeed.body.urls import BodyContext
from stridesfeed.text import name_set

#: Left for phrases inside the innermost block: a link, and what it shows.
_PHRASES_IN_BLOCK = 2

_CELLS = frozenset({"td", "th"})

#: Parts of tables and lists: without the whole they are no elements.
_PARTS = name_set("caption col colgroup dd dt figcaption li rp rt source summary tbody td tfoot th thead tr track")
_IN_LINE = frozenset({"rp", "rt", "source", "track", "col", "colgroup"}) | _CELLS

#: How many levels of parts each of these has.
_LEVELS = {"table": 3, "ul": 1, "ol": 1, "dl": 1, "ruby": 1, "details": 1, "figure": 1, "audio": 1, "video": 1}

#: Stands where a line ends, until it is known whether there is another one.
_LINE_END = HtmlElement("br")


def flatten(root: HtmlElement, context: BodyContext) -> None:
    """
    Take the tags of what stands deeper in *root* than the policy of *page* wants.
    """
    if context.policy.max_nesting is not None:
        _flatten(root, 1, context.policy.max_nesting, context)


def _flatten(element: HtmlElement, depth: int, most: int, context: BodyContext) -> None:
    """
    Let what *element* holds stand at *depth*, with no more than *most* around it.
    """
    may_break = depth <= most and "br" in context.policy.elements
    element.children = merge_text(_lines(_held(element.children, depth, most), may_break=may_break))
    for child in element.children:
        if isinstance(child, HtmlElement):
            _flatten(child, depth + 1, most, context)


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


def _fits(element: HtmlElement, depth: int, most: int) -> bool:
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
        is_white = isinstance(node, str) and is_blank([node])
        if is_white and ended:
            continue
        is_block = isinstance(node, HtmlElement) and (node.name in BLOCKS or node.name == "br")
        if ended and begun and not is_white and not is_block:
            yield HtmlElement("br") if may_break else "\n"
        if not is_white:
            ended, begun = False, not is_block
        yield node


#: Which elements a parser remembers so.
_FORMATTING = name_set("a b big code em font i nobr s small strike strong tt u")

_MOST = 3

#: Name and attributes.
_Likeness = tuple[str, tuple[tuple[str, str], ...]]


def without_repetition(root: HtmlElement) -> None:
    """
    Let what *root* holds have no more than three like phrases inside one another: a further one becomes what it holds.
    """
    root.children = merge_text(_kept(root.children, Counter()))


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
        node.children = merge_text(_kept(node.children, around))
        if likeness:
            around[likeness] -= 1
        yield node
