"""
Media RSS 1.5.1: the lead image, and attachments after the first, because an RSS item has one enclosure.

media:title and media:description are never written: one reader takes the title for that of the item, and three the description for its text.
"""

from __future__ import annotations

from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Attachment, Image

#: Without the slash at its end, some readers do not recognise the namespace.
NAMESPACE = Namespace("media", "http://search.yahoo.com/mrss/")

_MEDIUM = {"image": "image", "audio": "audio", "video": "video", "application": "document", "text": "document"}


def thumbnail(image: Image) -> Element:
    """
    Return media:thumbnail.
    """
    return NAMESPACE.element("thumbnail", attributes={"url": image.url, "width": image.width, "height": image.height})


def picture(image: Image) -> Element:
    """
    Return media:content for an image.
    """
    return NAMESPACE.element(
        "content",
        attributes={"url": image.url, "medium": "image", "type": image.type, "width": image.width, "height": image.height},
    )


def file(attachment: Attachment) -> Element:
    """
    Return media:content for a file, with its size in bytes and its duration in seconds.
    """
    return NAMESPACE.element(
        "content",
        attributes={
            "url": attachment.url,
            "fileSize": attachment.length,
            "type": attachment.type,
            "medium": _MEDIUM.get(attachment.type.partition("/")[0].lower()),
            "duration": attachment.duration,
        },
    )
