"""
Render and write a chunk of feeds, in any process.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import attrs

from stridesfeed.batch.jobs import FeedJob, FeedResult
from stridesfeed.batch.sinks import Document, Sink
from stridesfeed.emit import FORMATS, RenderSettings, render_all
from stridesfeed.errors import FieldError, StridesError
from stridesfeed.model import Feed
from stridesfeed.options import Options


@attrs.frozen(kw_only=True)
class Finished:
    """
    The outcome for one feed, and its record in the journal.
    """

    result: FeedResult
    key: bytes = b""
    version: bytes = b""
    digest: bytes = b""


@attrs.frozen(kw_only=True)
class Task:
    """
    One feed to render, and what the journal knows about it.
    """

    job: FeedJob

    #: The key of its record, and the beginning of the new one.
    key: bytes = b""
    version: bytes = b""

    #: The digest of its documents; empty if unknown.
    known: bytes = b""

    def finished(self, digest: bytes, written: Sequence[Document]) -> Finished:
        """
        Return the outcome of a feed of which some documents were written, or none.
        """
        result = FeedResult(
            path=self.job.path,
            outcome="written" if written else "unchanged",
            documents=len(written),
            bytes=sum(len(document.content) for document in written),
        )
        return Finished(result=result, key=self.key, version=self.version, digest=digest)

    def failed(self, error: Exception) -> Finished:
        """
        Return the outcome of a feed that *error* ended.
        """
        shown = str(error) if isinstance(error, StridesError) else f"{type(error).__name__}: {error}"
        trace = "".join(traceback.format_exception(error))
        return Finished(result=FeedResult(path=self.job.path, outcome="failed", error=shown, traceback=trace))


@attrs.frozen(kw_only=True)
class ChunkRenderer:
    """
    Everything that is needed to render and write feeds. It is pickled for other processes.
    """

    sink: Sink
    url: str | None
    options: Options
    settings: RenderSettings

    def __call__(self, tasks: Sequence[Task], *, is_repeated: bool = False) -> list[Finished]:
        """
        Return the outcome of each task. Errors are outcomes: they may not survive pickling.

        If tasks are repeated because the first outcome was lost, their documents count as written: they may have been, just before.
        """
        outcomes: dict[int, Finished] = {}
        changed: dict[int, tuple[bytes, list[Document]]] = {}
        for number, task in enumerate(tasks):
            try:
                documents = self._documents(task.job)
            except Exception as error:  # noqa: BLE001  # whatever a loader raises must not fail other feeds
                outcomes[number] = task.failed(error)
                continue
            digest = _digest(documents)
            if digest == task.known:
                outcomes[number] = task.finished(digest, ())
            else:
                changed[number] = digest, documents
        written = self._write({number: documents for number, (_, documents) in changed.items()})
        for number, (digest, documents) in changed.items():
            found = written[number]
            if isinstance(found, Exception):
                outcomes[number] = tasks[number].failed(found)
            else:
                outcomes[number] = tasks[number].finished(digest, [document for document in documents if is_repeated or document.path in found])
        return [outcomes[number] for number in range(len(tasks))]

    def _documents(self, job: FeedJob) -> list[Document]:
        feed = job.feed if isinstance(job.feed, Feed) else job.feed()
        if not isinstance(feed, Feed):
            raise FieldError(job.subject, "feed", f"must be a function that returns a Feed, and not {type(feed).__name__}")
        base = job.url or (self.url and self.url.rstrip("/") + "/" + quote(job.path))
        urls = {name: f"{base.rstrip('/')}/{quote(file)}" for name, file in job.files.items()} if base else {}
        formats = [name for name in FORMATS if name in job.files]
        rendered = render_all(feed, urls=urls, formats=formats, options=self.options, settings=self.settings)
        return [Document(path=job.path + job.files[name], content=rendered[name], media_type=FORMATS[name].media_type) for name in formats]

    def _write(self, documents: Mapping[int, list[Document]]) -> dict[int, frozenset[str] | Exception]:
        """
        Write the documents of all feeds at once, or if that fails one feed after the other, and return the written paths of each, or its error.
        """
        if not documents:
            return {}
        try:
            written = self.sink.write([document for own in documents.values() for document in own])
        except Exception as error:  # noqa: BLE001  # an error of one feed must not fail others
            if len(documents) == 1:
                return dict.fromkeys(documents, error)
            return {number: found for each, own in documents.items() for number, found in self._write({each: own}).items()}
        return dict.fromkeys(documents, written)


def _digest(documents: Sequence[Document]) -> bytes:
    facts = [(document.path, hashlib.sha256(document.content).digest()) for document in documents]
    return hashlib.sha256(repr(facts).encode()).digest()[:16]
