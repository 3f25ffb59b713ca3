"""
Shows and episodes, read back with feedparser and lxml; and what they refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import feedparser
import pytest
from lxml import etree

from makers import a_feed, an_article
from stridesfeed import Attachment, Episode, Extension, InvalidError, Podcast, render
from stridesfeed.extensions import podcast

COVER = "https://strides.example/cover.jpg"
MP3 = Attachment("https://strides.example/1.mp3", "audio/mpeg", length=1000, duration=61)
NAMESPACES = {"itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd", "podcast": podcast.NAMESPACE.uri}


def refusal(make: Callable[[], object]) -> str:
    """
    Return the faults that *make* raises.
    """
    with pytest.raises(InvalidError) as caught:
        make()
    return "; ".join(map(str, caught.value.faults))


def rendered(show: Podcast, *extensions: Extension) -> Any:
    """
    Return the root of an RSS document with an episode.
    """
    return etree.fromstring(render(a_feed(an_article(attachments=[MP3], extensions=extensions), extensions=[show]), "rss"))


def faults(**fields: Any) -> list[str]:
    """
    Return the faults of a show with these fields.
    """
    with pytest.raises(InvalidError) as caught:
        Podcast(**{"category": "News", "image": COVER} | fields)
    return [f"{fault.field}: {fault.rule}" for fault in caught.value.faults]


def test_another_parser_reads_the_show_and_its_episode() -> None:
    show = Podcast(category=["News > Tech News", "Arts"], image=COVER, author="Ann Lee", owner_email="ann@strides.example", explicit=True)
    document = feedparser.parse(etree.tostring(rendered(show, Episode(number=3, season=2, type="bonus", explicit=False))))
    channel, item = document.feed, document.entries[0]

    assert not document.bozo
    assert (channel.image.href, channel.author, channel.publisher_detail.email) == (COVER, "Ann Lee", "ann@strides.example")
    assert [tag.term for tag in channel.tags] == ["News", "Tech News", "Arts"]
    assert (item.itunes_duration, item.itunes_episode, item.itunes_season, item.itunes_episodetype) == ("61", "3", "2", "bonus")


def test_a_show_needs_neither_artwork_nor_category() -> None:
    channel = rendered(Podcast(author="Ann Lee")).find("channel")

    assert channel is not None
    assert [(each.tag.partition("}")[2], each.text) for each in channel if "itunes" in each.tag] == [
        ("explicit", "false"),
        ("author", "Ann Lee"),
    ]


def test_a_subcategory_alone_is_written_in_its_category() -> None:
    category: Any = rendered(Podcast(category="Documentary", image=COVER)).find(".//itunes:category", NAMESPACES)

    assert (category.get("text"), category[0].get("text")) == ("Society & Culture", "Documentary")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"category": "Nonsense"}, "category: must be a category of Apple Podcasts, not 'Nonsense'; write one of Arts, Business"),
        ({"category": "Tru Crime"}, "did you mean 'True Crime'?"),
        ({"category": "News > Books"}, "category: 'News' has no subcategory 'Books'"),
        ({"image": "cover.jpg"}, "image: must be the URL of an image"),
        ({"explicit": "clean"}, "explicit: must be true or false, not 'clean'"),
        ({"locked": "maybe"}, "locked: must be yes or no, not 'maybe'"),
        ({"locked": True, "locked_owner": "ann"}, "locked: must be one e-mail address"),
        ({"type": "series"}, "type: must be episodic or serial, not 'series'"),
        ({"owner_email": "ann"}, "owner_email: email: text: must be one e-mail address"),
        ({"guid": "1"}, "guid: must be a UUID"),
        ({"medium": "podcasts"}, "medium: must be a medium of Podcasting 2.0"),
        ({"country_of_origin": "Portugal"}, "country_of_origin: must be country codes"),
        ({"persons": [3]}, "persons: must contain only Person or a name: item 1 is 3"),
        ({"podroll": "x"}, "podroll: must be a list or tuple of RemoteItem, not str"),
        ({"new_feed_url": "nope"}, "new_feed_url: must be a URL with http or https"),
        ({"recent_count": 0}, "recent_count: must be a whole number above 0"),
    ],
)
def test_what_a_directory_refuses_cannot_be_made(fields: dict[str, Any], message: str) -> None:
    (found,) = faults(**fields)

    assert message in found


def test_all_faults_are_raised_together() -> None:
    assert len(faults(type="series", guid="1", owner_email="x")) == 3


def test_an_episode_needs_valid_numbers() -> None:
    with pytest.raises(InvalidError) as caught:
        Episode(number=0, season="two", type="half", duration=-1)  # type: ignore[arg-type]

    assert [fault.field for fault in caught.value.faults] == ["season", "number", "type", "duration"]


def test_a_show_belongs_to_a_feed_and_an_episode_to_an_article() -> None:
    assert "belongs to the feed" in refusal(lambda: an_article(extensions=[Podcast(category="News", image=COVER)]))
    assert "belongs to an article" in refusal(lambda: a_feed(extensions=[Episode(number=1)]))


def test_the_guid_of_a_show_is_that_of_its_address_without_scheme_and_slashes() -> None:
    # The example of the specification.
    assert podcast.guid_of("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert podcast.guid_of("http://podnews.net/rss/") == podcast.guid_of("https://podnews.net/rss")


def test_the_duration_of_an_episode_replaces_that_of_its_file() -> None:
    found = rendered(Podcast(category="News", image=COVER), Episode(duration=90)).findall(".//itunes:duration", NAMESPACES)

    assert [element.text for element in found] == ["90"]
