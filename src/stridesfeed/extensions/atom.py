"""
Elements of Atom: links, in Atom and in RSS, and the date of the last change, in RSS.
"""

from __future__ import annotations

import re
from datetime import datetime

import attrs

from stridesfeed.dates import format_rfc3339
from stridesfeed.markup import Element, Namespace, QualifiedAttribute
from stridesfeed.model import Link

NAMESPACE = Namespace("atom", "http://www.w3.org/2005/Atom")

#: Atom threading (RFC 4685).
_THREADING = Namespace("thr", "http://purl.org/syndication/thread/1.0")

#: The attributes of a link element, in order, and their values.
_ATTRIBUTES = ("rel", "type", "href", "hreflang", "title", "length")
LinkValues = tuple[str, str | None, str, str | None, str | None, str | None]

_MARKUP = re.compile(r"&#?\w|</?[A-Za-z]")


def link(target: Link, *, inside_rss: bool = True) -> Element:
    """
    Return the element of a :class:`~stridesfeed.model.Link`.
    """
    counted = []
    if target.count is not None:
        counted.append(QualifiedAttribute(_THREADING, "count", str(target.count)))
    if target.updated is not None:
        counted.append(QualifiedAttribute(_THREADING, "updated", format_rfc3339(target.updated)))
    found = element(values_of(target), inside_rss=inside_rss)
    return attrs.evolve(found, qualified=counted) if counted else found


def is_counted(link: Link) -> bool:
    """
    Return True if *link* has attributes of Atom threading, which :func:`values_of` does not return.
    """
    return link.count is not None or link.updated is not None


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
    return element(values(rel, href, type, hreflang=hreflang, title=title, length=length), inside_rss=inside_rss)


def values(
    rel: str, href: str, type: str | None = None, *, hreflang: str | None = None, title: str | None = None, length: int | None = None
) -> LinkValues:
    """
    Return the values of the attributes of a link element. A title that looks like markup is omitted.
    """
    if title is not None and looks_like_markup(title):
        title = None
    return rel, type, href, hreflang, title, None if length is None else str(length)


def values_of(link: Link) -> LinkValues:
    """
    Return the values of the attributes of the element of *link*.
    """
    return values(link.rel, link.href, link.type, hreflang=link.hreflang, title=link.title, length=link.length)


def element(values: LinkValues, *, inside_rss: bool) -> Element:
    """
    Return a link element with these *values*.
    """
    return Element("link", attributes=dict(zip(_ATTRIBUTES, values, strict=True)), namespace=NAMESPACE if inside_rss else None)


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
