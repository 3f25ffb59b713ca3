"""
What a partner wants to find in a feed of its own, in namespaces that others have no use for. A new one is a function and a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from stridesfeed.extensions import mi, snf, webfeeds
from stridesfeed.model import Article, Feed
from stridesfeed.value import with_fields

#: What the publisher says of a feed for one partner: texts by name.
Settings = Mapping[str, str]


@attrs.frozen
class Elements:
    """
    What is added to a feed.
    """

    add: Callable[[Feed, Settings], Feed]

    #: What the publisher may say, and what it means.
    settings: Mapping[str, str]


def _smartnews(feed: Feed, settings: Settings) -> Feed:
    newest = max((article.published for article in feed.articles), default=None)
    channel = snf.Channel(logo=settings.get("logo", feed.logo), dark_logo=settings.get("dark_logo"), published=newest)
    html = settings.get("analytics")
    articles = [_with(article, snf.Analytics(html)) for article in feed.articles] if html else feed.articles
    return attrs.evolve(feed, extensions=(*feed.extensions, channel), articles=articles)


def _msn(feed: Feed, settings: Settings) -> Feed:
    if settings.get("syndication_rights") != "true":
        return feed
    return attrs.evolve(feed, articles=[_syndicated(article) for article in feed.articles])


def _syndicated(article: Article) -> Article:
    """
    *article* with its lead picture as one that others may publish.
    """
    if article.image is None:
        return article
    return with_fields(_with(article, mi.SyndicatedImage(article.image)), image=None)


def _feedly(feed: Feed, settings: Settings) -> Feed:
    look = webfeeds.Look(
        cover=settings.get("cover"),
        icon=settings.get("icon", feed.icon),
        logo=settings.get("logo", feed.logo),
        accent=settings.get("accent"),
        related=settings.get("related") == "true",
    )
    return attrs.evolve(feed, extensions=(*feed.extensions, look))


def _with(article: Article, extension: snf.Analytics | mi.SyndicatedImage) -> Article:
    return with_fields(article, extensions=(*article.extensions, extension))


#: What adds elements, by the name that profiles call it.
ELEMENTS: Mapping[str, Elements] = MappingProxyType(
    {
        "snf": Elements(
            _smartnews,
            {
                "logo": "The address of a picture of 700 by 100 pixels; the feed's logo where it is not given.",
                "dark_logo": "The same for dark screens.",
                "analytics": "HTML that counts readers, put into every article as it is.",
            },
        ),
        "mi": Elements(_msn, {"syndication_rights": '"true" where MSN may publish every lead picture.'}),
        "webfeeds": Elements(
            _feedly,
            {
                "cover": "The address of a large picture.",
                "icon": "The address of a small square picture; the feed's icon where it is not given.",
                "logo": "The address of the publication's sign, best as SVG; the feed's logo where it is not given.",
                "accent": "The colour of links: six hexadecimal digits.",
                "related": '"true" to show related articles below each.',
            },
        ),
    }
)
