"""
What an article is known by: its words, each with how often it is said, and what the newsroom says of it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import NamedTuple

from stridesfeed.extensions import Editorial
from stridesfeed.model import Article
from stridesfeed.related.words import fold, text_of, words
from stridesfeed.text import line

#: Changes when the same article would come to be known by other words.
_FORM = b"1"

#: A word of the title says as much as four of the body.
_IN_TITLE = 4
_IN_SUMMARY = 2

#: Kinds of traits.
CATEGORY, SECTION, AUTHOR = "category", "section", "author"


class Trait(NamedTuple):
    """
    A category, a section or an author that articles may share.
    """

    kind: str

    #: Folded, so that "AI News" and "ai news" are one.
    name: str


def traits_of(article: Article) -> dict[Trait, str]:
    """
    The traits of *article*, each as people see it: categories first.
    """
    named = [(CATEGORY, category.name) for category in article.categories]
    named += [(SECTION, extension.section) for extension in article.extensions if isinstance(extension, Editorial) and extension.section]
    named += [(AUTHOR, person.name) for person in article.authors]
    # What is both a category and the section counts once, as a category.
    by_name = {(kind == AUTHOR, line(fold(name))): (kind, name) for kind, name in reversed(named)}
    return {Trait(kind, folded): name for (_, folded), (kind, name) in by_name.items()}


def counts_of(article: Article) -> Counter[str]:
    """
    How often *article* says each of its words; those of the title and the summary count more.
    """
    counted = Counter(words(text_of(article.content or "")))
    for text, weight in ((article.summary or "", _IN_SUMMARY), (article.title, _IN_TITLE)):
        for word in words(text):
            counted[word] += weight
    return counted


def text_key(article: Article) -> bytes:
    """
    What stands for all text of *article*, as the key of its counted words.
    """
    facts = (article.title, article.summary, article.content)
    return hashlib.sha256(b"related words " + _FORM + repr(facts).encode()).digest()
