"""
The RSS content module: the full body of an item, in addition to the summary in description.
"""

from __future__ import annotations

from stridesfeed.markup import Namespace

NAMESPACE = Namespace("content", "http://purl.org/rss/1.0/modules/content/")
