"""
Slugs: how names of files, titles and categories become parts of URLs, in each generator's own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import unquote

import attrs

_WHITE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_TAG = re.compile(r"<[^<>]*>")

#: Letters that do not decompose into an ASCII letter and an accent, as Hexo and Eleventy replace them.
_LETTERS = {"æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h", "Ħ": "H"}
_HEXO_LETTERS = _LETTERS | {"ß": "s", "œ": "oe", "Œ": "OE"}
_ELEVENTY_LETTERS = _LETTERS | {"ä": "ae", "Ä": "Ae", "ö": "oe", "Ö": "Oe", "ü": "ue", "Ü": "Ue", "ß": "ss", "ẞ": "Ss", "þ": "th", "ð": "d"}
_ELEVENTY_WORDS = {"&": " and ", "🦄": " unicorn ", "♥": " love "}


def path_segment(text: str) -> str:
    """
    Return *text* as a path segment: hyphens for white space, without ``?`` and ``#``.
    """
    return _WHITE.sub("-", text.strip()).replace("?", "").replace("#", "")


def slugify(text: str) -> str:
    """
    Return *text* as a slug.

    >>> slugify("AI News & Views")
    'ai-news-views'
    """
    return _NOT_WORD.sub("-", text.lower()).strip("-")


def _to_ascii(text: str) -> str:
    """
    Return *text* in ASCII letters.
    """
    if text.isascii():
        return text
    from stridesfeed.load.urls import _text_unidecode  # noqa: PLC0415  # an extra: only for texts that need it

    return _text_unidecode.to_ascii(unicodedata.normalize("NFKC", text))


def _without_accents(text: str, letters: Mapping[str, str]) -> str:
    """
    Return *text* with ASCII letters for accented Latin letters and *letters*.
    """
    bases = ((each, unicodedata.normalize("NFD", each)[0]) for each in unicodedata.normalize("NFC", text))
    return "".join(letters.get(each) or (base if base.isascii() else each) for each, base in bases)


def _replace_others(text: str, kept: str, replacement: str) -> str:
    """
    Return *text* with *replacement* for each run of characters that are neither letters, marks, decimal digits nor *kept*.
    """
    characters = (each if each in kept or unicodedata.category(each)[0] in "LM" or each.isdecimal() else "\0" for each in text)
    return re.sub(r"\0+", replacement, "".join(characters))


def _sanitize(text: str) -> str:
    """
    Hugo (``paths.Sanitize``): letters, digits and ``-./_+~@#`` stay, also ``%20`` and the like, and white space becomes a hyphen.
    """
    whole = re.sub(r"%(?![0-9A-Fa-f]{2})", "", text)
    kept = _replace_others(re.sub(r"\s", " ", whole), " -./\\_+~@#%", "")
    return re.sub(r" *(-+) *| +", lambda found: found[1] or "-", kept.strip())


def _hugo_name(text: str) -> str:
    """
    Hugo, for the names of files and folders.
    """
    return _sanitize(text.lower().replace(" ", "-")).replace("#", "%23")


def _hugo_slug(text: str) -> str:
    """
    Hugo (``urlize``): in lower case, and ``+`` is a space.
    """
    return _sanitize(unquote(_sanitize(text).replace("+", " "))).lower().replace("#", "%23")


def _hugo_title(text: str) -> str:
    """
    Hugo, for titles.
    """
    return _hugo_slug(text.replace("/", "-").replace("\\", "-"))


def _slug_crate(text: str) -> str:
    """
    Zola (the ``slug`` crate): ASCII letters and digits, with a hyphen for anything else.
    """
    return re.sub(r"[^a-z0-9]+", "-", _to_ascii(text).lower()).strip("-")


def _jekyll(text: str) -> str:
    """
    Jekyll (``slugify`` in its mode "pretty", with capitals), for the names of files.
    """
    return _replace_others(text, "._~!$&'()+,;=@", "-").strip("-")


def _pelican(text: str) -> str:
    """
    Pelican (``SLUG_REGEX_SUBSTITUTIONS``): other characters than letters, digits, ``_`` and hyphens are dropped.
    """
    kept = re.sub(r"[^\w\s-]", "", _to_ascii(_TAG.sub("", text))).strip()
    return re.sub(r"[-\s]+", "-", kept).lower()


def _pymdownx(text: str) -> str:
    """
    Material for MkDocs (``pymdownx.slugs``, in lower case): the same, but each space becomes a hyphen and accents stay.
    """
    kept = re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", _TAG.sub("", text).strip()))
    return kept.lower().replace(" ", "-")


def _hexo(text: str) -> str:
    """
    Hexo (``slugize``, in lower case): without accents, and a hyphen for white space and ASCII punctuation.
    """
    return re.sub(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+", "-", _without_accents(text, _HEXO_LETTERS)).strip("-").lower()


def _eleventy(text: str) -> str:
    """
    Eleventy (the filter ``slugify``): ASCII letters and digits; ``&`` is spelled out, and apostrophes are dropped.
    """
    for sign, word in _ELEVENTY_WORDS.items():
        text = text.replace(sign, word)
    latin = _without_accents(text, _ELEVENTY_LETTERS)
    spelled = re.sub(r"([A-Za-z\d]+)'([ts])(\s|$)", r"\1\2\3", _CYRILLIC.sub(lambda word: _to_ascii(word[0]), latin))
    return re.sub(r"[^a-z\d]+", "-", spelled.lower(), flags=re.ASCII).strip("-")


def _github(text: str) -> str:
    """
    Astro (``github-slugger``): letters, digits, ``_`` and hyphens, and a hyphen for each space.
    """
    return _replace_others(text.lower(), " _-", "").replace(" ", "-")


@attrs.frozen(kw_only=True)
class SlugRules:
    """
    How a generator makes the parts of URLs.
    """

    #: Of the name of a file.
    name: Callable[[str], str] = path_segment

    #: Of a slug in front matter.
    slug: Callable[[str], str] = path_segment

    #: Of the name of a folder.
    folder: Callable[[str], str] = str

    #: Of a title.
    title: Callable[[str], str] = slugify

    #: Of a category or section.
    category: Callable[[str], str] = slugify

    #: Whether the dates in URLs are in the site's time zone; otherwise they are as front matter has them.
    local_dates: bool = False

    #: Whether a slug in front matter takes the place of the name of the file.
    uses_slug: bool = True

    #: Whether a file with the name of its folder is that folder's page.
    folder_page: bool = False


#: The rules without a generator.
NEUTRAL = SlugRules()

#: TABLE of the rules of each generator.
SLUG_RULES: dict[str, SlugRules] = {
    "astro": SlugRules(name=_github, slug=str, folder=_github, title=_github, category=_github),
    "docusaurus": SlugRules(name=str, slug=str),
    "eleventy": SlugRules(name=str, slug=str, title=_eleventy, category=_eleventy, uses_slug=False, folder_page=True),
    "hexo": SlugRules(name=str, slug=str, title=_hexo, category=_hexo, uses_slug=False, local_dates=True),
    "hugo": SlugRules(name=_hugo_name, slug=_hugo_slug, folder=_hugo_name, title=_hugo_title, category=_hugo_name),
    "jekyll": SlugRules(name=_jekyll, slug=_jekyll, title=_jekyll, category=str.lower, local_dates=True),
    "mkdocs": SlugRules(slug=str, title=_pymdownx, category=_pymdownx),
    "nikola": SlugRules(name=str, slug=str, title=_slug_crate, category=_slug_crate),
    "pelican": SlugRules(slug=str, title=_pelican, category=_pelican),
    "sphinx": SlugRules(name=str, slug=str),
    "zola": SlugRules(name=_slug_crate, slug=_slug_crate, title=_slug_crate, category=_slug_crate),
}
