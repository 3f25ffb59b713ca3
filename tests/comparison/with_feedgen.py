"""
feedgen in Flask.
"""

from __future__ import annotations

import json

import bleach
from feedgen.feed import FeedGenerator
from flask import Flask, request
from werkzeug import Response

from comparison_rows import ROWS

HOME = "https://strides.example/"
TAGS = {"a", "abbr", "b", "blockquote", "code", "em", "figure", "h2", "h3", "i", "img", "li", "ol", "p", "pre", "strong", "ul"}
app = Flask(__name__)


def cleaned(html: str) -> str:
    return bleach.clean(html, tags=TAGS, attributes={"a": ["href"], "img": ["src", "alt"]}, strip=True)


def generator(path: str) -> FeedGenerator:
    feed = FeedGenerator()
    feed.id(HOME)
    feed.title("AI Strides")
    feed.subtitle("News of machines")
    feed.link(href=HOME, rel="alternate")
    feed.link(href=f"{HOME}{path}", rel="self")
    # By default the current time, so that no two documents are equal.
    feed.updated(max(row.published for row in ROWS))
    feed.lastBuildDate(max(row.published for row in ROWS))
    for row in ROWS:
        entry = feed.add_entry(order="append")
        entry.id(f"tag:strides.example,2026:{row.slug}")
        entry.title(row.headline)
        entry.link(href=f"{HOME}{row.slug}/")
        entry.author(name=row.author)
        entry.content(cleaned(row.html), type="html")
        entry.published(row.published)
        entry.updated(row.published)
    return feed


def respond(body: bytes, media_type: str) -> Response:
    response = Response(body, content_type=f"{media_type}; charset=utf-8")
    response.add_etag()
    response.last_modified = max(row.published for row in ROWS)
    return response.make_conditional(request)


@app.get("/feed.xml")
def rss() -> Response:
    return respond(generator("feed.xml").rss_str(), "application/rss+xml")


@app.get("/atom.xml")
def atom() -> Response:
    return respond(generator("atom.xml").atom_str(), "application/atom+xml")


@app.get("/feed.json")
def json_feed() -> Response:
    items = [
        {
            "id": f"tag:strides.example,2026:{row.slug}",
            "url": f"{HOME}{row.slug}/",
            "title": row.headline,
            "content_html": cleaned(row.html),
            "date_published": row.published.isoformat(),
            "authors": [{"name": row.author}],
        }
        for row in ROWS
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "AI Strides",
        "home_page_url": HOME,
        "feed_url": f"{HOME}feed.json",
        "items": items,
    }
    return respond(json.dumps(feed, ensure_ascii=False).encode(), "application/feed+json")
