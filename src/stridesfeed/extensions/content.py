"""
The RSS content module: the whole body of an item, beside its summary in description.
"""

from __future__ import annotations

from stridesfeed.markup import Namespace

NAMESPACE = Namespace("content", "http://purl.org/rss/1.0/modules/content/")
