"""
Summaries of articles that have none, from their texts.
"""

from __future__ import annotations

import re

from stridesfeed.body import excerpt, html_to_text

_PARAGRAPH = re.compile(r"<p(?:\s[^<>]*)?>", re.IGNORECASE)

#: A paragraph that is the title of a note, or a heading in bold.
_TITLE = re.compile(r"<p>\s*<(?P<bold>strong|b)>[^<>]*</(?P=bold)>\s*", re.IGNORECASE)

#: The end of the summary in Jekyll, Hugo, Zola, Hexo and MkDocs; in Docusaurus; in Nikola; and in Pelican.
_MORE = re.compile(r"<!--\s*(?:more|truncate|TEASER_END(?::[^<>]*)?|PELICAN_END_SUMMARY)\s*-->", re.IGNORECASE)


def summary_of(html: str, language: str | None, length: int) -> str | None:
    """
    Return an excerpt, of at most *length* characters, of the text before ``<!-- more -->`` or the like, else of the first paragraph that is
    neither blank nor a title in bold; ``None`` if *length* is 0 or there is no text.
    """
    if not html or length <= 0:
        return None
    text = teaser_of(html)
    if text is None:
        text, start = html, _PARAGRAPH.search(html)
        while start and (end := html.find("</p", start.end())) >= 0:
            paragraph = html[start.start() : end]
            if html_to_text(paragraph).strip() and not _TITLE.fullmatch(paragraph):
                text = paragraph
                break
            start = _PARAGRAPH.search(html, end)
    return excerpt(text, length, language=language) or None


def teaser_of(html: str) -> str | None:
    """
    Return the text before ``<!-- more -->`` or the like; ``None`` if *html* has no such mark.
    """
    more = _MORE.search(html)
    return html[: more.start()] if more else None
