"""
Rules on authors, and on categories, which are spelled in two ways by the same slip.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from stridesfeed.checks.articles.subjects import CheckedArticle, CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.load import names
from stridesfeed.model import Article

_SEVERAL = re.compile(r" (?:and|[&/]) |;(?!$)", re.IGNORECASE)
_INITIALS = re.compile(r"[^\w]+")


def authors_missing(checked: CheckedArticle) -> Iterator[Found]:
    """
    Nobody wrote the article: neither it nor the feed names an author. Portals refuse it, and Atom has to name the feed's title instead.

    RFC 4287, 4.1.1 (an author on the feed or on every entry).

    Fix: authors on the article, or ``authors`` of the feed for all that name nobody.
    """
    if not checked.article.authors and not checked.whole.feed.authors:
        yield checked.found("names no author, nor does the feed: name one, or give the feed authors")


def author_of_several_names(checked: CheckedArticle) -> Iterator[Found]:
    """
    One author has the names of several, which readers take for one person.

    RFC 4287, 3.2.1 (one Person construct for each person).

    Fix: a list of authors; where it is the name of one organisation, ignore this.
    """
    for person in checked.article.authors:
        if _SEVERAL.search(person.name):
            yield checked.found(f"the author {person.name!r} has the names of several: give a list", keys=names.AUTHORS)


def author_begins_with_by(checked: CheckedArticle) -> Iterator[Found]:
    """
    The author's name begins with "By", which readers put before it already.

    RFC 4287, 3.2.1 (the name of the person).

    Fix: the name alone.
    """
    for person in checked.article.authors:
        if person.name[:3].lower() == "by ":
            yield checked.found(f"the author's name begins with {person.name[:2]!r}: write the name alone", keys=names.AUTHORS)


def author_spelled_twice(checked: CheckedFeed) -> Iterator[Found]:
    """
    An author's name is spelled in two ways: with and without an accent, a dot, a capital. Readers and archives count two people.

    No specification is concerned.

    Fix: one spelling; the ``[authors]`` of the configuration give each person one.
    """
    spelled = _spellings(checked, lambda article: [person.name for person in article.authors])
    yield from _spelled_twice(checked, spelled, "the author", names.AUTHORS, _letters)


def category_spelled_twice(checked: CheckedFeed) -> Iterator[Found]:
    """
    A category is spelled in two ways: "Open Source" and "open-source". Readers and the site count two.

    No specification is concerned.

    Fix: one spelling throughout.
    """
    spelled = _spellings(checked, lambda article: [category.name for category in article.categories])
    yield from _spelled_twice(checked, spelled, "the category", names.CATEGORIES, _word)


def category_with_comma(checked: CheckedArticle) -> Iterator[Found]:
    """
    A category has a comma. Some readers split it there and show two.

    No specification forbids it.

    Fix: a name without commas; where two are meant, a list.
    """
    for category in checked.article.categories:
        if "," in category.name:
            yield checked.found(f"the category {category.name!r} has a comma, at which readers split it: give a list", keys=names.CATEGORIES)


def category_repeated(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has a category twice, and readers show it twice.

    JSON Feed 1.1, tags.

    Fix: each category once.
    """
    named = [category.name for category in checked.article.categories]
    if len(set(named)) < len(named):
        for name in dict.fromkeys(name for name in named if named.count(name) > 1):
            yield checked.found(f"has the category {name!r} {named.count(name)} times: name it once", keys=names.CATEGORIES)


#: The articles that have each spelling of a name.
_Spellings = Mapping[str, Sequence[Article]]


def _spellings(checked: CheckedFeed, named: Callable[[Article], Iterable[str]]) -> _Spellings:
    spellings = defaultdict[str, list[Article]](list)
    for article in checked.feed.articles:
        for name in named(article):
            spellings[name].append(article)
    return spellings


def _spelled_twice(
    checked: CheckedFeed, spellings: _Spellings, kind: str, keys: tuple[str, ...], folded: Callable[[str], str]
) -> Iterator[Found]:
    """
    A finding for each spelling beside the usual one, at the first article that has it.
    """
    groups = defaultdict[str, list[str]](list)
    for name in spellings:
        groups[folded(name)].append(name)
    for alike in groups.values():
        usual = max(alike, key=lambda name: len(spellings[name]))
        for name in alike:
            if name != usual:
                yield checked.found(spellings[name][0], f"{kind} {name!r} is {usual!r} elsewhere: spell it in one way", keys=keys)


def _letters(name: str) -> str:
    """
    *name* without accents, dots and capitals.
    """
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return _INITIALS.sub(" ", plain).strip().casefold() or name


def _word(name: str) -> str:
    """
    *name* as tags fold it: "Open Source" and "open-source" are one, "C" and "C++" are two.
    """
    return re.sub(r"[\s_-]+", "", name).casefold() or name
