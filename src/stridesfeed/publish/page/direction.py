"""
Which way a language is written.
"""

from __future__ import annotations

from typing import Literal

from stridesfeed.body.names import names

#: Scripts from right to left (ISO 15924), and languages that are usually written in one of them.
_SCRIPTS = names("adlm arab aran hebr mand nkoo rohg samr syrc thaa")
_LANGUAGES = names("ar arc ckb dv fa he iw ks nqo pnb prs ps sd syr ug ur yi")


def direction(language: str) -> Literal["ltr", "rtl"]:
    """
    The value of ``dir`` for text in *language* (BCP 47): its script decides where it is said.

    >>> direction("he"), direction("az-Arab"), direction("ks-Deva"), direction("en")
    ('rtl', 'rtl', 'ltr', 'ltr')
    """
    first, *others = language.lower().split("-")
    script = next((subtag for subtag in others if len(subtag) == 4 and subtag.isalpha()), None)
    return "rtl" if (script in _SCRIPTS if script else first in _LANGUAGES) else "ltr"
