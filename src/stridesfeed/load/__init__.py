"""
Load articles from folders of files. Errors in content are collected, not raised.

:data:`SOURCES` is the table of file types: a new one is one module and one line here.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from importlib.util import find_spec
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import attrs

from stridesfeed.cache import Cache, MemoryCache
from stridesfeed.errors import FileError
from stridesfeed.file_digests import FileDigests
from stridesfeed.lazy import lazy_function
from stridesfeed.load import files, markup, pages
from stridesfeed.load.article_cache import BATCH_SIZE, ArticleCache, CachedArticle, ReadArticle
from stridesfeed.load.articles import ParsedArticle, parse_article
from stridesfeed.load.collecting import Collector, find_duplicates
from stridesfeed.load.content import Content, LoadArticles, Loaded, Skipped
from stridesfeed.load.dates.missing_dates import MissingDates
from stridesfeed.load.dates.undated import skip_pages
from stridesfeed.load.front_matter.inherited import DataFile, DataFiles
from stridesfeed.load.links import LinkIndex
from stridesfeed.load.pending import PendingArticle
from stridesfeed.load.sources import NO_FRONT_MATTER, SourceDocument, SourceFile, SourceReader, printable
from stridesfeed.load.texts import render_ahead
from stridesfeed.media_types import media_type_of
from stridesfeed.model import Article

if TYPE_CHECKING:
    from concurrent.futures import Executor  # slow to import, and rarely used

__all__ = ["SOURCES", "Content", "LoadArticles", "Loaded", "Skipped", "load"]

_read_html = lazy_function(lambda: markup.read_html)
_read_json_lines = lazy_function(lambda: markup.read_json_lines)
_read_markdown = lazy_function(lambda: markup.read_markdown)
_read_notebook = lazy_function(lambda: markup.read_notebook)
_read_rst = lazy_function(lambda: markup.read_rst)
_read_text_file = lazy_function(lambda: markup.read_text_file)

#: Readers of files, by suffix.
SOURCES: dict[str, SourceReader] = {
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".mdx": _read_markdown,
    ".qmd": _read_markdown,
    ".rmd": _read_markdown,
    ".rst": _read_rst,
    ".ipynb": _read_notebook,
    ".txt": _read_text_file,
    ".mkd": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
}

#: Modules that some readers need, and the extras that install them.
_EXTRAS = {".rst": ("docutils", "rst"), ".txt": ("docutils", "rst")}

#: Media types of files that may be articles, as opposed to images, scripts and so on; most markup has no type in our table.
_TEXT_TYPES = (None, "text/plain")

#: Files of settings, which may be next to articles.
_CONFIGURATION = frozenset({".lock", ".meta", ".toml", ".yaml", ".yml"})

T = TypeVar("T")

#: Starting processes takes as long as rendering some hundreds of texts.
_MIN_DISTRIBUTED = 1000

#: The maximum number of parsed articles in memory. The text of further articles is dropped, and their files are parsed twice.
_MAX_IN_MEMORY = 10_000


def load(
    content: Content,
    *,
    as_of: datetime,
    known_dates: Mapping[str, datetime] | None = None,
    cache: Cache | None = None,
    progress: Callable[[int, int], None] | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
) -> Loaded:
    """
    Load all articles of *content* that are published at *as_of*.

    *known_dates* are the dates of publication of articles that lost theirs, by the path of their file as in messages. With a *cache*, unchanged
    files are not parsed again, and most fields of their articles are read when they are used, as long as the cache is open. *progress* is
    called after each article with the number of articles done and the total.

    A thousand new texts or more are rendered in *jobs* processes, or by *executor*, which has to work on this machine. A script that uses
    processes needs ``if __name__ == "__main__":``.
    """
    defaults = pages.site_defaults(content)
    missing_dates = MissingDates(content, SOURCES, known_dates or {})
    article_cache = ArticleCache(content, cache, defaults)
    stored = _StoredArticles(article_cache, lambda: load(content, as_of=as_of, known_dates=known_dates))
    loader = _Loader(
        content,
        cache=article_cache,
        digests=FileDigests("content", cache),
        read=stored.read,
        as_of=as_of,
        missing_dates=missing_dates,
        defaults=defaults,
    )
    pending = deque(article for batch in _batches(loader.find_files()) for article in loader.parse(batch))
    loader.save_digests()
    skip_pages(pending, content.undated)
    find_duplicates(pending)
    targets = [article.link_target for article in pending]
    targets_key, index = article_cache.add_targets(targets), LinkIndex(content, targets)
    total = sum(article.skip_reason is None for article in pending)
    done = 0
    by_file = ((key, [*articles]) for key, articles in groupby(_taken_from(pending), key=attrgetter("key")))
    is_worth_it = loader.parsed >= _MIN_DISTRIBUTED
    batches = render_ahead(
        _batches(by_file),
        index,
        content,
        jobs=jobs if is_worth_it else 1,
        executor=executor if is_worth_it else None,
    )
    for batch in batches:
        for key, articles in batch:
            for article in articles:
                if loader.collector.build(article, index):
                    done += 1
                    if progress:
                        progress(done, total)
            loader.add_to_cache(key, articles)
    return loader.finish(targets_key)


def load_edited(content: Content, files: Mapping[SourceFile, bytes], *, as_of: datetime, cache: Cache, targets: bytes) -> Loaded | None:
    """
    Load the articles of *files* that were edited since an earlier run with the same settings; all other files are as they were.

    *files* have the keys by which *cache* had them then; *targets* is the key of :class:`~stridesfeed.load.content.Dependencies`. ``None`` if
    more has changed than texts, such as an address, a date or a category, or if there is an error: then all articles have to be loaded.
    """
    defaults = pages.site_defaults(content)
    article_cache = ArticleCache(content, cache, defaults)
    loader = _Loader(
        content,
        cache=article_cache,
        digests=FileDigests(),
        read=_StoredArticles(article_cache, lambda: load(content, as_of=as_of)).read,
        as_of=as_of,
        missing_dates=MissingDates(content, SOURCES, {}),
        defaults=defaults,
    )
    names = article_cache.targets(targets)
    pending = [*loader.parse(files)]
    if names is None or [article.source for article in pending] != [*files] or not all(article.owns_file for article in pending):
        return None
    index = LinkIndex(content, names)
    for article in pending:
        loader.collector.build(article, index)
        loader.add_to_cache(article.key, [article])
    loaded = loader.finish(targets)
    if loaded.faults or len(loaded.articles) < len(pending) or (loaded.dependencies and loaded.dependencies.elsewhere):
        return None
    keys = [*files.values(), *(article.key for article in pending)]
    found = article_cache.find(dict(zip(keys, [source.file for source in (*files, *files)], strict=True)), loader.read)
    outlines = [[article.outline for article in found.get(key, ())] for key in keys]
    return loaded if outlines[: len(pending)] == outlines[len(pending) :] else None


def stored_articles(content: Content, places: Iterable[tuple[bytes, int]], *, as_of: datetime, cache: Cache) -> list[Article] | None:
    """
    Return articles as an earlier run with the same settings loaded them, by their :attr:`~stridesfeed.load.content.Loaded.places` in *cache*;
    ``None`` if one is missing there.
    """
    wanted, article_cache = [*places], ArticleCache(content, cache, pages.site_defaults(content))
    read = _StoredArticles(article_cache, lambda: load(content, as_of=as_of)).read
    found = article_cache.find({key: content.root for key, _ in wanted}, read)
    articles = [found[key][number].built for key, number in wanted if key in found]
    built = [each.article for each in articles if each]
    return built if len(built) == len(wanted) else None


def settings_digest(content: Content) -> bytes:
    """
    Return a digest of everything that articles depend on except their files: settings, versions, and data files that all of them inherit.
    """
    data_files = DataFiles(content)
    inherited = [[(each.path, each.raw) for each in data_files.of(folder / "article", folder)] for folder in content.folders]
    key = ArticleCache(content, MemoryCache(), pages.site_defaults(content)).key("", "", b"", b"")
    return hashlib.sha256(key + repr(inherited).encode("utf-8", "surrogatepass")).digest()


def _taken_from(values: deque[T]) -> Iterator[T]:
    """
    Yield *values* and remove them, so that the memory of each is free when its work is done.
    """
    while values:
        yield values.popleft()


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    return iter(lambda: [*islice(rest, BATCH_SIZE)], [])


@attrs.define(eq=False)
class _StoredArticles:
    """
    Reads articles from the cache, and should they be gone, from all files again.
    """

    _cache: ArticleCache
    _load: Callable[[], Loaded]

    def read(self, key: bytes, number: int, id_: str) -> Article:
        """
        Return an article with all fields, given the key of its file, its index there, and its id.
        """
        return self._cache.read(key, number) or self._loaded[id_]

    @cached_property
    def _loaded(self) -> Mapping[str, Article]:
        return {article.id: article for article in self._load().articles}


@attrs.frozen
class _OpenedFile:
    """
    A file whose content is known, but may not be in memory.
    """

    source: SourceFile

    #: For messages.
    path: str

    #: Its bytes, if it was read already.
    raw: bytes | None

    #: Their SHA-256.
    digest: bytes

    #: The data files whose values it inherits, nearest first.
    inherited: tuple[DataFile, ...]

    #: Its cache key.
    key: bytes


class _Loader:
    """
    Loads the articles of a site from files; errors and skipped files are in its collector.
    """

    def __init__(
        self,
        content: Content,
        *,
        cache: ArticleCache,
        digests: FileDigests,
        read: ReadArticle,
        as_of: datetime,
        missing_dates: MissingDates,
        defaults: pages.SiteDefaults,
    ) -> None:
        self._content = content
        self._missing_dates = missing_dates
        self._defaults = defaults
        self._cache = cache
        self._digests = digests
        self.read = read
        self._as_of = as_of
        self._data_files = DataFiles(content)
        self.collector = Collector(content)
        #: The keys of files with an article that could not be read.
        self._faulty: set[bytes] = set()
        #: The number of articles that were parsed.
        self.parsed = 0
        #: How paths in messages begin, by content folder.
        self._prefixes: dict[Path, str] = {}

    def find_files(self) -> Iterator[SourceFile]:
        """
        Yield the files to read.
        """
        readable: set[Path] = set()
        unreadable: dict[Path, Counter[str]] = {}
        for source in files.find_files(self._content):
            suffix = source.file.suffix.lower()
            if not self._content.folders and suffix not in pages.SUFFIXES and not source.fault:
                continue
            if source.fault:
                self.collector.fail(FileError(self._path(source), None, None, source.fault))
            elif source.skip_reason:
                if suffix in SOURCES or source.file.is_dir():
                    self.collector.skip(Skipped(path=self._path(source), reason=source.skip_reason))
            elif suffix in SOURCES and (extra := _missing_extra(suffix)):
                unreadable.setdefault(source.folder, Counter())[suffix] += 1
                self.collector.skip(Skipped(path=self._path(source), reason=f"cannot be read: pip install 'stridesfeed[{extra}]'"))
            elif suffix in SOURCES:
                readable.add(source.folder)
                yield source
            elif media_type_of(source.file.name) in _TEXT_TYPES and suffix not in _CONFIGURATION:
                unreadable.setdefault(source.folder, Counter())[suffix or "without a suffix"] += 1
                self.collector.skip(Skipped(path=self._path(source), reason=f"no reader for {suffix or 'files without a suffix'}"))
        for folder in unreadable.keys() - readable:
            self.collector.fail(self._no_articles(folder, unreadable[folder]))

    def _no_articles(self, folder: Path, suffixes: Counter[str]) -> FileError:
        counts = ", ".join(f"{number} {suffix}" for suffix, number in sorted(suffixes.items(), key=lambda item: (-item[1], item[0])))
        extras = sorted({extra for suffix in suffixes if (extra := _missing_extra(suffix))})
        install = f"pip install 'stridesfeed[{','.join(extras)}]', " if extras else ""
        rule = f"has no articles: no reader for {counts}; {install}convert them to Markdown, HTML or JSON Lines, or correct [content] folder"
        return FileError(self._path(SourceFile(folder, folder, "")), None, None, rule)

    def parse(self, sources: Iterable[SourceFile]) -> Iterator[PendingArticle]:
        """
        Yield the articles in some files, from the cache or parsed.
        """
        opened: list[_OpenedFile] = []
        parse_again = self._parse_again
        for source in sources:
            try:
                opened.append(self._open(source))
            except FileError as fault:
                self.collector.fail(fault)
        cached = self._cache.find({file.key: file.source.file for file in opened}, self.read)
        for file in opened:
            states: Iterable[ParsedArticle | CachedArticle] = cached.get(file.key, ())
            if file.key not in cached or self._is_redated(cached[file.key], file):
                states = self._parse_new(file)
            try:
                for number, state in enumerate(states):
                    article = PendingArticle(
                        state=state,
                        source=file.source,
                        key=file.key,
                        number=number,
                        parse=parse_again,
                        as_of=self._as_of,
                    )
                    self.parsed += not article.is_cached
                    if self.parsed > _MAX_IN_MEMORY:
                        article.drop_document()
                    yield article
            except FileError as fault:
                self.collector.fail(fault)

    def save_digests(self) -> None:
        """
        Store the digests of the files. Those of files that are read again later are not needed.
        """
        self._digests.save()
        self._digests = FileDigests()

    def _open(self, source: SourceFile) -> _OpenedFile:
        path = self._path(source)
        try:
            digest, raw = self._digests.read(source.file)
        except OSError as error:
            raise FileError(path, None, None, f"cannot be read: {error.strerror}") from error
        inherited = self._data_files.of(source.file, source.folder) if self._content.folders else ()
        inherited_bytes = b"".join(repr((data_file.path, data_file.raw)).encode() for data_file in inherited)
        return _OpenedFile(source, path, raw, digest, inherited, self._cache.key(path, source.inside, digest, inherited_bytes))

    def _is_redated(self, articles: Iterable[CachedArticle], file: _OpenedFile) -> bool:
        """
        Return whether the dates that cached *articles* took from elsewhere have changed.
        """
        return any(each.dates.is_looked_up and each.dates.found != self._missing_dates.find(file.source, file.path) for each in articles)

    def _parse_new(self, file: _OpenedFile) -> Iterator[ParsedArticle]:
        for article in self._parse_file(file):
            if isinstance(article, FileError):
                self.collector.fail(article)
                self._faulty.add(file.key)
            else:
                yield article

    def _parse_again(self, source: SourceFile, key: bytes) -> Iterator[ParsedArticle]:
        """
        Parse a file again whose articles are not in memory. Its errors are recorded already.
        """
        try:
            file = self._open(source)
        except FileError as fault:
            self.collector.fail(fault)
            file = None
        if file is None or file.key != key:
            raise _changed(self._path(source))
        return (article for article in self._parse_file(file) if isinstance(article, ParsedArticle))

    def _parse_file(self, file: _OpenedFile) -> Iterator[ParsedArticle | FileError]:
        """
        Yield the articles in a file, and the errors of single articles; an error of the whole file is raised.
        """
        for document in self._documents(file):
            if isinstance(document, FileError):
                yield document
            else:
                yield parse_article(_with_inherited(document, file.inherited), file.source, file.path, self._content, self._missing_dates)

    def _documents(self, file: _OpenedFile) -> Iterator[SourceDocument | FileError]:
        raw = _content_of(file)
        if not self._content.folders:
            return iter([pages.read(raw, file.path, file.source.inside, self._content, self._defaults)])
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            rule = f"is not UTF-8: byte {raw[error.start]:#04x} at {error.start}; save the file as UTF-8"
            raise FileError(file.path, line, None, rule) from error
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return SOURCES[file.source.file.suffix.lower()](text, file.path)

    def add_to_cache(self, key: bytes, articles: Iterable[PendingArticle]) -> None:
        """
        Cache the *articles* of a file, if it was parsed without errors.
        """
        entries = [article.take_cache_entry() for article in articles]
        if all(entries) and key not in self._faulty:
            self._cache.add(key, filter(None, entries))

    def finish(self, targets: bytes | None) -> Loaded:
        """
        Store new cache entries and return everything. *targets* is the key of the link targets in the cache.
        """
        self._cache.flush()
        for folder, error in self._missing_dates.faults.items():
            self.collector.fail(FileError(self._path(SourceFile(folder, folder, "")), None, None, error.rule))
        self.collector.skip(*self._data_files.skipped)
        self.collector.fail(*self._data_files.faults)
        return self.collector.loaded(targets)

    def _path(self, source: SourceFile) -> str:
        prefix = self._prefixes.get(source.folder)
        if prefix is None:
            prefix = self._prefixes[source.folder] = path_in_messages(source.folder, self._content.root)
        return f"{prefix}{'/' if prefix and source.inside else ''}{printable(source.inside)}" or "."


def path_in_messages(path: Path, root: Path) -> str:
    """
    Return a path for messages, relative to the site's folder *root* if it is inside; empty for that folder.
    """
    shown = os.path.relpath(path, root) if path.is_relative_to(root) else os.fspath(path)
    return "" if shown == "." else printable(shown)


def _content_of(file: _OpenedFile) -> bytes:
    """
    Return the bytes of a file. Raises :class:`FileError` if they changed since its digest was taken.
    """
    if file.raw is not None:
        return file.raw
    try:
        raw = file.source.file.read_bytes()
    except OSError as error:
        raise FileError(file.path, None, None, f"cannot be read: {error.strerror}") from error
    if hashlib.sha256(raw).digest() != file.digest:
        raise _changed(file.path)
    return raw


def _changed(path: str) -> FileError:
    return FileError(path, None, None, "changed while it was being read; run the command again")


def _missing_extra(suffix: str) -> str | None:
    """
    Return the extra that the reader of files with *suffix* needs and that is not installed.
    """
    module, extra = _EXTRAS.get(suffix, ("", ""))
    return extra if module and find_spec(module) is None else None


def _with_inherited(document: SourceDocument, data_files: Sequence[DataFile]) -> SourceDocument:
    front_matter = document.front_matter
    for data_file in data_files:
        front_matter = front_matter.with_defaults(data_file.front_matter, data_file.path)
    has_front_matter = any(data_file.is_of_file for data_file in data_files)
    skip_reason = None if has_front_matter and document.skip_reason == NO_FRONT_MATTER else document.skip_reason
    return attrs.evolve(document, front_matter=front_matter, skip_reason=skip_reason)
