"""
Elements of a channel in the configuration.
"""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

from stridesfeed import InvalidFilesError, Person, RssChannel, render
from stridesfeed.extensions.channel import ChannelImage, Cloud, TextInput
from stridesfeed.site import Site, read_site

HEAD = '[feed]\ntitle = "AI Strides"\nurl = "https://strides.example/"\n'
ALL = """
[rss]
ttl = 60
skip_hours = [0, 1, 2]
skip_days = "Sunday"
managing_editor = "desk@strides.example (Ann Lee)"
web_master = "web@strides.example"
docs = "https://strides.example/rss"
rating = "(PICS-1.1)"
cloud = { domain = "rpc.strides.example", port = 80, path = "/RPC2", register_procedure = "notify", protocol = "xml-rpc" }

[rss.image]
url = "https://strides.example/logo.png"
width = 144
height = 40
description = "Home"

[rss.text_input]
title = "Search"
description = "Search the news"
name = "q"
link = "https://strides.example/search"
"""


def site(tmp_path: Path, table: str) -> Site:
    """
    Return the site with this configuration.
    """
    (tmp_path / "content").mkdir()
    (tmp_path / "stridesfeed.toml").write_text(HEAD + table)
    return read_site(tmp_path)


def test_every_element_of_a_channel_is_a_key(tmp_path: Path) -> None:
    feed = site(tmp_path, ALL).feed

    assert feed.extensions == (
        RssChannel(
            ttl=60,
            skip_hours=[0, 1, 2],
            skip_days=["Sunday"],
            managing_editor="desk@strides.example (Ann Lee)",
            web_master="web@strides.example",
            docs="https://strides.example/rss",
            rating="(PICS-1.1)",
            cloud=Cloud("rpc.strides.example", 80, "/RPC2", "notify", "xml-rpc"),
            image=ChannelImage("https://strides.example/logo.png", width=144, height=40, description="Home"),
            text_input=TextInput("Search", "Search the news", "q", "https://strides.example/search"),
        ),
    )


def test_the_image_has_the_title_and_the_link_of_its_channel(tmp_path: Path) -> None:
    channel = feedparser.parse(render(site(tmp_path, ALL).feed, "rss")).feed

    assert (channel.image.href, channel.image.width, channel.image.height) == ("https://strides.example/logo.png", 144, 40)
    assert (channel.image.title, channel.image.link) == ("AI Strides", "https://strides.example/")


def test_contributors_and_the_end_of_a_feed_are_keys(tmp_path: Path) -> None:
    table = 'contributors = ["ann", {name = "Bo Chen"}]\nexpired = true\n[authors.ann]\nname = "Ann Lee"\n'
    feed = site(tmp_path, table).feed

    assert (feed.contributors, feed.expired) == ((Person("Ann Lee"), Person("Bo Chen")), True)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("[rss]\nskip_hours = [24]\n", "stridesfeed.toml:5: rss.skip_hours: must be from 0 to 23, not 24"),
        ('[rss]\nskip_days = ["Sun"]\n', "stridesfeed.toml:5: rss.skip_days: must be 'Monday' or"),
        ("[rss]\nttl = 0\n", "stridesfeed.toml:5: rss.ttl: must be 1 or more"),
        ('[rss]\nweb_master = "Ann"\n', "stridesfeed.toml:5: rss.web_master: must begin with an e-mail address"),
        ('[rss]\nimage = "https://strides.example/a.png"\n', "stridesfeed.toml:5: rss.image: must be a table with url, title, link"),
        ("[rss]\nimage = {width = 88}\n", "stridesfeed.toml:5: rss.image: url: is missing: add it"),
        ('[rss]\nimage = {url = "https://strides.example/a.png", widht = 88}\n', "rss.image: widht: unknown key; did you mean 'width'?"),
        ('[rss]\nimage = {url = "https://strides.example/a.png", width = 145}\n', "rss.image: width: must be at most 144, not 145"),
        ("[rss]\ntll = 60\n", "rss.tll: unknown key; did you mean 'ttl'?"),
        ("contributors = [{nme = 'x'}]\n", "feed.contributors.nme: unknown key; did you mean 'name'?"),
    ],
)
def test_errors_have_the_line_of_the_key(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(InvalidFilesError) as caught:
        site(tmp_path, table)

    assert message in str(caught.value)
