"""
How long reading takes.
"""

from __future__ import annotations

import re

from stridesfeed.body import html_to_text
from stridesfeed.extensions import Editorial
from stridesfeed.model import Article

#: What people read in a minute, about: words, and characters of scripts that put no space between words.
_WORDS = 230
_CHARACTERS = 500

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def minutes(article: Article) -> int | None:
    """
    How long reading *article* takes, in whole minutes: as the newsroom says, or else by its length; ``None`` where there is nothing to read.
    """
    for extension in article.extensions:
        if isinstance(extension, Editorial) and extension.reading_minutes:
            return extension.reading_minutes
    return _by_length(html_to_text(article.content)) if article.content else None


def _by_length(text: str) -> int | None:
    characters = len(_UNSPACED.findall(text))
    words = len(_UNSPACED.sub(" ", text).split())
    return max(1, round(words / _WORDS + characters / _CHARACTERS)) if words or characters else None
