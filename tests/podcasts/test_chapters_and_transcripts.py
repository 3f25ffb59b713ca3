"""
Chapters and transcripts as files.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from stridesfeed import InvalidError
from stridesfeed.podcasts import Chapter, Cue, chapters_json, srt, vtt

CUES = [Cue(61.5, 3725.0, "Drift is <b>real</b>.\n\nReally."), Cue(0, 2.5, "Hello & welcome.", "Ann Lee")]


def refusal(make: Callable[[], object]) -> str:
    """
    Return the faults that *make* raises.
    """
    with pytest.raises(InvalidError) as caught:
        make()
    return "; ".join(map(str, caught.value.faults))


def test_chapters_have_the_members_of_the_specification() -> None:
    chapters = [
        Chapter(0, "Start"),
        Chapter(94.5, "Drift", url="https://strides.example/ä", img="https://strides.example/1.jpg", end=200, listed=False),
    ]

    assert json.loads(chapters_json(chapters, title="One", podcast="AI Strides")) == {
        "version": "1.2.0",
        "title": "One",
        "podcastName": "AI Strides",
        "chapters": [
            {"startTime": 0, "title": "Start"},
            {
                "startTime": 94.5,
                "title": "Drift",
                "img": "https://strides.example/1.jpg",
                "url": "https://strides.example/%C3%A4",
                "toc": False,
                "endTime": 200,
            },
        ],
    }


def test_chapters_must_be_in_order() -> None:
    assert "'Start' starts at 0, before 'Drift'" in refusal(lambda: chapters_json([Chapter(10, "Drift"), Chapter(0, "Start")]))


@pytest.mark.parametrize("start", [-1, True, "0", float("nan")])
def test_a_chapter_starts_at_a_number_of_seconds(start: Any) -> None:
    assert "start: must be" in refusal(lambda: Chapter(start, "Start"))


def test_a_transcript_is_written_as_webvtt_in_order() -> None:
    assert vtt(CUES).decode() == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\n<v Ann Lee>Hello &amp; welcome.\n\n"
        "00:01:01.500 --> 01:02:05.000\nDrift is &lt;b&gt;real&lt;/b&gt;.\nReally.\n"
    )


def test_a_transcript_is_written_as_subrip_in_order() -> None:
    assert srt(CUES).decode() == (
        "1\n00:00:00,000 --> 00:00:02,500\nAnn Lee: Hello & welcome.\n\n2\n00:01:01,500 --> 01:02:05,000\nDrift is <b>real</b>.\nReally.\n"
    )


def test_a_cue_ends_after_its_start() -> None:
    assert "end: must be after the start, 2, not 1" in refusal(lambda: Cue(2, 1, "Hello"))
