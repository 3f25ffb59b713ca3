"""
Profiles: the requirements of a partner, their sources, and the feed that the partner accepts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

import attrs

from stridesfeed.body import ARTICLE, Policy
from stridesfeed.checks.finding import Level
from stridesfeed.checks.profiles.measures import ARTICLE_MEASURES, MEASURES, MeasuredArticle, MeasuredFeed, Value
from stridesfeed.checks.rule import Found, Rule
from stridesfeed.emit import FormatName
from stridesfeed.options import DEFAULT, Options

#: The consequence of not meeting a requirement: the partner refuses the article or feed, or advises against it.
Severity = Literal["refused", "advised"]

LEVELS_BY_SEVERITY: dict[Severity, Level] = {"refused": "error", "advised": "warning"}

#: The origin of a requirement: the partner's own document; a third party's program or article; memory, without a document to check.
SourceKind = Literal["partner", "third-party", "recalled"]

_SOURCE_KINDS: dict[SourceKind, str] = {
    "partner": "the partner's own document",
    "third-party": "a third party's program or article",
    "recalled": "from memory: verify it before you rely on it",
}

#: Messages list at most this many allowed names; ``--explain`` lists all.
_MOST_NAMES = 5


@attrs.frozen(kw_only=True)
class Source:
    """
    The source of a requirement.
    """

    name: str
    url: str

    #: The day on which it was read.
    read: date

    kind: SourceKind

    def __str__(self) -> str:
        return f"{self.name}, {self.url}, read on {self.read.isoformat()} ({_SOURCE_KINDS[self.kind]})"


@attrs.frozen(kw_only=True)
class Requirement:
    """
    A requirement of a partner: a measure and its limit.
    """

    #: The code in findings, after the profile's name: ``title-too-short``.
    code: str

    #: A name in :data:`~stridesfeed.checks.profiles.measures.MEASURES`.
    measure: str

    level: Severity

    #: The requirement in one or two sentences.
    text: str

    #: How to fix it.
    fix: str

    source: Source

    #: For numbers: the minimum and maximum.
    min: float | None = None
    max: float | None = None

    #: For names: the only ones allowed, those forbidden, those required.
    allowed: frozenset[str] | None = None
    forbidden: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()

    @property
    def is_of_articles(self) -> bool:
        """
        True if the requirement concerns each article, False if it concerns the feed.
        """
        return self.measure in ARTICLE_MEASURES

    @property
    def limit(self) -> str:
        """
        The limit in words: "at least 21"; "yes" for flags.
        """
        limits = [f"at least {_format_number(self.min)}"] if self.min is not None else []
        limits += [f"at most {_format_number(self.max)}"] if self.max is not None else []
        limits += [f"only {_join(self.allowed)}"] if self.allowed is not None else []
        limits += [f"not {_join(self.forbidden)}"] if self.forbidden else []
        limits += [_join(self.needed)] if self.needed else []
        return ", ".join(limits) or "yes"

    def rule(self, name: str, title: str) -> Rule[MeasuredArticle | MeasuredFeed]:
        """
        Return the requirement as a rule of the profile *name* for the partner *title*.
        """

        def check(measured: MeasuredArticle | MeasuredFeed) -> Iterator[Found]:
            measure = MEASURES[self.measure]
            if problem := self._problem(measure.message, measure.of(measured)):
                yield measured.found(f"{problem} ({self._requires(title)}): {self.fix}", keys=measure.keys)

        check.__name__ = f"{name}/{self.code}"
        fix = self.fix[:1].upper() + self.fix[1:]
        check.__doc__ = f"{self.text}\n\nLimit: {self.limit} ({self.measure}).\nSource: {self.source}.\n\nFix: {fix}."
        return Rule(check, LEVELS_BY_SEVERITY[self.level])

    def _requires(self, title: str) -> str:
        refused = self.level == "refused"
        if self.needed:
            return f"{'required' if refused else 'recommended'} by {title}"
        if self.limit == "yes" or self.forbidden or len(self.allowed or ()) > _MOST_NAMES:
            return f"{'not accepted' if refused else 'discouraged'} by {title}"
        verb = "recommends" if not refused else "requires" if self.allowed is None else "allows"
        return f"{title} {verb} {self.limit}"

    def _problem(self, message: str, value: Value) -> str | None:
        """
        Describe the problem with *value*; an unknown value is not a problem.
        """
        if isinstance(value, bool):
            return None if value else message
        if isinstance(value, frozenset):
            unwanted = value & self.forbidden | (value - self.allowed if self.allowed is not None else frozenset())
            if unwanted:
                return f"{message} {_join(unwanted)}"
            missing = self.needed - value
            return f"missing {_join(missing)}" if missing else None
        if value is None or ((self.min is None or value >= self.min) and (self.max is None or value <= self.max)):
            return None
        return message.format(_format_number(round(value, 1)))


def _format_number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def _join(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


@attrs.frozen(kw_only=True)
class PartnerFeed:
    """
    The feed that a partner accepts. A limit of 0 is no limit.
    """

    #: The formats that the partner reads, the preferred one first.
    formats: tuple[FormatName, ...] = ("rss",)

    #: The maximum number of articles, the newest.
    limit: int = 0

    #: The maximum size of a document in bytes.
    max_bytes: int = 0

    #: The maximum length of the feed's subtitle in characters.
    subtitle: int = 0

    #: The maximum length of a summary in characters.
    summary: int = 0

    #: The policy for bodies.
    policy: Policy = ARTICLE

    #: The element for update dates; ``None`` for the site's choice.
    updated: Literal["atom", "dcterms", "none"] | None = None

    #: The elements of the lead image in RSS; ``None`` for the site's choice.
    image_elements: Literal["thumbnail", "both"] | None = None

    #: The elements to add, a name in :data:`~stridesfeed.checks.profiles.partner_feed.ELEMENTS`.
    elements: str | None = None

    def options(self, site: Options = DEFAULT) -> Options:
        """
        Return the options of the *site* with those that the partner needs.
        """
        return attrs.evolve(site, updated=self.updated or site.updated, image_elements=self.image_elements or site.image_elements)


@attrs.frozen(kw_only=True)
class Profile:
    """
    A partner's requirements.
    """

    #: The name on the command line and in codes.
    name: str

    #: The partner's name for people.
    title: str

    #: A description of the partner.
    description: str

    requirements: tuple[Requirement, ...]

    #: The feed that the partner accepts.
    feed: PartnerFeed

    @cached_property
    def rules(self) -> Mapping[str, Rule[Any]]:
        """
        The requirements as rules, by code: ``msn/title-too-short``.
        """
        rules = (requirement.rule(self.name, self.title) for requirement in self.requirements)
        return MappingProxyType({rule.code: rule for rule in rules})
