"""
Read documents back with other people's feed parsers, and compare the articles with those that were rendered.

Each parser has a door, a module named after it. Known differences of parsers are in a table.
"""

from __future__ import annotations

from stridesfeed.checks.readers.comparison import READERS, RULES, Reader, read_back, read_documents
from stridesfeed.checks.readers.known_differences import KNOWN_DIFFERENCES, KnownDifference

__all__ = ["KNOWN_DIFFERENCES", "READERS", "RULES", "KnownDifference", "Reader", "read_back", "read_documents"]
