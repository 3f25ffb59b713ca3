"""
Places that documents are written to: a folder, or a file system of fsspec.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import attrs

from stridesfeed.publish.write import write


@attrs.frozen(kw_only=True)
class Document:
    """
    One document below a sink.
    """

    #: With forward slashes.
    path: str
    content: bytes
    media_type: str


class Sink(Protocol):
    """
    A place for documents. It is pickled for other processes.
    """

    @property
    def name(self) -> str:
        """
        The path or URL, for messages and in the keys of the journal.
        """

    def write(self, documents: Sequence[Document]) -> frozenset[str]:
        """
        Write those documents whose bytes differ from the present ones, each atomically, and return their paths.
        """


@attrs.frozen
class FolderSink:
    """
    A folder of this machine, or one that all machines share.
    """

    folder: Path

    @property
    def name(self) -> str:
        """
        The absolute path.
        """
        return str(self.folder)

    def write(self, documents: Sequence[Document]) -> frozenset[str]:
        """
        Write the documents as :func:`stridesfeed.publish.write.write` does: all of them or, if there is an error, none.
        """
        written = set(write([(self.folder / document.path, document.content) for document in documents]).written)
        return frozenset(document.path for document in documents if self.folder / document.path in written)


def open_sink(place: str | os.PathLike[str], storage_options: Mapping[str, Any]) -> Sink:
    """
    Return the sink at *place*, a path or a URL.
    """
    if isinstance(place, str) and "://" in place:
        from stridesfeed.batch._fsspec import open_url  # noqa: PLC0415  # an optional package

        return open_url(place, storage_options)
    return FolderSink(Path(place).absolute())
