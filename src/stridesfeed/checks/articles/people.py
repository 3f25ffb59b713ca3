"""
Rules on authors and categories.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from stridesfeed.checks.articles.checked_feed import CheckedArticle, CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.load.front_matter import names
from stridesfeed.model import Article

_SEVERAL = re.compile(r" (?:and|[&/]) |;(?!$)", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[^\w]+")


def authors_missing(checked: CheckedArticle) -> Iterator[Found]:
    """
    Neither the article nor the feed names an author. Portals refuse the article, and Atom names the feed's title as the author.

    RFC 4287, 4.1.1 (an author on the feed or on every entry).

    Fix: Name the authors of the article, or set ``authors`` of the feed.
    """
    if not checked.article.authors and not checked.context.feed.authors:
        yield checked.found("no author: name one for the article or for the feed")


def author_of_several_names(checked: CheckedArticle) -> Iterator[Found]:
    """
    One author has the names of several people. Readers show them as one person.

    RFC 4287, 3.2.1 (one Person construct for each person).

    Fix: Use a list of authors. If it is the name of one organisation, ignore this finding.
    """
    for person in checked.article.authors:
        if _SEVERAL.search(person.name):
            yield checked.found(f"author {person.name!r} contains several names: use a list", keys=names.AUTHORS)


def author_begins_with_by(checked: CheckedArticle) -> Iterator[Found]:
    """
    The author's name begins with "By", which readers add themselves.

    RFC 4287, 3.2.1 (the name of the person).

    Fix: Remove "By".
    """
    for person in checked.article.authors:
        if person.name[:3].lower() == "by ":
            yield checked.found(f"author {person.name!r} begins with {person.name[:2]!r}, which readers add: remove it", keys=names.AUTHORS)


def author_is_email(checked: CheckedArticle) -> Iterator[Found]:
    """
    The author is given by an e-mail address instead of a name. Addresses are not published as names, so readers show only its first part.

    RFC 4287, 3.2.1 (the name of the person).

    Fix: Write the name, and the address, if it is to be published, as the author's e-mail.
    """
    for person in checked.article.authors:
        if person.email and person.name == person.email.partition("@")[0]:
            yield checked.found(f"author {person.email!r} is shown as {person.name!r}: write the name", keys=names.AUTHORS)


def author_spelled_twice(checked: CheckedFeed) -> Iterator[Found]:
    """
    An author's name is spelled in two ways, for example with and without an accent, a dot or a capital. Readers and archives count two people.

    No specification covers this.

    Fix: Use one spelling. ``[authors]`` in the configuration sets the spelling for each person.
    """

    def fold(name: str) -> str:
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
        return _NOT_LETTERS.sub(" ", plain).strip().casefold() or name

    yield from _spelled_twice(checked, "author", lambda article: [person.name for person in article.authors], names.AUTHORS, fold)


def category_spelled_twice(checked: CheckedFeed) -> Iterator[Found]:
    """
    A category is spelled in two ways: "Open Source" and "open-source". Readers and the site count two.

    No specification covers this.

    Fix: Use one spelling.
    """

    def fold(name: str) -> str:
        # "Open Source" and "open-source" are the same, "C" and "C++" are not.
        return re.sub(r"[\s_-]+", "", name).casefold() or name

    yield from _spelled_twice(checked, "category", lambda article: [category.name for category in article.categories], names.CATEGORIES, fold)


def category_with_comma(checked: CheckedArticle) -> Iterator[Found]:
    """
    A category contains a comma. Some readers split it there and show two categories.

    No specification forbids it.

    Fix: Use a name without commas, or a list if two categories are meant.
    """
    for category in checked.article.categories:
        if "," in category.name:
            message = f"category {category.name!r} contains a comma, where some readers split it: remove the comma, or use a list"
            yield checked.found(message, keys=names.CATEGORIES)


def category_repeated(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article lists a category twice, and readers show it twice.

    JSON Feed 1.1, tags.

    Fix: List each category once.
    """
    listed = [category.name for category in checked.article.categories]
    if len(set(listed)) < len(listed):
        for name in dict.fromkeys(name for name in listed if listed.count(name) > 1):
            yield checked.found(f"category {name!r} is listed {listed.count(name)} times: list it once", keys=names.CATEGORIES)


def _spelled_twice(
    checked: CheckedFeed, kind: str, names_of: Callable[[Article], Iterable[str]], keys: tuple[str, ...], fold: Callable[[str], str]
) -> Iterator[Found]:
    """
    Report each spelling other than the most frequent one, at the first article that uses it.
    """
    spellings = defaultdict[str, list[Article]](list)
    for article in checked.feed.articles:
        for name in names_of(article):
            spellings[name].append(article)
    groups = defaultdict[str, list[str]](list)
    for name in spellings:
        groups[fold(name)].append(name)
    for group in groups.values():
        usual = max(group, key=lambda name: len(spellings[name]))
        for name in group:
            if name != usual:
                yield checked.found(spellings[name][0], f"{kind} {name!r} is spelled {usual!r} elsewhere: use one spelling", keys=keys)
