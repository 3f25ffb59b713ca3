"""
Rules on the feed as a whole: language, length, fields that a format cannot express.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from stridesfeed.checks.articles.checked_feed import CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.emit import FORMATS, count_unwritten

#: In bytes. JSON Feed 1.1, "Suggestions for Publishers".
_RECOMMENDED_SIZE = 250_000

#: In bytes. The most that large services accepted.
_MOST_SIZE = 2_000_000

#: Portals expect twenty or thirty articles in a new feed; more than a hundred slow down every request.
_FEWEST = 10
_MOST = 100

#: The border between the words of a class name.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

#: The least number of bytes that a document has for an article in addition to its texts.
_OVERHEAD = 500


def feed_empty(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has no articles. Some readers refuse to subscribe to it because they consider it broken.

    No specification forbids it.

    Fix: Check the content folder in the configuration, and that not all articles are drafts.
    """
    if not checked.feed.articles:
        yield Found("no articles: check the content folder in the configuration", checked.feed.subject)


def feed_short(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has few articles. A reader that fetches it once a day may miss some, and portals expect twenty or thirty.

    No specification sets a number.

    Fix: Raise the limit, if there are more articles.
    """
    count = len(checked.published_articles)
    if 0 < count < _FEWEST:
        articles = f"{count} article{'' if count == 1 else 's'}"
        yield Found(f"only {articles}, portals expect 20 or more: raise the limit if there are more", checked.feed.subject)


def feed_long(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has more articles than people read at once, and readers download all of them at each change.

    RFC 5005, 4 (archives).

    Fix: Set a limit of about thirty, and publish archives for older articles.
    """
    count = len(checked.published_articles)
    if count > _MOST:
        yield Found(f"{count} articles: include the newest 30, and publish archives for the rest", checked.feed.subject)


def feed_heavy(checked: CheckedFeed) -> Iterator[Found]:
    """
    The document is large, and readers download all of it at each change.

    JSON Feed 1.1, suggestions for publishers (well under 256 kB).

    Fix: Include fewer articles, and publish archives for the rest.
    """
    size = _size(checked)
    if _RECOMMENDED_SIZE < size <= _MOST_SIZE:
        message = f"about {size // 1000:,} kB, at most {_RECOMMENDED_SIZE // 1000} kB are recommended: include fewer articles"
        yield Found(message, checked.feed.subject)


def feed_too_large(checked: CheckedFeed) -> Iterator[Found]:
    """
    The document is over two megabytes. Services cut it off or stop fetching it.

    No specification sets a limit; large services accepted two megabytes.

    Fix: Include fewer articles, and publish archives for the rest.
    """
    size = _size(checked)
    if size > _MOST_SIZE:
        message = f"about {size // 1000:,} kB, services accept at most {_MOST_SIZE // 1000:,} kB: include fewer articles"
        yield Found(message, checked.feed.subject)


def language_missing(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has no language. Portals refuse it, screen readers use the wrong voice, and added headings are in English.

    RFC 4287, 2 (xml:lang); RSS 2.0, language; JSON Feed 1.1, language.

    Fix: Set ``language`` of the feed, for example to en or pt-BR.
    """
    if checked.feed.language is None and not all(article.language for article in checked.feed.articles):
        yield Found("no language: set one, for example en or pt-BR", checked.feed.subject)


def languages_mixed(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has articles in several languages. RSS allows one language for each feed, and most people read one.

    RSS 2.0, language (one for the channel).

    Fix: Publish a feed for each language, in addition to the one with all articles.
    """
    languages = Counter((checked.feed.language_of(article) or "").partition("-")[0].lower() for article in checked.published_articles)
    languages.pop("", None)
    if len(languages) > 1:
        counts = ", ".join(f"{language} ({count})" for language, count in sorted(languages.items()))
        yield Found(f"articles in several languages, {counts}: publish a feed for each language too", checked.feed.subject)


def subtitle_missing(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has no description. RSS requires one, so the title is repeated.

    RSS 2.0, description (required).

    Fix: Describe the feed in a sentence as its ``subtitle``.
    """
    if checked.feed.subtitle is None and checked.feed.subtitle_html is None:
        yield Found("no subtitle: describe the feed in a sentence", checked.feed.subject)


def podcast_incomplete(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed is that of a podcast, without artwork or category. Apple Podcasts and most directories do not list it.

    Apple, A Podcaster's Guide to RSS, required tags.

    Fix: Add the ``image``, square and of 1400 to 3000 pixels, and a ``category`` of Apple Podcasts to the show.
    """
    if not checked.feed.extensions:
        return
    from stridesfeed.extensions import Podcast  # noqa: PLC0415  # slow to import, and rarely used

    for show in checked.feed.extensions:
        if isinstance(show, Podcast):
            missing = [name for name, value in (("artwork", show.image), ("category", show.category)) if not value]
            if missing:
                yield Found(f"podcast without {' and '.join(missing)}, which directories require: add it", checked.feed.subject)


def field_not_carried(checked: CheckedFeed) -> Iterator[Found]:
    """
    A format cannot express something that the articles contain. Readers of that format do not get it.

    The mapping reference in the documentation has a row for each field.

    Fix: Usually nothing: the other formats contain it. Put into the text what everybody must see.
    """
    for name, losses in count_unwritten(checked.feed, formats=checked.formats, options=checked.options, cache=checked.cache).items():
        for (field, reason), count in losses.items():
            # For example "the article's rights" for Article.rights: editors do not know class names.
            owner, _, attribute = field.replace("_", " ").rpartition(".")
            shown = f"the {_CAMEL.sub(' ', owner).lower()}'s {attribute}" if owner else attribute
            yield Found(f"{FORMATS[name].title} cannot express {shown} ({count} ×): {reason}", checked.feed.subject)


def _size(checked: CheckedFeed) -> int:
    """
    Estimate the bytes of a document.
    """
    return sum(
        len((article.content or "").encode("utf-8", "replace")) + len(article.summary or "") + _OVERHEAD
        for article in checked.published_articles
    )
