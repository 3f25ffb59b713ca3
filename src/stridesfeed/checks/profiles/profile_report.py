"""
Checks of a feed against a profile: which articles a partner would refuse, and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed.body import clean, compose
from stridesfeed.checks.articles.checked_feed import SourceFiles
from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.profiles.measures import MeasuredFeed
from stridesfeed.checks.profiles.profile import Profile
from stridesfeed.model import Article, Feed
from stridesfeed.options import DEFAULT, Options


@attrs.frozen(kw_only=True)
class ArticleReport:
    """
    The requirements that one article does not meet.
    """

    article: Article
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> tuple[str, ...]:
        """
        The reasons for a refusal, as codes without the profile's name; empty if the partner accepts the article.
        """
        return _codes(self.findings, "error")

    @property
    def advised(self) -> tuple[str, ...]:
        """
        The recommendations that the article does not follow, as codes without the profile's name.
        """
        return _codes(self.findings, "warning")


@attrs.frozen(kw_only=True)
class ProfileReport:
    """
    The requirements of a profile that a feed does not meet.
    """

    profile: Profile

    #: A report for each article, in the order of the feed.
    articles: tuple[ArticleReport, ...]

    #: The findings about the feed as a whole.
    feed_findings: tuple[Finding, ...]

    @property
    def refused(self) -> tuple[ArticleReport, ...]:
        """
        The reports of refused articles.
        """
        return tuple(report for report in self.articles if report.refused)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        All findings, sorted by file.
        """
        return sort_findings((*self.feed_findings, *(finding for report in self.articles for finding in report.findings)))

    def map_findings(self, function: Callable[[Iterable[Finding]], tuple[Finding, ...]]) -> ProfileReport:
        """
        Return the report with *function* applied to the findings of each article and of the feed.
        """
        articles = tuple(attrs.evolve(report, findings=function(report.findings)) for report in self.articles)
        return attrs.evolve(self, articles=articles, feed_findings=function(self.feed_findings))

    def __str__(self) -> str:
        """
        One line: ``MSN: 2 of 30 refused: title-too-short``.
        """
        line = f"{self.profile.title}: {len(self.refused)} of {len(self.articles)} refused"
        codes = Counter(code for report in self.refused for code in report.refused)
        if codes:
            line += f": {', '.join(codes)}"
        feed_codes = _codes(self.feed_findings, "error")
        return f"{line}; the feed is refused: {', '.join(feed_codes)}" if feed_codes else line


def check_against_profile(
    feed: Feed,
    profile: Profile,
    *,
    as_of: datetime | None = None,
    origins: Mapping[str, str] | None = None,
    root: Path | None = None,
    limit: int = 0,
    options: Options = DEFAULT,
    engine: str = "bleach",
) -> ProfileReport:
    """
    Check *feed*, cleaned and composed as it is published, against the requirements of a partner.

    *as_of* is the current time; without it, ages are not checked. *origins*, *root* and *limit* are as in
    :func:`stridesfeed.checks.check`: the files of articles by id, the folder of these files, and the number of articles in a document.
    """
    limited = attrs.evolve(feed, articles=feed.articles[: limit or None])
    measured = MeasuredFeed(
        feed=compose(clean(limited, engine=engine), options, engine=engine),
        options=options,
        as_of=as_of,
        origins=origins or {},
        sources=SourceFiles(root),
    )
    rules = list(zip(profile.requirements, profile.rules.values(), strict=True))
    article_rules = [rule for requirement, rule in rules if requirement.is_of_articles]
    feed_rules = [rule for requirement, rule in rules if not requirement.is_of_articles]
    return ProfileReport(
        profile=profile,
        articles=tuple(
            ArticleReport(article=each.article, findings=tuple(finding for rule in article_rules for finding in rule.findings(each)))
            for each in measured.articles
        ),
        feed_findings=tuple(finding for rule in feed_rules for finding in rule.findings(measured)),
    )


def _codes(findings: Iterable[Finding], level: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code.rpartition("/")[2] for finding in findings if finding.level == level))
