"""
What partners and readers make of a site's main feed, for ``stridesfeed check``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from stridesfeed.checks import RULES, Finding, Rule
from stridesfeed.checks.profiles import PROFILES, Preflight, Profile, Verdict, preflight, profile
from stridesfeed.checks.readers import RULES as OF_READERS
from stridesfeed.checks.readers import read_back
from stridesfeed.emit import RenderSettings
from stridesfeed.identify import identify_articles
from stridesfeed.load import Loaded
from stridesfeed.model import Feed
from stridesfeed.site import Site


@attrs.frozen
class Published:
    """
    The main feed of a site, as its next build will publish it.
    """

    site: Site
    loaded: Loaded
    as_of: datetime

    @classmethod
    def of(cls, site: Site, as_of: datetime) -> Published:
        """
        The articles of *site* under their lasting ids. Nothing is written.
        """
        return cls(site, identify_articles(site, as_of=as_of, allow_mass_withdrawal=True).loaded, as_of)

    @property
    def feed(self) -> Feed:
        """
        The feed with as many articles as its documents hold.
        """
        return attrs.evolve(self.site.feed, articles=self.loaded.articles[: self.site.output.limit or None])

    def preflights(self, profiles: Iterable[Profile]) -> Iterator[Preflight]:
        """
        What each partner says of it.
        """
        for known in profiles:
            yield preflight(
                self.feed,
                known,
                as_of=self.as_of,
                origins=self.loaded.origins,
                root=self.site.content.root,
                options=self.site.options,
                engine=self.site.engine,
            ).keeping(self._placed)

    def read_back(self) -> tuple[Finding, ...]:
        """
        What readers that are installed get from its documents otherwise than it says.
        """
        output = self.site.output
        found = read_back(
            self.feed, output.files, urls=output.addresses, options=self.site.options, settings=RenderSettings(engine=self.site.engine)
        )
        origins = {article.subject: self.loaded.origins.get(article.id, "").partition(":")[0] for article in self.loaded.articles}
        return self._placed(attrs.evolve(finding, path=origins.get(finding.subject or "") or None) for finding in found)

    def _placed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """
        *findings*; what concerns the whole is at the configuration.
        """
        return tuple(attrs.evolve(finding, path=self.site.path.name) if finding.path is None else finding for finding in findings)


def every_rule(profiles: Iterable[Profile]) -> Mapping[str, Rule[Any]]:
    """
    The rules of articles and documents, of readers, of our profiles and of *profiles*, by code.
    """
    known = {rule.code: rule for name in PROFILES for rule in profile(name).rules.values()}
    given = {rule.code: rule for each in profiles for rule in each.rules.values()}
    return {**RULES, **OF_READERS, **known, **given}


def lines(flight: Preflight) -> Iterator[str]:
    """
    What a partner says, for people: a line in short, then what is refused and why, then what would be better.
    """
    yield str(flight)
    names = [_name(verdict) for verdict in flight.refused]
    # Of a file of many articles each is named by its id.
    told = [verdict.article.id if names.count(name) > 1 else name for name, verdict in zip(names, flight.refused, strict=True)]
    width = max(map(len, told), default=0)
    for name, verdict in zip(told, flight.refused, strict=True):
        yield f"  {name:<{width}}  {', '.join(verdict.refused)}"
    advised = _advised(flight)
    if advised:
        yield f"  Would be better: {', '.join(f'{code} ({count} ×)' for code, count in advised.items())}"


def _name(verdict: Verdict) -> str:
    """
    An article's file, or else its id.
    """
    return next((finding.path for finding in verdict.findings if finding.path), verdict.article.id)


def _advised(flight: Preflight) -> dict[str, int]:
    found = (finding for finding in flight.findings if finding.level == "warning")
    return dict(Counter(finding.code.rpartition("/")[2] for finding in found))


def with_preflights(text: str, flights: Iterable[Preflight]) -> str:
    """
    The JSON *text* of findings, with what partners say under ``profiles``.
    """
    return json.dumps(json.loads(text) | {"profiles": [_object(flight) for flight in flights]}, ensure_ascii=False, indent=2) + "\n"


def _object(flight: Preflight) -> dict[str, Any]:
    return {
        "name": flight.profile.name,
        "title": flight.profile.title,
        "articles": len(flight.verdicts),
        "refused": [
            {"id": verdict.article.id, "url": verdict.article.url, "path": _name(verdict), "codes": list(verdict.refused)}
            for verdict in flight.refused
        ],
        "feed": [finding.code.rpartition("/")[2] for finding in flight.of_feed if finding.level == "error"],
        "advised": _advised(flight),
    }
