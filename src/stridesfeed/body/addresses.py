"""
Every address of a body, made absolute; places within the body stay places within it.
"""

from __future__ import annotations

from urllib.parse import unquote

from stridesfeed import iri
from stridesfeed.body.page import Page
from stridesfeed.body.tree import Element, Node, merged, walk
from stridesfeed.body.urls import schemes


def resolve(root: Element, page: Page) -> None:
    """
    Make every address in *root* absolute; what has none that is allowed loses it, and a link without address becomes its text.
    """
    ids = {element.attributes["id"] for element in walk(root) if "id" in element.attributes}
    for element in walk(root):
        if _leads_within(element, ids):
            element.attributes = _within(element.attributes)
        else:
            element.attributes = _absolute(element.attributes, page)
    _unlink(root)


def _leads_within(element: Element, ids: set[str]) -> bool:
    """
    Whether a link leads to a place in the body, as those of footnotes do.

    The W3C's validator takes a link that begins with such an address for a relative one, so that a link with nothing else to begin with leads
    to the same place on the article's page.
    """
    href = element.attributes.get("href", "")
    return href.startswith("#") and unquote(href[1:]) in ids and len(element.attributes) > 1


def _within(attributes: dict[str, str]) -> dict[str, str]:
    others = {name: value for name, value in attributes.items() if name != "href"}
    return others | {"href": iri.to_uri(attributes["href"])}


def _absolute(attributes: dict[str, str], page: Page) -> dict[str, str]:
    resolved = {name: _address(name, value, page) for name, value in attributes.items()}
    return {name: value for name, value in resolved.items() if value is not None}


def _address(name: str, value: str, page: Page) -> str | None:
    allowed = schemes(name, page.policy)
    if allowed is None:
        return value
    return page.media(value) if allowed is page.policy.media_schemes else page.link(value)


def _unlink(element: Element) -> None:
    """
    Links without an address become their text, unless they are places that one can go to.
    """
    children: list[Node] = []
    for child in element.children:
        if isinstance(child, str):
            children.append(child)
            continue
        _unlink(child)
        children.extend(child.children if child.name == "a" and not child.attributes.keys() & {"href", "id"} else [child])
    element.children = merged(children)
