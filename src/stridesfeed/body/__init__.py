"""
Article bodies: clean any HTML and compose one safe, portable body for all formats.
"""

from stridesfeed.body.cleaning import CleanFeed, clean, clean_html
from stridesfeed.body.composition import compose
from stridesfeed.body.engines import ENGINES, Engine, EngineName
from stridesfeed.body.plain import excerpt, html_to_text
from stridesfeed.body.policy import ARTICLE, MINIMAL, POLICIES, STRICT, Policy

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
