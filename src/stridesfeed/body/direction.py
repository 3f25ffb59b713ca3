"""
The language of a body and its direction: readers lay out bodies from left to right unless an element says otherwise, and most ignore the
language of a feed or an article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from stridesfeed.body.tree import start_tag
from stridesfeed.text import name_set

#: Scripts that are written from right to left (ISO 15924; Unicode Standard Annex 9, classes R and AL).
_SCRIPTS = name_set("adlm arab aran hebr mand mend nkoo rohg samr syrc syre syrj syrn thaa yezi")

_SCRIPT_LENGTH = 4

#: Languages whose usual script is one of them (CLDR, likely subtags).
_LANGUAGES = name_set(
    "aeb ar arc arq ars ary arz bal bgn brh ckb dv fa glk he iw ji khw ks lrc luz mzn nqo pnb prs ps rhg sam sd sdh skr syr ug ur yi"
)

#: Letters of these scripts.
_LETTER = re.compile("[\u05d0-\u085f\u0860-\u08c9\ufb1d-\ufdfb\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]")

#: The first bytes of these letters in UTF-8. Looking for them takes a tenth of the time.
_FIRST_BYTES = bytes((*range(0xD7, 0xE1), 0xEF, 0xF0))

#: Tags, references, and code, which is written from left to right in all languages.
_NOT_TEXT = re.compile(r"<(pre|code)\b.*?</\1>|<[^<>]*>|&[a-z]+;", re.DOTALL)


def is_right_to_left(language: str | None) -> bool:
    """
    Return whether *language* (BCP 47) is written from right to left.

    >>> [is_right_to_left(tag) for tag in ("he", "ar-EG", "ku-Arab", "en", "yi-Latn")]
    [True, True, True, False, False]
    """
    first, *others = (language or "").lower().split("-")
    scripts = [subtag for subtag in others[:2] if len(subtag) == _SCRIPT_LENGTH and subtag.isalpha()]
    return scripts[0] in _SCRIPTS if scripts else first in _LANGUAGES


def _reads_right_to_left(html: str) -> bool:
    """
    Return whether most letters of *html*, which is clean, are of scripts that are written from right to left. Code is not counted.
    """
    encoded = html.encode()
    if len(encoded.translate(None, _FIRST_BYTES)) == len(encoded):
        return False
    text = _NOT_TEXT.sub("", html)
    return 2 * len(_LETTER.findall(text)) > sum(map(str.isalpha, text))


def body_attributes(html: str, language: str | None, feed_language: str | None) -> dict[str, str]:
    """
    Return the attributes that *html*, the clean body of an article in *language*, needs in a feed in *feed_language*: dir and lang.

    dir is written if the language or most letters are written from right to left, or those of the feed are and the article's are not. lang is
    written with it, and if the language is not the feed's. An article without a language has that of the feed.
    """
    known = language or feed_language
    is_foreign = (known or "").lower() != (feed_language or "").lower()
    if is_right_to_left(known):
        attributes = {"dir": "rtl", "lang": known}
    elif _reads_right_to_left(html):
        attributes = {"dir": "rtl", "lang": known if is_foreign else None}
    else:
        attributes = {"dir": "ltr" if is_right_to_left(feed_language) else None, "lang": known if is_foreign else None}
    return {name: value for name, value in attributes.items() if value}


def with_direction(html: str, attributes: Mapping[str, str]) -> str:
    r"""
    Return *html*, which is clean, in a div with *attributes*; unchanged if there are none, or if it is one element with the first of them.

    >>> with_direction("<p>שלום</p>", {"dir": "rtl", "lang": "he"})
    '<div dir="rtl" lang="he">\n<p>שלום</p>\n</div>'
    """
    if not attributes or _is_single_element(html, next(iter(attributes))):
        return html
    return f"{start_tag('div', dict(attributes))}\n{html}\n</div>"


def _is_single_element(html: str, attribute: str) -> bool:
    """
    Return whether *html* is one element that has *attribute*.
    """
    opening = re.match(rf'<([a-z][a-z0-9]*) (?:[^<>]* )?{attribute}="', html)
    if not opening:
        return False
    depth = 0
    for tag in re.finditer(rf"<(/?){opening[1]}(?=[ >])", html):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return html[tag.end() :] == ">"
    return False
