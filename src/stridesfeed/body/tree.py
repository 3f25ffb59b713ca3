"""
HTML as a tree, and the one way in which it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from stridesfeed.text import name_set

#: Elements that hold nothing (HTML, 13.1.2).
VOID = name_set("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")

#: What a reader sees although it holds no text.
VISIBLE = frozenset({"img", "audio", "video", "hr", "iframe", "embed", "object"})


@attrs.define(eq=False)
class HtmlElement:
    """
    An element: built once by :mod:`stridesfeed.body.tree_builder`, changed in place by the passes over it.
    """

    name: str
    attributes: dict[str, str] = attrs.field(factory=dict)
    children: list[HtmlElement | str] = attrs.field(factory=list)


#: Text is ``str``.
Node = HtmlElement | str


def walk(element: HtmlElement) -> Iterator[HtmlElement]:
    """
    The elements inside *element*, as they stand in the document.
    """
    for child in element.children:
        if isinstance(child, HtmlElement):
            yield child
            yield from walk(child)


def text_content(nodes: Iterable[Node]) -> str:
    """
    All text in *nodes*, as it stands there.
    """
    return "".join(node if isinstance(node, str) else text_content(node.children) for node in nodes)


def is_blank(nodes: Iterable[Node]) -> bool:
    """
    Whether a person sees nothing of *nodes*, and no link leads there.
    """
    return all(not node.strip("\u200b\ufeff \t\n\xa0") if isinstance(node, str) else _blank(node) for node in nodes)


def _blank(element: HtmlElement) -> bool:
    return element.name not in VISIBLE and "id" not in element.attributes and is_blank(element.children)


def merge_text(nodes: Iterable[Node]) -> list[Node]:
    """
    *nodes* with neighbouring texts in one, and no empty text.
    """
    joined: list[Node] = []
    pieces: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            pieces.append(node)
            continue
        if whole := "".join(pieces):
            joined.append(whole)
        pieces.clear()
        joined.append(node)
    if whole := "".join(pieces):
        joined.append(whole)
    return joined


def escape(value: str) -> str:
    """
    *value* as text between tags. A ">" is escaped too, so that "<" and ">" stand nowhere but around tags.
    """
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def start_tag(name: str, attributes: dict[str, str]) -> str:
    """
    A start tag, its values in double quotes.
    """
    pairs = "".join(f' {key}="{escape(value).replace(chr(34), "&quot;")}"' for key, value in attributes.items())
    return f"<{name}{pairs}>"


def serialize(nodes: Iterable[Node]) -> str:
    """
    *nodes* as HTML that every parser reads back as the same nodes.
    """
    return "".join(_pieces(nodes))


def _pieces(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield escape(node)
            continue
        yield start_tag(node.name, node.attributes)
        if node.name not in VOID:
            yield from _pieces(_held(node))
            yield f"</{node.name}>"


def _held(element: HtmlElement) -> list[Node]:
    """
    The children of *element*. A parser takes the first line feed of pre away (HTML, 13.2.6.4.7), so it is not written.
    """
    if element.name != "pre" or not element.children or not isinstance(element.children[0], str):
        return element.children
    return [element.children[0].lstrip("\n"), *element.children[1:]]
