"""
How a page tells browsers and readers of the feeds of its site: the lines for its head.
"""

from __future__ import annotations

import html
from collections.abc import Mapping

from stridesfeed.emit import FORMATS


def head_links(title: str, addresses: Mapping[str, str]) -> tuple[str, ...]:
    """
    The lines of HTML for one feed called *title*, whose *addresses* are given by format.
    """
    return tuple(head_link(f"{title} ({FORMATS[name].title})", FORMATS[name].media_type, address) for name, address in addresses.items())


def head_link(title: str, media_type: str, address: str) -> str:
    """
    One line: the title that people choose by, what is there, and where.
    """
    return f'<link rel="alternate" type="{html.escape(media_type)}" title="{html.escape(title)}" href="{html.escape(address)}">'
