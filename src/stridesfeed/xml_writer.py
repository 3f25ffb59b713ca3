"""
Write a tree of elements as an XML document: OPML, sitemaps and other small vocabularies.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed.markup import Element, namespaces
from stridesfeed.text import legal

#: Tabs and line ends in attributes are written as references: parsers replace them by spaces otherwise (XML 1.0, 3.3.3).
_ATTRIBUTE = {ord('"'): "&quot;", ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", 9: "&#9;", 10: "&#10;", 13: "&#13;"}
_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", 13: "&#13;"}


def write_xml(root: Element, default_namespace: str | None = None) -> bytes:
    """
    Return the document in UTF-8, one element per line. Elements without a namespace of their own are in *default_namespace*.
    """
    declared = sorted((f"xmlns:{namespace.prefix}", namespace.uri) for namespace in namespaces([root]))
    declarations = (("xmlns", default_namespace), *declared) if default_namespace else tuple(declared)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_lines(root, declarations, ""))).encode()


def _lines(element: Element, declarations: tuple[tuple[str, str], ...], indent: str) -> Iterator[str]:
    name = f"{element.namespace.prefix}:{element.name}" if element.namespace else element.name
    qualified = [(f"{each.namespace.prefix}:{each.name}", each.text) for each in element.qualified]
    attributes = (*declarations, *element.attributes, *qualified)
    tag = name + "".join(f' {key}="{legal(value).translate(_ATTRIBUTE)}"' for key, value in attributes)
    if element.children:
        yield f"{indent}<{tag}>\n"
        for child in element.children:
            yield from _lines(child, (), indent + "  ")
        yield f"{indent}</{name}>\n"
    elif element.text:
        yield f"{indent}<{tag}>{legal(element.text).translate(_TEXT)}</{name}>\n"
    else:
        yield f"{indent}<{tag}/>\n"
