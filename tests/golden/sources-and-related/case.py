"""
Sources and related links, visible and machine-readable, with and without titles.
"""

from makers import a_feed, an_article
from stridesfeed.model import Link

FEED = a_feed(
    an_article(
        sources=[Link("https://lab.example/report?a=1&b=2", title="Report & <data>"), Link("https://lab.example/untitled")],
        related=[Link("https://strides.example/two", title="Two"), Link("https://strides.example/three")],
        external_url="https://about.example/page",
        language="de",
    ),
)
