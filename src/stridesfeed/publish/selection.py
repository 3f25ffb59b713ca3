"""
Select, order and group articles by category, section, tag, author or language, and turn names into slugs.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable

import attrs

from stridesfeed.extensions import Editorial
from stridesfeed.model import Article, Feed

#: Returns an article's names of one kind, such as its categories.
GetNames = Callable[[Article, Feed], Iterable[str]]


def _categories(article: Article, _feed: Feed) -> list[str]:
    return [category.name for category in article.categories]


def _sections(article: Article, _feed: Feed) -> list[str]:
    return [each.section for each in article.extensions if isinstance(each, Editorial) and each.section]


def _tags(article: Article, feed: Feed) -> list[str]:
    """
    Return the categories other than the section, which is one of them.
    """
    sections = {*map(name_key, _sections(article, feed))}
    return [name for name in _categories(article, feed) if name_key(name) not in sections]


#: TABLE of the kinds of names that articles are grouped by.
FAMILY_KINDS: dict[str, GetNames] = {
    "category": _categories,
    "section": _sections,
    "tag": _tags,
    "author": lambda article, feed: [person.name for person in article.authors or feed.authors],
    "language": lambda article, feed: filter(None, [feed.language_of(article)]),
}

#: The title of each family of feeds.
FAMILY_TITLES = {"category": "Categories", "section": "Sections", "tag": "Tags", "author": "Authors", "language": "Languages"}


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """
    Return *articles* in the order of feeds: by date, and those of the same moment by id.
    """
    by_id = sorted(articles, key=lambda article: article.id)
    return sorted(by_id, key=lambda article: article.sort_date, reverse=True)


@attrs.frozen
class ArticleGroup:
    """
    The articles that share a name, in the order of the feed.
    """

    #: The same for all spellings of the name; see :func:`name_key`.
    key: str

    #: The name as the earliest article spells it, so that newer articles do not change it.
    name: str

    articles: tuple[Article, ...]

    #: The article that was published first; ``None`` if there are no articles any more.
    earliest: Article | None


def group_articles(feed: Feed, kind: str, articles: Iterable[Article], former_names: Iterable[str] = ()) -> list[ArticleGroup]:
    """
    Group *articles* by their names of *kind*. Groups are sorted by name; an article is in the groups of all its names.

    Groups of *former_names* that no article has any more are empty. They come last.
    """
    found: dict[str, list[Article]] = {}
    for article in articles:
        for key in {name_key(name): None for name in FAMILY_KINDS[kind](article, feed)}:
            found.setdefault(key, []).append(article)
    groups = list[ArticleGroup]()
    for key in sorted(found):
        earliest = min(found[key], key=lambda article: (article.published, article.id))
        name = next(name for name in FAMILY_KINDS[kind](earliest, feed) if name_key(name) == key)
        groups.append(ArticleGroup(key, name, tuple(found[key]), earliest))
    former = {key: name for name in former_names if (key := name_key(name)) not in found}
    return groups + [ArticleGroup(key, former[key], (), None) for key in sorted(former)]


def select_articles(feed: Feed, kind: str, names: Iterable[str], articles: Iterable[Article]) -> tuple[Article, ...]:
    """
    Return the articles that have at least one of *names*; all of them if there are no names.
    """
    keys = {name_key(name) for name in names}
    if not keys:
        return tuple(articles)
    return tuple(article for article in articles if any(name_key(name) in keys for name in FAMILY_KINDS[kind](article, feed)))


#: Spelled out, because they are all that distinguishes C, C++ and C#.
_SPELLED_OUT = {"+": " plus ", "#": " sharp "}

#: In bytes. With a suffix, a folder and a file name it stays below the 255 that file systems allow.
_MAX_SLUG_BYTES = 80

#: Windows reserves these names for devices, with any suffix.
_WINDOWS_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")

_HYPHENS = re.compile(r"-{2,}")


def name_key(name: str) -> str:
    """
    Return a key that is the same for all spellings of *name*: case, width and white space are ignored.

    >>> name_key("AI  News") == name_key("ai news")
    True
    """
    # Case folding can undo normalization and the other way round, so both are applied twice (Unicode, 3.13, D147).
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", name).casefold()).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def slugify(name: str) -> str:
    """
    Return *name* in lower-case letters and digits of any script and hyphens. Names without any of these, or too long, get a hash.

    >>> slugify("AI News & Views"), slugify("C"), slugify("C++"), slugify("Größe")
    ('ai-news-views', 'c', 'c-plus-plus', 'grösse')
    """
    key = name_key(name)
    spelled = unicodedata.normalize("NFC", "".join(_SPELLED_OUT.get(character, character) for character in key))
    # Letters, numbers, and the combining marks that belong to letters in some scripts.
    characters = (character if unicodedata.category(character)[0] in "LNM" else "-" for character in spelled)
    slug = _HYPHENS.sub("-", "".join(characters)).strip("-")
    short = slug.encode()[:_MAX_SLUG_BYTES].decode(errors="ignore").rstrip("-")
    if slug and short == slug and not _WINDOWS_DEVICES.fullmatch(slug):
        return slug
    return f"{short}-{hashlib.sha256(key.encode()).hexdigest()[:8]}".lstrip("-")
