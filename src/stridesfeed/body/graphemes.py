"""
Where text may be cut: between words, or between what people take for characters, never inside one (UAX 29, in short).
"""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\u200d"

#: What belongs to the character before it, beside combining marks: joiners, variation selectors, skin tones, tags, half-width sound marks.
_EXTENDS = re.compile("[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef\uff9e\uff9f\u0e33\u0eb3]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_HANGUL_TAIL = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")

#: Scripts that put no space between words: Thai, Lao, Myanmar, Khmer, kana, bopomofo, ideographs and their punctuation.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3000-\u30ff\u3100-\u312f\u31a0-\u9fff\ua960-\ua97f\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
_UNSPACED_LANGUAGES = frozenset({"bo", "dz", "ja", "km", "lo", "my", "th", "yue", "zh"})
_SPACED_WORD = re.compile(r"[A-Za-z0-9À-ɏ'’.-]")

#: Not left standing before the ellipsis.
_LOOSE = " ,;:–—-([{«„“‘/、，；：（「『"

#: Chinese writes it in the width of two characters (GB/T 15834, 4.11).
_LONG_ELLIPSIS = "……"
_CHINESE = frozenset({"yue", "zh"})


def cut(text: str, length: int, language: str | None = None) -> str:
    """
    *text*, or its beginning with the ellipsis of *language*, in at most *length* characters.
    """
    if len(text) <= length:
        return text
    if length < 1:
        return ""
    said = (language or "").partition("-")[0].lower()
    ellipsis = _LONG_ELLIPSIS[:length] if said in _CHINESE else "…"
    end = _last_cut(text, length - len(ellipsis), said in _UNSPACED_LANGUAGES)
    return text[:end].rstrip(_LOOSE) + ellipsis


def _last_cut(text: str, limit: int, unspaced: bool) -> int:
    """
    The last place up to *limit* between words; between characters, where the last word is longer than half of all.
    """
    for place in range(limit, limit // 2, -1):
        if _between_words(text, place, unspaced) and between_characters(text, place):
            return place
    return next((place for place in range(limit, 0, -1) if between_characters(text, place)), 0)


def _between_words(text: str, place: int, unspaced: bool) -> bool:
    before, after = text[place - 1], text[place]
    if before == " " or after == " ":
        return True
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return True
    return unspaced and not (_SPACED_WORD.match(before) and _SPACED_WORD.match(after))


def between_characters(text: str, place: int) -> bool:
    """
    Whether no character, as people see them, reaches over *place*.
    """
    before, after = text[place - 1], text[place]
    if _JOINER in {before, after} or _EXTENDS.match(after) or unicodedata.category(after).startswith("M"):
        return False
    if _REGIONAL.match(after) and _REGIONAL.match(before):
        return _regional_before(text, place) % 2 == 0
    return not (_HANGUL_TAIL.match(after) or ("\u1100" <= before <= "\u115f" and "\uac00" <= after <= "\ud7a3"))


def _regional_before(text: str, place: int) -> int:
    """
    How many letters of flags stand in a row before *place*: two make a flag.
    """
    start = place
    while start and _REGIONAL.match(text[start - 1]):
        start -= 1
    return place - start
