"""
Files of a podcast: the length, type and duration of audio and video, and the size of artwork.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from stridesfeed.errors import FieldError, WebError
from stridesfeed.load._tinytag import duration_of
from stridesfeed.media_types import media_type_of
from stridesfeed.model import Attachment, Image
from stridesfeed.web import head

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"

#: Segments of a JPEG that contain its size: all kinds of frames (ITU T.81, table B.1).
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})

#: Media types that servers send for files that they do not know.
_GENERIC = frozenset({"application/octet-stream", "binary/octet-stream", "text/plain"})

#: Segments without a length: restart markers, and the start and the end.
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xDA)})


def audio(path: str | Path, url: str, *, title: str | None = None) -> Attachment:
    """
    Return the attachment for a local audio or video file that is served from *url*: its length in bytes, media type and duration.

    The duration needs the extra ``audio``. Raises :class:`~stridesfeed.FieldError` for an unknown suffix, and OSError if the file cannot be
    read.
    """
    type_ = media_type_of(url) or media_type_of(Path(path).name)
    if type_ is None:
        raise FieldError(str(path), "url", f"has no suffix of a known media type, such as .mp3: {url!r}")
    duration = duration_of(path)
    return Attachment(url, type_, length=Path(path).stat().st_size, duration=None if duration is None else round(duration), title=title)


def remote_file(
    url: str, *, duration: int | None = None, title: str | None = None, timeout: float = 30, allow_private: bool = False
) -> Attachment:
    """
    Return the attachment for the file at *url*, with the length and media type that its server says. The file is not downloaded, so its
    *duration* in seconds has to be given.

    Needs the extra ``web``. Servers on this machine and in its network are refused unless *allow_private*. *timeout* is in seconds. Raises
    :class:`~stridesfeed.WebError` if the server does not have the file, and :class:`~stridesfeed.FieldError` if its type is unknown.
    """
    response = head(url, timeout=timeout, allow_private=allow_private)
    if not response.is_success:
        raise WebError(url, f"the server answers {response.status} to HEAD: check the address")
    said = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    type_ = said if said and said not in _GENERIC else media_type_of(url)
    if type_ is None:
        raise FieldError(url, "url", "the server does not know the media type, nor does the suffix tell: configure the server to send it")
    length = response.headers.get("content-length", "")
    return Attachment(url, type_, length=int(length) if length.isdecimal() else None, duration=duration, title=title)


def artwork(path: str | Path, url: str, *, alt: str | None = None) -> Image:
    """
    Return the image for a local JPEG or PNG that is served from *url*, with its size in pixels, which :class:`~stridesfeed.Podcast` and
    :class:`~stridesfeed.Episode` check.

    Raises :class:`~stridesfeed.FieldError` for another kind of file, and OSError if the file cannot be read.
    """
    with Path(path).open("rb") as file:
        start = file.read(len(_PNG))
        kinds: tuple[tuple[bytes, str, Callable[[BinaryIO], tuple[int, int] | None]], ...] = (
            (_PNG, "image/png", _png_size),
            (_JPEG, "image/jpeg", _jpeg_size),
        )
        for signature, type_, size_of in kinds:
            if start.startswith(signature):
                file.seek(len(signature))
                size = size_of(file)
                if size is None:
                    break
                return Image(url, alt, type_, *size)
    raise FieldError(str(path), "artwork", "is not a complete JPEG or PNG: save it in one of these formats")


def _png_size(file: BinaryIO) -> tuple[int, int] | None:
    """
    Return width and height, from the first chunk (PNG 1.2, 4.1.1).
    """
    header = file.read(16)
    if len(header) < 16 or header[4:8] != b"IHDR":  # length and name of the chunk, width, height
        return None
    width, height = struct.unpack(">II", header[8:16])
    return width, height


def _jpeg_size(file: BinaryIO) -> tuple[int, int] | None:
    """
    Return width and height, from the first frame (ITU T.81, B.2.2).
    """
    while True:
        if file.read(1) != b"\xff":
            return None
        marker = file.read(1)
        while marker == b"\xff":
            marker = file.read(1)
        if not marker:
            return None
        if marker[0] in _WITHOUT_LENGTH:
            continue
        length = file.read(2)
        if len(length) < 2:  # two bytes
            return None
        if marker[0] in _FRAMES:
            frame = file.read(5)
            if len(frame) < 5:  # precision, height, width
                return None
            height, width = struct.unpack(">HH", frame[1:])
            return width, height
        file.seek(struct.unpack(">H", length)[0] - 2, 1)
