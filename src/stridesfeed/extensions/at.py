"""
Tombstones in Atom (RFC 6721): what was published once and is no more, so that readers forget it too.
"""

from __future__ import annotations

from stridesfeed.dates import format_rfc3339
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Withdrawal

NAMESPACE = Namespace("at", "http://purl.org/atompub/tombstones/1.0")


def deleted_entry(withdrawal: Withdrawal) -> Element:
    """
    at:deleted-entry, with the id that the entry had and the moment from which it is gone (RFC 6721, 3).
    """
    return NAMESPACE.element("deleted-entry", ref=withdrawal.id, when=format_rfc3339(withdrawal.when))
