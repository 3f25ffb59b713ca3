"""
The result of loading while it grows: articles that are built one after the other, with errors and skipped files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.load.articles import ParsedArticle
from stridesfeed.load.content import Content, Dependencies, Loaded, Skipped
from stridesfeed.load.links import IN_FOLDERS, LinkIndex
from stridesfeed.load.pending import PendingArticle
from stridesfeed.model import Article

#: A hidden file or folder in a path.
_HIDDEN = re.compile(r"(?:^|/)\.(?!\.?(?:/|$))")


class Collector:
    """
    Builds the articles of *content*, and collects them with their errors.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self._articles: list[Article] = []
        self._origins: dict[str, str] = {}
        self._aliases: dict[str, Iterable[str]] = {}
        self._explicit_ids: set[str] = set()
        self._redated_ids: set[str] = set()
        self._skipped: list[Skipped] = []
        self._faults: list[FileError] = []
        self._omissions: list[FileError] = []
        self._unknown_keys: dict[str, tuple[str, ...]] = {}
        self._other_urls: set[str] = set()
        self._places: dict[str, tuple[bytes, int]] = {}
        self._until: datetime | None = None
        self._depends_on_more = content.date == "git" or content.pages is not None

    def skip(self, *skipped: Skipped) -> None:
        """
        Record files that are not articles.
        """
        self._skipped += skipped

    def fail(self, *faults: FileError) -> None:
        """
        Record errors.
        """
        self._faults += faults

    def build(self, pending: PendingArticle, index: LinkIndex) -> bool:
        """
        Build an article and record it, or its errors; return whether it is published. Errors of skipped articles are ignored.
        """
        self._depends_on_more |= pending.has_dates_from_elsewhere
        if pending.skip_reason is not None:
            self._note(pending.next_change())
            self._skipped.append(Skipped(path=pending.location, reason=pending.skip_reason, published=pending.scheduled))
            if not pending.link_target.is_unpublished:
                self._other_urls.add(pending.link_target.url)
            return False
        self._other_urls.update(pending.aliases)
        try:
            article = pending.build(index, self._content)
            if pending.first:
                _add_duplicate_error(pending.parsed(), pending.first.parsed())
            elif article:
                self._add(article, pending)
            else:
                self._other_urls.add(pending.link_target.url)
            self._note(pending.next_change(article.updated if article else None))
            self._depends_on_more |= any(method not in IN_FOLDERS or _HIDDEN.search(name) for method, name, _ in pending.lookups)
        except FileError as fault:
            self._faults.append(fault)
        if pending.unknown_keys:
            known = self._unknown_keys.get(pending.path, ())
            self._unknown_keys[pending.path] = tuple(dict.fromkeys((*known, *pending.unknown_keys)))
        self._faults += pending.faults
        return True

    def _note(self, moment: datetime | None) -> None:
        """
        Record a moment at which the result will be another.
        """
        if moment:
            self._until = min(moment, self._until or moment)

    def _add(self, article: Article, pending: PendingArticle) -> None:
        """
        Record what is known about an article, but not the pending article, whose memory is free then.
        """
        self._articles.append(article)
        self._origins[article.id] = pending.location
        self._places[article.id] = (pending.key, pending.number)
        self._omissions += (FileError(pending.path, line, None, rule) for line, rule in pending.omissions)
        if pending.aliases:
            self._aliases[article.id] = pending.aliases
        if pending.has_explicit_id:
            self._explicit_ids.add(article.id)
        if pending.is_redated:
            self._redated_ids.add(article.id)

    def loaded(self, targets: bytes | None = None) -> Loaded:
        """
        Return everything, in an order that depends on the content only. *targets* is the key of :class:`Dependencies`.
        """
        by_id = sorted(self._articles, key=lambda article: article.id)
        return Loaded(
            articles=tuple(sorted(by_id, key=lambda article: article.sort_date, reverse=True)),
            skipped=tuple(sorted(self._skipped, key=lambda skipped: (skipped.path, skipped.reason))),
            faults=_sorted(self._faults),
            omissions=_sorted(self._omissions),
            origins={article.id: self._origins[article.id] for article in by_id},
            unknown_keys=dict(sorted(self._unknown_keys.items())),
            other_urls=frozenset(self._other_urls),
            aliases={alias: id_ for id_, aliases in sorted(self._aliases.items()) for alias in aliases},
            explicit_ids=frozenset(self._explicit_ids),
            authors=self._content.authors,
            author_faults=self._content.author_faults,
            redated_ids=frozenset(self._redated_ids),
            places=self._places if targets else {},
            dependencies=Dependencies(until=self._until, elsewhere=self._depends_on_more, targets=targets),
        )


def find_duplicates(articles: Iterable[PendingArticle]) -> None:
    """
    Find the published articles with the id of one before them.
    """
    by_id: dict[str, PendingArticle] = {}
    for article in articles:
        if article.skip_reason is None:
            first = by_id.setdefault(article.id, article)
            article.first = None if first is article else first


def _sorted(faults: Iterable[FileError]) -> tuple[FileError, ...]:
    every = [*faults]
    return InvalidFilesError.of(every).faults if every else ()


def _add_duplicate_error(article: ParsedArticle, first: ParsedArticle) -> None:
    """
    Record that *article* has the id of *first*, at the key that sets the id.
    """

    def id_field(parsed: ParsedArticle) -> str:
        return next((field for field in ("id", "url", "slug") if parsed.reader.node_of(field)), "id")

    node = first.reader.node_of(id_field(first))
    location = f"{first.reader.path}:{node.line if node else first.reader.front_matter.line}"
    rule = f"{article.id!r} is also the id of {location}; give this article its own id, slug or permalink"
    article.reader.add_error(id_field(article), rule)
