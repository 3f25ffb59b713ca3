"""
The ledger: the permanent id and dates of every article that a site has published, and its content when it was last published.

A site's ledger is a text file under version control, next to the articles. Because it records how readers know each article, slugs, titles,
dates, domains and folders can change, and readers show nothing twice. docs/reference/ledger.md describes the file.
"""

from __future__ import annotations

from stridesfeed.publish.ledger.edited import reconcile_edited
from stridesfeed.publish.ledger.entries import Entry, Ledger
from stridesfeed.publish.ledger.file import FILE_NAME, VERSION, format_ledger, parse_ledger, read_ledger
from stridesfeed.publish.ledger.fingerprints import fingerprint
from stridesfeed.publish.ledger.ids import ID_KINDS
from stridesfeed.publish.ledger.lines import LedgerLines
from stridesfeed.publish.ledger.reconciling import CHANGE_KINDS, Change, Reconciled, mass_withdrawal, reconcile, with_dates

__all__ = [
    "CHANGE_KINDS",
    "FILE_NAME",
    "ID_KINDS",
    "VERSION",
    "Change",
    "Entry",
    "Ledger",
    "LedgerLines",
    "Reconciled",
    "fingerprint",
    "format_ledger",
    "mass_withdrawal",
    "parse_ledger",
    "read_ledger",
    "reconcile",
    "reconcile_edited",
    "with_dates",
]
