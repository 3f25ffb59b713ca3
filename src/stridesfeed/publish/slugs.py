"""
Names as parts of paths: the same for every spelling of a name, on every system.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

#: Marks that tell names apart where everything else about them is the same: C, C++, C#.
_SPOKEN = {"+": " plus ", "#": " sharp "}

#: In bytes: with a suffix, a folder and the name of a file it stays below the 255 that file systems allow.
_LONGEST = 80

#: Windows keeps these for devices, whatever suffix follows.
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")

_HYPHENS = re.compile(r"-{2,}")


def key_of(name: str) -> str:
    """
    What is the same for all spellings of *name*: case, width and white space tell nothing apart.

    >>> key_of("AI  News") == key_of("ai news")
    True
    """
    # Twice, and canonical before: folding makes of some letters what has to be normalised again, and the other way round (Unicode, 3.13, D147).
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", name).casefold()).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def slug_of(name: str) -> str:
    """
    *name* in lower-case letters, digits and hyphens of any script; a name that has none of them, or too many, is told by its hash.

    >>> slug_of("AI News & Views"), slug_of("C"), slug_of("C++"), slug_of("Größe")
    ('ai-news-views', 'c', 'c-plus-plus', 'grösse')
    """
    key = key_of(name)
    spoken = unicodedata.normalize("NFC", "".join(_SPOKEN.get(character, character) for character in key))
    slug = _HYPHENS.sub("-", "".join(character if _stays(character) else "-" for character in spoken)).strip("-")
    short = slug.encode()[:_LONGEST].decode(errors="ignore").rstrip("-")
    if slug and short == slug and not _DEVICES.fullmatch(slug):
        return slug
    return f"{short}-{hashlib.sha256(key.encode()).hexdigest()[:8]}".lstrip("-")


def _stays(character: str) -> bool:
    """
    Letters and numbers, and the marks without which letters of some scripts are others.
    """
    return unicodedata.category(character)[0] in "LNM"
