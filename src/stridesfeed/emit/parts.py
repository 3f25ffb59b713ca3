"""
Render articles as parts of documents, with the chosen policy and engine: from the cache, in this process or in several.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from shutil import copyfileobj
from tempfile import TemporaryFile
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

import attrs

from stridesfeed import rules
from stridesfeed.body import ARTICLE, ENGINES, EngineName, Policy, clean, compose
from stridesfeed.cache import Cache
from stridesfeed.emit.format import Format, Part, RenderContext
from stridesfeed.markup import Namespace
from stridesfeed.model import Article, Feed
from stridesfeed.value import Value, checked_by, fingerprint_parts
from stridesfeed.versions import installed

if TYPE_CHECKING:
    from concurrent.futures import Executor  # slow to import, and rarely used

#: The parts of one article, one for each format.
Row = tuple[Part, ...]

#: The number of articles that are in memory at once.
_CHUNK = 512

#: With fewer articles for each process, starting processes takes longer than it saves.
_MIN_PER_PROCESS = 8

#: The number of articles that one call of an executor renders: several, because each call costs up to a millisecond.
_BATCH = 16

#: In bytes, for copying files.
_BUFFER = 2**20

#: Renders the rows of some articles.
RenderRows = Callable[[Sequence[Article]], list[Row]]


def _with_methods(kind: str, *names: str) -> rules.Rule:
    """
    Return the rule for objects of any class that have methods with these names.
    """

    def rule(value: object) -> str | None:
        if isinstance(value, type):
            return f"must be {kind}, but a class was given: create an object of {value.__name__}"
        missing = [name for name in names if not callable(getattr(value, name, None))]
        if not missing:
            return None
        return f"must be {kind}, but {type(value).__name__} has no method {' and no method '.join(missing)}"

    return rule


#: The rules for caches and executors.
cache_rule = _with_methods("a cache such as DiskCache(path) or MemoryCache()", "get", "put")
executor_rule = _with_methods("an executor such as ThreadPoolExecutor()", "submit", "map")


@attrs.frozen(kw_only=True)
class RenderSettings(Value):
    """
    Settings for :func:`~stridesfeed.render` and its siblings.

    Only *policy* and *engine* can change the bytes; the others change the time it takes. Invalid values raise
    :class:`~stridesfeed.errors.InvalidError`.
    """

    #: The HTML that bodies may contain.
    policy: Policy = attrs.field(default=ARTICLE, metadata=checked_by(rules.instance(Policy)))

    #: The sanitiser: "bleach" or "nh3".
    engine: EngineName = attrs.field(default="bleach", metadata=checked_by(rules.one_of(*ENGINES)))

    #: Accept canonical bodies (:mod:`stridesfeed.body.canonical`) without calling the engine.
    fast_path: bool = attrs.field(default=True, metadata=checked_by(rules.instance(bool)))

    #: Stores the parts of articles, so that only changed articles are rendered again. See :mod:`stridesfeed.cache` for which caches to trust.
    cache: Cache | None = attrs.field(default=None, metadata=checked_by(rules.optional(cache_rule)))

    #: The number of processes. With more than one, cleaned bodies are not cached.
    jobs: int = attrs.field(default=1, metadata=checked_by(rules.positive))

    #: Renders articles in place of *jobs* processes: a ``ProcessPoolExecutor``, a ``ThreadPoolExecutor``, Dask's ``Client.get_executor()`` or
    #: any other :class:`concurrent.futures.Executor`. It stays open. Cleaned bodies are not cached.
    executor: Executor | None = attrs.field(default=None, metadata=checked_by(rules.optional(executor_rule)))

    @property
    def subject(self) -> str:
        """
        The name in messages.
        """
        return "RenderSettings"

    def fingerprint(self) -> tuple[object, ...]:
        """
        Return everything here that the bytes of documents depend on: policy, engine and installed versions.
        """
        versions = tuple(map(installed, ("stridesfeed", "feedgen", "lxml", self.engine)))
        return (versions, self.engine, self.policy.fingerprint)


@attrs.frozen(kw_only=True)
class RowRenderer:
    """
    Everything that is needed to render articles. It is pickled for other processes.
    """

    #: The feed, without its articles.
    feed: Feed
    context: RenderContext
    writers: tuple[Callable[[Article, RenderContext], Part], ...]
    settings: RenderSettings

    def rows(self, articles: Sequence[Article]) -> list[Row]:
        """
        Clean and compose *articles* once, and write them in each format.
        """
        feed = attrs.evolve(self.feed, articles=tuple(articles))
        own = self.settings
        cleaned = clean(feed, policy=own.policy, engine=own.engine, fast_path=own.fast_path, cache=own.cache)
        composed = compose(cleaned, self.context.options, policy=own.policy, engine=own.engine)
        return [tuple([write(article, self.context) for write in self.writers]) for article in composed.articles]


def render_rows(
    feed: Feed, formats: Sequence[Format], context: RenderContext, settings: RenderSettings, articles: Iterable[Article] | None = None
) -> Iterator[Row]:
    """
    Yield the parts of every article of *feed*, or of *articles*, in order; a few hundred articles are in memory at once.

    With a cache, only the articles that it does not have are rendered.
    """
    renderer = RowRenderer(
        feed=attrs.evolve(feed, articles=()),
        context=context,
        writers=tuple(format_.part for format_ in formats),
        settings=settings,
    )
    cache = settings.cache
    prefixes = [_key_prefix(format_, renderer) for format_ in formats] if cache else []
    most = settings.jobs if articles is not None else len(feed.articles) // _MIN_PER_PROCESS
    remaining = iter(feed.articles if articles is None else articles)
    with _distributed(renderer, min(settings.jobs, most)) as render:
        while chunk := list(islice(remaining, _CHUNK)):
            if cache is None:
                yield from render(chunk)
                continue
            keys = [[prefix + digest for prefix in prefixes] if (digest := _digest(article)) else [] for article in chunk]
            cached = cache.get(chain.from_iterable(keys))
            missing = [number for number, own in enumerate(keys) if not own or not all(key in cached for key in own)]
            rendered = dict(zip(missing, render([chunk[number] for number in missing]) if missing else (), strict=True))
            if rendered:
                cache.put({key: part.pack() for number, row in rendered.items() for key, part in zip(keys[number], row, strict=False)})
            for number, own in enumerate(keys):
                yield rendered.get(number) or tuple(Part.unpack(cached[key]) for key in own)


@contextmanager
def _distributed(renderer: RowRenderer, jobs: int) -> Iterator[RenderRows]:
    """
    Yield a function that renders rows in an executor, or in *jobs* processes. Other processes do not use the cache of bodies.
    """
    executor = renderer.settings.executor
    if executor is None and jobs <= 1:
        yield renderer.rows
        return
    from stridesfeed.workers import open_executor  # noqa: PLC0415  # slow to import, and rarely used

    own = attrs.evolve(renderer, settings=attrs.evolve(renderer.settings, cache=None, executor=None))

    def render(articles: Sequence[Article]) -> list[Row]:
        if len(articles) <= _BATCH // 2:
            return renderer.rows(articles)
        batches = [articles[start : start + _BATCH] for start in range(0, len(articles), _BATCH)]
        return list(chain.from_iterable(pool.map(own.rows, batches)))

    with open_executor(jobs, executor) as pool:
        yield render


def _digest(article: Article) -> bytes | None:
    """
    Return the digest of *article*; ``None`` if its parts depend on values that are not in the key.
    """
    return article.digest if article.updated and rules.absolute_iri(article.id) is None else None


def _key_prefix(format_: Format, renderer: RowRenderer) -> bytes:
    """
    Return the part of a cache key that stands for everything but the article: settings, context and versions.
    """
    context = renderer.context
    facts = (
        renderer.settings.fingerprint(),
        (
            format_.name,
            fingerprint_parts(context.authors),
            context.language,
            context.has_bylines,
            context.has_durations,
            attrs.astuple(context.options),
        ),
    )
    return hashlib.sha256(repr(facts).encode()).digest()


class Spool:
    """
    The parts of one document in a temporary file, until all of them are there.
    """

    def __init__(self, separator: bytes) -> None:
        self._separator = separator
        self._file = TemporaryFile()  # noqa: SIM115  # closed by __exit__()
        self._namespaces: set[Namespace] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    @property
    def namespaces(self) -> frozenset[Namespace]:
        """
        The namespaces that the parts use.
        """
        return frozenset(self._namespaces)

    def add(self, part: Part) -> None:
        """
        Append *part*.
        """
        if self._file.tell():
            self._file.write(self._separator)
        self._file.write(part.text)
        self._namespaces |= part.namespaces

    def write_into(self, file: BinaryIO, head: bytes, tail: bytes) -> None:
        """
        Write all parts to *file*, between *head* and *tail*.
        """
        file.write(head)
        self._file.seek(0)
        copyfileobj(self._file, file, _BUFFER)
        file.write(tail)
