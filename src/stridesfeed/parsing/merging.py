"""
Several feeds as one, without duplicates: planets and other aggregators; and the articles of a feed by what they are about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import attrs

from stridesfeed.body import html_to_text
from stridesfeed.emit.required import atom_id
from stridesfeed.extensions.foreign import Foreign
from stridesfeed.markup import namespaces
from stridesfeed.model import Article, Extension, Feed, Person, Source
from stridesfeed.parsing.feeds import ParsedFeed
from stridesfeed.parsing.foreign import Prefixes


def merge(feeds: Iterable[Feed | ParsedFeed], *, into: Feed, limit: int | None = None) -> Feed:
    """
    Return *into* with its own articles and those of *feeds*: the newest first, at most *limit*, and each only once.

    Two articles are the same if their ids are, or their pages. The one in the earlier feed is kept, so list the feeds of authors before those
    of other planets. An article without authors, language or rights gets those of its feed, and says which feed it is from
    (:attr:`Article.source`), unless it does so already. An id that is not an IRI is unique only in its feed, and becomes the one that Atom has
    for it.
    """
    kept: list[Article] = []
    known: set[str] = set()
    for article in (article for feed in (into, *feeds) for article in _articles_of(feed, is_own=feed is into)):
        names = {article.id} | ({_page(article.url)} if article.url else set())
        if not names & known:
            kept.append(article)
        known |= names
    newest_first = sorted(kept, key=lambda article: article.sort_date, reverse=True)[:limit]
    prefixes = Prefixes()
    articles = [attrs.evolve(each, extensions=[*_with_prefixes(each.extensions, prefixes)]) for each in newest_first]
    return attrs.evolve(into, articles=articles, extensions=[*_with_prefixes(into.extensions, prefixes)])


def _articles_of(given: Feed | ParsedFeed, *, is_own: bool) -> Iterator[Article]:
    feed, url = (given.feed, given.url) if isinstance(given, ParsedFeed) else (given, None)
    if is_own:
        yield from feed.articles
        return
    source = Source(feed.title, url, id=None if feed.id == url else feed.id, updated=feed.updated)
    for article in feed.articles:
        yield attrs.evolve(
            article,
            id=atom_id(article.guid or article.id, feed.id),
            guid=None,
            authors=article.authors or feed.authors or (Person(feed.title),),
            language=article.language or feed.language,
            rights=article.rights or feed.rights,
            source=article.source or source,
        )


def _page(url: str) -> str:
    """
    Return a key that is the same for the usual spellings of one URL: with http and https, and with and without the slash at the end.
    """
    return url.partition("://")[2].rstrip("/")


def _with_prefixes(extensions: Iterable[Extension], prefixes: Prefixes) -> Iterator[Extension]:
    """
    Yield *extensions* with one prefix for each namespace, because documents used different ones.
    """
    for extension in extensions:
        if isinstance(extension, Foreign):
            own = sorted(namespaces(extension.of_namespaces), key=lambda each: each.uri)
            extension = extension.with_prefixes({each.uri: prefixes.namespace(each.uri, each.prefix).prefix for each in own})  # noqa: PLW2901
        yield extension


def filter_articles(
    feed: Feed,
    *,
    where: Callable[[Article], bool] | None = None,
    categories: Iterable[str] = (),
    authors: Iterable[str] = (),
    languages: Iterable[str] = (),
    words: Iterable[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> Feed:
    """
    Return *feed* with only the articles that fulfil all conditions.

    An article needs one of the *categories*, one of the *authors*, one of the *languages* (``en`` includes ``en-GB``), and one of the *words*
    in its title, summary or text; upper and lower case are the same. Its date is not before *since* and is before *until*; with either, an
    article without a date is left out. *where* is any other condition.
    """
    conditions: list[tuple[frozenset[str], Callable[[Article], set[str]]]] = [
        (_folded(categories), lambda article: {category.name.casefold() for category in article.categories}),
        (_folded(authors), lambda article: {person.name.casefold() for person in article.authors or feed.authors}),
        (_folded(languages), lambda article: _with_parents(feed.language_of(article) or "")),
    ]
    wanted_words = _folded(words)

    def is_wanted(article: Article) -> bool:
        date = article.published or article.updated
        if (since and not (date and date >= since)) or (until and not (date and date < until)):
            return False
        if any(wanted and not wanted & found(article) for wanted, found in conditions):
            return False
        if wanted_words and not any(word in _text(article) for word in wanted_words):
            return False
        return where is None or where(article)

    return attrs.evolve(feed, articles=filter(is_wanted, feed.articles))


def _text(article: Article) -> str:
    parts = (article.title, article.summary, html_to_text(article.content or ""), article.content_text)
    return " ".join(filter(None, parts)).casefold()


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)


def _with_parents(tag: str) -> set[str]:
    """
    Return a language tag and its prefixes: ``en-gb`` and ``en``.
    """
    subtags = tag.casefold().split("-")
    return {"-".join(subtags[:number]) for number in range(1, len(subtags) + 1)}
