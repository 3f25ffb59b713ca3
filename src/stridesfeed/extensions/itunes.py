"""
Apple's namespace for podcasts: the duration of an episode, which players take from no other element. :mod:`stridesfeed.extensions.shows` has
its other elements.
"""

from __future__ import annotations

from stridesfeed.markup import Element, Namespace

NAMESPACE = Namespace("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd")


def duration(seconds: int) -> Element:
    """
    Return itunes:duration, the duration of the audio or video in an enclosure of the item.
    """
    return NAMESPACE.element("duration", str(seconds))
