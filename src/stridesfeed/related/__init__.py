"""
Related articles: found by common words, categories, sections and authors.
"""

from __future__ import annotations

from stridesfeed.related.relations import DECAY_DAYS, LEAST, Relation, related, with_related

__all__ = ["DECAY_DAYS", "LEAST", "Relation", "related", "with_related"]
