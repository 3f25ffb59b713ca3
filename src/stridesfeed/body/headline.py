"""
The headline: a reader shows it above the body, so that the body does not begin with it.
"""

from __future__ import annotations

from stridesfeed.body.tree import Element, Node, blank, text

#: In these a page puts its headline.
_WRAPPERS = frozenset({"article", "div", "header", "main", "section"})


def without_headline(nodes: list[Node], title: str) -> list[Node]:
    """
    *nodes* without the headings at their very start that say *title* again.
    """
    wanted = _folded(title)
    white: list[Node] = []
    for index, node in enumerate(nodes):
        if isinstance(node, str) and blank([node]):
            white.append(node)
        elif isinstance(node, str) or not _lead(node, wanted):
            return [*white, *nodes[index:]]
    return white


def _lead(element: Element, title: str) -> bool:
    """
    Whether *element* says *title* and nothing else; what it says beside that is kept.
    """
    if element.name in {"h1", "h2"}:
        return _folded(text(element.children)) == title
    if element.name not in _WRAPPERS:
        return False
    kept = without_headline(element.children, title)
    changed, element.children = len(kept) < len(element.children), kept
    return changed and blank(kept)


def _folded(value: str) -> str:
    return " ".join(value.split()).casefold()
