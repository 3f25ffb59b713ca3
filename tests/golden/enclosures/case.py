"""
Every attachment in an enclosure, with the duration of the first that is audio or video.
"""

from makers import a_feed, an_article
from stridesfeed.model import Attachment
from stridesfeed.options import Options

FEED = a_feed(
    an_article(
        attachments=[
            Attachment("https://strides.example/1.pdf", type="application/pdf", length=5678),
            Attachment("https://strides.example/1.mp3", type="audio/mpeg", length=24986239, duration=1800, title="Audio"),
            Attachment("https://strides.example/1.mp4", type="video/mp4", duration=1801),
        ],
    ),
)
ARGUMENTS = {"options": Options(enclosures="all", durations="all")}
