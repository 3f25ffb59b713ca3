"""
Which articles a feed holds: those that are about something, and families of feeds with one for each value in use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from stridesfeed.extensions import Editorial
from stridesfeed.model import Article, Feed
from stridesfeed.publish.slugs import key_of

#: What an article has any number of: the names of a kind.
Names = Callable[[Article, Feed], Iterable[str]]


def _categories(article: Article, _: Feed) -> Iterator[str]:
    return (category.name for category in article.categories)


def _sections(article: Article, _: Feed) -> Iterator[str]:
    return (extension.section for extension in article.extensions if isinstance(extension, Editorial) and extension.section)


def _authors(article: Article, feed: Feed) -> Iterator[str]:
    return (person.name for person in article.authors or feed.authors)


def _languages(article: Article, feed: Feed) -> Iterator[str]:
    language = feed.language_of(article)
    return iter((language,) if language else ())


#: By what articles are told apart: the names that an article has of each kind.
KINDS: dict[str, Names] = {"category": _categories, "section": _sections, "author": _authors, "language": _languages}

#: What feeds of a kind are called together.
FAMILIES = {"category": "Categories", "section": "Sections", "author": "Authors", "language": "Languages"}


@attrs.frozen
class Group:
    """
    The articles that share a name, in the order of the feed.
    """

    #: The same for all spellings of the name.
    key: str

    #: As the earliest of the articles spells it, so that no newer one changes it.
    name: str

    articles: tuple[Article, ...]

    @property
    def earliest(self) -> Article:
        """
        The article that was published first.
        """
        return _earliest(self.articles)


def _earliest(articles: Iterable[Article]) -> Article:
    return min(articles, key=lambda article: (article.published, article.id))


def groups(feed: Feed, kind: str, articles: Iterable[Article]) -> list[Group]:
    """
    *articles* by each name of *kind* that is in use, in the order of the names.
    """
    found: dict[str, list[Article]] = {}
    for article in articles:
        for key in {key_of(name): None for name in KINDS[kind](article, feed)}:
            found.setdefault(key, []).append(article)
    return [Group(key, _spelled(feed, kind, key, found[key]), tuple(found[key])) for key in sorted(found)]


def _spelled(feed: Feed, kind: str, key: str, articles: Iterable[Article]) -> str:
    return next(name for name in KINDS[kind](_earliest(articles), feed) if key_of(name) == key)


def having(feed: Feed, kind: str, names: Iterable[str], articles: Iterable[Article]) -> tuple[Article, ...]:
    """
    Those of *articles* that have any of *names*; all of them where there are no names.
    """
    wanted = {key_of(name) for name in names}
    if not wanted:
        return tuple(articles)
    return tuple(article for article in articles if any(key_of(name) in wanted for name in KINDS[kind](article, feed)))
