"""
The door to feedgen, which is imported with the first document or item that is not in a cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stridesfeed.lazy import lazy_names

if TYPE_CHECKING:
    from stridesfeed.emit._feedgen.trees import PersonTuple, atom, atom_entry, rss, rss_item
else:
    __getattr__ = lazy_names(__name__, {"trees": "PersonTuple atom atom_entry rss rss_item"})

__all__ = ["PersonTuple", "atom", "atom_entry", "rss", "rss_item"]
