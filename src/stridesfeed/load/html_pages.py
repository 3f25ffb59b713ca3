"""
HTML files with front matter; without it a file is a page of the site, and no article.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed.load.front_matter import part
from stridesfeed.load.links import Links
from stridesfeed.load.manuscript import Manuscript
from stridesfeed.load.targets import with_targets
from stridesfeed.load.templates import marked


def read(text: str, path: str) -> Iterator[Manuscript]:
    """
    The one article of an HTML file.
    """
    parted = part(text, path)
    left_out = None if parted.has_header else "has no front matter"
    yield Manuscript(header=parted.header, body=parted.body, to_html=to_html, left_out=left_out)


def to_html(body: str, links: Links) -> str:
    """
    HTML as it is, but with the links of *body* resolved.
    """
    text, marks = marked(body, "html", links)

    def target(href: str) -> str:
        plain = marks.as_address(href)
        return links.target(plain) or plain

    return marks.as_words(with_targets(text, target))
