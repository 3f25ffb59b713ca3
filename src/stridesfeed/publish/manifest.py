"""
The manifest: what a build has made, for who serves or copies the files, and for the next build, which may remove what is no longer made.

It is a JSON object beside the documents, the same for the same documents, with nothing of the moment of a build. Its ``version`` is
:data:`VERSION`; ``files`` are those of the last build, ``stale`` those of earlier builds that are still there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs

from stridesfeed import rules
from stridesfeed.dates import format_rfc822, whole_utc
from stridesfeed.errors import FileError, InvalidFilesError

#: What the file is called, unless the configuration says otherwise.
NAME = "stridesfeed-manifest.json"

#: The version of the format.
VERSION = 1

_DIGEST = re.compile(r"[0-9a-f]{64}")


@attrs.frozen(kw_only=True)
class File:
    """
    A file that a build has made.
    """

    #: Below the output folder, with forward slashes.
    path: str

    #: As servers have to say it.
    media_type: str

    #: The SHA-256 of its bytes, in hexadecimal digits.
    sha256: str

    #: In bytes.
    size: int

    #: The address that it is served at; ``None`` for a file that is there for servers only, such as a compressed one.
    url: str | None = None

    #: When what it says last changed: the feed's ``updated``, never the moment of a build.
    updated: datetime | None = attrs.field(default=None, converter=attrs.converters.optional(whole_utc))

    #: The SHA-256 of all that it was made from, where that is known: as long as that is the same, it need not be made again.
    source: str | None = None

    @classmethod
    def of(
        cls,
        path: str,
        content: bytes,
        *,
        media_type: str,
        url: str | None = None,
        updated: datetime | None = None,
        source: str | None = None,
    ) -> File:
        """
        The file at *path* that holds *content*.
        """
        digest = hashlib.sha256(content).hexdigest()
        return cls(path=path, media_type=media_type, sha256=digest, size=len(content), url=url, updated=updated, source=source)

    def is_intact(self, folder: Path) -> bool:
        """
        Whether the file below *folder* still has the bytes that it was made with. What cannot be read, or is not there, is not.
        """
        path = folder / self.path
        try:
            return path.stat().st_size == self.size and hashlib.sha256(path.read_bytes()).hexdigest() == self.sha256
        except OSError:
            return False

    @property
    def etag(self) -> str:
        """
        A strong entity tag (RFC 9110, 8.8.3): the same bytes always have the same.
        """
        return f'"{self.sha256[:32]}"'

    @property
    def last_modified(self) -> str | None:
        """
        The value of the header of this name (RFC 9110, 8.8.2).
        """
        return format_rfc822(self.updated) if self.updated else None


@attrs.frozen(kw_only=True)
class Manifest:
    """
    What builds have made.
    """

    #: The files of the last build.
    files: tuple[File, ...] = ()

    #: Files of earlier builds that the last one did not make, and that are still there.
    stale: tuple[File, ...] = ()

    def unchanged(self, path: str, source: str, folder: Path) -> File | None:
        """
        The file at *path* of the last build, where it was made from the same *source* and lies in *folder* as it was left.
        """
        known = self._by_path.get(path)
        return known if known and known.source == source and known.is_intact(folder) else None

    @cached_property
    def _by_path(self) -> dict[str, File]:
        return {file.path: file for file in self.files}

    def after(self, files: Iterable[File], removed: Iterable[str] = ()) -> Manifest:
        """
        The manifest of the next build, which makes *files* and removes the stale files at the paths *removed*.
        """
        made = {file.path: file for file in files}
        gone = {*made, *removed}
        stale = {file.path: file for file in (*self.stale, *self.files) if file.path not in gone}
        return Manifest(files=tuple(made.values()), stale=tuple(stale.values()))


def write_manifest(manifest: Manifest) -> bytes:
    """
    The document: files by their paths, whatever their order.
    """
    content = {"version": VERSION, "files": _listed(manifest.files), "stale": _listed(manifest.stale)}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _listed(files: Iterable[File]) -> list[dict[str, object]]:
    return [_members(file) for file in sorted(files, key=lambda file: file.path)]


def _members(file: File) -> dict[str, object]:
    members = {
        "path": file.path,
        "url": file.url,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "etag": file.etag,
        "last_modified": file.last_modified,
        "source": file.source,
    }
    return {name: value for name, value in members.items() if value is not None}


def read_manifest(path: Path) -> Manifest | None:
    """
    The manifest at *path*; ``None`` where there is none.

    A damaged one raises :class:`InvalidFilesError` with all that is wrong, so that nothing is ever removed on its word.
    """
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise InvalidFilesError.of([FileError(path.name, None, None, f"cannot be read: {error.strerror}")]) from error
    return _Reader(path.name).manifest(content)


class _Reader:
    """
    Reads a manifest and keeps all faults.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._faults: list[FileError] = []

    def manifest(self, content: bytes) -> Manifest:
        members = self._object(content)
        files = tuple(self._files(members, "files"))
        stale = tuple(self._files(members, "stale"))
        self._refuse_doubles([*files, *stale])
        if self._faults:
            raise InvalidFilesError.of(self._faults)
        return Manifest(files=files, stale=stale)

    def _object(self, content: bytes) -> dict[str, Any]:
        try:
            found = json.loads(content)
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else None
            raise InvalidFilesError.of([FileError(self._name, line, None, f"is not JSON: {_DELETE}")]) from error
        if not isinstance(found, dict) or not isinstance(found.get("version"), int):
            raise InvalidFilesError.of([FileError(self._name, None, None, f"is no manifest of ours: {_DELETE}")])
        if found["version"] != VERSION:
            rule = f"must be {VERSION}, not {found['version']}: use the version of stridesfeed that wrote it, or {_DELETE}"
            raise InvalidFilesError.of([FileError(self._name, None, "version", rule)])
        return found

    def _files(self, members: dict[str, Any], name: str) -> Iterator[File]:
        listed = members.get(name)
        if not isinstance(listed, list):
            self._refuse(name, "must be a list")
            return
        for number, item in enumerate(listed):
            place = f"{name}[{number}]"
            faults = dict(_faults(item))
            for field, rule in faults.items():
                self._refuse(f"{place}.{field}" if field else place, rule)
            if not faults:
                yield _file(item)

    def _refuse(self, field: str, rule: str) -> None:
        self._faults.append(FileError(self._name, None, field, f"{rule}; mend it, or {_DELETE}"))

    def _refuse_doubles(self, files: list[File]) -> None:
        seen: set[str] = set()
        for file in files:
            if file.path in seen:
                self._refuse(file.path, "must be named once")
            seen.add(file.path)


_DELETE = "delete the file: the next build writes it anew, and removes nothing that it does not know"


def _faults(item: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(item, dict):
        yield "", "must be an object"
        return
    for name, rule in _RULES.items():
        fault = rule(item.get(name))
        if fault:
            yield name, fault


def _inner_path(value: object) -> str | None:
    """
    A path that stays in the folder, on every system.
    """
    if not isinstance(value, str) or not value:
        return rules.text(value)
    outside = set(value) & {"\\", "\0"} or ":" in value.partition("/")[0] or any(part in {"", ".", ".."} for part in value.split("/"))
    return f"must be a path inside the output folder, not {value!r}" if outside else None


def _digest(value: object) -> str | None:
    return None if isinstance(value, str) and _DIGEST.fullmatch(value) else "must be 64 hexadecimal digits"


def _http_date(value: object) -> str | None:
    return None if isinstance(value, str) and _moment(value) else "must be a date such as Thu, 30 Apr 2026 09:00:00 GMT"


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


_RULES: dict[str, rules.Rule] = {
    "path": _inner_path,
    "url": rules.optional(rules.text),
    "media_type": rules.media_type,
    "size": rules.count,
    "sha256": _digest,
    "last_modified": rules.optional(_http_date),
    "source": rules.optional(_digest),
}


def _file(item: dict[str, Any]) -> File:
    return File(
        path=item["path"],
        media_type=item["media_type"],
        sha256=item["sha256"],
        size=item["size"],
        url=item.get("url"),
        source=item.get("source"),
        updated=_moment(item["last_modified"]) if item.get("last_modified") else None,
    )
