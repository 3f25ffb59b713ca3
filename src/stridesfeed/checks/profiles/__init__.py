"""
Partners that take a publisher's feed, and what each asks for: data files, and how a feed is judged by them and made for them.

Each profile is a file in ``partners/``; a publisher's own is any file of the same kind. Every value says where it comes from, and since when.
"""

from __future__ import annotations

from stridesfeed.checks.profiles.elements import ELEMENTS
from stridesfeed.checks.profiles.measures import MEASURES
from stridesfeed.checks.profiles.own_feed import for_profile, refuse_settings
from stridesfeed.checks.profiles.preflight import Preflight, Verdict, preflight
from stridesfeed.checks.profiles.profile import OwnFeed, Profile
from stridesfeed.checks.profiles.reading import PROFILES, profile, read_profile
from stridesfeed.checks.profiles.requirement import Requirement, Source

__all__ = [
    "ELEMENTS",
    "MEASURES",
    "PROFILES",
    "OwnFeed",
    "Preflight",
    "Profile",
    "Requirement",
    "Source",
    "Verdict",
    "for_profile",
    "preflight",
    "profile",
    "read_profile",
    "refuse_settings",
]
