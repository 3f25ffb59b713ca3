"""
What a publisher may choose about documents, in one frozen value.
"""

from __future__ import annotations

from typing import Literal

import attrs


@attrs.frozen(kw_only=True)
class Options:
    """
    Choices about documents that the formats leave open; the defaults are what most readers show best.
    """

    #: RSS: "joined" writes one dc:creator for all authors ("A, B"), which 12 of 13 readers show whole; "each" writes one for each author,
    #: which is neater and of which 10 of 13 readers show only one.
    creators: Literal["joined", "each"] = "joined"

    #: RSS: how an item says that it changed after publication: "atom" (atom:updated), "dcterms" (dcterms:modified, which MSN reads), "none".
    updated: Literal["atom", "dcterms", "none"] = "atom"

    #: Publish the e-mail addresses of people (Atom: email; RSS: managingEditor, for the first author of the feed).
    emails: bool = False

    #: Put the lead image at the head of the body, unless the body shows it.
    lead_image: bool = True

    #: Put the list of sources into the body.
    sources: bool = True

    #: Put the list of related links into the body.
    related: bool = True

    #: The most characters of the summary that is taken from the body of an article that has none; 0 for no such summary.
    excerpt: int = 280


DEFAULT = Options()
