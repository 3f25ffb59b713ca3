"""
A feed with everything that a channel can say about itself.
"""

from datetime import timedelta

from makers import NOON, a_feed, an_article
from stridesfeed import JsonMembers, Person, RssChannel
from stridesfeed.extensions.channel import ChannelImage, Cloud

HOME = "https://strides.example/"

FEED = a_feed(
    an_article(banner=HOME + "wide.png"),
    language="en",
    contributors=[Person("Bo Chen", uri="https://chen.example/")],
    updated=NOON + timedelta(hours=1),
    expired=True,
    extensions=[
        RssChannel(
            ttl=60,
            skip_hours=[0, 23],
            skip_days=["Saturday", "Sunday"],
            cloud=Cloud("rpc.strides.example", 80, "/notify", "notify", "xml-rpc"),
            managing_editor="desk@strides.example (Ann & Bo)",
            web_master="web@strides.example (Cy Ito)",
            published=NOON,
            docs="https://strides.example/rss",
            image=ChannelImage(HOME + "logo.png", "AI Strides", HOME, 144, 50, "Home"),
        ),
        JsonMembers({"_mood": {"word": "calm"}}),
    ],
)
