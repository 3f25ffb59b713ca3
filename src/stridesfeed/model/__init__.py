"""
Feeds and articles as frozen values. Invalid values cannot be constructed.

Names follow RFC 4287 (Atom), except for :class:`Article`, which Atom calls an entry, and RSS and JSON Feed call an item. Each field
documents what it is in each format. A dash means that the format cannot express it; :func:`stridesfeed.unwritten` lists these losses
for a given feed.

Text is normalised here and nowhere else: characters that XML forbids are removed, and plain text is put on one line. Addresses become URIs;
ids are kept unchanged. Sequences may be given as any iterable except a string and are stored as tuples.
"""

from __future__ import annotations

from stridesfeed.model.feeds import Article, Feed, Withdrawal
from stridesfeed.model.skipped_items import OnError, SkippedItem, valid_articles
from stridesfeed.model.values import (
    EARLIEST,
    Attachment,
    Category,
    Extension,
    Generator,
    Image,
    Link,
    Person,
    Place,
    RemoteContent,
    Source,
    XmlFormat,
)

__all__ = [
    "EARLIEST",
    "Article",
    "Attachment",
    "Category",
    "Extension",
    "Feed",
    "Generator",
    "Image",
    "Link",
    "OnError",
    "Person",
    "Place",
    "RemoteContent",
    "SkippedItem",
    "Source",
    "Withdrawal",
    "XmlFormat",
    "valid_articles",
]
