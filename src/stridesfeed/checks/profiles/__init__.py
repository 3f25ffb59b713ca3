"""
Profiles of partners that publish other people's articles from feeds: their requirements, checks against them, and a feed adapted to each.

Each profile is a file in ``partners/``; publishers can write their own. Every value names its source and the day on which it was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stridesfeed.lazy import lazy_names

if TYPE_CHECKING:
    from stridesfeed.checks.profiles.measures import MEASURES
    from stridesfeed.checks.profiles.partner_feed import ELEMENTS, adapt_feed, validate_settings
    from stridesfeed.checks.profiles.profile import PartnerFeed, Profile, Requirement, Source
    from stridesfeed.checks.profiles.profile_files import PROFILES, load_profile, read_profile
    from stridesfeed.checks.profiles.profile_report import ArticleReport, ProfileReport, check_against_profile
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "measures": "MEASURES",
            "partner_feed": "ELEMENTS adapt_feed validate_settings",
            "profile": "PartnerFeed Profile Requirement Source",
            "profile_files": "PROFILES load_profile read_profile",
            "profile_report": "ArticleReport ProfileReport check_against_profile",
        },
    )

__all__ = [
    "ELEMENTS",
    "MEASURES",
    "PROFILES",
    "ArticleReport",
    "PartnerFeed",
    "Profile",
    "ProfileReport",
    "Requirement",
    "Source",
    "adapt_feed",
    "check_against_profile",
    "load_profile",
    "read_profile",
    "validate_settings",
]
