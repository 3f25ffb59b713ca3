"""
The reading time of an article.
"""

from __future__ import annotations

import re

from stridesfeed.body import html_to_text
from stridesfeed.extensions import Editorial
from stridesfeed.model import Article

#: Average reading speed per minute, in words, and in characters of scripts without spaces between words.
_WORDS_PER_MINUTE = 230
_CHARACTERS_PER_MINUTE = 500

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def reading_minutes(article: Article) -> int | None:
    """
    Return the reading time that the newsroom set, or else an estimate from the length.
    """
    for extension in article.extensions:
        if isinstance(extension, Editorial) and extension.reading_minutes:
            return extension.reading_minutes
    text = html_to_text(article.content) if article.content else ""
    characters = len(_UNSPACED.findall(text))
    words = len(_UNSPACED.sub(" ", text).split())
    return max(1, round(words / _WORDS_PER_MINUTE + characters / _CHARACTERS_PER_MINUTE)) if words or characters else None
