"""
Titles of links that look like markup: in the body they are whole, in the link they would be refused.
"""

from makers import a_feed, an_article
from stridesfeed.model import Link

FEED = a_feed(
    an_article(
        related=[Link("https://strides.example/two", title="<b>Two</b> &amp; more"), Link("https://strides.example/three", title="A < B & C")]
    )
)
