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
    about = [*_as_written(article, [*common])][:_NAMED]
    return (*said, f"words: {', '.join(about)}") if about else tuple(said)


def _as_written(article: Article, common: list[str]) -> Iterator[str]:
    """
    Return the folded words *common* as *article* first writes them; overlapping pairs of characters are joined.
    """
    text = " ".join(filter(None, (article.title, article.summary, text_of(article.content or ""))))
    written = _spellings(text)
    yield from (written.get(word, word) for word in common if not is_pair(word))
    pairs = {word for word in common if is_pair(word)}
    if pairs:
        yield from dict.fromkeys(_runs(fold(text), pairs))


def _spellings(text: str) -> dict[str, str]:
    """
    Return the first spelling of each word of *text*, by folded word.
    """
    found: dict[str, str] = {}
    for piece in _PIECE.findall(text):
        folded = [*words(piece)]
        if len(folded) == 1:
            found.setdefault(folded[0], piece)
    return found


def _runs(text: str, pairs: set[str]) -> Iterator[str]:
    """
    Return the longest pieces of *text* that consist of *pairs*.
    """
    start = None
    for place in range(len(text)):
        inside = text[place : place + 2] in pairs
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            yield text[start : place + 1]
            start = None
