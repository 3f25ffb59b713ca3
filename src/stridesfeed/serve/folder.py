"""
The files of an output folder, with their media types and compressed forms.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from stridesfeed.emit import FORMATS
from stridesfeed.media_types import media_type_of
from stridesfeed.publish.opml import MEDIA_TYPE as OPML

_UNKNOWN_TYPE = "application/octet-stream"

#: Bytes near the beginning that identify a document of this library, whatever its name.
_SIGNATURES = (
    (b"<rss", FORMATS["rss"].media_type),
    (b"<feed", FORMATS["atom"].media_type),
    (b"https://jsonfeed.org/version/1", FORMATS["json"].media_type),
    (b"<opml", OPML),
)
_SIGNATURE_LENGTH = 1024

#: The types, by suffix, of files whose content is searched for a signature.
_AMBIGUOUS_TYPES = frozenset({"application/xml", "application/json", _UNKNOWN_TYPE})

#: Types that content files do not have.
_MORE_TYPES = {"css": "text/css", "js": "text/javascript", "map": "application/json", "woff2": "font/woff2", "md": "text/markdown"}

_FEED_TYPES = frozenset(format_.media_type for format_ in FORMATS.values())

_GZIP_MAGIC = gzip.compress(b"")[:2]

#: The maximum number of feeds on an error page.
_MAX_LISTED = 200


@attrs.frozen(kw_only=True)
class ServedFile:
    """
    The current content of a file.
    """

    #: Relative to the folder, with forward slashes.
    path: str

    content: bytes

    media_type: str

    #: In whole seconds since 1970.
    modified: int

    #: The content of an up-to-date ``.gz`` file next to it.
    compressed: bytes | None = None

    #: Whether the response depends on the accepted encodings, because there is a compressed file.
    varies: bool = False


@attrs.frozen(kw_only=True)
class Folder:
    """
    An output folder. Hidden files, and everything outside the folder, also behind symbolic links, are not served.
    """

    root: Path

    #: Media types by path below the folder. Other files get theirs by suffix; feeds are recognized by content.
    types: Mapping[str, str] = attrs.field(factory=dict)

    def file(self, path: str) -> ServedFile | None:
        """
        Return the file at *path*, which begins with a slash, or ``None``.
        """
        read = self._read(path)
        if read is None:
            return None
        content, status = read
        name = path.removeprefix("/")
        given = self.types.get(name)
        media_type = given or _type_by_suffix(name)
        if not given and media_type in _AMBIGUOUS_TYPES:
            head = content[:_SIGNATURE_LENGTH]
            media_type = next((found for signature, found in _SIGNATURES if signature in head), media_type)
        compressed = gzipped[0] if (gzipped := self._read(path + ".gz")) else None
        return ServedFile(
            path=name,
            content=content,
            media_type=media_type,
            modified=int(status.st_mtime),
            compressed=compressed if compressed and _is_compressed_from(compressed, content) else None,
            varies=compressed is not None,
        )

    def is_folder(self, path: str) -> bool:
        """
        Return whether there is a folder at *path*.
        """
        try:
            return (found := self._resolve(path)) is not None and found.is_dir()
        except OSError:
            return False

    def paths(self) -> Iterator[str]:
        """
        Yield the paths of all files in order, each with a leading slash.
        """
        for folder, names, files in os.walk(self.root):
            names.sort()
            for name in sorted(files):
                path = "/" + (Path(folder) / name).relative_to(self.root).as_posix()
                if self._resolve(path) is not None:
                    yield path

    def feeds(self) -> list[ServedFile]:
        """
        Return the first 200 feeds.
        """
        found: list[ServedFile] = []
        for path in self.paths():
            may_be_feed = path[1:] in self.types or _type_by_suffix(path) in _AMBIGUOUS_TYPES
            file = self.file(path) if may_be_feed else None
            if file and file.media_type in _FEED_TYPES:
                found.append(file)
            if len(found) == _MAX_LISTED:
                break
        return found

    def _resolve(self, path: str) -> Path | None:
        """
        Return the real path of a file that may be served. Names that begin with a dot may not, except ``.well-known`` (RFC 8615).
        """
        segments = path.removeprefix("/").removesuffix("/").split("/")
        hidden = any(not segment or (segment.startswith(".") and segment != ".well-known") for segment in segments)
        if "\\" in path or "\0" in path or (hidden and path != "/"):
            return None
        try:
            root = Path(os.path.realpath(self.root))
            found = Path(os.path.realpath(root.joinpath(*segments)))
        except (OSError, ValueError):
            return None
        return found if found.is_relative_to(root) else None

    def _read(self, path: str) -> tuple[bytes, os.stat_result] | None:
        try:
            found = self._resolve(path)
            if found is None or not found.is_file():
                return None
            with found.open("rb") as file:
                return file.read(), os.fstat(file.fileno())
        except OSError:
            # The name is too long, or the file was removed in the meantime.
            return None


def _type_by_suffix(name: str) -> str:
    return media_type_of(name) or _MORE_TYPES.get(name.rpartition(".")[2].lower()) or _UNKNOWN_TYPE


def _is_compressed_from(compressed: bytes, content: bytes) -> bool:
    """
    Compare checksum and length in the gzip trailer (RFC 1952, 2.3.1), to skip the compressed form of an earlier version.
    """
    trailer = zlib.crc32(content).to_bytes(4, "little") + (len(content) & 0xFFFFFFFF).to_bytes(4, "little")
    return compressed.endswith(trailer) and compressed.startswith(_GZIP_MAGIC)
