"""
A document of an archive (RFC 5005, 4).
"""

from makers import a_feed, an_article
from stridesfeed.extensions import FeedHistory
from stridesfeed.model import Link

FEED = a_feed(
    an_article(),
    links=[
        Link("https://strides.example/feed.xml", "current"),
        Link("https://strides.example/archive/1.xml", "prev-archive"),
        Link("https://strides.example/archive/3.xml", "next-archive"),
    ],
    extensions=[FeedHistory(archive=True)],
)
