"""
Make images visible to readers: give lazy images their URL, and remove tracking pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from stridesfeed.body.tokens import EndTag, StartTag, Token, tokenize
from stridesfeed.body.tree import HtmlElement, Node, is_blank, walk
from stridesfeed.body.urls import BodyContext
from stridesfeed.text import name_set

#: Attributes in which lazy-loading scripts find the URL, the most common first.
_LATE = ("data-src", "data-lazy-src", "data-original", "data-original-src", "data-orig-file", "data-full-url", "data-hi-res-src", "data-url")
_FROM_PICTURE = "data-picture-srcset"
_LATE_SETS = ("data-srcset", "data-lazy-srcset", "srcset", _FROM_PICTURE)

#: File names of placeholders that such scripts use.
_PLACEHOLDERS = name_set("1x1 blank clear empty grey lazy lazyload loading pixel placeholder spacer transparent")
_PLACEHOLDER_TYPES = (".gif", ".png", ".svg")

_SHOWING = frozenset({"img", "noscript"})

_CANDIDATE = re.compile(r"[\s,]*+(?P<url>\S*[^\s,])(?:\s++(?P<size>[0-9.]++)(?P<unit>[wxh])[^,]*+|[^,]*+)")

_PIXELS = re.compile(r"\s*0*([01])(?:\.0*)?\s*(?:px)?\s*")
_STYLED = re.compile(
    r"(?:^|[;\s])(?:(?:width|height)\s*:\s*0*[01](?:px)?|display\s*:\s*none|visibility\s*:\s*hidden)\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE
)


def revealed(stream: Iterable[Token]) -> Iterator[Token]:
    """
    Return *stream* with only images in noscript.
    """
    inside = False
    for token in stream:
        if inside and isinstance(token, str):
            yield from (tag for tag in tokenize(token, raw=frozenset()) if isinstance(tag, StartTag) and tag.name in {"img", "image"})
            yield EndTag("noscript")
            inside = False
            continue
        inside = isinstance(token, StartTag) and token.name == "noscript"
        yield token


def image(element: HtmlElement, context: BodyContext) -> list[Node]:
    """
    Return *element* with the URL of its real image; nothing if it is a tracking pixel.
    """
    if is_tracking_pixel(element):
        return []
    if not context.policy.allows("img", "src"):
        return _words(element)
    address = _address(element.attributes, context)
    found = {"src": address} if address else {}
    element.attributes = found | {name: value for name, value in element.attributes.items() if name != "src"}
    return [element]


def _words(element: HtmlElement) -> list[Node]:
    alternative = element.attributes.get("alt", "")
    return [alternative] if alternative.strip() else []


def expanded(nodes: Iterable[Node]) -> Iterator[Node]:
    """
    Replace each picture in *nodes* with its image, which takes a URL from a source if it has none.
    """
    for node in nodes:
        if isinstance(node, HtmlElement) and node.name == "picture":
            yield from _image_of(node)
        else:
            yield node


def _image_of(picture: HtmlElement) -> Iterator[Node]:
    # Most programs support the last source.
    sets = [part.attributes.get("srcset", "") for part in walk(picture) if part.name == "source"][::-1]
    late = {_FROM_PICTURE: next((candidates for candidates in sets if candidates.strip()), "")}
    kept = [node for node in picture.children if not (isinstance(node, HtmlElement) and node.name == "source")]
    images = [node for node in kept if isinstance(node, HtmlElement) and node.name == "img"]
    for element in images:
        element.attributes = late | element.attributes
    yield from expanded(kept if images else [*kept, HtmlElement("img", dict(late))])


def without_noscript_duplicates(nodes: list[Node]) -> list[Node]:
    """
    Remove images in noscript that repeat an image next to it.

    An image without a URL takes that of its duplicate; if there is none, its alternative text stays.
    """
    if not any(isinstance(node, HtmlElement) and node.name in _SHOWING for node in nodes):
        return nodes
    kept: list[Node] = []
    before: Node = ""
    image_in = cache(_image_in)  # many noscripts can be next to one large element
    for node, after in zip(nodes, _following(nodes), strict=True):
        shown = [node]
        if isinstance(node, HtmlElement) and node.name == "noscript":
            twins = [part for part in node.children if isinstance(part, HtmlElement)]
            neighbour = (image_in(before) or image_in(after)) if twins else None
            shown = [*twins] if neighbour is None else []
            if neighbour is not None:
                _take_address(neighbour, twins[0])
        kept += shown
        before = next((part for part in reversed(shown) if not _is_white(part)), before)
    return [part for node in kept for part in _with_address(node)]


def _take_address(element: HtmlElement, twin: HtmlElement) -> None:
    if "src" not in element.attributes or _is_placeholder(element.attributes["src"]):
        element.attributes = {"src": twin.attributes["src"]} | {name: value for name, value in element.attributes.items() if name != "src"}


def _with_address(node: Node) -> list[Node]:
    if isinstance(node, str) or node.name != "img" or "src" in node.attributes:
        return [node]
    return _words(node)


def _following(nodes: list[Node]) -> list[Node]:
    """
    Return the next node after each of *nodes* that is not white space, or "".
    """
    after: Node = ""
    following: list[Node] = []
    for node in reversed(nodes):
        following.append(after)
        after = after if _is_white(node) else node
    return following[::-1]


def _is_white(node: Node) -> bool:
    return isinstance(node, str) and is_blank([node])


def _image_in(node: Node) -> HtmlElement | None:
    if isinstance(node, str) or node.name == "noscript":
        return None
    return next((part for part in chain([node], walk(node)) if part.name == "img"), None)


def is_tracking_pixel(element: HtmlElement) -> bool:
    """
    Return whether an image or frame is a tracking pixel.
    """
    sizes = (element.attributes.get("width", ""), element.attributes.get("height", ""))
    return any(_PIXELS.fullmatch(size) for size in sizes) or bool(_STYLED.search(element.attributes.get("style", "")))


def _address(attributes: dict[str, str], context: BodyContext) -> str | None:
    """
    Return the absolute URL of the real image; ``None`` if there is no allowed one.
    """
    stated = context.media(attributes.get("src", ""))
    if stated is not None and not _is_placeholder(stated):
        return stated
    late = (context.media(attributes.get(name, "")) for name in _LATE)
    largest = (context.media(_largest(attributes.get(name, ""))) for name in _LATE_SETS)
    return next((address for address in (*late, *largest) if address is not None), stated)


def _is_placeholder(address: str) -> bool:
    name = address.partition("#")[0].partition("?")[0].rpartition("/")[2].lower()
    return name.endswith(_PLACEHOLDER_TYPES) and not _PLACEHOLDERS.isdisjoint(re.split(r"[_.-]", name))


def _largest(candidates: str) -> str:
    """
    Return the URL of the largest image of a srcset (HTML, 4.8.4.2.1).
    """
    best, best_size = "", -1.0
    for match in _CANDIDATE.finditer(candidates.strip(" ,\t\n")):
        size = _number(match["size"]) if match["size"] else 0.0
        if size > best_size:
            best, best_size = match["url"], size
    return best


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
