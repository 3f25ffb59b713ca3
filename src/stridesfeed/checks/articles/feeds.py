"""
Rules on the feed as a whole: its language, its length, what its formats have no place for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stridesfeed.checks.articles.subjects import CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.emit import FORMATS, unwritten_all

#: JSON Feed 1.1, "Suggestions for Publishers".
_HANDY = 250_000

#: What large services took of a feed.
_LARGEST = 2_000_000

#: Portals want twenty or thirty articles to begin with, and nobody needs hundreds at each look.
_FEWEST = 10
_MOST = 100

#: What stands around the text of an article, at least.
_AROUND = 500


def feed_empty(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has no article. Some readers refuse to subscribe to it, for they take it for broken.

    No specification forbids it.

    Fix: look whether the articles are where the configuration says, and none of them a draft.
    """
    if not checked.feed.articles:
        yield Found("has no article: look whether they are where the configuration says", checked.feed.subject)


def feed_short(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has few articles. A reader that looks once a day may miss some, and portals ask for twenty or thirty to begin with.

    No specification has a number.

    Fix: a higher limit, where there are more articles.
    """
    count = len(checked.written)
    if 0 < count < _FEWEST:
        yield Found(f"has {count} {'article' if count == 1 else 'articles'}, and portals ask for twenty or more", checked.feed.subject)


def feed_long(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has more articles than anybody reads at once, and every reader fetches all of them at each change.

    RFC 5005, 4 (archives).

    Fix: a limit of about thirty, and archives for the rest.
    """
    count = len(checked.written)
    if count > _MOST:
        yield Found(f"has {count} articles: write the newest thirty, and archives for the rest", checked.feed.subject)


def feed_heavy(checked: CheckedFeed) -> Iterator[Found]:
    """
    The document is large: every reader fetches all of it at each change.

    JSON Feed 1.1, suggestions for publishers (well under 256 kB).

    Fix: fewer articles in the feed, and archives for the rest.
    """
    size = _size(checked)
    if _HANDY < size <= _LARGEST:
        yield Found(f"has about {size // 1000:,} kB, and should have {_HANDY // 1000} kB: write fewer articles", checked.feed.subject)


def feed_too_large(checked: CheckedFeed) -> Iterator[Found]:
    """
    The document is over two megabytes. Services cut it off or stop asking for it.

    No specification has a limit; two megabytes is what large services took.

    Fix: fewer articles in the feed, and archives for the rest.
    """
    size = _size(checked)
    if size > _LARGEST:
        yield Found(f"has about {size // 1000:,} kB, and services take {_LARGEST // 1000:,} kB: write fewer articles", checked.feed.subject)


def language_missing(checked: CheckedFeed) -> Iterator[Found]:
    """
    Nothing says which language the feed is in. Portals refuse it, screen readers read it in the wrong voice, and headings we add are English.

    RFC 4287, 2 (xml:lang); RSS 2.0, language; JSON Feed 1.1, language.

    Fix: ``language`` of the feed, as en or pt-BR.
    """
    if checked.feed.language is None and not all(article.language for article in checked.feed.articles):
        yield Found("does not say its language: give it one, such as en or pt-BR", checked.feed.subject)


def languages_mixed(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has articles in several languages. RSS and readers know one language for a feed, and most people read one.

    RSS 2.0, language (one for the channel).

    Fix: a feed for each language, beside the one with everything.
    """
    spoken = Counter((checked.feed.language_of(article) or "").partition("-")[0].lower() for article in checked.written)
    spoken.pop("", None)
    if len(spoken) > 1:
        said = ", ".join(f"{language} ({count})" for language, count in sorted(spoken.items()))
        yield Found(f"has articles in several languages, {said}: write a feed for each as well", checked.feed.subject)


def subtitle_missing(checked: CheckedFeed) -> Iterator[Found]:
    """
    Nothing says what the feed is about. RSS has to say something, and says the title again.

    RSS 2.0, description (required).

    Fix: ``subtitle`` of the feed, in a sentence.
    """
    if checked.feed.subtitle is None:
        yield Found("does not say what it is about: give it a subtitle", checked.feed.subject)


def field_not_carried(checked: CheckedFeed) -> Iterator[Found]:
    """
    A format has no place for something that the articles say, so that readers of that format do not get it.

    What is written where, in the docs, has a row for each field.

    Fix: nothing, mostly: the other formats have it. What everybody should see belongs in the text.
    """
    for name, items in unwritten_all(checked.feed, formats=checked.formats, options=checked.options).items():
        lost = Counter((item.field, item.reason) for item in items)
        for (field, reason), count in lost.items():
            yield Found(f"{field} ({count} ×) has no place in {FORMATS[name].title}: {reason}", checked.feed.subject)


def _size(checked: CheckedFeed) -> int:
    """
    About as many bytes as a document has.
    """
    return sum(len((article.content or "").encode("utf-8", "replace")) + len(article.summary or "") + _AROUND for article in checked.written)
