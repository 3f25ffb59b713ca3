"""
Hubs, and pictures of the feed.
"""

from makers import a_feed, an_article

FEED = a_feed(
    an_article(),
    hubs=["https://hub.example/", "https://other-hub.example/?a=1&b=2"],
    icon="https://strides.example/icon.png",
    logo="https://strides.example/logo.webp",
)
