"""
Documents are written to any file system of fsspec.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from many import URL, documents, jobs
from stridesfeed import MemoryCache, MissingExtraError, OutputError
from stridesfeed.batch import render_many


@pytest.fixture(autouse=True)
def memory() -> Iterator[Any]:
    file_system = fsspec.filesystem("memory")
    file_system.store.clear()
    yield file_system
    file_system.store.clear()


def stored(memory: Any, folder: str) -> dict[str, bytes]:
    return {path.removeprefix(folder): memory.cat_file(path) for path in sorted(memory.find(folder))}


def test_any_file_system_gets_the_same_documents(memory: Any, tmp_path: Path) -> None:
    render_many(jobs(9), tmp_path, url=URL)
    report = render_many(jobs(9), "memory://bucket/feeds/", url=URL, chunk=4)

    assert str(report).startswith("9 feeds written: 27 documents")
    assert stored(memory, "/bucket/feeds/") == documents(tmp_path)


def test_only_changed_documents_are_written(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    render_many(jobs(5), "memory://bucket", url=URL)
    memory.pipe_file("/bucket/users/3/3/feed.xml", b"damaged")
    written: list[str] = []
    pipe_file = MemoryFileSystem.pipe_file

    def noting(self: Any, path: str, value: bytes, **arguments: Any) -> Any:
        written.append(path)
        return pipe_file(self, path, value, **arguments)

    monkeypatch.setattr(MemoryFileSystem, "pipe_file", noting)

    report = render_many(jobs(5), "memory://bucket", url=URL)

    assert (report.written, report.unchanged, written) == (1, 4, ["/bucket/users/3/3/feed.xml"])


def test_with_a_journal_unchanged_documents_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    journal = MemoryCache()
    render_many(jobs(3), "memory://bucket", url=URL, journal=journal)
    monkeypatch.setattr(MemoryFileSystem, "cat_ranges", None)

    assert render_many(jobs(3), "memory://bucket", url=URL, journal=journal).unchanged == 3


@pytest.mark.parametrize("protocol", ["file", "local"])
def test_a_local_url_is_a_folder_and_written_atomically(protocol: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fsspec.filesystem("file"), "pipe", None)

    render_many(jobs(2), f"{protocol}://{tmp_path}/out", url=URL)

    assert len(documents(tmp_path / "out")) == 6


class Bucket(MemoryFileSystem):  # type: ignore[misc]
    """
    A file system that notes the arguments of writing, or fails.
    """

    protocol = "s3"
    noted: ClassVar[list[tuple[str, dict[str, Any]]]] = []
    forbidden = ""
    error: OSError = PermissionError("Access Denied")

    def pipe_file(self, path: str, value: bytes, **arguments: Any) -> None:
        """
        Note the arguments.
        """
        if self.forbidden and self.forbidden in path:
            raise self.error
        self.noted.append((path.rpartition("/")[2], arguments))
        super().pipe_file(path, value)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> type[Bucket]:
    for protocol in ("s3", "gs"):
        fsspec.register_implementation(protocol, Bucket, clobber=True)
    monkeypatch.setattr(Bucket, "noted", [])
    return Bucket


@pytest.mark.parametrize(("url", "argument"), [("s3://bucket", "ContentType"), ("gs://bucket", "content_type")])
def test_objects_have_their_media_type(bucket: type[Bucket], url: str, argument: str) -> None:
    render_many(jobs(1), url)

    assert sorted(bucket.noted) == [
        ("atom.xml", {argument: "application/atom+xml; charset=utf-8"}),
        ("feed.json", {argument: "application/feed+json; charset=utf-8"}),
        ("feed.xml", {argument: "application/rss+xml; charset=utf-8"}),
    ]


def test_a_refused_object_fails_its_feed_only(bucket: type[Bucket], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "forbidden", "/2/feed.json")

    report = render_many(jobs(5), "s3://bucket")

    assert (report.failed, report.written + report.unchanged) == (1, 4)
    assert report.failures[0].error == (
        "s3://bucket: cannot be written: Access Denied; check the URL, its file system's package and your rights"
    )


def test_a_missing_bucket_is_not_created(bucket: type[Bucket], monkeypatch: pytest.MonkeyPatch) -> None:
    created: list[str] = []
    monkeypatch.setattr(bucket, "makedirs", lambda _self, path, **_: created.append(path))
    monkeypatch.setattr(bucket, "error", FileNotFoundError("The specified bucket does not exist"))
    monkeypatch.setattr(bucket, "forbidden", "feed")

    report = render_many(jobs(2), "s3://bukket")

    assert (report.failed, created) == (2, [])
    assert "The specified bucket does not exist" in report.failures[0].error


class Strict(MemoryFileSystem):  # type: ignore[misc]
    """
    A file system that wants folders first, as SFTP does.
    """

    protocol = "strict"
    folders: ClassVar[set[str]] = set()

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        """
        Note the folder.
        """
        self.folders.add(path)

    def pipe_file(self, path: str, value: bytes, **arguments: Any) -> None:
        """
        Write into a folder.
        """
        if path.rpartition("/")[0] not in self.folders:
            raise FileNotFoundError(path)
        super().pipe_file(path, value, **arguments)


def test_folders_are_created_where_a_file_system_has_them() -> None:
    fsspec.register_implementation("strict", Strict, clobber=True)

    report = render_many(jobs(3), "strict://place")

    assert (report.written, report.failed) == (3, 0)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nothing://bucket", "Protocol not known: nothing"),
        ("sftp://host/feeds", "paramiko"),
    ],
)
def test_a_file_system_that_is_not_there_is_named_at_once(url: str, reason: str) -> None:
    def never() -> Sequence[Any]:
        raise AssertionError

    with pytest.raises(OutputError, match=f"^{url}: cannot be opened: .*{reason}"):
        render_many((each for each in [1] if never()), url)  # type: ignore[misc]


def test_without_its_extra_a_url_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "stridesfeed.batch._fsspec", raising=False)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)

    with pytest.raises(MissingExtraError, match=r"Writing to a URL needs an optional package: pip install 'stridesfeed\[batch\]'"):
        render_many([], "s3://bucket")
