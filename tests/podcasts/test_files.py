"""
Facts about local files: durations, sizes of artwork.
"""

from __future__ import annotations

import struct
import sys
import wave
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from stridesfeed import Attachment, Episode, FieldError, Image, InvalidError, MissingExtraError, Podcast
from stridesfeed.podcasts import artwork, audio

URL = "https://strides.example/"


def refusal(make: Callable[[], object]) -> str:
    """
    Return the faults that *make* raises.
    """
    with pytest.raises(InvalidError) as caught:
        make()
    return "; ".join(map(str, caught.value.faults))


def a_wave(path: Path, seconds: int) -> Path:
    """
    Write a silent audio file.
    """
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * seconds)
    return path


def a_png(path: Path, width: int, height: int) -> Path:
    """
    Write a PNG with a header only.
    """
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header)))
    return path


def a_jpeg(path: Path, width: int, height: int, *, before: bytes = b"") -> Path:
    """
    Write a JPEG with a comment and a frame.
    """
    comment = b"\xff\xfe" + struct.pack(">H", 2 + 5) + b"Hello"
    frame = b"\xff\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    path.write_bytes(b"\xff\xd8" + before + comment + frame + b"\xff\xd9")
    return path


def test_audio_has_length_type_and_duration(tmp_path: Path) -> None:
    file = a_wave(tmp_path / "1.wav", 3)

    assert audio(file, URL + "1.wav", title="One") == Attachment(URL + "1.wav", "audio/wav", length=24044, duration=3, title="One")


def test_a_file_that_is_no_audio_has_no_duration(tmp_path: Path) -> None:
    file = tmp_path / "1.mp3"
    file.write_bytes(b"not audio")

    assert audio(file, URL + "1.mp3").duration is None


def test_an_unknown_suffix_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FieldError, match=r"has no suffix of a known media type"):
        audio(tmp_path / "1.xyz", URL + "1.xyz")


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tinytag", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'stridesfeed\[audio\]'"):
        audio(a_wave(tmp_path / "1.wav", 1), URL + "1.wav")


@pytest.mark.parametrize(("make", "type_"), [(a_png, "image/png"), (a_jpeg, "image/jpeg")])
def test_artwork_has_its_size_and_type(tmp_path: Path, make: object, type_: str) -> None:
    file = make(tmp_path / "cover", 3000, 1400)  # type: ignore[operator]

    assert artwork(file, URL + "cover", alt="A robot") == Image(URL + "cover", "A robot", type_, 3000, 1400)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xc0\x00", b"\xff\xd8\xff\xd9"]
)
def test_an_incomplete_image_is_an_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cover"
    file.write_bytes(content)

    with pytest.raises(FieldError, match="is not a complete JPEG or PNG"):
        artwork(file, URL + "cover")


@pytest.mark.parametrize(
    ("width", "height", "message"),
    [(1399, 1399, "must be from 1400 to 3000 pixels"), (3001, 3001, "must be from 1400 to 3000 pixels"), (3000, 2000, "must be square")],
)
def test_artwork_of_a_wrong_size_is_refused(tmp_path: Path, width: int, height: int, message: str) -> None:
    image = artwork(a_png(tmp_path / "cover", width, height), URL + "cover.png")

    assert message in refusal(lambda: Podcast(category="News", image=image))
    assert message in refusal(lambda: Episode(image=image))


def test_artwork_must_be_jpeg_or_png() -> None:
    image = Image(URL + "cover.webp", type="image/webp")

    assert "must be JPEG or PNG, not image/webp" in refusal(lambda: Podcast(category="News", image=image))
