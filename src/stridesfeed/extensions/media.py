"""
Media RSS 1.5.1: the lead picture, and the files for which RSS has no second enclosure.

media:title and media:description are never written: one reader took the first for the item's title, three the second for its text.
"""

from __future__ import annotations

from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Attachment, Image

#: The URI ends in a slash: without it some readers see nothing.
NAMESPACE = Namespace("media", "http://search.yahoo.com/mrss/")

_MEDIUM = {"image": "image", "audio": "audio", "video": "video", "application": "document", "text": "document"}


def thumbnail(image: Image) -> Element:
    """
    media:thumbnail.
    """
    return NAMESPACE.element("thumbnail", url=image.url, width=image.width, height=image.height)


def picture(image: Image) -> Element:
    """
    media:content for a picture.
    """
    return NAMESPACE.element("content", url=image.url, medium="image", type=image.type, width=image.width, height=image.height)


def file(attachment: Attachment) -> Element:
    """
    media:content for a file: its size in bytes, its duration in seconds.
    """
    return NAMESPACE.element(
        "content",
        url=attachment.url,
        fileSize=attachment.length,
        type=attachment.type,
        medium=_MEDIUM.get(attachment.type.partition("/")[0].lower()),
        duration=attachment.duration,
    )
