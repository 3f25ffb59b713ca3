"""
stridesfeed in Flask.
"""

from __future__ import annotations

from flask import Flask
from flask.typing import ResponseReturnValue

from comparison_rows import ROWS
from stridesfeed import Article, Feed
from stridesfeed.flask import respond
from stridesfeed.http import FeedResource

HOME = "https://strides.example/"
app = Flask(__name__)


def read_feed() -> Feed:
    articles = [
        Article(
            id=f"tag:strides.example,2026:{row.slug}",
            url=f"{HOME}{row.slug}/",
            title=row.headline,
            authors=[row.author],
            content=row.html,
            published=row.published,
        )
        for row in ROWS
    ]
    return Feed(id=HOME, title="AI Strides", url=HOME, subtitle="News of machines", articles=articles)


resource = FeedResource(read_feed, urls={"rss": f"{HOME}feed.xml", "atom": f"{HOME}atom.xml", "json": f"{HOME}feed.json"})


@app.get("/feed.xml")
def rss() -> ResponseReturnValue:
    return respond(resource, "rss")


@app.get("/atom.xml")
def atom() -> ResponseReturnValue:
    return respond(resource, "atom")


@app.get("/feed.json")
def json_feed() -> ResponseReturnValue:
    return respond(resource, "json")
