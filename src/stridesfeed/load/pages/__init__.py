"""
Articles from the pages of a built site: their metadata and bodies, as readers of the site see them.

``page``
    a page as a tree, parsed by the door ``_lxml``
``choice``
    which pages are articles, and which of their elements is the article
``metadata``, ``json_ld``, ``marked_up``, ``visible``
    what a page states about its article, as front matter
``body``
    its body, without what belongs to the page
``reading``
    all of it: the article of a page
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stridesfeed.lazy import lazy_names

if TYPE_CHECKING:
    from stridesfeed.load.pages._cssselect import selector
    from stridesfeed.load.pages.page import PageError, is_same_host
    from stridesfeed.load.pages.reading import MAX_BYTES, missing, read, read_body, read_fragment, url_of
    from stridesfeed.load.pages.subject import SiteDefaults, site_defaults
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "_cssselect": "selector",
            "page": "PageError is_same_host",
            "reading": "MAX_BYTES missing read read_body read_fragment url_of",
            "subject": "SiteDefaults site_defaults",
        },
    )

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "PageError",
    "SiteDefaults",
    "is_same_host",
    "missing",
    "read",
    "read_body",
    "read_fragment",
    "selector",
    "site_defaults",
    "url_of",
]

#: The suffixes of pages.
SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
