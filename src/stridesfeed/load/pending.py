"""
Articles on their way from source documents to the model: parsed, or cached, and then built.

Links need the URL and title of every article, so all articles are parsed before the first is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.article_cache import BuiltArticle, CachedArticle
from stridesfeed.load.articles import ParsedArticle, build_article
from stridesfeed.load.content import Content
from stridesfeed.load.links import LinkIndex, Links, LinkTarget, Lookup, RecordingLinks
from stridesfeed.load.sources import SourceFile
from stridesfeed.load.texts import RenderedText, Text
from stridesfeed.model import Article


def scheduled_reason(as_of: datetime) -> str:
    """
    Return why an article with a date in the future is skipped.
    """
    return f"dated after {as_of.isoformat(timespec='seconds')}"


@attrs.define(kw_only=True, eq=False)
class PendingArticle:
    """
    An article that is not built yet: cached until its file changes or a lookup has another result, or parsed.
    """

    _state: ParsedArticle | CachedArticle
    source: SourceFile

    #: The cache key of its file.
    key: bytes

    #: Its index among the articles of its file.
    number: int

    #: Parses a file again, given its cache key.
    _parse: Callable[[SourceFile, bytes], Iterable[ParsedArticle]]

    _as_of: datetime

    #: The article with what it depends on, if it was built and is not cached yet.
    _new: BuiltArticle | None = attrs.field(default=None, init=False)

    #: Its text as HTML, if it was rendered ahead of time.
    rendered: RenderedText | None = attrs.field(default=None, init=False)

    #: What its HTML leaves out, after :meth:`build`: lines and rules.
    omissions: Sequence[tuple[int, str]] = attrs.field(default=(), init=False)

    #: Why it is skipped because of the other files of its folder.
    _undated_reason: str | None = attrs.field(default=None, init=False)

    #: The first article with its id; ``None`` if it is the first itself.
    first: PendingArticle | None = attrs.field(default=None, init=False)

    @property
    def is_cached(self) -> bool:
        """
        True if its file was not parsed.
        """
        return isinstance(self._state, CachedArticle)

    @property
    def id(self) -> str:
        """
        Its id, before the ledger is consulted.
        """
        return self._state.link_target.id

    @property
    def link_target(self) -> LinkTarget:
        """
        The article as a target of links.
        """
        # A page without a date is no article, but it is published.
        target, is_unpublished = self._state.link_target, self.skip_reason is not None and not self._undated_reason
        return target if target.is_unpublished == is_unpublished else attrs.evolve(target, is_unpublished=is_unpublished)

    @property
    def location(self) -> str:
        """
        The path of its file, for messages; ``path:line`` if the file can hold several articles.
        """
        return self._state.location

    @property
    def path(self) -> str:
        """
        The path of its file, for messages.
        """
        return self.location if self._state.link_target.owns_file else self.location.rpartition(":")[0]

    @property
    def skip_reason(self) -> str | None:
        """
        Why it is skipped; ``None`` if it is published.
        """
        if reason := self._state.skip_reason or self._undated_reason:
            return reason
        if self.scheduled:
            # Without its own date, so that all articles that are skipped for this reason have the same.
            return scheduled_reason(self._as_of)
        expires = self._state.dates.expires
        return "has expired" if expires and expires <= self._as_of else None

    @property
    def scheduled(self) -> datetime | None:
        """
        Its date, if it is skipped because of it.
        """
        published = self._state.dates.published
        return published if published and published > self._as_of and not self._state.skip_reason else None

    def next_change(self, updated: datetime | None = None) -> datetime | None:
        """
        Return the next moment at which it is published, expires, or *updated*, the date of update in its file, takes effect.
        """
        dates = self._state.dates
        return min((date for date in (dates.published, dates.expires, updated) if date and date > self._as_of), default=None)

    @property
    def lookups(self) -> Sequence[Lookup]:
        """
        What it looked up, between :meth:`build` and :meth:`take_cache_entry`.
        """
        built = self._new or (self._state.built if isinstance(self._state, CachedArticle) else None)
        return built.lookups if built else ()

    @property
    def has_dates_from_elsewhere(self) -> bool:
        """
        True if its dates are, or could be, those of git or the ledger.
        """
        return self._state.dates.is_looked_up

    @property
    def has_explicit_id(self) -> bool:
        """
        True if front matter sets its id.
        """
        return self._state.has_explicit_id

    @property
    def is_redated(self) -> bool:
        """
        True if front matter has ``redate: true``.
        """
        return self._state.is_redated

    @property
    def unknown_keys(self) -> Iterable[str]:
        """
        Front-matter keys that are ignored.
        """
        return self._state.unknown_keys

    @property
    def aliases(self) -> Iterable[str]:
        """
        URLs that redirect to it.
        """
        return self._state.aliases

    @property
    def is_undated(self) -> bool:
        """
        True if it has no date at all.
        """
        return self._state.dates.is_undated

    @property
    def is_page(self) -> bool:
        """
        True if it has no date, and is a page of the site by its name or layout.
        """
        return self._state.dates.is_page

    @property
    def owns_file(self) -> bool:
        """
        True if its file holds this article alone.
        """
        return self._state.link_target.owns_file

    @property
    def folder(self) -> Path:
        """
        The folder that lists it: of an index file, the one above.
        """
        file = self.source.file
        return file.parent.parent if file.name.startswith("index.") else file.parent

    def skip_as_page(self) -> None:
        """
        Skip it, because it has no date.
        """
        self._undated_reason = "has no date"

    @property
    def faults(self) -> list[FileError]:
        """
        Its errors, after :meth:`build`.
        """
        return self._state.reader.faults if isinstance(self._state, ParsedArticle) else []

    def parsed(self) -> ParsedArticle:
        """
        Return the parsed article, after parsing its file if necessary. Raises :class:`FileError` if the file changed in the meantime.
        """
        if not isinstance(self._state, ParsedArticle):
            self._state = next(islice(self._parse(self.source, self.key), self.number, None))
        return self._state

    def text(self) -> Text | None:
        """
        Return its text if it is published and has to be rendered, and its file can be read.
        """
        if self.skip_reason is not None or (isinstance(self._state, CachedArticle) and self._state.built):
            return None
        with suppress(FileError):
            return self.parsed().text
        return None

    def build(self, index: LinkIndex, content: Content) -> Article | None:
        """
        Build the article; ``None`` if it has errors.
        """
        built = self._state.built if isinstance(self._state, CachedArticle) else None
        if built and built.is_current(Links(index, self.source.file, self._state.link_target.url)):
            self.omissions = built.omissions
            return built.article
        parsed = self.parsed()
        links = RecordingLinks(index, parsed.file, parsed.url)
        article = build_article(parsed, self.rendered or parsed.text, links, content)
        self.rendered = None
        if article is not None:
            self._new = BuiltArticle(article, tuple(links.lookups), tuple(links.omissions))
            self.omissions = links.omissions
            self.drop_document()
        return article

    def drop_document(self) -> None:
        """
        Free the memory of its text, which can be parsed again, unless the article is skipped or has errors.
        """
        if isinstance(self._state, ParsedArticle) and not self._state.skip_reason and not self.faults:
            self._state = self._state.without_document()

    def take_cache_entry(self) -> tuple[CachedArticle, Article | None] | None:
        """
        Return what to cache, once; ``None`` if the article is cached already or was not built.
        """
        if isinstance(self._state, ParsedArticle) and (self._state.skip_reason or self._undated_reason):
            return self._state.without_document(), None
        new, self._new = self._new, None
        return (attrs.evolve(self._state, built=new), new.article) if isinstance(self._state, CachedArticle) and new else None
