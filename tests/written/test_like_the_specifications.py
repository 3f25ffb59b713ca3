"""
Every element of the specifications: RSS 2.0 with the Advisory Board's profile, RFC 4287, JSON Feed 1.1, and the podcast namespace.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

from independent_values import wrong
from stridesfeed import Article, Attachment, Category, Feed, Generator, Image, Link, Options, Person, RssChannel, Source, render
from stridesfeed.extensions import Episode, ExtensionElement, JsonMembers, Podcast, podcast
from stridesfeed.extensions.channel import ChannelImage, Cloud, TextInput
from stridesfeed.extensions.payments import RemoteItem, Value, ValueRecipient, ValueTimeSplit
from stridesfeed.model import RemoteContent

HOME = "https://gazette.example/"
THEN = datetime(2026, 10, 14, 12, 17, 44, tzinfo=timezone(timedelta(hours=-5)))
LATER = datetime(2026, 10, 15, 6, tzinfo=UTC)
JO = Person("Jo Inkwell", uri=f"{HOME}jo", email="jo@gazette.example", avatar=f"{HOME}jo.png")


def test_rss_2_0_and_its_profile() -> None:
    channel = RssChannel(
        cloud=Cloud("rpc.gazette.example", 80, "/rpc", "changed", "xml-rpc"),
        docs="https://www.rssboard.org/rss-specification",
        image=ChannelImage(f"{HOME}mast.gif", "The Gazette", HOME, width=96, height=32, description="A newspaper"),
        managing_editor="jo@gazette.example (Jo Inkwell)",
        published=THEN,
        rating='(PICS-1.1 "https://rating.example/" l r (n 0))',
        skip_hours=[0, 23],
        skip_days=["Saturday"],
        text_input=TextInput("Search", "Find a story", "q", f"{HOME}search"),
        ttl=60,
        web_master="web@gazette.example (Web)",
    )
    article = Article(
        id=f"{HOME}1",
        url=f"{HOME}1",
        title="A cat & a hat",
        summary_html='Read <a href="https://gazette.example/2">more</a>.',
        authors=[JO],
        categories=["pets", Category("Hats", scheme="shop.departments")],
        comments=f"{HOME}1#letters",
        attachments=[Attachment(f"{HOME}1.mp3", "audio/mpeg", 24986239)],
        published=THEN,
        source=Source("The Herald", "https://herald.example/rss.xml"),
    )
    feed = Feed(
        id=HOME,
        title="The Gazette",
        url=HOME,
        subtitle="News of the town",
        categories=["Media", Category("Town/Papers", scheme="dmoz")],
        rights="2026 The Gazette",
        language="en",
        updated=LATER,
        extensions=[channel],
        articles=[article],
    )
    options = Options(emails=True, rss_author="first", generator="Gazette press")

    assert not wrong(
        render(feed, "rss", url=f"{HOME}rss.xml", options=options),
        {
            "/rss/@version": "2.0",
            "//channel/title": "The Gazette",
            "//channel/link": HOME,
            "//channel/description": "News of the town",
            "//channel/category": ["Media", "Town/Papers"],
            "//channel/category/@domain": "dmoz",
            "//channel/cloud/@*": ["rpc.gazette.example", "80", "/rpc", "changed", "xml-rpc"],
            "//channel/copyright": "2026 The Gazette",
            "//channel/docs": "https://www.rssboard.org/rss-specification",
            "//channel/generator": "Gazette press",
            "//channel/image/*": [f"{HOME}mast.gif", "The Gazette", HOME, "96", "32", "A newspaper"],
            "//channel/language": "en",
            "//channel/lastBuildDate": "Thu, 15 Oct 2026 06:00:00 GMT",
            "//channel/managingEditor": "jo@gazette.example (Jo Inkwell)",
            "//channel/pubDate": "Wed, 14 Oct 2026 17:17:44 GMT",
            "//channel/rating": '(PICS-1.1 "https://rating.example/" l r (n 0))',
            "//channel/skipDays/day": "Saturday",
            "//channel/skipHours/hour": ["0", "23"],
            "//channel/textInput/*": ["Search", "Find a story", "q", f"{HOME}search"],
            "//channel/ttl": "60",
            "//channel/webMaster": "web@gazette.example (Web)",
            "//channel/a:link/@href": f"{HOME}rss.xml",
            "//item/author": "jo@gazette.example (Jo Inkwell)",
            "//item/category": ["pets", "Hats"],
            "//item/category/@domain": "shop.departments",
            "//item/comments": f"{HOME}1#letters",
            "//item/description": 'Read <a href="https://gazette.example/2">more</a>.',
            "//item/enclosure/@*": [f"{HOME}1.mp3", "24986239", "audio/mpeg"],
            "//item/guid": f"{HOME}1",
            "//item/guid/@isPermaLink": "true",
            "//item/link": f"{HOME}1",
            "//item/pubDate": "Wed, 14 Oct 2026 17:17:44 GMT",
            "//item/source": "The Herald",
            "//item/source/@url": "https://herald.example/rss.xml",
            "//item/title": "A cat & a hat",
        },
    )


def test_rfc_4287() -> None:
    first = Article(
        id="tag:gazette.example,2026:1",
        url=f"{HOME}1",
        title="A cat",
        authors=[JO],
        contributors=[Person("Bo Blot")],
        categories=[Category("cats", scheme=f"{HOME}topics", label="Cats")],
        content="<p>A <i>cat</i>.</p>",
        summary_html="A <b>short</b> cat.",
        links=[Link(f"{HOME}1.de", "license", "text/html", hreflang="de", title="Lizenz", length=12)],
        related=[Link(f"{HOME}2", title="A dog")],
        sources=[Link(f"{HOME}vet")],
        attachments=[Attachment(f"{HOME}1.mp3", length=1337, title="Read aloud")],
        published=THEN,
        updated=LATER,
        rights="Jo Inkwell",
        source=Source("The Herald", id="tag:herald.example,2026:feed", updated=THEN),
        language="de",
    )
    second = Article(
        id="tag:gazette.example,2026:2", title="A film", summary="A dog runs.", remote_content=RemoteContent(f"{HOME}2.mp4"), updated=LATER
    )
    feed = Feed(
        id="tag:gazette.example,2026:feed",
        title="The Gazette",
        url=HOME,
        subtitle_html="News of <em>the</em> town",
        authors=[JO],
        contributors=[Person("Bo Blot")],
        categories=[Category("town", label="Town")],
        links=[Link(HOME, "alternate", "text/html", hreflang="en")],
        icon=f"{HOME}icon.png",
        logo=f"{HOME}logo.png",
        rights="2026 The Gazette",
        updated=LATER,
        language="en",
        articles=[first, second],
    )
    press = Generator("Gazette press", uri=f"{HOME}press", version="1.0")
    options = Options(emails=True, atom_terms="term", generator=press, lead_image=False, sources=False, related=False, summaries="all")

    assert not wrong(
        render(feed, "atom", url=f"{HOME}atom.xml", options=options),
        {
            "/a:feed/@xml:lang": "en",
            "/a:feed/a:author/*": ["Jo Inkwell", "jo@gazette.example", f"{HOME}jo"],
            "/a:feed/a:category/@*": ["town", "Town"],
            "/a:feed/a:contributor/a:name": "Bo Blot",
            "/a:feed/a:generator": "Gazette press",
            "/a:feed/a:generator/@*": [f"{HOME}press", "1.0"],
            "/a:feed/a:icon": f"{HOME}icon.png",
            "/a:feed/a:id": "tag:gazette.example,2026:feed",
            "/a:feed/a:link[@rel='alternate']/@hreflang": "en",
            "/a:feed/a:link[@rel='self']/@href": f"{HOME}atom.xml",
            "/a:feed/a:logo": f"{HOME}logo.png",
            "/a:feed/a:rights": "2026 The Gazette",
            "/a:feed/a:subtitle[@type='html']": "News of <em>the</em> town",
            "/a:feed/a:title": "The Gazette",
            "/a:feed/a:updated": "2026-10-15T06:00:00Z",
            "//a:entry[1]/@xml:lang": "de",
            "//a:entry[1]/a:author/a:name": "Jo Inkwell",
            "//a:entry[1]/a:category/@term": "cats",
            "//a:entry[1]/a:category/@scheme": f"{HOME}topics",
            "//a:entry[1]/a:category/@label": "Cats",
            "//a:entry[1]/a:content[@type='html']": '<div lang="de">\n<p>A <i>cat</i>.</p>\n</div>',
            "//a:entry[1]/a:contributor/a:name": "Bo Blot",
            "//a:entry[1]/a:link[@rel='license']/@*": ["license", "text/html", f"{HOME}1.de", "de", "Lizenz", "12"],
            "//a:entry[1]/a:link[@rel='enclosure']/@*": ["enclosure", "audio/mpeg", f"{HOME}1.mp3", "Read aloud", "1337"],
            "//a:entry[1]/a:link[@rel='related']/@title": "A dog",
            "//a:entry[1]/a:link[@rel='via']/@href": f"{HOME}vet",
            "//a:entry[1]/a:published": "2026-10-14T17:17:44Z",
            "//a:entry[1]/a:rights": "Jo Inkwell",
            "//a:entry[1]/a:source/*": ["tag:herald.example,2026:feed", "The Herald", "2026-10-14T17:17:44Z"],
            "//a:entry[1]/a:summary[@type='html']": "A <b>short</b> cat.",
            "//a:entry[1]/a:updated": "2026-10-15T06:00:00Z",
            "//a:entry[2]/a:content/@src": f"{HOME}2.mp4",
            "//a:entry[2]/a:content/@type": "video/mp4",
            "//a:entry[2]/a:summary": "A dog runs.",
        },
    )


def test_json_feed_1_1() -> None:
    article = Article(
        id="7",
        url=f"{HOME}7",
        external_url="https://herald.example/8",
        title="A cat",
        content="<p>A cat.</p>",
        content_text="A cat, in plain words.",
        summary="A cat",
        image=Image(f"{HOME}7.png"),
        banner=f"{HOME}7-wide.png",
        published=THEN,
        updated=LATER,
        authors=[JO],
        categories=["cats", "pets"],
        language="de",
        attachments=[Attachment(f"{HOME}7.mp3", "audio/mpeg", 89970236, duration=6629, title="Read aloud")],
        extensions=[JsonMembers({"_ink": {"colour": "blue"}})],
    )
    feed = Feed(
        id=HOME,
        title="The Gazette",
        url=HOME,
        subtitle="News",
        logo=f"{HOME}logo.png",
        icon=f"{HOME}icon.png",
        authors=[JO],
        language="en",
        expired=True,
        hubs=["https://hub.gazette.example/"],
        links=[Link(f"{HOME}2.json", "next")],
        articles=[article],
    )
    options = Options(user_comment="Add this to a reader.", feed_authors="always", lead_image=False, sources=False)
    document = json.loads(render(feed, "json", url=f"{HOME}feed.json", options=options))
    (item,) = document.pop("items")
    author = {"name": "Jo Inkwell", "url": f"{HOME}jo", "avatar": f"{HOME}jo.png"}

    assert document == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Gazette",
        "home_page_url": HOME,
        "feed_url": f"{HOME}feed.json",
        "description": "News",
        "user_comment": "Add this to a reader.",
        "next_url": f"{HOME}2.json",
        "icon": f"{HOME}logo.png",
        "favicon": f"{HOME}icon.png",
        "authors": [author],
        "language": "en",
        "expired": True,
        "hubs": [{"type": "WebSub", "url": "https://hub.gazette.example/"}],
    }
    del item["_strides"]
    assert item == {
        "id": "7",
        "url": f"{HOME}7",
        "external_url": "https://herald.example/8",
        "title": "A cat",
        "content_html": '<div lang="de">\n<p>A cat.</p>\n</div>',
        "content_text": "A cat, in plain words.",
        "summary": "A cat",
        "image": f"{HOME}7.png",
        "banner_image": f"{HOME}7-wide.png",
        "date_published": "2026-10-14T17:17:44Z",
        "date_modified": "2026-10-15T06:00:00Z",
        "authors": [author],
        "author": author,
        "tags": ["cats", "pets"],
        "language": "de",
        "attachments": [
            {
                "url": f"{HOME}7.mp3",
                "mime_type": "audio/mpeg",
                "title": "Read aloud",
                "size_in_bytes": 89970236,
                "duration_in_seconds": 6629,
            }
        ],
        "_ink": {"colour": "blue"},
    }


GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
VALUE = Value(
    [ValueRecipient("node", "02d5c1bf8b940dc9cadca86d1b0a3c37fbe39cee4c7e839e33bef9174531d27f52", 100, name="Jo")],
    suggested=0.00000015,
    time_splits=[ValueTimeSplit(60, 237, remote_item=RemoteItem(GUID, item_guid="song"), remote_percentage=95)],
)
SHOW = Podcast(
    image=f"{HOME}cover.png",
    guid=GUID,
    locked=True,
    locked_owner="jo@gazette.example",
    medium="podcast",
    podping=True,
    funding=[podcast.Funding(f"{HOME}give", "Support us")],
    persons=[podcast.Person("Jo Inkwell", role="host", img=f"{HOME}jo.png", href=f"{HOME}jo")],
    locations=[podcast.Location("Oslo", rel="subject", geo="geo:59.9,10.7", osm="R406091", country="NO")],
    license=podcast.License("cc-by-4.0"),
    values=[VALUE],
    trailers=[podcast.Trailer("Coming soon", f"{HOME}trailer.mp3", THEN, length=9, type="audio/mpeg", season=1)],
    blocks=[podcast.Block(text=True), podcast.Block(text=False, id="google")],
    txts=[podcast.Txt("S6lpp-7ZCn8-dZfGc", purpose="verify")],
    update_frequency=podcast.UpdateFrequency("weekly", rrule="FREQ=WEEKLY"),
    podroll=[RemoteItem("29cdca4a-32d8-56ba-b48b-09a011c5daa9", title="Friends")],
    publisher=RemoteItem("003af0a0-6a45-55cf-b765-68e3d349551a", feed_url=f"{HOME}publisher.xml", medium="publisher"),
    images=[podcast.Image(f"{HOME}wide.png", alt="Ink", aspect_ratio="16/9", width=1920)],
    chat=podcast.Chat("irc.gazette.example", "irc", account_id="@jo", space="#ink"),
    live_items=[
        podcast.LiveItem(
            title="Live", guid="live-1", status="pending", start=THEN, end=LATER, content_links=[podcast.ContentLink(f"{HOME}live", "Listen")]
        ),
    ],
)
EPISODE = Episode(
    number=3,
    number_display="Ch.3",
    season=1,
    season_name="Ink",
    transcripts=[podcast.Transcript(f"{HOME}3.vtt", "text/vtt", language="en", rel="captions")],
    chapters=podcast.Chapters(f"{HOME}3.json"),
    soundbites=[podcast.Soundbite(73.0, 60.0, "A blot")],
    alternate_enclosures=[
        podcast.AlternateEnclosure(
            "audio/opus",
            [podcast.Source("ipfs://3.opus"), podcast.Source(f"{HOME}3.opus", content_type="audio/opus")],
            length=9,
            bitrate=64000,
            title="Small",
            default=True,
            integrity=podcast.Integrity("sri", "sha384-ExVqijgYHm15PqQqdXfW95x+Rs6C+d6E/ICxyQOeFevnxNLR/wtJNrNYTjIysUBo"),
        )
    ],
    content_links=[podcast.ContentLink(f"{HOME}3", "Watch")],
    social=[podcast.SocialInteract("activitypub", uri=f"{HOME}@jo/3", account_id="@jo", priority=1)],
)


def test_the_podcast_namespace() -> None:
    article = Article(id="3", title="Ink", published=THEN, attachments=[Attachment(f"{HOME}3.mp3", length=9)], extensions=[EPISODE])
    song = ExtensionElement("podcast:remoteItem", attributes={"feedGuid": GUID})
    feed = Feed(id=HOME, title="The Gazette", url=HOME, extensions=[SHOW, song], articles=[article])
    channel, item = "//channel/podcast:", "//item/podcast:"

    assert not wrong(
        render(feed, "rss"),
        {
            f"{channel}guid": GUID,
            f"{channel}locked": "yes",
            f"{channel}locked/@owner": "jo@gazette.example",
            f"{channel}medium": "podcast",
            f"{channel}podping/@usesPodping": "true",
            f"{channel}funding": "Support us",
            f"{channel}funding/@url": f"{HOME}give",
            f"{channel}person": "Jo Inkwell",
            f"{channel}person/@*": ["host", f"{HOME}jo.png", f"{HOME}jo"],
            f"{channel}location": "Oslo",
            f"{channel}location/@*": ["subject", "geo:59.9,10.7", "R406091", "NO"],
            f"{channel}license": "cc-by-4.0",
            f"{channel}value/@*": ["lightning", "keysend", "0.00000015"],
            f"{channel}value/podcast:valueRecipient/@name": "Jo",
            f"{channel}value/podcast:valueRecipient/@split": "100",
            f"{channel}value/podcast:valueTimeSplit/@*": ["60", "237", "95"],
            f"{channel}value/podcast:valueTimeSplit/podcast:remoteItem/@itemGuid": "song",
            f"{channel}trailer": "Coming soon",
            f"{channel}trailer/@pubdate": "Wed, 14 Oct 2026 17:17:44 GMT",
            f"{channel}trailer/@season": "1",
            f"{channel}block": ["yes", "no"],
            f"{channel}block/@id": "google",
            f"{channel}txt": "S6lpp-7ZCn8-dZfGc",
            f"{channel}updateFrequency": "weekly",
            f"{channel}updateFrequency/@rrule": "FREQ=WEEKLY",
            f"{channel}podroll/podcast:remoteItem/@title": "Friends",
            f"{channel}publisher/podcast:remoteItem/@medium": "publisher",
            f"{channel}remoteItem/@feedGuid": GUID,
            f"{channel}image/@*": [f"{HOME}wide.png", "Ink", "16/9", "1920"],
            f"{channel}chat/@*": ["irc.gazette.example", "irc", "@jo", "#ink"],
            f"{channel}liveItem/@status": "pending",
            f"{channel}liveItem/title": "Live",
            f"{channel}liveItem/podcast:contentLink/@href": f"{HOME}live",
            f"{item}episode": "3",
            f"{item}episode/@display": "Ch.3",
            f"{item}season": "1",
            f"{item}season/@name": "Ink",
            f"{item}transcript/@*": [f"{HOME}3.vtt", "text/vtt", "en", "captions"],
            f"{item}chapters/@*": [f"{HOME}3.json", "application/json+chapters"],
            f"{item}soundbite": "A blot",
            f"{item}soundbite/@startTime": "73",
            f"{item}alternateEnclosure/@bitrate": "64000",
            f"{item}alternateEnclosure/podcast:source/@uri": ["ipfs://3.opus", f"{HOME}3.opus"],
            f"{item}alternateEnclosure/podcast:integrity/@type": "sri",
            f"{item}contentLink": "Watch",
            f"{item}socialInteract/@protocol": "activitypub",
            f"{item}socialInteract/@priority": "1",
        },
    )
