"""
Feeds to be rendered, and what became of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import attrs

from stridesfeed import rules
from stridesfeed.emit import FORMATS, default_formats
from stridesfeed.errors import FieldError
from stridesfeed.model import Feed
from stridesfeed.publish.feed_plan import files_rule
from stridesfeed.publish.patterns import path_fault
from stridesfeed.value import Value, checked_by

Outcome = Literal["written", "unchanged", "skipped", "failed"]


def _feed(value: object) -> str | None:
    return None if isinstance(value, Feed) or callable(value) else f"must be a Feed, or a function that returns one, not {value!r:.50}"


@attrs.frozen(kw_only=True)
class FeedJob(Value):
    """
    One of many feeds, with the names of its documents.
    """

    #: The folder of the documents below the sink, ending in a slash: ``users/42/``. It identifies the feed, so each has its own.
    path: str = attrs.field(metadata=checked_by(rules.text))

    #: The feed, or a function that returns it and is called where the feed is rendered. For other processes both must be picklable:
    #: ``functools.partial(load, 42)``, where ``load`` is a function of a module.
    feed: Feed | Callable[[], Feed] = attrs.field(metadata=checked_by(_feed))

    #: Anything that changes whenever the feed does, such as the time of the last change or a counter. ``None`` if nothing is known without
    #: loading the feed: it is then loaded, rendered and compared in every run.
    version: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.text)))

    #: The file name of each format.
    files: Mapping[str, str] = attrs.field(
        factory=lambda: {name: FORMATS[name].file_name for name in default_formats()}, metadata=checked_by(files_rule)
    )

    #: The URL of the folder, if it is not that of :func:`~stridesfeed.batch.render_many`: for feeds with domains of their own.
    url: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.absolute_iri)))

    @property
    def subject(self) -> str:
        """
        The name of the feed in messages.
        """
        return f"feed at {self.path!r}"

    def _faults(self) -> Iterator[FieldError]:
        if isinstance(self.path, str) and (fault := path_fault(self.path)):
            yield self.fault("path", fault)
        elif isinstance(self.path, str) and not self.path.endswith("/"):
            yield self.fault("path", f"must end in a slash: write {self.path + '/'!r}")


@attrs.frozen(kw_only=True)
class FeedResult:
    """
    The outcome for one feed.
    """

    #: :attr:`FeedJob.path`.
    path: str

    #: "written", "unchanged", "skipped" (it has the version of the last run) or "failed".
    outcome: Outcome

    #: The error, if it failed: in one line, and with its traceback.
    error: str = ""
    traceback: str = ""

    #: The number of documents that were written, and their size in bytes.
    documents: int = 0
    bytes: int = 0

    def __str__(self) -> str:
        return f"{self.path}: {self.error or self.outcome}"
