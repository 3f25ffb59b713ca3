"""
Transcripts as files: WebVTT and SubRip, which podcast:transcript links to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from stridesfeed import rules
from stridesfeed.errors import FieldError
from stridesfeed.text import legal
from stridesfeed.value import Value, checked_by, line_or_none


@attrs.frozen
class Cue(Value):
    """
    A piece of a transcript.
    """

    #: In seconds.
    start: float = attrs.field(metadata=checked_by(rules.seconds))

    #: In seconds.
    end: float = attrs.field(metadata=checked_by(rules.seconds))

    #: One line or several; blank lines are removed.
    text: str = attrs.field(metadata=checked_by(rules.text))

    #: The name of the person who speaks.
    speaker: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    def _faults(self) -> Iterator[FieldError]:
        if not rules.seconds(self.start) and not rules.seconds(self.end) and self.end <= self.start:
            yield self.fault("end", f"must be after the start, {self.start}, not {self.end}")

    @property
    def lines(self) -> str:
        """
        The text without blank lines, which end a piece in both formats.
        """
        return "\n".join(line.strip() for line in legal(self.text).splitlines() if line.strip())


def vtt(cues: Iterable[Cue]) -> bytes:
    """
    Return *cues* as WebVTT, for the media type text/vtt, in order of their start.

    >>> print(vtt([Cue(0, 2.5, "Hello & welcome.", "Ann Lee")]).decode(), end="")
    WEBVTT
    <BLANKLINE>
    00:00:00.000 --> 00:00:02.500
    <v Ann Lee>Hello &amp; welcome.
    """
    pieces = [b"WEBVTT\n"]
    for cue in _in_order(cues):
        voice = f"<v {_escaped(cue.speaker)}>" if cue.speaker else ""
        pieces.append(f"{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n{voice}{_escaped(cue.lines)}\n".encode())
    return b"\n".join(pieces)


def srt(cues: Iterable[Cue]) -> bytes:
    """
    Return *cues* as SubRip, for the media type application/x-subrip, in order of their start.

    >>> print(srt([Cue(0, 2.5, "Hello & welcome.", "Ann Lee")]).decode(), end="")
    1
    00:00:00,000 --> 00:00:02,500
    Ann Lee: Hello & welcome.
    """
    pieces = []
    for number, cue in enumerate(_in_order(cues), start=1):
        voice = f"{cue.speaker}: " if cue.speaker else ""
        pieces.append(f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n{voice}{cue.lines}\n".encode())
    return b"\n".join(pieces)


def _in_order(cues: Iterable[Cue]) -> list[Cue]:
    return sorted(cues, key=lambda cue: (cue.start, cue.end))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(seconds: float, point: str) -> str:
    """
    Return a time as 01:02:03.456.
    """
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}{point}{milliseconds:03}"
