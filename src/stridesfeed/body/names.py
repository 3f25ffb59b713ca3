"""
Sets of names, written as one would say them.
"""

from __future__ import annotations


def names(said: str) -> frozenset[str]:
    """
    The names in *said*, which has spaces between them.
    """
    return frozenset(said.split())
