"""
Rules on titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stridesfeed.checks.articles.subjects import CheckedArticle, CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.load import names
from stridesfeed.model import Article

#: The strictest portal that we know refuses more.
_LONGEST = 150

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,8}|#[0-9]{2,6}|#x[0-9a-fA-F]{2,5});")

#: A word or two in capitals are a name.
_FEWEST_LETTERS = 12

_SEPARATORS = " |-–—:·•/»«"


def title_too_long(checked: CheckedArticle) -> Iterator[Found]:
    """
    Lists of titles cut this one off, and portals refuse the article: MSN takes no more than 150 characters, others fewer.

    No specification has a limit.

    Fix: a shorter title; what it leaves out belongs in the summary.
    """
    title = checked.article.title
    if len(title) > _LONGEST:
        yield checked.found(f"the title has {len(title)} characters: say it in at most {_LONGEST}", keys=names.TITLE)


def title_with_markup(checked: CheckedArticle) -> Iterator[Found]:
    """
    The title shows a tag or a character reference. That is right for an article about HTML; else readers see the tag as letters, because
    titles are plain text, and some readers take the tag away.

    RFC 4287, 3.1.1.1; RSS Advisory Board, best practices, title; JSON Feed 1.1, title.

    Fix: write the words alone: "AT&T", not "AT&amp;T"; no <b>.
    """
    title = checked.article.title
    if ("<" in title or "&" in title) and (found := _MARKUP.search(title)):
        yield checked.found(f"the title shows {found[0]!r} as letters, for titles are plain text: write the words alone", keys=names.TITLE)


def title_shouting(checked: CheckedArticle) -> Iterator[Found]:
    """
    The title is in capitals throughout. Readers find it hard to read, screen readers may spell it, and portals refuse it.

    No specification forbids it.

    Fix: capitals where the language has them.
    """
    title = checked.article.title
    if title.isupper() and sum(map(str.isalpha, title)) >= _FEWEST_LETTERS and " " in title:
        yield checked.found("the title is in capitals throughout: write it as a sentence", keys=names.TITLE)


def title_with_feed_name(checked: CheckedArticle) -> Iterator[Found]:
    """
    The title ends with the name of the feed, as the title of a page does. Readers show the feed's name beside each title already.

    No specification forbids it.

    Fix: the article's own title alone.
    """
    title, feed = checked.article.title, checked.whole.feed.title
    rest = title.removesuffix(feed)
    if rest != title and rest.strip() and rest.rstrip()[-1] in _SEPARATORS:
        yield checked.found(f"the title ends with the feed's name, which readers show beside it: leave out {feed!r}", keys=names.TITLE)


def title_repeated(checked: CheckedFeed) -> Iterator[Found]:
    """
    Articles have one title. People cannot tell them apart in a list, and some readers take the second for the first and hide it.

    No specification forbids it.

    Fix: say in each title what is new: the number, the day, the place.
    """
    firsts: dict[str, Article] = {}
    for article in checked.feed.articles:
        first = firsts.setdefault(article.title.casefold(), article)
        if first is not article:
            yield checked.found(article, f"has the title of {first.subject}: give each a title of its own", keys=names.TITLE)
