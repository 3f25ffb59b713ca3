"""
stridesfeed in Django.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comparison_rows import ROWS, Row
from stridesfeed.django import Feed


class Latest(Feed):
    title = "AI Strides"
    link = "/"
    description = "News of machines"

    def items(self) -> list[Row]:
        return ROWS

    def item_title(self, item: Any) -> str:
        return str(item.headline)

    def item_link(self, item: Row) -> str:
        return f"/{item.slug}/"

    def item_description(self, item: Any) -> str:
        return str(item.html)

    def item_author_name(self, item: Row) -> str:
        return item.author

    def item_guid(self, item: Row) -> str:
        return f"tag:strides.example,2026:{item.slug}"

    def item_pubdate(self, item: Row) -> datetime:
        return item.published


views = {"/feed.xml": Latest("rss"), "/atom.xml": Latest("atom"), "/feed.json": Latest("json")}
