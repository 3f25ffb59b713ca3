"""
From a folder of files to articles: nothing raises for a fault in content, all faults come together.

:data:`SOURCES` is the table of what is understood: a new kind of file is one module and one line here.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

import attrs

from stridesfeed.cache import Cache
from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.load import html_pages, json_lines, markdown
from stridesfeed.load.coming import Coming
from stridesfeed.load.content import Content, Loaded, Skipped
from stridesfeed.load.folders import Found, walk
from stridesfeed.load.links import Directory
from stridesfeed.load.manuscript import Source
from stridesfeed.load.memory import AT_ONCE, Memory, Remembered
from stridesfeed.load.outline import Outline, outline
from stridesfeed.model import Article

__all__ = ["SOURCES", "Content", "Loaded", "Skipped", "load"]

#: Who reads which files, by suffix.
SOURCES: dict[str, Source] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".mkd": markdown.read,
    ".html": html_pages.read,
    ".htm": html_pages.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
}

T = TypeVar("T")

#: Of so many articles all that was read into is held until they are written; of more, only what others have to know: they are read twice.
_MOST_HELD = 10_000

#: At the root of a content folder these are no bundle, for there is no folder whose article they could be.
_HOME_PAGES = frozenset({"index.md", "index.markdown", "index.html", "index.htm"})


def load(content: Content, *, as_of: datetime, cache: Cache | None = None, progress: Callable[[int, int], None] | None = None) -> Loaded:
    """
    All articles of *content* that are published at *as_of*, and what became of all other files.

    *cache* remembers what files say, so that only what changed is read into. *progress* is called after each article with how
    many are done, and of how many.
    """
    run = _Run(content, Memory(content, cache), as_of)
    found = [each for some in _portions(run.files()) for each in run.articles(some)]
    directory = Directory(content, (each.known for each in found))
    coming = sum(each.out is None for each in found)
    done = 0
    for some in _portions((key, [*of_file]) for key, of_file in groupby(found, key=attrgetter("key"))):
        run.recall(some)
        for key, articles in some:
            for each in filter(run.comes_out, articles):
                run.write(each, directory)
                done += 1
                if progress:
                    progress(done, coming)
            run.remember(key, articles)
    run.finish()
    return run.loaded()


def _portions(values: Iterable[T]) -> Iterator[list[T]]:
    """
    *values*, some at a time.
    """
    left = iter(values)
    return iter(lambda: [*islice(left, AT_ONCE)], [])


@attrs.frozen
class _File:
    """
    A file, and what is in it.
    """

    found: Found
    #: For messages.
    path: str
    raw: bytes
    #: What stands for all of it.
    key: bytes


class _Run:
    """
    What one run has found so far.
    """

    def __init__(self, content: Content, memory: Memory, as_of: datetime) -> None:
        self._content = content
        self._memory = memory
        self._as_of = as_of
        self._skipped: list[Skipped] = []
        self._faults: list[FileError] = []
        self._faulty: set[bytes] = set()
        self._unknown: dict[str, tuple[str, ...]] = {}
        #: How many articles were read into.
        self._held = 0
        #: What paths in messages begin with, by content folder.
        self._starts: dict[Path, str] = {}
        self._firsts: dict[str, Coming] = {}
        self._written: dict[str, tuple[Article, Coming]] = {}

    def files(self) -> Iterator[Found]:
        """
        The files to read, each once even if folders lie in one another.
        """
        seen: set[Path] = set()
        for found in (found for folder in self._content.folders for found in walk(folder)):
            if found.file in seen:
                continue
            seen.add(found.file)
            if found.fault:
                self._faults.append(FileError(self._path(found), None, None, found.fault))
            elif reason := _left_out(found):
                self._skipped.append(Skipped(path=self._path(found), reason=reason))
            elif found.file.suffix.lower() in SOURCES:
                yield found

    def articles(self, some: Iterable[Found]) -> Iterator[Coming]:
        """
        The articles in some files.
        """
        files = [file for found in some if (file := self._file(found))]
        remembered = self._memory.outlines({file.key: file.found.file for file in files})
        for file in files:
            sources: Iterable[Outline | Remembered] = remembered[file.key] if file.key in remembered else self._outlines(file)
            try:
                for number, source in enumerate(sources):
                    each = Coming(source=source, found=file.found, key=file.key, number=number, read=self._again, as_of=self._as_of)
                    self._hold(each)
                    yield each
            except FileError as fault:
                self._faults.append(fault)

    def _hold(self, each: Coming) -> None:
        """
        Hold what was read into, unless there is very much of it.
        """
        self._held += not each.is_remembered
        if self._held > _MOST_HELD:
            each.let_go()

    def _file(self, found: Found) -> _File | None:
        """
        What is in a file; ``None``, and a fault, where it cannot be read.
        """
        path = self._path(found)
        try:
            raw = _read(found.file, path)
        except FileError as fault:
            self._faults.append(fault)
            return None
        return _File(found, path, raw, self._memory.key(path, found.inside, raw))

    def _outlines(self, file: _File) -> Iterator[Outline]:
        for each in _read_into(file, self._content):
            if isinstance(each, FileError):
                self._faults.append(each)
                self._faulty.add(file.key)
            else:
                yield each

    def _again(self, found: Found, key: bytes) -> Iterator[Outline]:
        """
        The articles of a file that was read before, and is not kept in memory. Its faults are known.
        """
        file = self._file(found)
        if file is None or file.key != key:
            raise FileError(self._path(found), None, None, "was changed while it was read; run this again")
        return (each for each in _read_into(file, self._content) if isinstance(each, Outline))

    def recall(self, some: Iterable[tuple[bytes, Sequence[Coming]]]) -> None:
        """
        Let the articles of some files be as they are remembered.
        """
        waiting = {key: articles for key, articles in some if all(each.is_remembered for each in articles)}
        for key, lines in self._memory.lines(waiting).items():
            for each, line in zip(waiting[key], lines, strict=True):
                each.line = line

    def comes_out(self, each: Coming) -> bool:
        """
        Whether the article is to be written; one that stays out is noted, and its faults do not matter yet.
        """
        if each.out is None:
            return True
        self._skipped.append(Skipped(path=each.place, reason=each.out))
        return False

    def write(self, each: Coming, directory: Directory) -> None:
        """
        Make the article, and keep it or its faults.
        """
        try:
            article = each.article(directory, self._content)
            first = self._firsts.setdefault(each.id, each)
            if first is not each:
                _refuse_twin(each.outline(), first.outline())
            elif article:
                self._written[article.id] = (article, each)
        except FileError as fault:
            self._faults.append(fault)
        if each.unknown:
            self._note_unknown(each)
        self._faults += each.faults

    def _note_unknown(self, each: Coming) -> None:
        known = self._unknown.get(each.path, ())
        self._unknown[each.path] = tuple(dict.fromkeys((*known, *each.unknown)))

    def remember(self, key: bytes, articles: Iterable[Coming]) -> None:
        """
        Remember the *articles* of a file, if it was read into and has no fault.
        """
        pairs = [each.to_remember() for each in articles]
        if all(pairs) and key not in self._faulty:
            self._memory.keep(key, filter(None, pairs))

    def finish(self) -> None:
        """
        Nothing more is to be written.
        """
        self._memory.finish()

    def loaded(self) -> Loaded:
        """
        Everything, in an order that depends on nothing but the content.
        """
        by_id = sorted(self._written.values(), key=lambda pair: pair[0].id)
        newest_first = sorted(by_id, key=lambda pair: pair[0].published, reverse=True)
        return Loaded(
            articles=tuple(article for article, _ in newest_first),
            skipped=tuple(sorted(self._skipped, key=lambda skipped: (skipped.path, skipped.reason))),
            faults=_sorted(self._faults),
            origins={article.id: each.place for article, each in by_id},
            unknown=dict(sorted(self._unknown.items())),
            named=frozenset(article.id for article, each in by_id if each.is_named),
            redated=frozenset(article.id for article, each in by_id if each.is_redated),
        )

    def _path(self, found: Found) -> str:
        """
        The path for messages: from the site's folder where it is in there.
        """
        start = self._starts.get(found.folder)
        if start is None:
            is_inside = found.folder.is_relative_to(self._content.root)
            folder = os.path.relpath(found.folder, self._content.root) if is_inside else os.fspath(found.folder)
            start = self._starts[found.folder] = "" if folder == "." else _text_of(folder)
        return f"{start}{'/' if start and found.inside else ''}{_text_of(found.inside)}" or "."


def _text_of(path: str) -> str:
    """
    *path* with forward slashes, and without half characters, which stand for bytes that are none.
    """
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")


def _left_out(found: Found) -> str | None:
    """
    Why a file that may hold articles is not read.
    """
    if found.left_out and (found.file.suffix.lower() in SOURCES or found.file.is_dir()):
        return found.left_out
    return "is the home page" if found.inside in _HOME_PAGES else None


def _refuse_twin(each: Outline, first: Outline) -> None:
    """
    Keep the fault of an id that another article had before: of the key that gave it.
    """
    source = first.reading.source_of(_giver(first))
    place = f"{first.reading.path}:{source.line if source else first.reading.header.line}"
    each.reading.fault(_giver(each), f"{each.id!r} is the id of {place} too: give this article an id, a slug or a permalink of its own")


def _giver(each: Outline) -> str:
    """
    The field that an article's id comes from.
    """
    return next((field for field in ("id", "url", "slug") if each.reading.source_of(field)), "id")


def _sorted(faults: Iterable[FileError]) -> tuple[FileError, ...]:
    ordered = list(faults)
    return tuple(InvalidFilesError.of(ordered).faults) if ordered else ()


def _read_into(file: _File, content: Content) -> Iterator[Outline | FileError]:
    """
    The articles in a file, and faults of single ones among them; a fault of the whole file is raised.
    """
    for manuscript in SOURCES[file.found.file.suffix.lower()](_text(file.raw, file.path), file.path):
        yield manuscript if isinstance(manuscript, FileError) else outline(manuscript, file.found, file.path, content)


def _read(file: Path, path: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileError(path, None, None, f"cannot be read: {error.strerror}") from error


def _text(raw: bytes, path: str) -> str:
    """
    The text of a file: UTF-8, a mark of byte order at its head or none, any line ends.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileError(path, line, None, f"is not UTF-8: byte {raw[error.start]:#04x} at {error.start}; save the file as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
