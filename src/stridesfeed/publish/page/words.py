"""
What the page says itself, in the languages of feeds: the table ``words.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

import attrs


@attrs.frozen(kw_only=True)
class Words:
    """
    The words in one language; ``words.toml`` says where each stands.
    """

    #: What they are written in (BCP 47).
    language: str

    feed: str
    what: str
    addresses: str
    choose: str
    copy: str
    copied: str
    subscribe: str
    app: str
    latest: str
    none: str
    read: str
    minutes: str
    updated: str
    files: str
    table: str


_ENGLISH = "en"

#: Tags that say the same as another, or near enough: regions by the script that they write, and what is understood.
_SAME = {"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "no": "nb", "nn": "nb", "iw": "he"}


@cache
def table() -> Mapping[str, Words]:
    """
    All words, by language in lower case.
    """
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return MappingProxyType({language: Words(language=language, **said) for language, said in tomllib.loads(text).items()})


def words(language: str | None) -> Words:
    """
    The words in *language*, said to be in it; in English where we do not know it.

    >>> words("pt-BR").latest, words("zh-TW").language, words("tlh").language
    ('Artigos mais recentes', 'zh-TW', 'en')
    """
    known = table()
    subtags = (language or _ENGLISH).lower().split("-")
    for tag in ("-".join(subtags[:2]), subtags[0]):
        if found := known.get(_SAME.get(tag, tag)):
            # Words that stand in for those of another language say which they are.
            return attrs.evolve(found, language=language or _ENGLISH) if found.language.startswith(subtags[0]) else found
    return known[_ENGLISH]
