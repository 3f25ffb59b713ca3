"""
The reasons for a relation, in words for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stridesfeed.model import Article
from stridesfeed.related.features import AUTHOR, CATEGORY, SECTION, Trait, fold, is_pair, text_of, traits_of, words

_SENTENCES = {CATEGORY: "shared category {!r}", SECTION: "same section {!r}", AUTHOR: "same author {!r}"}

#: This many words describe what two articles have in common.
_NAMED = 6

_PIECE = re.compile(r"\w[^\s/]*\w|\w")


def reasons(article: Article, traits: Iterable[Trait], common: Iterable[str]) -> tuple[str, ...]:
    """
    Return what *article* has in common with another, in its own spelling: shared *traits* and words.
    """
    shared = frozenset(traits)
    named = [(trait, name) for trait, name in traits_of(article).items() if trait in shared]
    said = [_SENTENCES[kind].format(name) for kind in _SENTENCES for trait, name in named if trait.kind == kind]
    text = " ".join(filter(None, (article.title, article.summary, text_of(article.content or ""))))
    # The first spelling of each word, by folded word.
    spellings: dict[str, str] = {}
    for piece in _PIECE.findall(text):
        folded = words(piece)
        if len(folded) == 1:
            spellings.setdefault(folded[0], piece)
    common = [*common]
    about = [spellings.get(word, word) for word in common if not is_pair(word)]
    if pairs := {word for word in common if is_pair(word)}:
        about += dict.fromkeys(_joined(fold(text), pairs))
    return (*said, f"words: {', '.join(about[:_NAMED])}") if about else tuple(said)


def _joined(text: str, pairs: set[str]) -> Iterator[str]:
    """
    Yield the longest pieces of *text* that consist of overlapping *pairs* of characters.
    """
    start = None
    for place in range(len(text)):
        inside = text[place : place + 2] in pairs
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            yield text[start : place + 1]
            start = None
