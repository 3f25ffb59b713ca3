"""
A feed for one partner: within its limits, in the HTML that it takes, with the elements that it wants.
"""

from __future__ import annotations

from html import escape

import attrs

from stridesfeed.body import clean, excerpt
from stridesfeed.checks.profiles.elements import ELEMENTS, Settings
from stridesfeed.checks.profiles.profile import OwnFeed, Profile
from stridesfeed.errors import FieldError, InvalidError, suggestion
from stridesfeed.model import Article, Feed
from stridesfeed.value import with_fields

_NONE: Settings = {}


def for_profile(feed: Feed, profile: Profile, settings: Settings = _NONE, *, engine: str = "bleach") -> Feed:
    """
    *feed* as the partner takes it: its newest articles, texts cut to the profile's lengths, bodies cleaned, elements added.

    *settings* are what the publisher says for the elements, by the names of :data:`~stridesfeed.checks.profiles.elements.ELEMENTS`. Titles
    are never cut: a shorter one is for their author to find. Write it under ``profile.feed.policy`` with ``profile.feed.options(…)``.
    Settings that the profile does not know, and values that break a rule, raise :class:`~stridesfeed.errors.InvalidError`.
    """
    refuse_settings(profile, settings)
    own = profile.feed
    held = attrs.evolve(
        feed,
        subtitle=_short(feed.subtitle, own.subtitle, feed.language),
        articles=feed.articles[: own.limit or None],
    )
    cleaned: Feed = clean(held, policy=own.policy, engine=engine)
    fitted = attrs.evolve(cleaned, articles=[_fitted(article, own, feed.language_of(article)) for article in cleaned.articles])
    return ELEMENTS[own.elements].add(fitted, settings) if own.elements else fitted


def refuse_settings(profile: Profile, settings: Settings) -> None:
    """
    Raise :class:`~stridesfeed.errors.InvalidError` for all of *settings* that *profile* does not know.
    """
    known = ELEMENTS[profile.feed.elements].settings if profile.feed.elements else {}
    subject = f"feed for {profile.title}"
    faults = [
        FieldError(subject, key, f"no setting has this name{suggestion(key, known)}" if known else f"{profile.title} knows no settings")
        for key in settings
        if key not in known
    ]
    if faults:
        raise InvalidError.of(subject, faults)


def _fitted(article: Article, own: OwnFeed, language: str | None) -> Article:
    if not own.summary:
        return article
    beginning = excerpt(article.content, own.summary, language=language) if article.content else ""
    summary = _short(article.summary, own.summary, language) or beginning or None
    return with_fields(article, summary=summary)


def _short(text: str | None, length: int, language: str | None) -> str | None:
    """
    *text* in at most *length* characters, where that is not 0.
    """
    return excerpt(escape(text), length, language=language) if text and length else text
