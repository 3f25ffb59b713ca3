"""
Tombstones in Atom (RFC 6721): withdrawn articles, which readers should remove.
"""

from __future__ import annotations

from stridesfeed.dates import format_rfc3339
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Withdrawal

NAMESPACE = Namespace("at", "http://purl.org/atompub/tombstones/1.0")


def deleted_entry(withdrawal: Withdrawal) -> Element:
    """
    Return at:deleted-entry with the id of the entry and the date of withdrawal (RFC 6721, 3).
    """
    return NAMESPACE.element("deleted-entry", attributes={"ref": withdrawal.id, "when": format_rfc3339(withdrawal.when)})
