"""
Django's own framework for feeds.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import bleach
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed, rfc3339_date
from django.views.decorators.http import conditional_page

from comparison_rows import ROWS, Row

TAGS = {"a", "abbr", "b", "blockquote", "code", "em", "figure", "h2", "h3", "i", "img", "li", "ol", "p", "pre", "strong", "ul"}


class JsonFeed(SyndicationFeed):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        items = [
            {
                "id": item["unique_id"],
                "url": item["link"],
                "title": item["title"],
                "content_html": item["description"],
                "date_published": rfc3339_date(item["pubdate"]),
                "authors": [{"name": item["author_name"]}],
            }
            for item in self.items
        ]
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "items": items,
        }
        json.dump(feed, outfile, ensure_ascii=False)


class Latest(Feed):  # type: ignore[type-arg]
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
        return bleach.clean(item.html, tags=TAGS, attributes={"a": ["href"], "img": ["src", "alt"]}, strip=True)

    def item_author_name(self, item: Row) -> str:
        return item.author

    def item_guid(self, item: Row) -> str:
        return f"tag:strides.example,2026:{item.slug}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Row) -> datetime:
        return item.published


class LatestAtom(Latest):
    feed_type = Atom1Feed


class LatestJson(Latest):
    feed_type = JsonFeed


views = {
    "/feed.xml": conditional_page(Latest()),
    "/atom.xml": conditional_page(LatestAtom()),
    "/feed.json": conditional_page(LatestJson()),
}
