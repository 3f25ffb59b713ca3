"""
Entries of articles whose texts were edited, and nothing else: they are found without the rest of the ledger.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from stridesfeed.model import Article
from stridesfeed.publish.ledger.entries import Entry, Ledger
from stridesfeed.publish.ledger.fingerprints import fingerprint
from stridesfeed.publish.ledger.lines import LedgerLines
from stridesfeed.publish.ledger.matching import SeenArticle, has_own_text
from stridesfeed.publish.ledger.reconciling import Reconciled, reconcile


def reconcile_edited(
    lines: LedgerLines,
    articles: Iterable[Article],
    *,
    origins: Mapping[str, str],
    as_of: datetime,
    explicit_ids: Collection[str],
    redated_ids: Collection[str],
) -> Reconciled | None:
    """
    Reconcile *articles*, each the only one in its file, with their entries; no other article has changed.

    The arguments are those of :func:`~stridesfeed.publish.ledger.reconcile`. ``None`` if the text of one of them may have come from another
    file, or if more than its text has changed for readers.
    """
    edited, entries = [*articles], list[Entry]()
    for article in edited:
        source = origins[article.id]
        entry, has_explicit_id = lines.of_file(source), article.id in explicit_ids
        if entry is None or (has_explicit_id and entry.id != article.id):
            return None
        seen = SeenArticle(article=article, source=source, owns_source=True, has_explicit_id=has_explicit_id, fingerprint=fingerprint(article))
        if seen.fingerprint != entry.fingerprint and (lines.has_text(seen.fingerprint) or not has_own_text(entry, seen)):
            return None
        entries.append(entry)
    reconciled = reconcile(
        Ledger(entries), edited, origins=origins, as_of=as_of, explicit_ids=explicit_ids, redated_ids=redated_ids, feed_id=""
    )
    return reconciled if all(change.kind == "updated" for change in reconciled.changes) else None
