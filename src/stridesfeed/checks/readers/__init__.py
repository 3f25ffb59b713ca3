"""
Reading back: what programs that are not ours get from our documents. Each has a door, a module named after it; what is known of it is a table.
"""

from __future__ import annotations

from stridesfeed.checks.readers.properties import PROPERTIES, Property
from stridesfeed.checks.readers.reading_back import READERS, RULES, Reader, read_back, read_documents

__all__ = ["PROPERTIES", "READERS", "RULES", "Property", "Reader", "read_back", "read_documents"]
