"""
Rewrite a body for feeds, before an engine checks it.

One pass over the tree, innermost elements first, replaces or removes what feeds cannot carry; then the headline, ids and URLs are processed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from stridesfeed.body import embeds, images
from stridesfeed.body.flatten import flatten, without_repetition
from stridesfeed.body.limits import check_length
from stridesfeed.body.policy import Policy
from stridesfeed.body.tokens import tokenize
from stridesfeed.body.tree import HtmlElement, Node, is_blank, merge_text, serialize, text_content, walk
from stridesfeed.body.tree_builder import BLOCKS, build_tree
from stridesfeed.body.urls import BodyContext, resolve

_EMBEDS = frozenset({"iframe", "embed", "object"})

_PLAYED = frozenset({"audio", "video"})
_SOURCES = frozenset({"source", "track"})

_ALIGNED = re.compile(r"(?:^|[;\s])text-align\s*:\s*(left|right|center)\b", re.IGNORECASE)

#: A line feed replaces one of these if its content is invisible.
LINES = frozenset({"p", "figure"})

#: Removing one of these loses nothing if its content is invisible, except white space between words.
PHRASES = frozenset({"a", "abbr", "b", "code", "em", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"})


def rewrite(html: str, base_url: str, policy: Policy, title: str | None = None) -> str:
    """
    Return *html* with only elements and attributes of *policy*, absolute URLs, and replacements for what feeds cannot carry.

    Raises :class:`stridesfeed.body.limits.LimitExceeded` if the body is over a limit of *policy*.
    """
    tokens = tokenize(html)
    tree = build_tree(images.revealed(tokens) if "noscript" in html.lower() else tokens, policy)
    context = BodyContext(base_url, tree.base or base_url, policy)
    root = tree.root
    _rewrite(root, context, linked=False)
    if title:
        root.children = without_headline(root.children, title)
    resolve(root, context)
    flatten(root, context)
    if tree.is_repetitive:
        without_repetition(root)
    rewritten = serialize(_trimmed(root.children))
    check_length(rewritten, policy)
    return rewritten


def _rewrite(element: HtmlElement, context: BodyContext, *, linked: bool) -> None:
    """
    Rewrite the content of *element*, innermost first.
    """
    if len(element.children) == 1 and isinstance(element.children[0], str):
        return
    linked = linked or element.name == "a"
    rewritten: list[Node] = []
    for child in images.expanded(element.children):
        if isinstance(child, str):
            rewritten.append(child)
        else:
            _rewrite(child, context, linked=linked)
            rewritten.extend(_replaced(child, element.name, context, linked=linked))
    element.children = merge_text(images.without_noscript_duplicates(rewritten))


def _replaced(element: HtmlElement, parent: str, context: BodyContext, *, linked: bool) -> list[Node]:
    """
    Return the replacement of *element*, whose children are rewritten.
    """
    if element.name in _EMBEDS:
        return embeds.link(element, parent, context, linked=linked)
    if element.name == "area":
        return embeds.area(element, context, linked=linked)
    if element.name in _PLAYED and element.name not in context.policy.elements:
        return embeds.media_link(element, parent, context, linked=linked)
    if element.name in _SOURCES:
        return _sourced(element, parent, context)
    kept = REPLACEMENTS.get(element.name, _itself)(element, context)
    for node in kept:
        if isinstance(node, HtmlElement):
            keep_attributes(node, context.policy)
    return [shown for node in kept for shown in _seen(node)]


def _itself(element: HtmlElement, _: BodyContext) -> list[Node]:
    return [element]


def _sourced(element: HtmlElement, parent: str, context: BodyContext) -> list[Node]:
    """
    Return a source or track of audio or video, if it has a URL; it is kept unchanged if a link will replace the player.
    """
    if parent not in _PLAYED or context.media(element.attributes.get("src", "")) is None:
        return []
    if parent in context.policy.elements:
        keep_attributes(element, context.policy)
    return [element]


def _lines(element: HtmlElement, context: BodyContext) -> list[Node]:
    """
    Return preformatted text; a paragraph with its lines if the policy does not allow it. With blocks inside it is not text, and they replace
    it.
    """
    if element.name in context.policy.elements:
        return [element]
    if any(part.name in BLOCKS for part in walk(element)):
        return element.children
    lines = list(_in_lines(element.children, context))
    return [HtmlElement("p", {}, lines)] if "p" in context.policy.elements else lines


def _in_lines(nodes: list[Node], context: BodyContext) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, HtmlElement):
            node.children = list(_in_lines(node.children, context))
            yield node
            continue
        for number, said in enumerate(node.expandtabs(4).split("\n")):
            if number:
                yield HtmlElement("br") if "br" in context.policy.elements else "\n"
            yield "\xa0" * (len(said) - len(said.lstrip(" "))) + said.lstrip(" ")


def _playable(element: HtmlElement, context: BodyContext) -> list[Node]:
    """
    Return audio or video with something to play and with controls; otherwise its fallback content.
    """
    late = element.attributes.get("src") or element.attributes.get("data-src", "")
    if context.media(late) is None and not any(part.name == "source" for part in walk(element)):
        return embeds.fallback(element)
    source = {"src": late} if context.media(late) else {}
    element.attributes = source | {name: value for name, value in element.attributes.items() if name != "src"}
    element.attributes.setdefault("controls", "")
    return [element]


def _anchored(element: HtmlElement, _: BodyContext) -> list[Node]:
    """
    Return a link; its name, the id of old pages, becomes an id.
    """
    if name := element.attributes.get("name"):
        element.attributes.setdefault("id", name)
    return [element]


def _aligned(element: HtmlElement, _: BodyContext) -> list[Node]:
    """
    Return a cell with its alignment: Markdown writes it as a style, which is removed.
    """
    if found := _ALIGNED.search(element.attributes.get("style", "")):
        element.attributes.setdefault("align", found[1].lower())
    return [element]


#: Functions that return what replaces an element.
REPLACEMENTS: Mapping[str, Callable[[HtmlElement, BodyContext], list[Node]]] = {
    "a": _anchored,
    "audio": _playable,
    "img": images.image,
    "pre": _lines,
    "td": _aligned,
    "th": _aligned,
    "video": _playable,
}


def keep_attributes(element: HtmlElement, policy: Policy) -> None:
    """
    Remove the attributes and class names of *element* that *policy* does not allow.
    """
    if not element.attributes:
        return
    allowed = policy.allowed_attributes(element.name)
    kept = {name: value for name, value in element.attributes.items() if name in allowed}
    if "class" in kept:
        kept["class"] = " ".join(name for name in kept["class"].split() if policy.keeps_class(name))
    element.attributes = {name: value for name, value in kept.items() if value or name not in {"class", "id"}}


def _seen(node: Node) -> list[Node]:
    """
    Return *node*, unless it is a paragraph, figure or phrase without visible content.
    """
    if isinstance(node, str) or "id" in node.attributes:
        return [node]
    if node.name in LINES and is_blank(node.children):
        return ["\n"]
    return node.children if node.name in PHRASES and is_blank(node.children) else [node]


def _trimmed(nodes: list[Node]) -> list[Node]:
    """
    Return *nodes* without white space and byte order marks at either end: some programs remove a leading mark, others do not.
    """
    kept = merge_text(nodes)
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip(" \t\n\ufeff")
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip(" \t\n")
    return kept


#: Elements in which a page puts its headline.
_WRAPPERS = frozenset({"article", "div", "header", "main", "section"})


def without_headline(nodes: list[Node], title: str) -> list[Node]:
    """
    Remove headings that repeat *title* at the very start: readers show the title above the body.
    """
    wanted = _folded(title)
    white: list[Node] = []
    for index, node in enumerate(nodes):
        if isinstance(node, str) and is_blank([node]):
            white.append(node)
        elif isinstance(node, str) or not _lead(node, wanted):
            return [*white, *nodes[index:]]
    return white


def _lead(element: HtmlElement, title: str) -> bool:
    """
    Return whether *element* contains only *title*; other content is kept.
    """
    if element.name in {"h1", "h2"}:
        return _folded(text_content(element.children)) == title
    if element.name not in _WRAPPERS:
        return False
    kept = without_headline(element.children, title)
    changed, element.children = len(kept) < len(element.children), kept
    return changed and is_blank(kept)


def _folded(value: str) -> str:
    return " ".join(value.split()).casefold()
