"""
Atom's elements inside RSS: links with a relation, and the moment of the last change.
"""

from __future__ import annotations

from datetime import datetime

from stridesfeed.dates import format_rfc3339
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Link

NAMESPACE = Namespace("atom", "http://www.w3.org/2005/Atom")


def link(target: Link) -> Element:
    """
    atom:link. Never with rel="alternate" inside an item: eight readers would take it for the item's own link.
    """
    return NAMESPACE.element(
        "link",
        rel=target.rel,
        type=target.type,
        href=target.href,
        hreflang=target.hreflang,
        title=target.title,
        length=target.length,
    )


def updated(moment: datetime) -> Element:
    """
    atom:updated.
    """
    return NAMESPACE.element("updated", format_rfc3339(moment))
