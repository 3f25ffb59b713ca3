"""
Render many feeds: each once, in any executor, into a folder or an object store, and only what changed.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> from stridesfeed import Feed
>>> feed = Feed(id="tag:strides.example,2026:ann", title="Ann's notes", url="https://strides.example/ann/")
>>> with TemporaryDirectory() as folder:
...     report = render_many([FeedJob(path="ann/", feed=feed)], folder, url="https://strides.example/")
...     sorted(path.name for path in Path(folder, "ann").iterdir())
['atom.xml', 'feed.json', 'feed.xml']
>>> report.written, report.documents
(1, 3)
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, wait
from itertools import islice
from typing import Any

import attrs

from stridesfeed import rules
from stridesfeed.batch.jobs import FeedJob, FeedResult, Outcome
from stridesfeed.batch.journal import Journal
from stridesfeed.batch.rendering import ChunkRenderer, Finished, Task
from stridesfeed.batch.sinks import open_sink
from stridesfeed.cache import Cache
from stridesfeed.emit import RenderSettings
from stridesfeed.emit.parts import cache_rule, executor_rule
from stridesfeed.errors import FieldError, InvalidError, WorkerError
from stridesfeed.options import DEFAULT, Options
from stridesfeed.workers import open_executor

__all__ = ["BatchReport", "FeedJob", "FeedResult", "Outcome", "render_many"]

#: The failures that a report has in full. A million of them would not fit in memory.
_SHOWN_FAILURES = 1000


@attrs.define(kw_only=True)
class BatchReport:
    """
    The outcome of :func:`render_many`, in numbers.
    """

    #: Feeds with at least one new or changed document.
    written: int = 0

    #: Feeds that were rendered, to the bytes that were there.
    unchanged: int = 0

    #: Feeds that were not loaded, because their version is that of the last run.
    skipped: int = 0

    #: Feeds that could not be loaded, rendered or written. Their documents are those of an earlier run, or missing.
    failed: int = 0

    #: The number of documents that were written, and their size in bytes.
    documents: int = 0
    bytes: int = 0

    #: The first thousand feeds that failed, with their errors.
    failures: list[FeedResult] = attrs.field(factory=list)

    def add(self, result: FeedResult) -> None:
        """
        Count *result*.
        """
        setattr(self, result.outcome, getattr(self, result.outcome) + 1)
        self.documents += result.documents
        self.bytes += result.bytes
        if result.outcome == "failed" and len(self.failures) < _SHOWN_FAILURES:
            self.failures.append(result)

    def __str__(self) -> str:
        counts = {"written": self.written, "unchanged": self.unchanged, "skipped": self.skipped, "failed": self.failed}
        known = [f"{count:,} {outcome}" for outcome, count in counts.items() if count] or ["0 written"]
        first, _, rest = known[0].partition(" ")
        counted = ", ".join([f"{first} {'feed' if first == '1' else 'feeds'} {rest}", *known[1:]])
        size = f"{self.documents:,} {'document' if self.documents == 1 else 'documents'}, {self.bytes:,} bytes"
        return f"{counted}: {size}" if self.documents else counted


def render_many(
    feeds: Iterable[FeedJob],
    sink: str | os.PathLike[str],
    *,
    url: str | None = None,
    executor: Executor | None = None,
    jobs: int = 1,
    journal: Cache | None = None,
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
    storage_options: Mapping[str, Any] | None = None,
    chunk: int = 32,
    in_flight: int = 16,
    on_result: Callable[[FeedResult], object] | None = None,
) -> BatchReport:
    """
    Render *feeds* and write their documents below *sink*: a folder, or the URL of any file system of fsspec (``s3://bucket/feeds``).

    *feeds* may be a generator of any length: it is read as fast as feeds are finished. *url* is the URL that *sink* is served at; without it,
    documents have no self links. *executor* is any :class:`concurrent.futures.Executor`, Dask's ``Client.get_executor()`` for example; it stays
    open. Without it, *jobs* processes render. Each gets *chunk* feeds at once, and at most *in_flight* chunks are unfinished: more for an
    executor with more than some eight workers. *storage_options* are those of the file system.

    **Only what changed is written.** A document that has the same bytes already is not touched. *journal*, usually a
    :class:`~stridesfeed.DiskCache`, remembers the version and the digest of each feed: feeds with the same :attr:`FeedJob.version` are skipped,
    and others are compared without reading their documents. If documents were lost or changed by others, run without it once.

    **Any run may be killed and run again.** Documents are replaced atomically, in a folder and in object stores. The journal records a feed
    after its documents are written, so the next run continues where the last one ended. The bytes depend on the feeds, *options* and *settings*
    only.

    **No feed fails another.** Whatever is raised while a feed is loaded, rendered or written is in the report, and the next run tries the feed
    again. *on_result* is called in this thread with the result of each feed. If a worker dies, its feeds are rendered again one by one, and the
    one that ends a worker again fails. An executor that takes no work after that, as a ``ProcessPoolExecutor``, raises
    :class:`~stridesfeed.errors.WorkerError`.

    In *settings*, ``jobs`` and ``executor`` are ignored, and so is ``cache`` in other processes.
    """
    _check(jobs=jobs, chunk=chunk, in_flight=in_flight, journal=journal, executor=executor)
    report = BatchReport()
    own = settings or RenderSettings()
    is_local = executor is None and jobs == 1
    render = ChunkRenderer(
        sink=open_sink(sink, storage_options or {}),
        url=url,
        options=options,
        settings=attrs.evolve(own, jobs=1, executor=None, cache=own.cache if is_local else None),
    )
    records = Journal(journal, render)

    def finish(result: FeedResult) -> None:
        report.add(result)
        if on_result:
            on_result(result)

    with open_executor(jobs, executor) as pool:
        for finished in _rendered(_changed(feeds, records, finish, chunk), pool, render, in_flight):
            records.close(finished)
            for each in finished:
                finish(each.result)
    return report


#: The rules for arguments of :func:`render_many`.
_RULES: Mapping[str, rules.Rule] = {
    **dict.fromkeys(("jobs", "chunk", "in_flight"), rules.positive),
    "journal": rules.optional(cache_rule),
    "executor": rules.optional(executor_rule),
}


def _check(**arguments: object) -> None:
    faults = [FieldError("render_many", name, fault) for name, value in arguments.items() if (fault := _RULES[name](value))]
    if faults:
        raise InvalidError.of("render_many", faults)


def _job(given: object) -> FeedJob:
    if isinstance(given, FeedJob):
        return given
    raise FieldError("render_many", "feeds", f"must be FeedJob objects, not {type(given).__name__}: write FeedJob(path=…, feed=…)")


def _changed(feeds: Iterable[FeedJob], records: Journal, finish: Callable[[FeedResult], object], size: int) -> Iterator[list[Task]]:
    """
    Yield chunks of feeds that may have changed, and *finish* the others.
    """
    remaining = iter(feeds)
    pending: list[Task] = []
    while jobs := list(map(_job, islice(remaining, size))):
        tasks, same = records.open(jobs)
        for job in same:
            finish(FeedResult(path=job.path, outcome="skipped"))
        pending += tasks
        if len(pending) >= size:
            yield pending[:size]
            del pending[:size]
    if pending:
        yield pending


def _rendered(chunks: Iterable[list[Task]], pool: Executor, render: ChunkRenderer, in_flight: int) -> Iterator[list[Finished]]:
    """
    Yield the results of chunks in order, while at most *in_flight* of them are unfinished.
    """
    pending = deque[tuple[list[Task], Future[list[Finished]]]]()
    try:
        for tasks in chunks:
            if len(pending) >= in_flight:
                yield _result(pending, pool, render)
            pending.append((tasks, _submit(tasks, pool, render)))
        while pending:
            yield _result(pending, pool, render)
    finally:
        for _, future in pending:
            future.cancel()


def _submit(tasks: list[Task], pool: Executor, render: ChunkRenderer, *, is_repeated: bool = False) -> Future[list[Finished]]:
    try:
        return pool.submit(render, tasks, is_repeated=is_repeated)
    except Exception as error:
        raise WorkerError from error


def _result(pending: deque[tuple[list[Task], Future[list[Finished]]]], pool: Executor, render: ChunkRenderer) -> list[Finished]:
    """
    Return the results of the first of *pending* chunks, which is removed. If the whole chunk failed, because a worker died for example, its
    feeds are rendered again one by one.
    """
    tasks, future = pending.popleft()
    try:
        return future.result()
    except Exception:  # noqa: BLE001  # errors of feeds are results: this is one of the executor or of pickling
        # A feed of another chunk must not end the worker of a feed that is rendered alone.
        wait([other for _, other in pending])
        return [_alone(task, pool, render) for task in tasks]


def _alone(task: Task, pool: Executor, render: ChunkRenderer) -> Finished:
    future = _submit([task], pool, render, is_repeated=True)
    try:
        return future.result()[0]
    except Exception as error:  # noqa: BLE001  # as above
        return task.failed(error)
