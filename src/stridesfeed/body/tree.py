"""
HTML as a tree, and its serialisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import attrs

from stridesfeed.text import name_set

#: Void elements (HTML, 13.1.2).
VOID = name_set("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")

#: Elements that are visible without text.
VISIBLE = frozenset({"img", "audio", "video", "hr", "iframe", "embed", "object"})


@attrs.define(eq=False)
class HtmlElement:
    """
    An element: built once by :mod:`stridesfeed.body.tree_builder`, modified in place by later passes.
    """

    name: str
    attributes: dict[str, str] = attrs.field(factory=dict)
    children: list[HtmlElement | str] = attrs.field(factory=list)


#: Text is ``str``.
Node = HtmlElement | str


def walk(element: HtmlElement) -> Iterator[HtmlElement]:
    """
    Yield the descendants of *element* in document order.
    """
    for child in element.children:
        if isinstance(child, HtmlElement):
            yield child
            yield from walk(child)


def text_content(nodes: Iterable[Node]) -> str:
    """
    Return all text in *nodes*.
    """
    return "".join(node if isinstance(node, str) else text_content(node.children) for node in nodes)


def is_blank(nodes: Iterable[Node]) -> bool:
    """
    Return whether *nodes* are invisible and not the target of a link.
    """
    return all(not node.strip("\u200b\ufeff \t\n\xa0") if isinstance(node, str) else _blank(node) for node in nodes)


def _blank(element: HtmlElement) -> bool:
    return element.name not in VISIBLE and "id" not in element.attributes and is_blank(element.children)


def merge_text(nodes: Iterable[Node]) -> list[Node]:
    """
    Return *nodes* with adjacent texts merged and empty texts removed.
    """
    given = list(nodes)
    return given if _is_merged(given) else list(_merged(given))


def _is_merged(nodes: list[Node]) -> bool:
    follows_text = False
    for node in nodes:
        is_text = isinstance(node, str)
        if is_text and (follows_text or not node):
            return False
        follows_text = is_text
    return True


def _merged(nodes: list[Node]) -> Iterator[Node]:
    for is_text, group in groupby(nodes, key=lambda node: isinstance(node, str)):
        if not is_text:
            yield from group
        elif whole := "".join(map(str, group)):
            yield whole


def escape(value: str) -> str:
    """
    Escape *value* as text. A ">" is escaped too, so that "<" and ">" only delimit tags.
    """
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def start_tag(name: str, attributes: dict[str, str]) -> str:
    """
    Return a start tag with values in double quotes.
    """
    if not attributes:
        return f"<{name}>"
    pairs = "".join(f' {key}="{escape(value).replace(chr(34), "&quot;")}"' for key, value in attributes.items())
    return f"<{name}{pairs}>"


def serialize(nodes: Iterable[Node]) -> str:
    """
    Serialise *nodes* as HTML that every parser reads back as the same nodes.
    """
    pieces: list[str] = []
    _write(nodes, pieces)
    return "".join(pieces)


def _write(nodes: Iterable[Node], pieces: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            pieces.append(escape(node))
            continue
        pieces.append(start_tag(node.name, node.attributes))
        if node.name not in VOID:
            _write(_held(node), pieces)
            pieces.append(f"</{node.name}>")


def _held(element: HtmlElement) -> list[Node]:
    """
    Return the children of *element*. A parser drops the first line feed in pre (HTML, 13.2.6.4.7), so it is not written.
    """
    if element.name != "pre" or not element.children or not isinstance(element.children[0], str):
        return element.children
    return [element.children[0].lstrip("\n"), *element.children[1:]]
