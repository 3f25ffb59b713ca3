"""
Feed autodiscovery: the lines in the head of a page that point browsers and readers to the site's feeds.
"""

from __future__ import annotations

import html
from collections.abc import Mapping

from stridesfeed.emit import FORMATS


def head_links(title: str, urls: Mapping[str, str]) -> tuple[str, ...]:
    """
    Return the lines of HTML for one feed with this *title*, one for each format in *urls*.
    """
    return tuple(head_link(f"{title} ({FORMATS[name].title})", FORMATS[name].media_type, url) for name, url in urls.items())


def head_link(title: str, media_type: str, url: str) -> str:
    """
    Return one ``link`` element. Readers show its *title* when they let people choose.
    """
    return f'<link rel="alternate" type="{html.escape(media_type)}" title="{html.escape(title)}" href="{html.escape(url)}">'
