"""
A show with every element of Apple Podcasts, Spotify and Podcasting 2.0, and an episode with as many.
"""

from datetime import UTC, datetime

from makers import a_feed, an_article
from stridesfeed import Attachment, Episode, Image, Podcast
from stridesfeed.extensions import podcast

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)
MP3 = "https://strides.example/1.mp3"
RECIPIENT = podcast.ValueRecipient("lnaddress", "ann@strides.example", 99, name="Ann Lee")
SPLIT = podcast.ValueTimeSplit(60, 30, remote_item=podcast.RemoteItem("917393e3-1b1e-5cef-ace4-edaa54e1f810"), remote_percentage=90)

SHOW = Podcast(
    category=["News > Tech News", "Science", "Documentary"],
    image=Image("https://strides.example/cover.jpg", width=3000, height=3000, type="image/jpeg"),
    author="Ann Lee & Bo Chen",
    owner_name="AI Strides",
    owner_email="desk@strides.example",
    title="AI Strides, aloud",
    type="serial",
    new_feed_url="https://strides.example/feed.xml",
    block=True,
    complete=True,
    guid=podcast.guid_of("https://strides.example/feed.xml"),
    locked=True,
    locked_owner="desk@strides.example",
    medium="podcast",
    license=podcast.License("cc-by-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    locations=[podcast.Location("Lisbon", rel="creator", geo="geo:38.7,-9.1", osm="R5400890", country="PT")],
    persons=["Ann Lee", podcast.Person("Bo Chen", role="producer", group="audio production", img="https://strides.example/bo.jpg")],
    funding=[podcast.Funding("https://strides.example/support", "Support us")],
    values=[podcast.Value([RECIPIENT], suggested=0.00000005, time_splits=[SPLIT])],
    trailers=[podcast.Trailer("What is new", "https://strides.example/t.mp3", NOON, length=1000, type="audio/mpeg", season=2)],
    images=[podcast.Image("https://strides.example/wide.jpg", alt="A robot", aspect_ratio="16/9", width=1600, purpose="social banner")],
    blocks=[podcast.Block(True), podcast.Block(False, id="spotify")],
    txts=[podcast.Txt("abc", purpose="verify")],
    podroll=[podcast.RemoteItem("917393e3-1b1e-5cef-ace4-edaa54e1f810", title="Podcasting 2.0")],
    publisher=podcast.RemoteItem("003af0a0-6a45-55cf-b765-68e3d349551a", medium="publisher"),
    live_items=[
        podcast.LiveItem(
            title="Live",
            guid="live-1",
            status="pending",
            start=NOON,
            end=NOON.replace(hour=13),
            link="https://strides.example/live",
            enclosure_url="https://strides.example/stream.mp3",
            content_links=[podcast.ContentLink("https://strides.example/live", "Watch")],
            chat=podcast.Chat("irc.strides.example", "irc", space="#live"),
        )
    ],
    update_frequency=podcast.UpdateFrequency("Every Friday", rrule="FREQ=WEEKLY;BYDAY=FR"),
    social=[podcast.SocialInteract("activitypub", "https://social.example/@strides/1", account_id="@strides")],
    podping=True,
    country_of_origin="pt br",
    recent_count=10,
)
EPISODE = Episode(
    title="Drift",
    number=3,
    number_display="Ch. 3",
    season=2,
    season_name="Measures",
    type="full",
    explicit=True,
    image="https://strides.example/3.png",
    transcripts=[podcast.Transcript("https://strides.example/3.vtt", "text/vtt", language="en", rel="captions")],
    chapters=podcast.Chapters("https://strides.example/3.json"),
    soundbites=[podcast.Soundbite(73.5, 30, "The best part")],
    persons=[podcast.Person("Cy Ito", role="guest", href="https://ito.example/")],
    alternate_enclosures=[
        podcast.AlternateEnclosure(
            "audio/opus",
            [podcast.Source("https://strides.example/3.opus"), podcast.Source("ipfs://abc", content_type="audio/opus")],
            length=1000,
            bitrate=64000,
            title="Small",
            default=False,
            integrity=podcast.Integrity("sri", "sha384-abc"),
        )
    ],
    content_links=[podcast.ContentLink("https://video.example/3", "Watch")],
)

FEED = a_feed(
    an_article(
        attachments=[Attachment(MP3, type="audio/mpeg", length=24986239, duration=1800)],
        extensions=[EPISODE],
    ),
    language="en",
    extensions=[SHOW],
)
