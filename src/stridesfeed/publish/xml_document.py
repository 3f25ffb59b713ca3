"""
A tree of elements as an XML document: for the small vocabularies beside the feeds.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed.markup import Element, namespaces
from stridesfeed.text import legal

#: White space in an attribute that is no space has to be a reference: parsers make a space of it otherwise (XML 1.0, 3.3.3).
_ATTRIBUTE = {ord('"'): "&quot;", ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", 9: "&#9;", 10: "&#10;", 13: "&#13;"}
_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", 13: "&#13;"}


def xml_document(root: Element, vocabulary: str | None = None) -> bytes:
    """
    The document in UTF-8, an element a line. *vocabulary* is the namespace of elements that carry none.
    """
    declared = sorted((f"xmlns:{namespace.prefix}", namespace.uri) for namespace in namespaces([root]))
    spaces = (("xmlns", vocabulary), *declared) if vocabulary else tuple(declared)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_lines(root, spaces, ""))).encode()


def _lines(element: Element, spaces: tuple[tuple[str, str], ...], indent: str) -> Iterator[str]:
    name = f"{element.namespace.prefix}:{element.name}" if element.namespace else element.name
    tag = name + "".join(f' {key}="{legal(value).translate(_ATTRIBUTE)}"' for key, value in (*spaces, *element.attributes))
    if element.children:
        yield f"{indent}<{tag}>\n"
        for child in element.children:
            yield from _lines(child, (), indent + "  ")
        yield f"{indent}</{name}>\n"
    elif element.text:
        yield f"{indent}<{tag}>{legal(element.text).translate(_TEXT)}</{name}>\n"
    else:
        yield f"{indent}<{tag}/>\n"
