"""
The checks of a build: of the files of articles, the articles, and the feed as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import overload

import attrs

from stridesfeed.cache import Cache
from stridesfeed.checks import Finding, check
from stridesfeed.checks.articles import CheckMemory
from stridesfeed.checks.content import RULES, TEMPLATE_RULES, CheckedContent, check_content
from stridesfeed.load import Loaded
from stridesfeed.site import Site


def check_articles(
    site: Site, loaded: Loaded, *, as_of: datetime, cache: Cache | None = None, memory: CheckMemory | None = None
) -> tuple[Finding, ...]:
    """
    Check the loaded articles. Findings about the feed as a whole have the path of the configuration.

    Line numbers require reading the files again, so they are added only if there is an error or template source.
    """
    content = CheckedContent(loaded=loaded, root=site.content.root, as_of=as_of)
    omitted = [finding for code in ("author-invalid", "markup-omitted") for finding in RULES[code].findings(content)]
    findings = _check(site, loaded, as_of, lines=False, cache=cache, memory=memory)
    if any(finding.level == "error" or finding.code in TEMPLATE_RULES for finding in as_reported(site, findings)):
        findings = _check(site, loaded, as_of, lines=True, cache=cache, memory=memory)
    reported = tuple(map(site.checks.with_level, omitted))
    if memory:
        memory.omitted = reported
    return (*reported, *as_reported(site, findings))


def check_loaded(site: Site, loaded: Loaded, *, as_of: datetime) -> tuple[Finding, ...]:
    """
    Check the content of *site*, including files that could not be loaded. Paths are relative to the site's folder.
    """
    content = check_content(loaded, site.content.root, as_of=as_of)
    return (*map(site.checks.with_level, content), *as_reported(site, _check(site, loaded, as_of, lines=True)))


def as_reported(site: Site, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    Return *findings* about the articles of *site* with the levels that the settings give them, and a path.
    """
    located = (attrs.evolve(finding, path=site.path.name) if finding.path is None else finding for finding in findings)
    return tuple(map(site.checks.with_level, located))


def selected(site: Site, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    Return those of *findings* that a build reports: errors are reported as such.
    """
    return site.checks.selection.filter(finding for finding in findings if finding.level != "error")


def _check(
    site: Site, loaded: Loaded, as_of: datetime, *, lines: bool, cache: Cache | None = None, memory: CheckMemory | None = None
) -> tuple[Finding, ...]:
    return check(
        attrs.evolve(site.feed, articles=loaded.articles),
        as_of=as_of,
        origins=loaded.origins,
        root=site.content.root,
        lines=lines,
        folders=site.served_folders,
        other_urls=loaded.other_urls | site.output.urls,
        limit=site.output.limit,
        formats=site.output.files,
        options=site.options,
        cache=cache,
        memory=memory,
    )


class LazyFindings(Sequence[Finding]):
    """
    Findings that are read when they are used.
    """

    def __init__(self, read: Callable[[], tuple[Finding, ...]]) -> None:
        self._read = read

    @cached_property
    def _findings(self) -> tuple[Finding, ...]:
        return self._read()

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...

    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return self._findings[index]

    def __len__(self) -> int:
        return len(self._findings)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._findings == tuple(other)

    def __hash__(self) -> int:
        return hash(self._findings)

    def __repr__(self) -> str:
        return repr(self._findings)


def have_changed(findings: Iterable[Finding], site: Site, cache: Cache | None, *, remember: bool) -> bool:
    """
    Return whether *findings* differ from those of the last build with this *cache*, and *remember* them for the next one.
    """
    if cache is None:
        return True
    key = hashlib.sha256(repr(("findings", site.path.absolute())).encode()).digest()
    digest = hashlib.sha256()
    for finding in findings:
        digest.update(repr(finding).encode())
    has_changed = cache.get([key]).get(key) != digest.digest()
    if remember and has_changed:
        cache.put({key: digest.digest()})
    return has_changed
