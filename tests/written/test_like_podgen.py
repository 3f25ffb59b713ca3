"""
A podcast with every attribute of podgen's Podcast and Episode.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from independent_values import wrong
from stridesfeed import Article, Attachment, Feed, Options, Person, RssChannel, render
from stridesfeed.extensions import Episode, ExtensionElement, Podcast
from stridesfeed.extensions.channel import Cloud

HOME = "https://moss.example/"
MONDAY = datetime(2026, 4, 6, 7, 30, tzinfo=timezone(timedelta(hours=2)))
UNA = Person("Una Fern", email="una@moss.example")
SHOW = Feed(
    id=HOME,
    title="Moss hour",
    url=HOME,
    subtitle="Small green things, slowly.",
    language="en-GB",
    rights="2026 Moss Radio",
    authors=[UNA],
    updated=datetime(2026, 4, 7, tzinfo=UTC),
    hubs=["https://hub.moss.example/"],
    extensions=[
        Podcast(
            category="Science > Nature",
            image=f"{HOME}cover.png",
            author="Una Fern",
            owner_name="Una Fern",
            owner_email="una@moss.example",
            new_feed_url=f"{HOME}new.xml",
            complete=True,
            block=True,
        ),
        RssChannel(
            cloud=Cloud("rpc.moss.example", 80, "/rpc", "changed", "xml-rpc"),
            published=MONDAY,
            skip_hours=[1, 2],
            skip_days=["Friday", "Sunday"],
            web_master="web@moss.example",
        ),
        ExtensionElement("itunes:subtitle", "Green"),
    ],
    articles=[
        Article(
            id="moss-1",
            url=f"{HOME}1",
            title="Under the bridge",
            summary="A wet wall.",
            content="<p>A wet wall, and <a href='https://moss.example/who'>who</a> lives there.</p>",
            authors=[UNA, Person("Guy Lichen")],
            published=MONDAY,
            attachments=[Attachment(f"{HOME}1.mp3", "audio/mpeg", 17475653, duration=3756)],
            extensions=[
                Episode(number=1, season=1, explicit=False, image=f"{HOME}1.png", block=True, title="Bridge"),
                ExtensionElement("itunes:order", 1),
                ExtensionElement("itunes:subtitle", "Wet"),
            ],
        )
    ],
)


def test_rss_has_every_value() -> None:
    document = render(SHOW, "rss", url=f"{HOME}feed.xml", options=Options(emails=True, creators="each", rss_author="first"))

    assert not wrong(
        document,
        {
            "//channel/title": "Moss hour",
            "//channel/description": "Small green things, slowly.",
            "//channel/copyright": "2026 Moss Radio",
            "//channel/language": "en-GB",
            "//channel/managingEditor": "una@moss.example (Una Fern)",
            "//channel/webMaster": "web@moss.example",
            "//channel/pubDate": "Mon, 06 Apr 2026 05:30:00 GMT",
            "//channel/lastBuildDate": "Tue, 07 Apr 2026 00:00:00 GMT",
            "//channel/skipHours/hour": ["1", "2"],
            "//channel/skipDays/day": ["Friday", "Sunday"],
            "//channel/cloud/@port": "80",
            "//channel/a:link[@rel='hub']/@href": "https://hub.moss.example/",
            "//channel/itunes:category/@text": "Science",
            "//channel/itunes:category/itunes:category/@text": "Nature",
            "//channel/itunes:image/@href": f"{HOME}cover.png",
            "//channel/itunes:explicit": "false",
            "//channel/itunes:author": "Una Fern",
            "//channel/itunes:owner/*": ["Una Fern", "una@moss.example"],
            "//channel/itunes:new-feed-url": f"{HOME}new.xml",
            "//channel/itunes:complete": "Yes",
            "//channel/itunes:block": "Yes",
            "//channel/itunes:subtitle": "Green",
            "//item/guid": "moss-1",
            "//item/title": "Under the bridge",
            "//item/description": "A wet wall.",
            "//item/content:encoded": '<p>A wet wall, and <a href="https://moss.example/who">who</a> lives there.</p>',
            "//item/author": "una@moss.example (Una Fern)",
            "//item/dc:creator": ["Una Fern", "Guy Lichen"],
            "//item/pubDate": "Mon, 06 Apr 2026 05:30:00 GMT",
            "//item/enclosure/@length": "17475653",
            "//item/itunes:duration": "3756",
            "//item/itunes:image/@href": f"{HOME}1.png",
            "//item/itunes:explicit": "false",
            "//item/itunes:block": "Yes",
            "//item/itunes:order": "1",
            "//item/itunes:season": "1",
            "//item/itunes:episode": "1",
            "//item/itunes:title": "Bridge",
            "//item/itunes:subtitle": "Wet",
        },
    )
