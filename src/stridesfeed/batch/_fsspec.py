"""
The only module that imports fsspec: documents in object stores and other file systems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.batch.sinks import Document, FolderSink, Sink
from stridesfeed.errors import MissingExtraError, OutputError
from stridesfeed.publish.headers import content_type

try:
    from fsspec.core import url_to_fs
    from fsspec.implementations.local import LocalFileSystem
except ImportError as error:
    raise MissingExtraError("Writing to a URL", "batch") from error

#: The protocols of object stores, with the argument of ``pipe`` for the media type, if there is one.
_OBJECT_STORES = {
    "s3": "ContentType",
    "s3a": "ContentType",
    "gs": "content_type",
    "gcs": "content_type",
    "abfs": None,
    "abfss": None,
    "az": None,
    "oss": None,
}


def open_url(url: str, storage_options: Mapping[str, Any]) -> Sink:
    """
    Return the sink at *url*. A folder of this machine is written to as other folders are, because fsspec does not replace files atomically.
    """
    sink = FsspecSink(url.rstrip("/"), dict(storage_options))
    with _output_errors(url, "opened"):
        file_system, folder = sink.open()
    return FolderSink(Path(folder)) if isinstance(file_system, LocalFileSystem) else sink


@attrs.frozen
class FsspecSink:
    """
    A folder of a file system. Whether a document is replaced atomically depends on the file system; in object stores it is.
    """

    name: str
    storage_options: Mapping[str, Any]

    def open(self) -> tuple[Any, str]:
        """
        Return the file system, of which fsspec has one in each process, and the path of the folder.
        """
        file_system, folder = url_to_fs(self.name, **self.storage_options)
        return file_system, folder

    def write(self, documents: Sequence[Document]) -> frozenset[str]:
        """
        Read the present documents, and write those that differ; asynchronous file systems do either for many documents at once.
        """
        by_media_type = defaultdict[str, dict[str, bytes]](dict)
        written = set[str]()
        with _output_errors(self.name, "written"):
            file_system, folder = self.open()
            paths = [f"{folder.rstrip('/')}/{document.path}" for document in documents]
            present = file_system.cat_ranges(paths, [None] * len(paths), [None] * len(paths), on_error="return")
            for path, document, found in zip(paths, documents, present, strict=True):
                if isinstance(found, Exception) and not isinstance(found, FileNotFoundError):
                    raise found
                if found != document.content:
                    by_media_type[document.media_type][path] = document.content
                    written.add(document.path)
            for media_type, contents in by_media_type.items():
                self._pipe(file_system, contents, media_type)
        return frozenset(written)

    def _pipe(self, file_system: Any, contents: dict[str, bytes], media_type: str) -> None:
        protocol = self.name.partition(":")[0]
        argument = _OBJECT_STORES.get(protocol)
        arguments = {argument: content_type(media_type)} if argument else {}
        try:
            file_system.pipe(contents, **arguments)
        except FileNotFoundError:
            # In an object store this is a missing bucket, which s3fs would create as a folder.
            if protocol in _OBJECT_STORES:
                raise
            for folder in dict.fromkeys(path.rpartition("/")[0] for path in contents):
                file_system.makedirs(folder, exist_ok=True)
            file_system.pipe(contents, **arguments)


@contextmanager
def _output_errors(url: str, verb: str) -> Iterator[None]:
    """
    Turn the errors of file systems, which are of any class, into :class:`OutputError`.
    """
    try:
        yield
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise OutputError(f"{url}: cannot be {verb}: {reason}; check the URL, its file system's package and your rights") from error
