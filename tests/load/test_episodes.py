"""
Episodes in front matter, and durations of local files.
"""

from __future__ import annotations

import wave
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from makers import a_feed
from stridesfeed import Article, Episode, render
from stridesfeed.cache import MemoryCache
from stridesfeed.extensions import podcast
from stridesfeed.load import Content, Loaded, load

SITE = "https://strides.example/"
AS_OF = datetime(2026, 5, 1, tzinfo=UTC)


def load_one(tmp_path: Path, front_matter: str, cache: MemoryCache | None = None) -> Loaded:
    """
    Load an article with this front matter.
    """
    folder, static = tmp_path / "content", tmp_path / "static"
    folder.mkdir(exist_ok=True)
    static.mkdir(exist_ok=True)
    (folder / "one.md").write_text(f"---\ntitle: One\ndate: 2026-04-30T09:00:00Z\n{front_matter}\n---\nText\n")
    content = Content(root=tmp_path, folders=(folder,), url=SITE, statics=(static,))
    return load(content, as_of=AS_OF, cache=cache)


def loaded(tmp_path: Path, front_matter: str, cache: MemoryCache | None = None) -> Article:
    """
    Return the article with this front matter.
    """
    (article,) = load_one(tmp_path, front_matter, cache).articles
    return article


def test_chapters_in_front_matter_are_in_the_feed_itself(tmp_path: Path) -> None:
    chapters = '[{start: 0, title: Start}, {start: "00:12:05.5", title: Reasons, url: /drift/}, {startTime: 90, title: End, img: /1.png}]'
    article = loaded(tmp_path, f"attachment: https://cdn.example/1.mp3\nepisode: {{number: 1, chapters: {chapters}}}")
    item: Any = etree.fromstring(render(a_feed(article), "rss")).find(".//item")
    marks = item.findall("{http://podlove.org/simple-chapters}chapters/{http://podlove.org/simple-chapters}chapter")

    assert [dict(mark.attrib) for mark in marks] == [
        {"start": "0", "title": "Start"},
        {"start": "00:12:05.5", "title": "Reasons", "href": f"{SITE}drift/"},
        {"start": "90", "title": "End", "image": f"{SITE}1.png"},
    ]


def test_a_chapter_without_a_time_is_an_error_with_its_line(tmp_path: Path) -> None:
    for chapters, message in (
        ("[{title: Start}]", "start: is missing"),
        ("[{start: soon, title: Start}]", "start: must be a time, such as 12.5"),
    ):
        (fault,) = load_one(tmp_path, f"attachment: https://cdn.example/1.mp3\nepisode: {{chapters: {chapters}}}").faults
        assert message in str(fault)


FULL = """\
attachment: https://cdn.example/1.mp3
episode:
  number: 3
  season: "2"
  season-name: Measures
  type: full
  explicit: no
  image: /cover.png
  chapters: /1.json
  transcript: [/1.vtt, {url: /1.srt, language: pt}]
  hosts: [Ann Lee]
  guests: [{name: Cy Ito, href: https://ito.example/}]
  soundbites: {start_time: 73.5, duration: 30, text: Best}
  location: Lisbon
  license: cc-by-4.0
  value: {recipients: [{type: lnaddress, address: ann@strides.example, split: 1}]}
  alternate_enclosures: [{type: audio/opus, sources: [https://cdn.example/1.opus]}]"""


def test_an_episode_has_all_its_fields(tmp_path: Path) -> None:
    assert loaded(tmp_path, FULL).extensions == (
        Episode(
            number=3,
            season=2,
            season_name="Measures",
            type="full",
            explicit=False,
            image=SITE + "cover.png",
            chapters=podcast.Chapters(SITE + "1.json"),
            transcripts=[podcast.Transcript(SITE + "1.vtt", "text/vtt"), podcast.Transcript(SITE + "1.srt", "application/x-subrip", "pt")],
            persons=[podcast.Person("Ann Lee"), podcast.Person("Cy Ito", role="guest", href="https://ito.example/")],
            soundbites=[podcast.Soundbite(73.5, 30, "Best")],
            locations=[podcast.Location("Lisbon")],
            license=podcast.License("cc-by-4.0"),
            values=[podcast.Value([podcast.ValueRecipient("lnaddress", "ann@strides.example", 1)])],
            alternate_enclosures=[podcast.AlternateEnclosure("audio/opus", [podcast.Source("https://cdn.example/1.opus")])],
        ),
    )


def test_an_episode_is_the_same_from_the_cache(tmp_path: Path) -> None:
    cache = MemoryCache()

    assert loaded(tmp_path, FULL, cache) == loaded(tmp_path, FULL, cache) == loaded(tmp_path, FULL)


def test_numbers_alone_are_an_episode_if_there_is_audio(tmp_path: Path) -> None:
    audio = "attachment: https://cdn.example/1.mp3"

    assert loaded(tmp_path, f"{audio}\nepisode: 3\nseason: 2").extensions == (Episode(number=3, season=2),)
    assert loaded(tmp_path, f"{audio}\nseason: 2").extensions == (Episode(season=2),)
    assert loaded(tmp_path, audio).extensions == ()


def test_a_season_of_the_year_is_none_of_a_podcast(tmp_path: Path) -> None:
    assert loaded(tmp_path, "season: summer\nepisode: S01E02").extensions == ()


@pytest.mark.parametrize(
    ("episode", "message"),
    [
        ("{number: 0}", "one.md:4: episode.number: must be a whole number above 0, not '0'"),
        ("{nunber: 1}", "one.md:4: episode.nunber: unknown key; did you mean 'number'?"),
        ("{type: half}", "one.md:4: episode.type: must be full, trailer or bonus, not 'half'"),
        ("{soundbites: [{duration: 3}]}", "one.md:4: episode.soundbites: start_time: is missing: add it"),
        ("{transcripts: [/1.xyz]}", "one.md:4: episode.transcripts: type: must be a media type"),
    ],
)
def test_errors_have_the_line_of_the_key(tmp_path: Path, episode: str, message: str) -> None:
    (fault,) = load_one(tmp_path, f"episode: {episode}").faults

    assert message in str(fault)


def test_the_duration_of_a_local_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    with wave.open(str(tmp_path / "static" / "1.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 16000)

    assert [each.duration for each in loaded(tmp_path, "attachment: /1.wav").attachments] == [2]
    assert [each.duration for each in loaded(tmp_path, "attachments: [{url: /1.wav, duration: 5}]").attachments] == [5]
