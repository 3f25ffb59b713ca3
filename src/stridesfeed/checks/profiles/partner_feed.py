"""
A feed adapted to one partner: within its limits, with the HTML it accepts and the elements it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType

import attrs

from stridesfeed.body import clean, excerpt
from stridesfeed.checks.profiles.profile import Profile
from stridesfeed.errors import FieldError, InvalidError, suggestion
from stridesfeed.extensions import mi, snf, webfeeds
from stridesfeed.model import Article, Feed
from stridesfeed.value import with_fields

#: A publisher's settings of a feed for one partner, by name.
Settings = Mapping[str, str]


@attrs.frozen
class PartnerElements:
    """
    Elements that only one partner reads, added to its feed.
    """

    add: Callable[[Feed, Settings], Feed]

    #: The settings by name, with descriptions.
    settings: Mapping[str, str]


def _add_snf(feed: Feed, settings: Settings) -> Feed:
    newest = max((article.published for article in feed.articles if article.published), default=None)
    channel = snf.Channel(logo=settings.get("logo", feed.logo), dark_logo=settings.get("dark_logo"), published=newest)
    html = settings.get("analytics")
    articles = [_with_extension(article, snf.Analytics(html)) for article in feed.articles] if html else feed.articles
    return attrs.evolve(feed, extensions=(*feed.extensions, channel), articles=articles)


def _add_mi(feed: Feed, settings: Settings) -> Feed:
    if settings.get("syndication_rights") != "true":
        return feed
    articles = [
        # The image moves into the extension, which writes it with the rights.
        with_fields(_with_extension(article, mi.SyndicatedImage(article.image)), image=None) if article.image else article
        for article in feed.articles
    ]
    return attrs.evolve(feed, articles=articles)


def _add_webfeeds(feed: Feed, settings: Settings) -> Feed:
    look = webfeeds.Look(
        cover=settings.get("cover"),
        icon=settings.get("icon", feed.icon),
        logo=settings.get("logo", feed.logo),
        accent=settings.get("accent"),
        related=settings.get("related") == "true",
    )
    return attrs.evolve(feed, extensions=(*feed.extensions, look))


def _with_extension(article: Article, extension: snf.Analytics | mi.SyndicatedImage) -> Article:
    return with_fields(article, extensions=(*article.extensions, extension))


#: Elements that profiles can add, by name.
ELEMENTS: Mapping[str, PartnerElements] = MappingProxyType(
    {
        "snf": PartnerElements(
            _add_snf,
            {
                "logo": "The address of an image of 700 by 100 pixels. Defaults to the feed's logo.",
                "dark_logo": "The same for dark mode.",
                "analytics": "HTML that counts readers, added to every article unchanged.",
            },
        ),
        "mi": PartnerElements(_add_mi, {"syndication_rights": '"true" if MSN may publish every lead image.'}),
        "webfeeds": PartnerElements(
            _add_webfeeds,
            {
                "cover": "The address of a large image.",
                "icon": "The address of a small square image. Defaults to the feed's icon.",
                "logo": "The address of the publication's logo, preferably SVG. Defaults to the feed's logo.",
                "accent": "The colour of links: six hexadecimal digits.",
                "related": '"true" to show related articles below each article.',
            },
        ),
    }
)

_NO_SETTINGS: Settings = MappingProxyType({})


def adapt_feed(feed: Feed, profile: Profile, settings: Settings = _NO_SETTINGS, *, engine: str = "bleach") -> Feed:
    """
    Adapt *feed* to a partner: keep the newest articles, shorten texts to the profile's limits, clean bodies and add elements.

    *settings* are the publisher's settings for the elements; their names are in :data:`ELEMENTS`. Titles are never shortened, because authors
    have to find a shorter one. Render the result with ``profile.feed.policy`` and ``profile.feed.options(…)``. Raises
    :class:`~stridesfeed.errors.InvalidError` for unknown settings and invalid values.
    """
    validate_settings(profile, settings)
    limits = profile.feed

    def shorten(text: str | None, length: int, language: str | None) -> str | None:
        return excerpt(escape(text), length, language=language) if text and length else text

    def with_short_summary(article: Article) -> Article:
        language = feed.language_of(article)
        beginning = excerpt(article.content, limits.summary, language=language) if article.content else ""
        return with_fields(article, summary=shorten(article.summary, limits.summary, language) or beginning or None)

    cleaned: Feed = clean(attrs.evolve(feed, articles=feed.articles[: limits.limit or None]), policy=limits.policy, engine=engine)
    if limits.subtitle:
        cleaned = with_fields(cleaned, subtitle=shorten(cleaned.subtitle, limits.subtitle, feed.language), subtitle_html=None)
    if limits.summary:
        cleaned = attrs.evolve(cleaned, articles=list(map(with_short_summary, cleaned.articles)))
    return ELEMENTS[limits.elements].add(cleaned, settings) if limits.elements else cleaned


def validate_settings(profile: Profile, settings: Settings) -> None:
    """
    Raise :class:`~stridesfeed.errors.InvalidError` with an error for each of *settings* that *profile* does not know.
    """
    known = ELEMENTS[profile.feed.elements].settings if profile.feed.elements else {}
    subject = f"feed for {profile.title}"
    faults = [
        FieldError(subject, key, f"unknown setting{suggestion(key, known)}" if known else f"unknown setting; {profile.title} has no settings")
        for key in settings
        if key not in known
    ]
    if faults:
        raise InvalidError.of(subject, faults)
