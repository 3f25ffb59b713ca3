"""
The files of an output folder that may be served, and what they are.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from stridesfeed.emit import FORMATS
from stridesfeed.load.media_types import media_type_of
from stridesfeed.publish.opml import MEDIA_TYPE as OPML

#: What nobody knows.
UNKNOWN = "application/octet-stream"

#: What documents of ours hold near their beginnings, whatever they are called.
_SIGNS = (
    (b"<rss", FORMATS["rss"].media_type),
    (b"<feed", FORMATS["atom"].media_type),
    (b"https://jsonfeed.org/version/1", FORMATS["json"].media_type),
    (b"<opml", OPML),
)
_LOOKED_AT = 1024

#: What may be a document of ours, whatever it is called.
_TO_BE_LOOKED_INTO = frozenset({"application/xml", "application/json", UNKNOWN})

#: What a table of media types for content has no need of.
_MORE_TYPES = {"css": "text/css", "js": "text/javascript", "map": "application/json", "woff2": "font/woff2", "md": "text/markdown"}

_FEEDS = frozenset(format_.media_type for format_ in FORMATS.values())

#: Feeds beyond so many are not listed to people who ask for something that is not there.
_LISTED = 200


@attrs.frozen(kw_only=True)
class Served:
    """
    A file as it is now.
    """

    #: Below the folder, with forward slashes.
    path: str

    content: bytes

    media_type: str

    #: In whole seconds since 1970.
    modified: int

    #: The same compressed by gzip, where that lies beside it.
    compressed: bytes | None = None

    #: Whether a compressed file lies beside it, so that what is sent depends on what is accepted.
    varies: bool = False


@attrs.frozen(kw_only=True)
class Folder:
    """
    An output folder. What lies outside it, behind a symbolic link too, is not there; nor is what has a name with a dot before it.
    """

    root: Path

    #: Media types by paths below the folder; those of other files are found by their suffix, and by what documents of ours begin with.
    types: Mapping[str, str] = attrs.field(factory=dict)

    def file(self, path: str) -> Served | None:
        """
        The file at *path*, which begins with a slash, or ``None``.
        """
        read = self._read(path)
        if read is None:
            return None
        content, status = read
        name = path.removeprefix("/")
        compressed = beside[0] if (beside := self._read(path + ".gz")) else None
        return Served(
            path=name,
            content=content,
            media_type=self.types.get(name) or _media_type(name, content),
            modified=int(status.st_mtime),
            compressed=compressed if compressed and _same(compressed, content) else None,
            varies=compressed is not None,
        )

    def is_folder(self, path: str) -> bool:
        """
        Whether a folder is at *path*.
        """
        try:
            return (found := self._inside(path)) is not None and found.is_dir()
        except OSError:
            return False

    def paths(self) -> Iterator[str]:
        """
        All files that can be asked for, as paths with a slash before them, in their order.
        """
        for folder, names, files in os.walk(self.root):
            names.sort()
            for name in sorted(files):
                path = "/" + (Path(folder) / name).relative_to(self.root).as_posix()
                if self._inside(path) is not None:
                    yield path

    def feeds(self) -> list[Served]:
        """
        The feeds, of which there may be too many to list.
        """
        found: list[Served] = []
        for path in self.paths():
            is_likely = path[1:] in self.types or _by_suffix(path) in _TO_BE_LOOKED_INTO
            served = self.file(path) if is_likely else None
            if served and served.media_type in _FEEDS:
                found.append(served)
            if len(found) == _LISTED:
                break
        return found

    def _inside(self, path: str) -> Path | None:
        segments = path.removeprefix("/").removesuffix("/").split("/")
        if "\\" in path or "\0" in path or any(_is_hidden(segment) for segment in segments if path != "/"):
            return None
        try:
            root = Path(os.path.realpath(self.root))
            found = Path(os.path.realpath(root.joinpath(*segments)))
        except (OSError, ValueError):
            return None
        return found if found.is_relative_to(root) else None

    def _read(self, path: str) -> tuple[bytes, os.stat_result] | None:
        try:
            found = self._inside(path)
            if found is None or not found.is_file():
                return None
            with found.open("rb") as file:
                return file.read(), os.fstat(file.fileno())
        except OSError:
            # A name that is too long, a file that went while it was asked for.
            return None


def _is_hidden(segment: str) -> bool:
    """
    Whether nobody may ask for a file of such a name; RFC 8615 reserves one for what everybody may ask for.
    """
    return not segment or (segment.startswith(".") and segment != ".well-known")


def _media_type(name: str, content: bytes) -> str:
    known = _by_suffix(name)
    if known in _TO_BE_LOOKED_INTO:
        head = content[:_LOOKED_AT]
        return next((media_type for sign, media_type in _SIGNS if sign in head), known)
    return known


def _by_suffix(name: str) -> str:
    return media_type_of(name) or _MORE_TYPES.get(name.rpartition(".")[2].lower()) or UNKNOWN


def _same(compressed: bytes, content: bytes) -> bool:
    """
    Whether *compressed* says of itself that it was made of *content* (RFC 1952, 2.3.1), and not of what that was before.
    """
    trailer = zlib.crc32(content).to_bytes(4, "little") + (len(content) & 0xFFFFFFFF).to_bytes(4, "little")
    return compressed.endswith(trailer) and compressed.startswith(_GZIP)


_GZIP = gzip.compress(b"")[:2]
