"""
Article bodies: clean any HTML and compose one safe, portable body for all formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stridesfeed.lazy import lazy_names

if TYPE_CHECKING:
    from stridesfeed.body.cleaning import CleanFeed, clean, clean_html
    from stridesfeed.body.composition import compose
    from stridesfeed.body.engines import ENGINES, Engine, EngineName
    from stridesfeed.body.plain import excerpt, html_to_text
    from stridesfeed.body.policy import ARTICLE, MINIMAL, POLICIES, STRICT, Policy
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "cleaning": "CleanFeed clean clean_html",
            "composition": "compose",
            "engines": "ENGINES Engine EngineName",
            "plain": "excerpt html_to_text",
            "policy": "ARTICLE MINIMAL POLICIES STRICT Policy",
        },
    )

__all__ = [
    "ARTICLE",
    "ENGINES",
    "MINIMAL",
    "POLICIES",
    "STRICT",
    "CleanFeed",
    "Engine",
    "EngineName",
    "Policy",
    "clean",
    "clean_html",
    "compose",
    "excerpt",
    "html_to_text",
]
