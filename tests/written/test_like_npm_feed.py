"""
A feed with every option of the npm package feed, in its three formats.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from independent_values import wrong
from stridesfeed import Article, Attachment, Category, Feed, Generator, Image, Link, Options, Person, RssChannel, render
from stridesfeed.extensions import Episode, ExtensionElement, JsonMembers, Podcast
from stridesfeed.extensions.channel import Cloud

HOME = "https://kites.example/"
MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
SUMMARY = "Everything about a small kite that is longer than its text."
OPTIONS = Options(
    emails=True,
    creators="each",
    rss_author="all",
    summaries="all",
    feed_authors="always",
    lead_image=False,
    generator=Generator("Kite press"),
    stylesheet="/feed.xsl",
)

ADA = Person("Ada String", uri=f"{HOME}ada", email="ada@kites.example", avatar=f"{HOME}ada.png")
BEN = Person("Ben Reel", uri=f"{HOME}ben", email="ben@kites.example")
FEED = Feed(
    id=HOME,
    title="Kites & wind",
    url=HOME,
    subtitle="Made of paper",
    language="en",
    logo=f"{HOME}logo.png",
    icon=f"{HOME}icon.png",
    rights="All kites reserved",
    updated=JUNE,
    authors=[ADA],
    contributors=[BEN],
    categories=["Toys"],
    hubs=["wss://hub.kites.example/"],
    extensions=[
        RssChannel(ttl=60, cloud=Cloud("rpc.kites.example", 80, "/rpc", "changed", "xml-rpc")),
        Podcast(category="Leisure", image=f"{HOME}cover.png"),
        JsonMembers({"_wind": {"about": HOME, "beaufort": 4}}),
    ],
    articles=[
        Article(
            id="kite-1",
            url=f"{HOME}1",
            title="A small kite",
            summary=SUMMARY,
            content="<p>It <b>flies</b>.</p>",
            authors=[ADA, BEN],
            contributors=[BEN],
            published=MAY,
            updated=JUNE,
            rights="Ada String",
            image=Image(f"{HOME}1.jpg"),
            attachments=[
                Attachment(f"{HOME}1.mp4", length=1500, duration=60, title="Flight"),
                Attachment(f"{HOME}1.mp3", "audio/mpeg", 700, title="Wind"),
            ],
            categories=[Category("paper", scheme=f"{HOME}topics"), "small"],
            extensions=[Episode(number=1), JsonMembers({"_wind": {"beaufort": 3}}), ExtensionElement("slash:comments", 7)],
            links=[Link(f"{HOME}1.pt", "canonical")],
        )
    ],
)


def test_rss_has_every_value() -> None:
    document = render(FEED, "rss", url=f"{HOME}rss.xml", options=OPTIONS)

    assert document.split(b"\n")[1] == b'<?xml-stylesheet type="text/xsl" href="/feed.xsl"?>'
    assert not wrong(
        document,
        {
            "/rss/channel/title": "Kites & wind",
            "/rss/channel/link": HOME,
            "/rss/channel/description": "Made of paper",
            "/rss/channel/language": "en",
            "/rss/channel/copyright": "All kites reserved",
            "/rss/channel/lastBuildDate": "Mon, 01 Jun 2026 00:00:00 GMT",
            "/rss/channel/generator": "Kite press",
            "/rss/channel/ttl": "60",
            "/rss/channel/cloud/@domain": "rpc.kites.example",
            "/rss/channel/category": "Toys",
            "/rss/channel/image/url": f"{HOME}logo.png",
            "/rss/channel/a:link[@rel='self']/@href": f"{HOME}rss.xml",
            "/rss/channel/a:link[@rel='hub']/@href": "wss://hub.kites.example/",
            "/rss/channel/itunes:image/@href": f"{HOME}cover.png",
            "//item/guid": "kite-1",
            "//item/link": f"{HOME}1",
            "//item/title": "A small kite",
            "//item/description": SUMMARY,
            "//item/content:encoded": "<p>It <b>flies</b>.</p>",
            "//item/author": ["ada@kites.example (Ada String)", "ben@kites.example (Ben Reel)"],
            "//item/dc:creator": ["Ada String", "Ben Reel"],
            "//item/category": ["paper", "small"],
            "//item/category/@domain": f"{HOME}topics",
            "//item/pubDate": "Fri, 01 May 2026 00:00:00 GMT",
            "//item/enclosure/@*": [f"{HOME}1.mp4", "1500", "video/mp4"],
            "//item/slash:comments": "7",
        },
    )


def test_atom_has_every_value() -> None:
    assert not wrong(
        render(FEED, "atom", url=f"{HOME}atom.xml", options=OPTIONS),
        {
            "/a:feed/a:id": HOME,
            "/a:feed/a:author/*": ["Ada String", "ada@kites.example", f"{HOME}ada"],
            "/a:feed/a:contributor/*": ["Ben Reel", "ben@kites.example", f"{HOME}ben"],
            "/a:feed/a:icon": f"{HOME}icon.png",
            "/a:feed/a:logo": f"{HOME}logo.png",
            "/a:feed/a:rights": "All kites reserved",
            "/a:feed/a:updated": "2026-06-01T00:00:00Z",
            "//a:entry/a:summary": SUMMARY,
            "//a:entry/a:author/a:email": ["ada@kites.example", "ben@kites.example"],
            "//a:entry/a:contributor/a:name": "Ben Reel",
            "//a:entry/a:published": "2026-05-01T00:00:00Z",
            "//a:entry/a:rights": "Ada String",
            "//a:entry/a:link[@rel='enclosure']/@title": ["Flight", "Wind"],
            "//a:entry/a:category/@term": ["paper", "small"],
        },
    )


def test_json_has_every_value() -> None:
    document = json.loads(render(FEED, "json", url=f"{HOME}feed.json", options=OPTIONS))
    (item,) = document.pop("items")

    assert document.pop("_strides")["contributors"] == [{"name": "Ben Reel", "url": f"{HOME}ben"}]
    assert document == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Kites & wind",
        "home_page_url": HOME,
        "feed_url": f"{HOME}feed.json",
        "description": "Made of paper",
        "icon": f"{HOME}logo.png",
        "favicon": f"{HOME}icon.png",
        "authors": [{"name": "Ada String", "url": f"{HOME}ada", "avatar": f"{HOME}ada.png"}],
        "language": "en",
        "hubs": [{"type": "WebSub", "url": "wss://hub.kites.example/"}],
        "_wind": {"about": HOME, "beaufort": 4},
    }
    assert (item["id"], item["content_html"], item["summary"]) == ("kite-1", "<p>It <b>flies</b>.</p>", SUMMARY)
    assert [author["name"] for author in item["authors"]] == ["Ada String", "Ben Reel"]
    assert (item["image"], item["tags"], item["_wind"]) == (f"{HOME}1.jpg", ["paper", "small"], {"beaufort": 3})
    assert item["attachments"][0] == {
        "url": f"{HOME}1.mp4",
        "mime_type": "video/mp4",
        "title": "Flight",
        "size_in_bytes": 1500,
        "duration_in_seconds": 60,
    }
