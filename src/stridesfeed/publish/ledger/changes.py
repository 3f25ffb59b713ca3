"""
What readers will see of a new ledger.
"""

from __future__ import annotations

from typing import Literal

import attrs

from stridesfeed.publish.ledger.entries import Entry

Kind = Literal["resent", "withdrawn", "returned", "new", "updated", "redated", "moved"]

#: What each kind of change is, the one that readers mind most first.
KINDS: dict[Kind, str] = {
    "resent": "readers have it under another id, and will show it again",
    "withdrawn": "it is gone from the feeds",
    "returned": "it was withdrawn, and is back under its old id",
    "new": "it appears for the first time",
    "updated": "readers will show it as changed",
    "redated": "its date of publication is another",
    "moved": "its address is another, its id the same",
}


@attrs.frozen(kw_only=True)
class Change:
    """
    One thing that readers will see of one article.
    """

    #: One of :data:`KINDS`.
    kind: Kind

    #: The article's id.
    id: str

    #: The file it comes from.
    source: str

    #: Its page.
    url: str

    #: Its title; ``None`` for one that is gone.
    title: str | None = None

    #: For "resent", the id that readers have; for "moved", the address that they have.
    former: str | None = None

    #: Why, where there is a reason to name.
    reason: str | None = None


def changes_of(before: Entry, after: Entry, title: str) -> list[Change]:
    """
    What readers will see of an article that the ledger knew.
    """
    is_back = before.withdrawn is not None
    kinds: dict[Kind, bool] = {
        "returned": is_back,
        "updated": after.updated > before.updated and after.published == before.published and not is_back,
        "redated": after.published != before.published,
        "moved": after.url != before.url,
    }
    return [change(kind, after, title, former=before.url if kind == "moved" else None) for kind, holds in kinds.items() if holds]


def change(kind: Kind, entry: Entry, title: str | None = None, *, former: str | None = None, reason: str | None = None) -> Change:
    """
    A change of the article that *entry* is about.
    """
    return Change(kind=kind, id=entry.id, source=entry.source, url=entry.url, title=title, former=former, reason=reason)
