"""
Markdown files: front matter, and text that is rendered with its links resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from stridesfeed.load.front_matter import Parted, part
from stridesfeed.load.header import Header
from stridesfeed.load.links import Links
from stridesfeed.load.manuscript import Manuscript
from stridesfeed.load.targets import with_targets
from stridesfeed.load.templates import marked

_HEADLINE = re.compile(r"\s*^# +(?P<words>[^\n]*)\n?", re.MULTILINE)

_CLOSING = re.compile(r"(?:^|(?<=\s))#+$")


def read(text: str, path: str) -> Iterator[Manuscript]:
    """
    The one article of a Markdown file.
    """
    parted = _with_headline(part(text, path))
    yield Manuscript(header=parted.header, body=parted.body, to_html=to_html)


def to_html(body: str, links: Links) -> str:
    """
    Markdown as HTML, with the links of *body* resolved.
    """
    from stridesfeed.load import _markdown_it  # noqa: PLC0415  # an extra: only for files that need it

    text, marks = marked(body, "markdown", links)

    def target(href: str) -> str:
        plain = marks.as_address(href)
        return links.target(plain) or plain

    def html(piece: str) -> str:
        return marks.as_words(with_targets(piece, target))

    return _markdown_it.to_html(text, target=target, html=html, code=marks.as_written, words=marks.as_words)


def _with_headline(parted: Parted) -> Parted:
    """
    MkDocs takes the title from the heading that a text begins with; so does this, where front matter has none.
    """
    found = _HEADLINE.match(parted.body)
    if found is None or parted.header.find("title"):
        return parted
    line = parted.body_line + parted.body.count("\n", 0, found.start("words"))
    return attrs.evolve(parted, header=_titled(parted.header, _CLOSING.sub("", found["words"].strip()), line), body=parted.body[found.end() :])


def _titled(header: Header, words: str, line: int) -> Header:
    from stridesfeed.load import _markdown_it  # noqa: PLC0415

    return header.with_value("title", _markdown_it.to_text(words), line)
