"""
An episode with audio, video and a transcript.
"""

from makers import a_feed, an_article
from stridesfeed.model import Attachment

FEED = a_feed(
    an_article(
        attachments=[
            Attachment("https://strides.example/1.mp3", type="audio/mpeg", length=24986239, duration=1800, title="Audio"),
            Attachment("https://strides.example/1.mp4", type="video/mp4", length=124986239, duration=1800, title="Video"),
            Attachment("https://strides.example/1.txt", type="text/plain"),
        ],
    ),
)
