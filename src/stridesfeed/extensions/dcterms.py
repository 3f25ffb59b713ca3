"""
Dublin Core terms in RSS: dcterms:modified, which tells MSN that an item changed.
"""

from __future__ import annotations

from datetime import datetime

from stridesfeed.dates import format_rfc3339
from stridesfeed.markup import Element, Namespace

NAMESPACE = Namespace("dcterms", "http://purl.org/dc/terms/")


def modified(moment: datetime) -> Element:
    """
    Return dcterms:modified.
    """
    return NAMESPACE.element("modified", format_rfc3339(moment))
