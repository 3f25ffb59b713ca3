"""
The show in the configuration.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from stridesfeed import InvalidFilesError, Podcast
from stridesfeed.extensions import podcast
from stridesfeed.site import Site, read_site

HEAD = '[feed]\ntitle = "AI Strides"\nurl = "https://strides.example/"\n'
SHOW = '[podcast]\ncategory = "News > Tech News"\nimage = "https://strides.example/cover.jpg"\n'


def site(tmp_path: Path, table: str) -> Site:
    """
    Return the site with this configuration.
    """
    (tmp_path / "content").mkdir()
    (tmp_path / "stridesfeed.toml").write_text(HEAD + table)
    return read_site(tmp_path)


def test_a_show_is_an_extension_of_the_feed(tmp_path: Path) -> None:
    table = SHOW + (
        'locked = true\npersons = ["Ann Lee", {name = "Bo Chen", role = "guest"}]\n'
        'funding = {url = "https://strides.example/", text = "Give"}\n'
        'trailers = [{text = "New", url = "https://strides.example/t.mp3", pubdate = 2026-03-18T12:00:00Z}]\n'
    )
    (show,) = site(tmp_path, table).feed.extensions

    assert isinstance(show, Podcast)
    assert (show.category, show.locked) == (("News > Tech News",), True)
    assert show.persons == (podcast.Person("Ann Lee"), podcast.Person("Bo Chen", role="guest"))
    assert show.funding == (podcast.Funding("https://strides.example/", "Give"),)
    assert show.trailers[0].pubdate.year == 2026


def test_a_show_needs_no_key(tmp_path: Path) -> None:
    assert site(tmp_path, "[podcast]\n").feed.extensions == (Podcast(),)


def test_without_the_table_the_feed_is_no_podcast(tmp_path: Path) -> None:
    assert site(tmp_path, "").feed.extensions == ()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (SHOW.replace("News >", "Nws >"), "stridesfeed.toml:5: podcast.category: must be a category of Apple Podcasts, not 'Nws'"),
        (SHOW + 'medium = "podcasts"\n', "stridesfeed.toml:7: podcast.medium: must be a medium of Podcasting 2.0"),
        (SHOW + 'explicit = "clean"\n', "stridesfeed.toml:7: podcast.explicit: must be true or false"),
        (SHOW + 'funding = {text = "Give"}\n', "stridesfeed.toml:7: podcast.funding: url: is missing: add it"),
        (SHOW + 'categry = "News"\n', "did you mean 'category'?"),
    ],
)
def test_errors_have_the_line_of_the_key(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(InvalidFilesError) as caught:
        site(tmp_path, table)

    assert message in "; ".join(map(str, caught.value.faults))
