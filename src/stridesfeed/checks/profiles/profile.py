"""
What one partner asks for, and what a feed of its own has to be like.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

import attrs

from stridesfeed.body import ARTICLE, Policy
from stridesfeed.checks.profiles.requirement import Requirement
from stridesfeed.checks.rule import Rule
from stridesfeed.emit import FormatName
from stridesfeed.options import DEFAULT, Options


@attrs.frozen(kw_only=True)
class OwnFeed:
    """
    A feed that is made for one partner: its limits, its policy, its elements. 0 is no limit.
    """

    #: The documents that the partner reads, the best first.
    formats: tuple[FormatName, ...] = ("rss",)

    #: The most articles, the newest.
    limit: int = 0

    #: The most bytes of a document.
    max_bytes: int = 0

    #: The most characters of the feed's subtitle.
    subtitle: int = 0

    #: The most characters of a summary.
    summary: int = 0

    #: What may stay in bodies.
    policy: Policy = ARTICLE

    #: How an item says that it changed; ``None`` for what the site chose.
    updated: Literal["atom", "dcterms", "none"] | None = None

    #: The name of what adds elements, in :data:`~stridesfeed.checks.profiles.elements.ELEMENTS`.
    elements: str | None = None

    def options(self, site: Options = DEFAULT) -> Options:
        """
        The options of its documents, where those of the *site* are these.
        """
        return attrs.evolve(site, updated=self.updated or site.updated)


@attrs.frozen(kw_only=True)
class Profile:
    """
    A partner.
    """

    #: As the command takes it, and as codes begin.
    name: str

    #: As people call the partner.
    title: str

    #: What it is.
    what: str

    requirements: tuple[Requirement, ...]

    #: What a feed for this partner alone is like.
    feed: OwnFeed

    @cached_property
    def rules(self) -> Mapping[str, Rule[Any]]:
        """
        Its requirements as rules, by code: ``msn/title-too-short``.
        """
        every = (requirement.rule(self.name, self.title) for requirement in self.requirements)
        return MappingProxyType({rule.code: rule for rule in every})
