"""
The parts of documents that articles are: made where they have to be, kept where somebody keeps them, in several processes if wanted.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import chain
from shutil import copyfileobj
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Self

import attrs

from stridesfeed.body import clean, compose
from stridesfeed.cache import Cache
from stridesfeed.emit.format import Context, Format, Part
from stridesfeed.emit.settings import RenderSettings
from stridesfeed.markup import Namespace
from stridesfeed.model import Article, Feed
from stridesfeed.value import fingerprint_parts

#: The parts of one article, one for each format.
Row = tuple[Part, ...]

#: So many articles are in work at once, whatever the size of the feed.
_AT_ONCE = 512

#: With fewer articles than this for each process, starting processes costs more than they save.
_WORTH_A_PROCESS = 8

#: So many portions for each process, so that none waits long for the last one.
_PORTIONS = 4

#: Bytes that are copied at once.
_COPIED = 2**20

#: Gives the rows of some articles.
Maker = Callable[[Sequence[Article]], list[Row]]


@attrs.frozen(kw_only=True)
class Work:
    """
    How articles become parts; it travels to other processes.
    """

    #: Without its articles.
    feed: Feed
    context: Context
    makers: tuple[Callable[[Article, Context], Part], ...]
    settings: RenderSettings

    def rows(self, articles: Sequence[Article]) -> list[Row]:
        """
        *articles*, cleaned and composed once, in each format.
        """
        feed = attrs.evolve(self.feed, articles=articles)
        own = self.settings
        cleaned = clean(feed, policy=own.policy, engine=own.engine, fast_path=own.fast_path, cache=own.cache)
        composed = compose(cleaned, self.context.options, policy=own.policy, engine=own.engine)
        return [tuple(make(article, self.context) for make in self.makers) for article in composed.articles]


def rows(feed: Feed, formats: Sequence[Format], context: Context, settings: RenderSettings) -> Iterator[Row]:
    """
    Yield the parts of every article of *feed*, in order; a few hundred articles are in memory at once.
    """
    work = Work(
        feed=attrs.evolve(feed, articles=()),
        context=context,
        makers=tuple(format_.part for format_ in formats),
        settings=settings,
    )
    cache = settings.cache
    prefixes = [_key_prefix(format_, work) for format_ in formats] if cache else []
    with _maker(work, min(settings.jobs, len(feed.articles) // _WORTH_A_PROCESS)) as make:
        for start in range(0, len(feed.articles), _AT_ONCE):
            some = feed.articles[start : start + _AT_ONCE]
            yield from make(some) if cache is None else _cached(some, prefixes, cache, make)


@contextmanager
def _maker(work: Work, processes: int) -> Iterator[Maker]:
    """
    Return a function that makes rows, in this process or in several. Other processes have no access to the cache of bodies.
    """
    if processes <= 1:
        yield work.rows
        return
    work = attrs.evolve(work, settings=attrs.evolve(work.settings, cache=None))
    with ProcessPoolExecutor(processes, mp_context=_safe_context()) as pool:
        yield lambda articles: list(chain.from_iterable(pool.map(work.rows, _portions(articles, processes * _PORTIONS))))


def _portions(articles: Sequence[Article], count: int) -> list[Sequence[Article]]:
    size = -(-len(articles) // count)
    return [articles[start : start + size] for start in range(0, len(articles), size)]


def _safe_context() -> multiprocessing.context.BaseContext:
    """
    Processes that do not begin as copies of this one, which may have threads.
    """
    return multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")


def _cached(articles: Sequence[Article], prefixes: Sequence[bytes], cache: Cache, make: Maker) -> list[Row]:
    """
    Return the parts of *articles* from the cache; make and store those it does not have.
    """
    keys = [[prefix + article.digest for prefix in prefixes] if article.digest else [] for article in articles]
    known = cache.get(chain.from_iterable(keys))
    made: dict[int, Row] = {}
    missing = [number for number, own in enumerate(keys) if not own or not all(key in known for key in own)]
    if missing:
        made = dict(zip(missing, make([articles[number] for number in missing]), strict=True))
        cache.put({key: _packed(part) for number, row in made.items() for key, part in zip(keys[number], row, strict=False)})
    return [made.get(number) or tuple(_unpacked(known[key]) for key in own) for number, own in enumerate(keys)]


def _key_prefix(format_: Format, work: Work) -> bytes:
    """
    Return the part of a cache key that stands for everything but the article: settings, context and versions.
    """
    context = work.context
    facts = (
        work.settings.fingerprint(),
        (format_.name, fingerprint_parts(context.authors), context.language, context.has_bylines, attrs.astuple(context.options)),
    )
    return hashlib.sha256(repr(facts).encode()).digest()


class Spool:
    """
    Parts of one document, waiting in a temporary file until all of them are there.
    """

    def __init__(self, separator: bytes) -> None:
        self._separator = separator
        self._file = TemporaryFile()  # noqa: SIM115  # closed by close()
        self._namespaces: set[Namespace] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    @property
    def namespaces(self) -> frozenset[Namespace]:
        """
        What the parts use.
        """
        return frozenset(self._namespaces)

    def add(self, part: Part) -> None:
        """
        One more part.
        """
        if self._file.tell():
            self._file.write(self._separator)
        self._file.write(part.text)
        self._namespaces |= part.namespaces

    def write_into(self, file: BinaryIO, head: bytes, tail: bytes) -> None:
        """
        All parts, between *head* and *tail*.
        """
        file.write(head)
        self._file.seek(0)
        copyfileobj(self._file, file, _COPIED)
        file.write(tail)


def _packed(part: Part) -> bytes:
    """
    A part as bytes: its namespaces on the first line.
    """
    names = sorted((namespace.prefix, namespace.uri) for namespace in part.namespaces)
    return b"\n".join(("\t".join(chain.from_iterable(names)).encode(), part.text))


def _unpacked(packed: bytes) -> Part:
    end = packed.index(b"\n")
    return Part(memoryview(packed)[end + 1 :], _namespaces(packed[:end]))


@cache
def _namespaces(names: bytes) -> frozenset[Namespace]:
    words = names.decode().split("\t") if names else []
    return frozenset(Namespace(prefix, uri) for prefix, uri in zip(words[::2], words[1::2], strict=True))
