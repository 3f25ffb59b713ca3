"""
What a feed says about itself in addition to the usual is read back.
"""

from __future__ import annotations

import json

import pytest

from makers import a_feed, an_article
from stridesfeed import Episode, Podcast, render
from stridesfeed.emit import FormatName
from stridesfeed.extensions import RssChannel
from stridesfeed.extensions.channel import TextInput
from stridesfeed.model import Person
from stridesfeed.parsing import parse


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_the_contributors_of_a_feed_are_read(format: FormatName) -> None:
    document = render(a_feed(an_article(), contributors=["Bo Chen", "Cy Ito"]), format)

    assert parse(document).feed.contributors == (Person("Bo Chen"), Person("Cy Ito"))
    assert render(parse(document).feed, format).count(b"Bo Chen") == 1


def test_a_banner_of_its_own_is_read() -> None:
    item = {"id": "1", "content_text": "x", "image": "https://a.example/1.png", "banner_image": "https://a.example/2.png"}
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "home_page_url": "https://a.example/", "items": [item]}
    (article,) = parse(json.dumps(document)).feed.articles

    assert article.image is not None
    assert (article.image.url, article.banner) == ("https://a.example/1.png", "https://a.example/2.png")


def test_a_podcast_keeps_its_artwork_and_author() -> None:
    show = Podcast(category="News", image="https://strides.example/cover.jpg", author="Ann Lee & Bo Chen")
    episode = Episode(number=1, image="https://strides.example/1.jpg")
    document = render(a_feed(an_article(extensions=[episode]), extensions=[show]), "rss")
    again = render(parse(document).feed, "rss")

    for line in document.splitlines():
        if b"itunes:" in line:
            assert line in again.splitlines()
    assert render(parse(again).feed, "rss") == again


def test_the_text_input_of_rss_1_0_is_next_to_the_channel() -> None:
    parsed = parse(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://a.example/rss">'
        '<title>A</title><link>https://a.example/</link><description>B</description><textinput rdf:resource="https://a.example/find"/></channel>'
        '<textinput rdf:about="https://a.example/find"><title>Find</title><description>In A</description><name>q</name>'
        "<link>https://a.example/find</link></textinput></rdf:RDF>"
    )

    assert parsed.feed.extensions == (RssChannel(text_input=TextInput("Find", "In A", "q", "https://a.example/find")),)
    assert parsed.unread == ()
