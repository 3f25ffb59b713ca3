"""
The door to tinytag, an optional extra that reads the duration of audio and MP4 files.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.errors import MissingExtraError


def duration_of(path: str | Path) -> float | None:
    """
    Return the duration of a file in seconds; ``None`` if its format is unknown, or it is damaged.

    Raises :class:`~stridesfeed.errors.MissingExtraError` without the extra, and OSError if the file cannot be read.
    """
    try:
        import tinytag  # noqa: PLC0415 - an extra: only needed for durations
    except ImportError as error:
        raise MissingExtraError("Reading the duration of a file", "audio") from error
    try:
        return tinytag.TinyTag.get(path, tags=False).duration or None
    except tinytag.TinyTagException:
        return None
