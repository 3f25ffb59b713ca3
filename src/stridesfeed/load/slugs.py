"""
Slugs: how names of files, titles and categories become parts of URLs, in each generator's own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import attrs

_WHITE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+")
_TAG = re.compile(r"<[^<>]*>")

#: Letters that do not decompose into an ASCII letter and an accent.
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ı": "i",
        "ħ": "h",
        "Ħ": "H",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "--",
    }
)


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


def unaccented(text: str) -> str:
    """
    Return *text* without accents; letters outside ASCII that are not accented stay.

    >>> unaccented("Größe à l’œuf")
    "Grosse a l'oeuf"
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _hugo(text: str) -> str:
    """
    Hugo (``paths.Sanitize``, then lower case): letters, digits and ``._+~@`` stay, and white space becomes a hyphen.
    """
    kept = (each for each in text.lower() if each.isspace() or each in "-./_+~@#" or unicodedata.category(each)[0] in "LMN")
    return re.sub(r"\s*(-+)\s*|\s+", lambda found: found[1] or "-", "".join(kept).strip()).replace("#", "%23")


def _slug_crate(text: str) -> str:
    """
    Zola (the ``slug`` crate): ASCII letters and digits, with a hyphen for anything else.
    """
    return re.sub(r"[^a-z0-9]+", "-", unaccented(text).lower()).strip("-")


def _jekyll(text: str) -> str:
    """
    Jekyll (``slugify`` in its mode "pretty", with capitals), for the names of files.
    """
    return re.sub(r"[^\w.~!$&'()+,;=@]+", "-", text).strip("-")


def _pelican(text: str) -> str:
    """
    Pelican (``SLUG_REGEX_SUBSTITUTIONS``): other characters than letters, digits, ``_`` and hyphens are dropped.
    """
    kept = re.sub(r"[^\w\s-]", "", unaccented(_TAG.sub("", text))).strip()
    return re.sub(r"[-\s]+", "-", kept).lower()


def _pymdownx(text: str) -> str:
    """
    Material for MkDocs (``pymdownx.slugs``, in lower case): the same, but each space becomes a hyphen and accents stay.
    """
    kept = re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", _TAG.sub("", text))).strip()
    return kept.lower().replace(" ", "-")


def _hexo(text: str) -> str:
    """
    Hexo (``slugize``, in lower case): without accents, and a hyphen for white space and ASCII punctuation.
    """
    return re.sub(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+", "-", unaccented(text)).strip("-").lower()


def _eleventy(text: str) -> str:
    """
    Eleventy (the filter ``slugify``): ASCII letters and digits; ``&`` is spelled out, and apostrophes are dropped.
    """
    spelled = re.sub(r"([A-Za-z\d]+)'([ts])(\s|$)", r"\1\2\3", unaccented(text).replace("&", " and "))
    return re.sub(r"[^a-z\d]+", "-", spelled.lower()).strip("-")


def _github(text: str) -> str:
    """
    Astro (``github-slugger``): letters, digits, ``_`` and hyphens, and a hyphen for each space.
    """
    return re.sub(r"[^\w\s-]", "", text.lower()).replace(" ", "-")


@attrs.frozen(kw_only=True)
class SlugRules:
    """
    How a generator makes the parts of URLs.
    """

    #: Of the name of a file, and of a slug in front matter.
    name: Callable[[str], str] = path_segment

    #: Of the name of a folder.
    folder: Callable[[str], str] = str

    #: Of a title.
    title: Callable[[str], str] = slugify

    #: Of a category or section.
    category: Callable[[str], str] = slugify

    #: Whether a date in the name of a file is part of its slug.
    keeps_date: bool = False

    #: Whether a file with the name of its folder is that folder's page.
    folder_page: bool = False


#: The rules without a generator.
NEUTRAL = SlugRules()

#: TABLE of the rules of each generator.
SLUG_RULES: dict[str, SlugRules] = {
    "astro": SlugRules(name=_github, folder=_github, title=_github, category=_github, keeps_date=True),
    "docusaurus": SlugRules(name=str),
    "eleventy": SlugRules(name=str, title=_eleventy, category=_eleventy, folder_page=True),
    "hexo": SlugRules(name=str, title=_hexo, category=_hexo, keeps_date=True),
    "hugo": SlugRules(name=_hugo, folder=_hugo, title=_hugo, category=_hugo, keeps_date=True),
    "jekyll": SlugRules(name=_jekyll, title=_jekyll, category=str.lower),
    "mkdocs": SlugRules(title=_pymdownx, category=_pymdownx),
    "nikola": SlugRules(name=str, keeps_date=True, title=_slug_crate, category=_slug_crate),
    "pelican": SlugRules(title=_pelican, category=_pelican),
    "zola": SlugRules(name=_slug_crate, title=_slug_crate, category=_slug_crate),
}
