"""
The texts of the page and of digests in the languages of feeds, from the table ``words.toml``, and the direction of languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

import attrs

from stridesfeed.text import name_set


@attrs.frozen(kw_only=True)
class Words:
    """
    The texts in one language; ``words.toml`` describes each of them.
    """

    #: The language of the texts (BCP 47).
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
    day: str
    week: str
    month: str
    more: str
    browser: str
    unsubscribe: str


_ENGLISH = "en"

#: Language tags with the texts of another: regions by their script, and closely related languages.
_EQUIVALENT = {"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "no": "nb", "nn": "nb", "iw": "he"}

#: Scripts from right to left (ISO 15924), and languages that are usually written in one of them.
_RTL_SCRIPTS = name_set("adlm arab aran hebr mand nkoo rohg samr syrc thaa")
_RTL_LANGUAGES = name_set("ar arc ckb dv fa he iw ks nqo pnb prs ps sd syr ug ur yi")


@cache
def table() -> Mapping[str, Words]:
    """
    Return the texts of all languages, by language in lower case.
    """
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return MappingProxyType({language: Words(language=language, **texts) for language, texts in tomllib.loads(text).items()})


def words(language: str | None) -> Words:
    """
    Return the texts in *language*, or in English if there are none.

    >>> words("pt-BR").latest, words("zh-TW").language, words("tlh").language
    ('Artigos mais recentes', 'zh-TW', 'en')
    """
    known = table()
    subtags = (language or _ENGLISH).lower().split("-")
    for tag in ("-".join(subtags[:2]), subtags[0]):
        if found := known.get(_EQUIVALENT.get(tag, tag)):
            # Texts of a related language keep their own language tag.
            return attrs.evolve(found, language=language or _ENGLISH) if found.language.startswith(subtags[0]) else found
    return known[_ENGLISH]


def direction(language: str) -> Literal["ltr", "rtl"]:
    """
    Return the value of ``dir`` for text in *language* (BCP 47). A script subtag takes precedence.

    >>> direction("he"), direction("az-Arab"), direction("ks-Deva"), direction("en")
    ('rtl', 'rtl', 'ltr', 'ltr')
    """
    first, *others = language.lower().split("-")
    script = next((subtag for subtag in others if len(subtag) == 4 and subtag.isalpha()), None)
    return "rtl" if (script in _RTL_SCRIPTS if script else first in _RTL_LANGUAGES) else "ltr"
