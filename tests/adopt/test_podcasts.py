"""
Shows and episodes of other software: they are in the configuration and the front matter of the new site.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from makers import a_feed, an_article
from stridesfeed import Attachment, Episode, Podcast, render
from stridesfeed.adopt import adopt
from stridesfeed.adopt.files import as_html
from stridesfeed.adopt.new_site import new_configuration
from stridesfeed.extensions import podcast
from stridesfeed.load import Content, load
from stridesfeed.load.shows import as_podcast

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)
SHOW = Podcast(
    category=["News > Tech News", "Arts"],
    image="https://strides.example/cover.jpg",
    author="Ann Lee",
    owner_name="AI Strides",
    owner_email="desk@strides.example",
    type="serial",
    guid="917393e3-1b1e-5cef-ace4-edaa54e1f810",
    locked=True,
    locked_owner="desk@strides.example",
    persons=["Ann Lee"],
    funding=[podcast.Funding("https://strides.example/support", "Support us")],
    values=[podcast.Value([podcast.ValueRecipient("lnaddress", "ann@strides.example", 99)])],
    trailers=[podcast.Trailer("New", "https://strides.example/t.mp3", NOON, length=1000)],
    podroll=[podcast.RemoteItem("003af0a0-6a45-55cf-b765-68e3d349551a")],
    publisher=podcast.RemoteItem("003af0a0-6a45-55cf-b765-68e3d349551a", medium="publisher"),
    podping=True,
    country_of_origin="pt br",
    recent_count=10,
)
EPISODE = Episode(
    title="Drift",
    number=3,
    number_display="Ch. 3",
    season=2,
    season_name="Measures",
    type="bonus",
    explicit=True,
    image="https://strides.example/3.png",
    transcripts=[podcast.Transcript("https://strides.example/3.vtt", "text/vtt", language="en", rel="captions")],
    chapters=podcast.Chapters("https://strides.example/3.json"),
    soundbites=[podcast.Soundbite(73.5, 30, "The best part")],
    marks=[
        podcast.ChapterMark("0", "Start"),
        podcast.ChapterMark("00:01:30", "Reasons", "https://strides.example/3/", "https://strides.example/3.png"),
    ],
    persons=[podcast.Person("Cy Ito", role="guest")],
    alternate_enclosures=[podcast.AlternateEnclosure("audio/opus", [podcast.Source("https://strides.example/3.opus")], default=False)],
)
FEED = a_feed(
    an_article(attachments=[Attachment("https://strides.example/1.mp3", "audio/mpeg", length=9, duration=61)], extensions=[EPISODE]),
    extensions=[SHOW],
)


def adopted(document: bytes) -> Any:
    """
    Adopt a document.
    """
    return adopt(document, "feed.xml")


@pytest.mark.parametrize("show", [Podcast(author="Ann Lee", explicit=True), Podcast(category="News")])
def test_a_show_without_artwork_is_adopted(show: Podcast) -> None:
    adoption = adopted(render(a_feed(an_article(), extensions=[show]), "rss"))

    assert adoption.feed.extensions == (show,)
    assert adoption.not_imported == {}


def test_a_show_and_its_episodes_are_adopted_whole(tmp_path: Path) -> None:
    adoption = adopted(render(FEED, "rss"))
    table = tomllib.loads(new_configuration(adoption.feed, content="content", files={}))["podcast"]
    (file,) = as_html(adoption.articles)
    target = tmp_path / "content" / file.path
    target.parent.mkdir(parents=True)
    target.write_bytes(file.content)
    content = Content(root=tmp_path, folders=(tmp_path / "content",), url="https://strides.example/")
    (article,) = load(content, as_of=NOON.replace(year=2027)).articles

    assert as_podcast(table) == SHOW
    assert [each for each in article.extensions if isinstance(each, Episode)] == [EPISODE]
    assert article.attachments[0].duration == 61
    assert adoption.not_imported == {}


def test_what_is_invalid_in_a_show_is_left_out_by_name() -> None:
    document = render(FEED, "rss").replace(b"serial</", b"series</").replace(b">3</itunes:episode>", b">0</itunes:episode>")
    document = document.replace(b'<podcast:episode display="Ch. 3">3</podcast:episode>', b"")
    adoption = adopted(document)
    (show,) = adoption.feed.extensions

    assert show.type is None
    assert "podcast type that must be episodic or serial, not 'series'" in adoption.skipped


def test_a_blog_is_no_podcast() -> None:
    adoption = adopted(render(a_feed(an_article()), "rss"))

    assert adoption.feed.extensions == ()
    assert "[podcast]" not in new_configuration(adoption.feed, content="content", files={})
