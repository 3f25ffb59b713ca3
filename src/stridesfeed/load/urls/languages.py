"""
The languages of a site in several languages: by a file's suffix (``post.fr.md``), its folder (``fr/post.md``), or its front matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from stridesfeed import rules
from stridesfeed.load.urls.permalinks import DRAFTS, POSTS


def code(value: object) -> str | None:
    """
    Check the code of a language as it is in names of files and URLs, such as ``fr``, ``pt-br`` or ``zh_CN``.
    """
    return rules.language(value.replace("_", "-") if isinstance(value, str) else value)


def split_language(file: PurePosixPath, languages: Sequence[str]) -> tuple[str, PurePosixPath]:
    """
    Return which of *languages* the path of a file names, and the path without it; no language, and the same path, if it names none.

    >>> split_language(PurePosixPath("news/grok.fr.md"), ["en", "fr"]), split_language(PurePosixPath("fr/grok.md"), ["en", "fr"])
    (('fr', PurePosixPath('news/grok.md')), ('fr', PurePosixPath('grok.md')))
    """
    codes = {language.casefold(): language for language in languages}
    name, dot, suffix = file.stem.rpartition(".")
    if dot and suffix.casefold() in codes:
        return codes[suffix.casefold()], file.with_stem(name)
    folders = file.parent.parts
    first = next((number for number, folder in enumerate(folders) if folder not in {POSTS, DRAFTS}), 0)
    if folders and (language := codes.get(folders[first].casefold())):
        return language, PurePosixPath(*folders[:first], *folders[first + 1 :], file.name)
    return "", file


def part_of_url(language: str, languages: Sequence[str], default: str | None) -> str:
    """
    Return the part of URLs that names *language*; empty for the main language of the site, which is *default* or the first of *languages*.

    >>> part_of_url("pt-BR", ["en", "pt-br"], "en-GB"), part_of_url("en", ["en", "pt-br"], "en-GB")
    ('pt-br', '')
    """
    known = languages or [language]
    main = _nearest(default or known[0], known)
    own = _nearest(language, known)
    return "" if own == main else own


def _nearest(language: str, languages: Sequence[str]) -> str:
    """
    Return the one of *languages* that equals *language*, or else the one that differs only by its region; empty if there is none.
    """
    same = (each for each in languages if _key(each) == _key(language))
    similar = (each for each in languages if _key(each).partition("-")[0] == _key(language).partition("-")[0])
    return next(same, "") or next(similar, "")


def _key(language: str) -> str:
    return language.replace("_", "-").casefold()
