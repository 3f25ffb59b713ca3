"""
Checks of the main feed as the next build will publish it: partners' rules, and other feed parsers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from stridesfeed.checks import RULES, Finding, Rule
from stridesfeed.checks.profiles import PROFILES, ArticleReport, Profile, ProfileReport, check_against_profile, load_profile
from stridesfeed.checks.readers import RULES as READER_RULES
from stridesfeed.checks.readers import read_back
from stridesfeed.emit import RenderSettings
from stridesfeed.identify import identify_articles
from stridesfeed.load import Loaded
from stridesfeed.model import Feed
from stridesfeed.site import Site


@attrs.frozen
class PublishedFeed:
    """
    The main feed of a site, as the next build will publish it.
    """

    site: Site
    loaded: Loaded
    as_of: datetime

    @classmethod
    def of(cls, site: Site, as_of: datetime) -> PublishedFeed:
        """
        Load the articles of *site* with their lasting ids. Nothing is written.
        """
        articles = identify_articles(site, as_of=as_of, allow_mass_withdrawal=True)
        return cls(articles.site, articles.loaded, as_of)

    @property
    def feed(self) -> Feed:
        """
        The feed with as many articles as its documents hold.
        """
        return attrs.evolve(self.site.feed, articles=self.loaded.articles[: self.site.output.limit or None])

    def reports(self, profiles: Iterable[Profile]) -> Iterator[ProfileReport]:
        """
        Check the rules of each partner: of its own feed if the site has one, otherwise of the main feed.
        """
        with_feed = {plan.profile.name for plan in self.site.output.plans if plan.profile}
        for each in profiles:
            yield check_against_profile(
                self.feed,
                each,
                as_of=self.as_of,
                origins=self.loaded.origins,
                root=self.site.content.root,
                options=each.feed.options(self.site.options) if each.name in with_feed else self.site.options,
                engine=self.site.engine,
            ).map_findings(self._with_paths)

    def read_back(self) -> tuple[Finding, ...]:
        """
        Report what installed feed parsers read differently from the documents.
        """
        output = self.site.output
        found = read_back(
            self.feed, output.files, urls=output.addresses, options=self.site.options, settings=RenderSettings(engine=self.site.engine)
        )
        origins = {id_: origin.partition(":")[0] for id_, origin in self.loaded.origins.items()}
        return self._with_paths(attrs.evolve(finding, path=origins.get(finding.article_id or "")) for finding in found)

    def _with_paths(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """
        Set the path of findings about the feed as a whole to that of the configuration.
        """
        return tuple(attrs.evolve(finding, path=self.site.path.name) if finding.path is None else finding for finding in findings)


def all_rules(profiles: Iterable[Profile]) -> Mapping[str, Rule[Any]]:
    """
    Return all rules by code: of articles and documents, of readers, of the built-in profiles and of *profiles*.
    """
    built_in = {rule.code: rule for name in PROFILES for rule in load_profile(name).rules.values()}
    custom = {rule.code: rule for each in profiles for rule in each.rules.values()}
    return {**RULES, **READER_RULES, **built_in, **custom}


def report_lines(report: ProfileReport) -> Iterator[str]:
    """
    Yield a summary line, then each refused article with the reasons, then the advice.
    """
    yield str(report)
    names = [_name(each) for each in report.refused]
    # Articles that share a file are named by their ids.
    shown = [each.article.id if names.count(name) > 1 else name for name, each in zip(names, report.refused, strict=True)]
    width = max(map(len, shown), default=0)
    for name, each in zip(shown, report.refused, strict=True):
        yield f"  {name:<{width}}  {', '.join(each.refused)}"
    if advice := _advice(report):
        yield f"  Recommended: {', '.join(f'{code} ({count} ×)' for code, count in advice.items())}"


def add_members(text: str, reports: Iterable[ProfileReport], *, known: int) -> str:
    """
    Add to the JSON *text* of findings the number of *known* ones, which are in the baseline, and ``profiles`` if there are any.
    """
    profiles = [
        {
            "name": report.profile.name,
            "title": report.profile.title,
            "articles": len(report.articles),
            "refused": [
                {"id": each.article.id, "url": each.article.url, "path": _name(each), "codes": list(each.refused)} for each in report.refused
            ],
            "feed": [finding.code.rpartition("/")[2] for finding in report.feed_findings if finding.level == "error"],
            "advised": _advice(report),
        }
        for report in reports
    ]
    members = {"known": known} | ({"profiles": profiles} if profiles else {})
    return json.dumps(json.loads(text) | members, ensure_ascii=False, indent=2) + "\n"


def _name(each: ArticleReport) -> str:
    """
    Return the file of an article, or its id.
    """
    return next((finding.path for finding in each.findings if finding.path), each.article.id)


def _advice(report: ProfileReport) -> dict[str, int]:
    """
    Count the warnings by the code of their rule, without the partner's name.
    """
    return dict(Counter(finding.code.rpartition("/")[2] for finding in report.findings if finding.level == "warning"))
