"""
The page of a feed, parsed by a strict third-party parser.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from everything import URLS
from stridesfeed.body import clean, compose
from stridesfeed.model import Feed
from stridesfeed.options import DEFAULT
from stridesfeed.publish.page import page

URL = "https://strides.example/feed.html"


def document(feed: Feed, **options: Any) -> bytes:
    """
    The page of *feed*; *options* as for :func:`page`.
    """
    given: dict[str, Any] = {"documents": URLS, "url": URL}
    return page(compose(clean(feed), DEFAULT), **given | options)


def tree(feed: Feed, **options: Any) -> Element:
    """
    The page as elements; an error of the parser fails the test.
    """
    return parsed(document(feed, **options))


def parsed(html: bytes) -> Element:
    """
    *html* as elements; an error of the parser fails the test.
    """
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(html, transport_encoding="utf-8")
    return root


def one(root: Element, path: str) -> Element:
    """
    The one element at *path*.
    """
    (found,) = root.findall(path)
    return found


def text(element: Element) -> str:
    """
    The words in *element*, on one line.
    """
    return " ".join("".join(element.itertext()).split())


def texts(root: Element, path: str) -> list[str]:
    """
    The words of each element at *path*.
    """
    return [text(element) for element in root.findall(path)]
