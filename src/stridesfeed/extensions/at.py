"""
Tombstones in Atom (RFC 6721): withdrawn articles, which readers should remove.
"""

from __future__ import annotations

from datetime import datetime

from stridesfeed.dates import format_rfc3339
from stridesfeed.markup import Element, Namespace

NAMESPACE = Namespace("at", "http://purl.org/atompub/tombstones/1.0")


def deleted_entry(id: str, when: datetime) -> Element:
    """
    Return at:deleted-entry with the id of an entry and the date of its withdrawal (RFC 6721, 3).
    """
    return NAMESPACE.element("deleted-entry", attributes={"ref": id, "when": format_rfc3339(when)})
