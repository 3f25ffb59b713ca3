"""
A document of an archive whose neighbours are known where it is written: each format goes on in its own (RFC 5005, 4).
"""

from everything import URLS
from makers import NOON, a_feed, an_article
from stridesfeed.extensions import FeedHistory
from stridesfeed.model import Link, Withdrawal

FEED = a_feed(
    an_article(),
    extensions=[FeedHistory(archive=True)],
    withdrawn=[Withdrawal("tag:strides.example,2026:mistaken", NOON)],
)
ARGUMENTS = {
    "links": {name: [Link(url, "current"), Link(url.replace("example/", "example/archive/2/"), "prev-archive")] for name, url in URLS.items()}
}
