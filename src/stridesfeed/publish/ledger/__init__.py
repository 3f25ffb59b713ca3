"""
The ledger: which article has which id, since when, and what it said when it was last published.

A site's ledger is a text file that is kept under version control beside the articles. What it remembers is what readers know an article by:
so slugs, titles, dates, domains and folders can change, and nothing is shown twice. docs/reference/ledger.md describes the file.
"""

from __future__ import annotations

from stridesfeed.publish.ledger.changes import KINDS, Change
from stridesfeed.publish.ledger.entries import Entry, Ledger
from stridesfeed.publish.ledger.files import FILE_NAME, read_ledger
from stridesfeed.publish.ledger.fingerprint import fingerprint
from stridesfeed.publish.ledger.lines import VERSION, format_ledger, parse_ledger
from stridesfeed.publish.ledger.minting import MINTS
from stridesfeed.publish.ledger.reconciling import Reconciled, reconcile

__all__ = [
    "FILE_NAME",
    "KINDS",
    "MINTS",
    "VERSION",
    "Change",
    "Entry",
    "Ledger",
    "Reconciled",
    "fingerprint",
    "format_ledger",
    "parse_ledger",
    "read_ledger",
    "reconcile",
]
