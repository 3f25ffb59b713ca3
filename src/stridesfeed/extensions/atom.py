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
    A link. Never with rel="alternate" inside an RSS item: eight readers would take it for the item's own link.
    """
    make = NAMESPACE.element if inside_rss else element
    return make(
        "link",
        rel=target.rel,
        type=target.type,
        href=target.href,
        hreflang=target.hreflang,
        title=None if title_is_unfit(target) else target.title,
        length=target.length,
    )


def title_is_unfit(target: Link) -> bool:
    """
    Whether the title looks like markup: validators warn of it, and in an attribute there is no spelling that they take for text.
    """
    return target.title is not None and _MARKUP.search(target.title) is not None


def updated(moment: datetime) -> Element:
    """
    atom:updated.
    """
    return NAMESPACE.element("updated", format_rfc3339(moment))
