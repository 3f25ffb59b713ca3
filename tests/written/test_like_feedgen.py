"""
A feed with every method of feedgen, written with feedgen and with ours: no value is lost.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from feedgen.feed import FeedGenerator

from independent_values import lost, wrong
from stridesfeed import Article, Attachment, Category, Feed, Generator, Link, Options, Person, RssChannel, Source, render
from stridesfeed.emit import FormatName
from stridesfeed.extensions import Episode, ExtensionElement, Podcast
from stridesfeed.extensions.channel import ChannelImage, Cloud, TextInput

HOME = "https://ferry.example/"
MORNING = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
OPTIONS = Options(
    emails=True,
    creators="each",
    rss_author="first",
    atom_terms="term",
    generator=Generator("Ferry desk", uri="https://ferry.example/desk", version="7"),
)


def with_feedgen() -> Any:
    """
    The feed as feedgen makes it.
    """
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.load_extension("dc")
    feed.load_extension("geo")
    feed.id(HOME)
    feed.title("Ferry times & tides")
    feed.subtitle("When to cross")
    feed.author(name="Mo Pier", email="mo@ferry.example", uri="https://ferry.example/mo")
    feed.contributor(name="Lu Quay", email="lu@ferry.example")
    feed.link(href=HOME, rel="alternate")
    feed.link(href=f"{HOME}feed", rel="self")
    feed.language("en")
    feed.category(term="boats", scheme="https://ferry.example/topics", label="Boats")
    feed.rights("Crossing Ltd")
    feed.logo(f"{HOME}logo.png")
    feed.icon(f"{HOME}icon.png")
    feed.updated(NOON)
    feed.podcast.itunes_author("Mo Pier")
    feed.podcast.itunes_category("Leisure")
    feed.podcast.itunes_image(f"{HOME}cover.png")
    feed.podcast.itunes_explicit("clean")
    feed.podcast.itunes_owner(name="Mo Pier", email="mo@ferry.example")
    feed.podcast.itunes_type("serial")
    feed.dc.dc_publisher("Crossing Ltd")
    for name in ("east", "west"):
        entry = feed.add_entry(order="append")
        entry.id(f"{HOME}{name}")
        entry.title(f"Going {name}")
        entry.link(href=f"{HOME}{name}", rel="alternate")
        entry.author(name="Mo Pier", email="mo@ferry.example", uri="https://ferry.example/mo")
        entry.contributor(name="Lu Quay", email="lu@ferry.example")
        entry.summary("A short crossing.")
        entry.content("<p>Bring <b>coins</b> for the gate of the pier.</p>", type="html")
        entry.category(term="boats", scheme="https://ferry.example/topics", label="Boats")
        entry.published(MORNING)
        entry.updated(NOON)
        entry.rights("Crossing Ltd")
        entry.comments(f"{HOME}{name}#notes")
        entry.enclosure(f"{HOME}{name}.mp3", "1200", "audio/mpeg")
        entry.podcast.itunes_duration(95)
        entry.podcast.itunes_season(2)
        entry.podcast.itunes_episode(5)
        entry.podcast.itunes_episode_type("full")
        entry.geo.point("59.9 10.7")
    return feed


def with_ours() -> Feed:
    """
    The same feed, with ours.
    """
    mo = Person("Mo Pier", uri="https://ferry.example/mo", email="mo@ferry.example")
    lu = Person("Lu Quay", email="lu@ferry.example")
    boats = Category("boats", scheme="https://ferry.example/topics", label="Boats")
    return Feed(
        id=HOME,
        title="Ferry times & tides",
        subtitle="When to cross",
        url=HOME,
        authors=[mo],
        contributors=[lu],
        language="en",
        categories=[boats],
        rights="Crossing Ltd",
        logo=f"{HOME}logo.png",
        icon=f"{HOME}icon.png",
        updated=NOON,
        extensions=[
            Podcast(
                category="Leisure",
                image=f"{HOME}cover.png",
                author="Mo Pier",
                owner_name="Mo Pier",
                owner_email="mo@ferry.example",
                type="serial",
            ),
            ExtensionElement("dc:publisher", "Crossing Ltd"),
        ],
        articles=[
            Article(
                url=f"{HOME}{name}",
                title=f"Going {name}",
                authors=[mo],
                contributors=[lu],
                summary="A short crossing.",
                content="<p>Bring <b>coins</b> for the gate of the pier.</p>",
                categories=[boats],
                published=MORNING,
                updated=NOON,
                rights="Crossing Ltd",
                comments=f"{HOME}{name}#notes",
                attachments=[Attachment(f"{HOME}{name}.mp3", "audio/mpeg", 1200, duration=95)],
                extensions=[Episode(season=2, number=5, type="full"), ExtensionElement("georss:point", (59.9, 10.7))],
            )
            for name in ("east", "west")
        ],
    )


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_no_value_of_feedgen_is_lost(format: FormatName) -> None:
    theirs = getattr(with_feedgen(), f"{format}_str")()
    ours = render(with_ours(), format, url=f"{HOME}feed", options=OPTIONS)

    assert theirs.count(b"Going") == 2
    # feedgen writes "clean" for what Apple calls false, and feedparser knows only the former.
    assert {path for path, _ in lost(theirs, ours)} <= {"itunes_explicit"}


def test_the_channel_has_every_element_that_feedgen_knows() -> None:
    channel = RssChannel(
        ttl=30,
        cloud=Cloud("rpc.ferry.example", 80, "/notify", "ferry.changed", "xml-rpc"),
        docs="https://ferry.example/docs",
        managing_editor="mo@ferry.example (Mo Pier)",
        web_master="lu@ferry.example (Lu Quay)",
        published=MORNING,
        rating='(PICS-1.1 "https://ferry.example/" l r (s 0))',
        skip_hours=[0, 1],
        skip_days=["Sunday"],
        image=ChannelImage(f"{HOME}logo.png", "Ferry", HOME, width=80, height=40, description="A ferry"),
        text_input=TextInput("Find", "A crossing", "q", f"{HOME}find"),
    )
    source = Source("Harbour news", "https://harbour.example/feed")
    torrent = [
        ExtensionElement("torrent:fileName", "crossing.torrent"),
        ExtensionElement("torrent:contentLength", 331350016),
        ExtensionElement("torrent:infoHash", "7661229811ef32014879ceedcdf4a48f256c88ba"),
        ExtensionElement("torrent:seeds", 7),
    ]
    hourly = ExtensionElement("sy:updatePeriod", "hourly")
    article = Article(
        id="crossing-7", title="Fog", source=source, extensions=torrent, links=[Link(f"{HOME}licence", "license", title="Licence", length=12)]
    )
    feed = Feed(id=HOME, title="Ferry", url=HOME, updated=NOON, extensions=[channel, hourly], articles=[article])

    assert not wrong(
        render(feed, "rss", options=OPTIONS),
        {
            "//channel/ttl": "30",
            "//cloud/@*": ["rpc.ferry.example", "80", "/notify", "ferry.changed", "xml-rpc"],
            "//docs": "https://ferry.example/docs",
            "//managingEditor": "mo@ferry.example (Mo Pier)",
            "//webMaster": "lu@ferry.example (Lu Quay)",
            "//channel/pubDate": "Mon, 04 May 2026 06:30:00 GMT",
            "//lastBuildDate": "Mon, 04 May 2026 12:00:00 GMT",
            "//rating": '(PICS-1.1 "https://ferry.example/" l r (s 0))',
            "//skipHours/hour": ["0", "1"],
            "//skipDays/day": "Sunday",
            "//image/*": [f"{HOME}logo.png", "Ferry", HOME, "80", "40", "A ferry"],
            "//textInput/*": ["Find", "A crossing", "q", f"{HOME}find"],
            "//generator": "Ferry desk 7",
            "//sy:updatePeriod": "hourly",
            "//item/torrent:*": ["crossing.torrent", "331350016", "7661229811ef32014879ceedcdf4a48f256c88ba", "7"],
            "//item/guid": "crossing-7",
            "//item/guid/@isPermaLink": "false",
            "//item/source": "Harbour news",
            "//item/source/@url": "https://harbour.example/feed",
            "//item/a:link[@rel='license']/@title": "Licence",
        },
    )
