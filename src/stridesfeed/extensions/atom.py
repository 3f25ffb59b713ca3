"""
Elements of Atom: links, in Atom and in RSS, and the date of the last change, in RSS.
"""

from __future__ import annotations

import re
from datetime import datetime

from stridesfeed.dates import format_rfc3339
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Link

NAMESPACE = Namespace("atom", "http://www.w3.org/2005/Atom")

_MARKUP = re.compile(r"&#?\w|</?[A-Za-z]")


def link(target: Link, *, inside_rss: bool = True) -> Element:
    """
    Return the element of a :class:`~stridesfeed.model.Link`.
    """
    return reference(
        target.rel,
        target.href,
        target.type,
        hreflang=target.hreflang,
        title=target.title,
        length=target.length,
        inside_rss=inside_rss,
    )


def reference(
    rel: str,
    href: str,
    type: str | None = None,
    *,
    hreflang: str | None = None,
    title: str | None = None,
    length: int | None = None,
    inside_rss: bool = True,
) -> Element:
    """
    Return a link element. A title that looks like markup is omitted.

    Never use rel="alternate" inside an RSS item: eight readers take it for the link of the item.
    """
    if title is not None and looks_like_markup(title):
        title = None
    attributes = {"rel": rel, "type": type, "href": href, "hreflang": hreflang, "title": title, "length": length}
    return Element("link", attributes=attributes, namespace=NAMESPACE if inside_rss else None)


def looks_like_markup(title: str) -> bool:
    """
    Return True if the title of a link looks like markup. Validators warn about it, however it is escaped in the attribute.
    """
    return _MARKUP.search(title) is not None


def updated(moment: datetime) -> Element:
    """
    Return atom:updated.
    """
    return NAMESPACE.element("updated", format_rfc3339(moment))
