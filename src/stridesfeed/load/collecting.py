"""
The result of loading while it grows: articles that are built one after the other, with errors and skipped files.
"""

from __future__ import annotations

from collections.abc import Iterable

from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.load.articles import ParsedArticle
from stridesfeed.load.content import Content, Loaded, Skipped
from stridesfeed.load.links import LinkIndex
from stridesfeed.load.pending import PendingArticle
from stridesfeed.model import Article


class Collector:
    """
    Builds the articles of *content*, and collects them with their errors.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self._by_id: dict[str, PendingArticle] = {}
        self._built: dict[str, tuple[Article, PendingArticle]] = {}
        self._skipped: list[Skipped] = []
        self._faults: list[FileError] = []
        self._omissions: list[FileError] = []
        self._unknown_keys: dict[str, tuple[str, ...]] = {}
        self._other_urls: set[str] = set()

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
        if pending.skip_reason is not None:
            self._skipped.append(Skipped(path=pending.location, reason=pending.skip_reason, published=pending.scheduled))
            if not pending.link_target.is_unpublished:
                self._other_urls.add(pending.link_target.url)
            return False
        self._other_urls.update(pending.aliases)
        try:
            article = pending.build(index, self._content)
            first = self._by_id.setdefault(pending.id, pending)
            if first is not pending:
                _add_duplicate_error(pending.parsed(), first.parsed())
            elif article:
                self._built[article.id] = (article, pending)
                self._omissions += (FileError(pending.path, line, None, rule) for line, rule in pending.omissions)
            else:
                self._other_urls.add(pending.link_target.url)
        except FileError as fault:
            self._faults.append(fault)
        if pending.unknown_keys:
            known = self._unknown_keys.get(pending.path, ())
            self._unknown_keys[pending.path] = tuple(dict.fromkeys((*known, *pending.unknown_keys)))
        self._faults += pending.faults
        return True

    def loaded(self) -> Loaded:
        """
        Return everything, in an order that depends on the content only, and forget it.
        """
        by_id = sorted(self._built.values(), key=lambda pair: pair[0].id)
        newest_first = sorted(by_id, key=lambda pair: pair[0].sort_date, reverse=True)
        # Pending articles refer to their loader: without this, they would stay in memory until Python searches for garbage.
        self._by_id, self._built = {}, {}
        return Loaded(
            articles=tuple(article for article, _ in newest_first),
            skipped=tuple(sorted(self._skipped, key=lambda skipped: (skipped.path, skipped.reason))),
            faults=_sorted(self._faults),
            omissions=_sorted(self._omissions),
            origins={article.id: pending.location for article, pending in by_id},
            unknown_keys=dict(sorted(self._unknown_keys.items())),
            other_urls=frozenset(self._other_urls),
            aliases={alias: article.id for article, pending in by_id for alias in pending.aliases},
            explicit_ids=frozenset(article.id for article, pending in by_id if pending.has_explicit_id),
            authors=self._content.authors,
            author_faults=self._content.author_faults,
            redated_ids=frozenset(article.id for article, pending in by_id if pending.is_redated),
        )


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
