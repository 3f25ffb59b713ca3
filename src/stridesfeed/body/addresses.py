"""
Every address of a body, made absolute.

A place within the body (``#fn1``) leads to the same place on the article's page: most readers take ids away, and then a link that stays within
leads nowhere.
"""

from __future__ import annotations

from stridesfeed.body.page import Page
from stridesfeed.body.tree import Element, Node, merged, walk
from stridesfeed.body.urls import schemes


def resolve(root: Element, page: Page) -> None:
    """
    Make every address in *root* absolute; what has none that is allowed loses it, and a link without address becomes its text.
    """
    for element in walk(root):
        element.attributes = _absolute(element.attributes, page)
    _unlink(root)


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
