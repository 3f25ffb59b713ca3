"""
HTML files with front matter. Files without it are pages of the site, not articles.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterator

from stridesfeed.load.front_matter.headers import split_front_matter
from stridesfeed.load.link_tags import replace_tags
from stridesfeed.load.links import Links
from stridesfeed.load.sources import NO_FRONT_MATTER, SourceDocument

_TAG = re.compile(r"<[A-Za-z](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>")
_ATTRIBUTE = re.compile(r"(?P<before>\s(?:href|src|poster|data-src)\s*=\s*)(?P<quote>[\"'])(?P<value>.*?)(?P=quote)", re.IGNORECASE | re.DOTALL)


def read_html(text: str, path: str) -> Iterator[SourceDocument]:
    """
    Yield the one article of an HTML file.
    """
    split = split_front_matter(text, path)
    skip_reason = None if split.has_front_matter else NO_FRONT_MATTER
    yield SourceDocument(front_matter=split.front_matter, body=split.body, to_html=to_html, skip_reason=skip_reason)


def to_html(body: str, links: Links) -> str:
    """
    Return *body*, which is HTML, with its links resolved.
    """
    text, placeholders = replace_tags(body, "html", links)

    def resolve(target: str) -> str:
        target = placeholders.as_url(target)
        return links.resolve(target) or target

    return placeholders.as_html(placeholders.as_text(rewrite_targets(text, resolve)))


def rewrite_targets(html: str, rewrite: Callable[[str], str]) -> str:
    """
    Return *html* with the target of every link, image and file passed through *rewrite*; unchanged targets keep their spelling.

    >>> rewrite_targets('<p>a <a href="b.md">b.md</a>', str.upper)
    '<p>a <a href="B.MD">b.md</a>'
    """

    def rewrite_attribute(found: re.Match[str]) -> str:
        old = entities.unescape(found["value"])
        new = rewrite(old)
        return found[0] if new == old else f"{found['before']}{found['quote']}{entities.escape(new)}{found['quote']}"

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(rewrite_attribute, tag[0]), html)
