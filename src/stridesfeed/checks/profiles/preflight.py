"""
Before a flight: what a partner will take of a feed, and what it will refuse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.body import clean, compose
from stridesfeed.checks.articles.checked_feed import SourceFiles
from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.profiles.profile import Profile
from stridesfeed.checks.profiles.requirement import Requirement
from stridesfeed.checks.profiles.subjects import JudgedFeed
from stridesfeed.checks.rule import Rule
from stridesfeed.model import Article, Feed
from stridesfeed.options import DEFAULT, Options


@attrs.frozen(kw_only=True)
class Verdict:
    """
    What a partner says of one article.
    """

    article: Article

    #: The requirements that it does not keep.
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> tuple[str, ...]:
        """
        Why it is refused, as codes without the profile's name; nothing where it is accepted.
        """
        return _codes(self.findings, "error")

    @property
    def advised(self) -> tuple[str, ...]:
        """
        What would make it better, likewise.
        """
        return _codes(self.findings, "warning")


@attrs.frozen(kw_only=True)
class Preflight:
    """
    What a partner says of a feed.
    """

    profile: Profile

    #: Of each article, in the order of the feed.
    verdicts: tuple[Verdict, ...]

    #: The requirements that the feed as a whole does not keep.
    of_feed: tuple[Finding, ...]

    @property
    def refused(self) -> tuple[Verdict, ...]:
        """
        Of the articles that are not accepted.
        """
        return tuple(verdict for verdict in self.verdicts if verdict.refused)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        Everything, in the order of files.
        """
        return sort_findings((*self.of_feed, *(finding for verdict in self.verdicts for finding in verdict.findings)))

    def keeping(self, choose: Callable[[Iterable[Finding]], tuple[Finding, ...]]) -> Preflight:
        """
        The same with those findings alone that *choose* gives back.
        """
        verdicts = tuple(attrs.evolve(verdict, findings=choose(verdict.findings)) for verdict in self.verdicts)
        return attrs.evolve(self, verdicts=verdicts, of_feed=choose(self.of_feed))

    def __str__(self) -> str:
        """
        In a line: ``MSN: 2 of 30 refused: title-too-short``.
        """
        said = f"{self.profile.title}: {len(self.refused)} of {len(self.verdicts)} refused"
        codes = Counter(code for verdict in self.refused for code in verdict.refused)
        if codes:
            said += f": {', '.join(codes)}"
        whole = _codes(self.of_feed, "error")
        return f"{said}; the feed is refused: {', '.join(whole)}" if whole else said


def preflight(
    feed: Feed,
    profile: Profile,
    *,
    as_of: datetime | None = None,
    origins: Mapping[str, str] | None = None,
    root: Path | None = None,
    limit: int = 0,
    options: Options = DEFAULT,
    engine: str = "bleach",
) -> Preflight:
    """
    What the partner of *profile* will say of *feed*, as it is published: cleaned and composed.

    *as_of* is the moment that ages are counted up to; without it nothing is said of ages. *origins*, *root* and *limit* are as in
    :func:`stridesfeed.checks.check`: files of articles by id, the folder that these are relative to, and how many articles a document holds.
    """
    held = attrs.evolve(feed, articles=feed.articles[: limit or None])
    cleaned = clean(held, engine=engine)
    judged = JudgedFeed(
        feed=compose(cleaned, options, engine=engine),
        options=options,
        as_of=as_of,
        origins=origins or {},
        places=SourceFiles(root),
    )
    of_articles = [rule for requirement, rule in _rules(profile) if requirement.is_of_articles]
    return Preflight(
        profile=profile,
        verdicts=tuple(
            Verdict(article=article.article, findings=tuple(found for rule in of_articles for found in rule.findings(article)))
            for article in judged.articles
        ),
        of_feed=tuple(found for requirement, rule in _rules(profile) if not requirement.is_of_articles for found in rule.findings(judged)),
    )


def _rules(profile: Profile) -> Iterable[tuple[Requirement, Rule[Any]]]:
    return zip(profile.requirements, profile.rules.values(), strict=True)


def _codes(findings: Iterable[Finding], level: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code.rpartition("/")[2] for finding in findings if finding.level == level))
