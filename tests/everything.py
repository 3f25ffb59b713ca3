"""
A feed with every field of the model.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from makers import NOON, a_feed, an_article
from stridesfeed.extensions import Editorial, FeedHistory, Score
from stridesfeed.model import Article, Attachment, Category, Feed, Image, Link, Person, Source, Withdrawal
from stridesfeed.value import Value

URLS = {
    "rss": "https://strides.example/feed.xml",
    "atom": "https://strides.example/atom.xml",
    "json": "https://strides.example/feed.json",
}


def a_person(name: str) -> Person:
    """
    A person with every field.
    """
    host = name.lower().replace(" ", "-")
    return Person(name, uri=f"https://{host}.example/", email=f"mail@{host}.example", avatar=f"https://{host}.example/me.png")


def a_link(name: str, rel: str) -> Link:
    """
    A link with every field.
    """
    return Link(f"https://links.example/{name}", rel, type="text/html", hreflang="de", title=f"Link {name}", length=4711)


def the_article() -> Article:
    """
    An article with every field.
    """
    return an_article(
        "everything",
        guid="everything-1",
        updated=NOON + timedelta(hours=2),
        authors=[a_person("Ann Author"), a_person("Bob Byline")],
        contributors=[a_person("Carla Contributor")],
        categories=[Category("policy", scheme="https://strides.example/sections", label="Policy & Law")],
        image=Image(
            "https://strides.example/lead.png",
            alt="A lead",
            type="image/png",
            width=640,
            height=360,
            caption="What it shows",
            credit="Photo Desk",
        ),
        attachments=[
            Attachment("https://strides.example/1.mp3", type="audio/mpeg", length=1234, duration=61, title="Audio edition"),
            Attachment("https://strides.example/2.pdf", type="application/pdf", length=5678, duration=62, title="Print edition"),
        ],
        related=[a_link("related", "related")],
        sources=[a_link("source", "via")],
        external_url="https://about.example/page",
        comments="https://strides.example/everything/comments",
        links=[a_link("license", "license")],
        language="fr",
        rights="Rights of the article",
        source=Source("Planet AI", "https://planet.example/feed", id="tag:planet.example,2026:feed", updated=NOON),
        extensions=[Editorial(section="AI News", reading_minutes=5, source_count=1, score=Score(6.3, scale=20, level="Moderate"))],
    )


def the_feed() -> Feed:
    """
    A feed with every field.
    """
    return a_feed(
        the_article(),
        an_article("plain", authors=()),
        id="tag:strides.example,2026:feed",
        authors=[a_person("Desk")],
        categories=[Category("ai", scheme="https://strides.example/topics", label="Artificial Intelligence")],
        rights="Rights of the feed",
        icon="https://strides.example/icon.png",
        logo="https://strides.example/logo.png",
        hubs=["https://hub.example/"],
        links=[a_link("older", "prev-archive")],
        extensions=[FeedHistory(archive=True)],
        withdrawn=[Withdrawal("tag:strides.example,2026:withdrawn", NOON)],
    )


def replaced(value: Any, old: Value, new: Value) -> Any:
    """
    Return *value* with *old* replaced by *new*.
    """
    if value is old:
        return new
    if isinstance(value, tuple):
        return tuple(replaced(part, old, new) for part in value)
    if isinstance(value, Value):
        changes = {field.alias or field.name: replaced(getattr(value, field.name), old, new) for field in attrs.fields(type(value))}
        return type(value)(**changes)
    return value
