"""
The findings of articles that an earlier run checked.

They depend on the article, its file, the feed without its articles, and on which addresses of the site are dead. The addresses are stored with
the findings and looked up again; all else is in the key.
"""

from __future__ import annotations

import json

import attrs

from stridesfeed.cache import Cache, Pages
from stridesfeed.checks.articles.checked_feed import CheckedArticle, CheckedFeed
from stridesfeed.checks.articles.ids_and_dates import is_in_future
from stridesfeed.checks.finding import Finding
from stridesfeed.model import Article
from stridesfeed.value import digest_of
from stridesfeed.versions import installed

#: Increased whenever the format of values changes.
_FORMAT = 2


class KnownFindings:
    """
    The findings of the articles of *checked* in *cache*, of which those of other articles are kept if *checked* has only some.
    """

    def __init__(self, checked: CheckedFeed, cache: Cache | None) -> None:
        self._checked = checked
        metadata = digest_of(attrs.evolve(checked.feed, articles=()))
        settings = (attrs.astuple(checked.options), checked.policy.fingerprint, checked.folders is None)
        facts = (installed("stridesfeed"), _FORMAT, metadata, settings)
        self._pages = Pages(cache, f"findings {facts}", keeps_unused=checked.is_partial) if cache and metadata else None

    def find(self, article: Article) -> list[Finding] | None:
        """
        Return the findings of *article*; ``None`` if they are unknown. Findings with lines are known only if there are none.
        """
        key = self._key(article)
        known: str | None = self._pages.get(key) if self._pages and key else None
        if known is None:
            return None
        dead, findings = json.loads(known)
        if any(self._checked.is_dead(address) is not is_dead for address, is_dead in dead) or (findings and self._checked.sources.find_lines):
            return None
        return [*map(Finding.of_values, findings)]

    def add(self, checked: CheckedArticle, findings: list[Finding]) -> None:
        """
        Store the findings of an article.
        """
        key = self._key(checked.article)
        # The size of a file may change.
        if self._pages and key and not checked.files and not (findings and self._checked.sources.find_lines):
            values = [each.values for each in findings]
            # As text, it takes a fraction of the memory of lists.
            self._pages.put(key, json.dumps([[*checked.dead.items()], values], separators=(",", ":")))

    def save(self) -> None:
        """
        Store new findings in the cache.
        """
        if self._pages:
            self._pages.save()

    def _key(self, article: Article) -> bytes | None:
        if article.digest is None:
            return None
        future = [is_in_future(date, self._checked) for date in (article.published, article.updated)]
        return article.digest + repr((self._checked.origins.get(article.id), future)).encode("utf-8", "surrogatepass")
