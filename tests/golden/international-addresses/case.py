"""
Addresses with letters, spaces and percent signs.
"""

from makers import a_feed, an_article
from stridesfeed.model import Attachment, Image, Link

FEED = a_feed(
    an_article(
        url="https://bücher.example/é à/100%?q=ü&x=1#ß",
        content='<p><a href="/café au lait?x=1&y=2">relative</a> <a href="https://例え.jp/">IDN</a></p>',
        image=Image("https://bücher.example/bild eins.png"),
        attachments=[Attachment("https://bücher.example/a b.mp3", type="audio/mpeg")],
        related=[Link("https://strides.example/[x]|y", title="Brackets")],
    ),
)
