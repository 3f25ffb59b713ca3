"""
The journal: the version and the digest of each feed that was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import attrs

from stridesfeed.batch.jobs import FeedJob
from stridesfeed.batch.rendering import ChunkRenderer, Finished, Task
from stridesfeed.cache import Cache


class Journal:
    """
    The record of each feed of earlier runs with the same sink, in *cache*; without one, there are no records.

    A feed has no record while its documents may be those of a run that was killed: it is then compared with the documents themselves.
    """

    def __init__(self, cache: Cache | None, render: ChunkRenderer) -> None:
        self._cache = cache
        self._sink = render.sink.name
        self._context = (render.url, attrs.astuple(render.options), render.settings.fingerprint())

    def open(self, jobs: Sequence[FeedJob]) -> tuple[list[Task], list[FeedJob]]:
        """
        Return the tasks for those of *jobs* that may have changed, whose records are removed, and the jobs that have not.
        """
        if self._cache is None:
            return [Task(job=job) for job in jobs], []
        keys = [_digest(self._sink, job.path) for job in jobs]
        versions = [_digest(self._context, job.version, sorted(job.files.items()), job.url) for job in jobs]
        records = self._cache.get(keys)
        tasks: list[Task] = []
        same: list[FeedJob] = []
        for job, key, version in zip(jobs, keys, versions, strict=True):
            record = records.get(key, b"")
            if job.version is not None and record.startswith(version):
                same.append(job)
            else:
                tasks.append(Task(job=job, key=key, version=version, known=record[len(version) :]))
        if opened := {task.key: b"" for task in tasks if task.known}:
            self._cache.put(opened)
        return tasks, same

    def close(self, finished: Iterable[Finished]) -> None:
        """
        Record the feeds whose documents are those of this run.
        """
        if self._cache is not None:
            self._cache.put({each.key: each.version + each.digest for each in finished if each.result.outcome != "failed"})


def _digest(*facts: object) -> bytes:
    return hashlib.sha256(repr(facts).encode()).digest()[:16]
