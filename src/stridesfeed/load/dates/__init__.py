"""
The dates of articles: as written, from names and URLs, from git, from the ledger.
"""
