"""
What to read next: articles that have much in common with another, found by what they are about, who wrote them and where they stand.
"""

from __future__ import annotations

from stridesfeed.related.relations import DECAY_DAYS, LEAST, Relation, related, with_related

__all__ = ["DECAY_DAYS", "LEAST", "Relation", "related", "with_related"]
