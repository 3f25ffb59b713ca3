"""
Adopted articles in the ledger, so that their ids and dates are what they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from stridesfeed.adopt.files import File
from stridesfeed.publish.ledger import Entry, Ledger


def entered(ledger: Ledger, files: Iterable[File], folder: str, *, as_of: datetime) -> Ledger:
    """
    *ledger* with those articles of *files*, which lie in *folder* of the site, that are published at *as_of*, in the order of publication.

    Numbers go on where those of the ledger end. An article whose id the ledger knows already is not entered again. Fingerprints are left to the
    first build, which sees the articles as they are loaded.
    """
    articles = [(adopted.article, f"{folder}/{file.path}") for file in files for adopted in file.articles if not adopted.is_draft]
    new = [(article, source) for article, source in articles if article.published <= as_of and article.id not in ledger.by_id]
    in_order = sorted(new, key=lambda pair: (pair[0].published, pair[0].id))
    entries = (
        Entry(n=n, id=article.id, source=source, url=article.url, published=article.published, updated=max(article.published, article.updated))
        for n, (article, source) in enumerate(in_order, start=ledger.next_n)
    )
    return Ledger((*ledger.entries, *entries))
