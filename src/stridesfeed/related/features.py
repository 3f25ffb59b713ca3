"""
The features of articles: counted words, and categories, sections and authors.

Words are found in every script, without word lists. Case and accents are folded. Scripts without spaces between words (and Hangul, where words
include endings) produce pairs of adjacent characters. Numbers without a letter are not words: dates and years are in every text.
"""

from __future__ import annotations

import hashlib
import html as entities
import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from stridesfeed.extensions import Editorial
from stridesfeed.model import Article
from stridesfeed.text import line

#: Thai, Lao, Myanmar, Khmer, kana, Hangul and ideographs, without their punctuation.
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)

_FIRST_UNSPACED = _UNSPACED[0]

#: Marks inside words that belong to the letter before them: without them, Indic words would be split.
_MARKS = "\u0900-\u0903\u093a-\u094f\u0951-\u0963\u0980-\u0dff\u0f71-\u0f84\u200d"

#: Longer words are URLs, keys and the like.
_LONGEST = 40

_WORD = re.compile(f"[{_UNSPACED}]+|(?:[^\\W_{_UNSPACED}]|[{_MARKS}])+")
_IN_ASCII = re.compile(rf"(?<![a-z0-9])(?=[0-9]*[a-z])[a-z0-9]{{2,{_LONGEST}}}+(?![a-z0-9])")
_RUN = re.compile(f"[{_UNSPACED}]+")

#: Accents of Latin, Greek and Cyrillic; Hebrew points and Arabic marks, which most texts leave out.
_ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]")

_TAG = re.compile(r"<[^<>]*>")
_UNREAD = re.compile(r"<(!--|script\b|style\b|template\b|svg\b|math\b|noscript\b)", re.IGNORECASE)
_END = {"!--": re.compile("-->")} | {
    name: re.compile(f"</{name}\\b[^>]*>?", re.IGNORECASE) for name in ("script", "style", "template", "svg", "math", "noscript")
}


def words(text: str) -> list[str]:
    """
    Return the folded words of plain text, in order.

    >>> words("Café Zürich, 2026: two A100 chips")
    ['cafe', 'zurich', 'two', 'a100', 'chips']
    >>> words("蒸留モデル")
    ['蒸留', '留モ', 'モデ', 'デル']
    """
    folded = fold(text)
    if folded.isascii():
        return _IN_ASCII.findall(folded)
    found: list[str] = []
    for piece in _WORD.findall(folded):
        if is_pair(piece):
            found += (piece[place : place + 2] for place in range(max(1, len(piece) - 1)))
        elif 2 <= len(piece) <= _LONGEST and not piece.isdigit():
            found.append(piece)
    return found


def is_pair(word: str) -> bool:
    """
    Return whether *word* consists of characters of a script without spaces between words.
    """
    return word >= _FIRST_UNSPACED and _RUN.match(word) is not None


def fold(text: str) -> str:
    """
    Return *text* in lower case without accents.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())))


def text_of(html: str) -> str:
    """
    Return approximately the text of *html*, much faster than exact conversion: for counting words, not for display.

    Comments and elements whose content nobody reads are left out.
    """
    kept, position = [], 0
    while match := _UNREAD.search(html, position):
        kept.append(html[position : match.start()])
        end = _END[match[1].lower()].search(html, match.end())
        position = end.end() if end else len(html)
    return entities.unescape(_TAG.sub(" ", " ".join((*kept, html[position:]))))


#: To be changed whenever an article would get other words.
_FORM = b"1"

#: A word of the title counts as four of the body.
_IN_TITLE = 4
_IN_SUMMARY = 2

#: The kinds of traits.
CATEGORY, SECTION, AUTHOR = "category", "section", "author"


class Trait(NamedTuple):
    """
    A category, section or author that articles can share.
    """

    kind: str

    #: Folded, so that "AI News" and "ai news" are the same.
    name: str


def traits_of(article: Article) -> dict[Trait, str]:
    """
    Return the traits of *article* as they are displayed, categories first.
    """
    named = [(CATEGORY, category.name) for category in article.categories]
    named += [(SECTION, extension.section) for extension in article.extensions if isinstance(extension, Editorial) and extension.section]
    named += [(AUTHOR, person.name) for person in article.authors]
    # A category that is also the section counts once, as a category.
    by_name = {(kind == AUTHOR, line(fold(name))): (kind, name) for kind, name in reversed(named)}
    return {Trait(kind, folded): name for (_, folded), (kind, name) in by_name.items()}


def counts_of(article: Article) -> Counter[str]:
    """
    Count the words of *article*; those of title and summary count more.
    """
    counted = Counter(words(text_of(article.content or "")))
    for text, weight in ((article.summary or "", _IN_SUMMARY), (article.title or "", _IN_TITLE)):
        for word in words(text):
            counted[word] += weight
    return counted


def text_key(article: Article) -> bytes:
    """
    Return the cache key of the counted words of *article*.
    """
    facts = (article.title, article.summary, article.content)
    return hashlib.sha256(b"related words " + _FORM + repr(facts).encode()).digest()
