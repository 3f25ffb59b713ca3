"""
A lead image that the body does not show, and one that it does.
"""

from makers import a_feed, an_article
from stridesfeed.model import Image

FEED = a_feed(
    an_article(
        "one", image=Image("https://strides.example/a.png", alt='A "quoted" & alt', width=640, height=360, caption="Caption", credit="Credit")
    ),
    an_article("two", image=Image("https://strides.example/b.png"), content='<p>Text <img src="/b.png" alt="B"></p>'),
)
