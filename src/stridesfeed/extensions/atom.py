"""
Atom's link, as Atom writes it and as RSS borrows it, and the moment of the last change inside RSS.
"""

from __future__ import annotations

import re
from datetime import datetime

from stridesfeed.dates import format_rfc3339
from stridesfeed.markup import Element, Namespace, element
from stridesfeed.model import Link

NAMESPACE = Namespace("atom", "http://www.w3.org/2005/Atom")

_MARKUP = re.compile(r"&#?\w|</?[A-Za-z]")


def link(target: Link, *, inside_rss: bool = True) -> Element:
    """
    A link of the model's.
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
    A link. Never with rel="alternate" inside an RSS item: eight readers would take it for the item's own link.
    """
    make = NAMESPACE.element if inside_rss else element
    fit = None if title is None or looks_like_markup(title) else title
    return make("link", rel=rel, type=type, href=href, hreflang=hreflang, title=fit, length=length)


def looks_like_markup(title: str) -> bool:
    """
    Whether the title of a link looks like markup: validators warn of it, and in an attribute there is no spelling that they take for text.
    """
    return _MARKUP.search(title) is not None


def updated(moment: datetime) -> Element:
    """
    atom:updated.
    """
    return NAMESPACE.element("updated", format_rfc3339(moment))
