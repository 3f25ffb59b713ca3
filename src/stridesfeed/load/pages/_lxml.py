"""
The door to lxml's HTML parser.

libxml2 reads any HTML in linear time and memory: unlike a parser that follows the HTML standard to the letter, it does not reopen formatting
elements in every paragraph, and it stops at a nesting of 256 elements. Its repairs matter little here, because bodies are cleaned later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from stridesfeed.body.tree import HtmlElement
from stridesfeed.load.pages._cssselect import to_xpath
from stridesfeed.load.pages.page import Page, PageError
from stridesfeed.text import legal

#: A start tag whose attributes lxml compares with each other, which takes quadratic time. In characters, and in attributes.
_START_TAG = re.compile(r"<[A-Za-z](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+")
_LONG_TAG = 20_000
_MAX_ATTRIBUTES = 2_000
_VALUE = re.compile(r"\"[^\"]*+\"|'[^']*+'")

#: Elements whose content no one reads; of scripts, only data is kept.
_EMPTIED = frozenset({"style", "svg", "template"})
_DATA = "application/ld+json"


def parse_page(text: str, url: str, selectors: Iterable[str | None]) -> Page:
    """
    Parse the page at *url*, and find the elements that each of the CSS *selectors* selects; an empty selector selects none.

    Raises :class:`PageError` if the page exceeds a limit.
    """
    _check_attributes(text)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = etree.fromstring(legal(text).encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        tree = None
    if any(error.level_name == "FATAL" for error in parser.error_log):
        raise PageError("is nested deeper than 255 elements; close the elements that its template leaves open")
    if tree is None:
        root = HtmlElement("html")
        return Page(root=root, url=url, lines={root: 1}, selected=[[] for _ in selectors])
    return _convert(tree, url, [_select(tree, css) if css else [] for css in selectors])


def _select(tree: etree._Element, selector: str) -> list[etree._Element]:
    found: Any = tree.xpath(to_xpath(selector))
    return [element for element in found if isinstance(element.tag, str)]


def _line_of(element: Any) -> int:
    """
    Return the line of a start tag. The type of ``sourceline`` is missing from lxml's stubs.
    """
    return element.sourceline or 1


def _check_attributes(text: str) -> None:
    for tag in _START_TAG.finditer(text):
        if tag.end() - tag.start() > _LONG_TAG and len(_VALUE.sub("", tag[0]).split()) > _MAX_ATTRIBUTES:
            line = text.count("\n", 0, tag.start()) + 1
            raise PageError(f"has a tag with more than {_MAX_ATTRIBUTES:,} attributes in line {line}; correct its template")


def _convert(tree: etree._Element, url: str, selected: list[list[etree._Element]]) -> Page:
    """
    Return lxml's *tree* as a page.
    """
    page = Page(root=HtmlElement("html"), url=url)
    converted: dict[etree._Element, HtmlElement] = {}
    pending = [(tree, page.root)]
    while pending:
        source, element = pending.pop()
        converted[source] = element
        page.lines[element] = _line_of(source)
        if source.text and (element.name not in _EMPTIED and (element.name != "script" or element.attributes.get("type") == _DATA)):
            element.children.append(source.text)
        for child in source:
            if isinstance(child.tag, str) and element.name not in _EMPTIED:
                inner = HtmlElement(child.tag, {str(name): str(value) for name, value in child.items()})
                page.parents[inner] = element
                element.children.append(inner)
                pending.append((child, inner))
            if child.tail:
                element.children.append(child.tail)
    page.root.attributes.update((str(name), str(value)) for name, value in tree.items())
    page.selected.extend([converted[each] for each in elements if each in converted] for elements in selected)
    return page
