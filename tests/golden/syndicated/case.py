"""
Articles taken over from another feed.
"""

from makers import NOON, a_feed, an_article
from stridesfeed.model import Source

FEED = a_feed(
    an_article("one", source=Source("Planet & Co", "https://planet.example/feed?a=1&b=2")),
    an_article("two", source=Source("Planet", "https://planet.example/feed", id="tag:planet.example,2026:feed", updated=NOON)),
)
