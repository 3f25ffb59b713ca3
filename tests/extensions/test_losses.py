"""
Every extension is either written in a format or reported as a loss, field by field.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from makers import NOON, a_feed, an_article
from stridesfeed import (
    Editorial,
    Element,
    Episode,
    Extension,
    ExtensionElement,
    Feed,
    FeedHistory,
    Foreign,
    Image,
    JsonMembers,
    Namespace,
    Podcast,
    RssChannel,
    Score,
    XmlFormat,
    render,
    unwritten,
)
from stridesfeed.emit import FORMATS, FormatName
from stridesfeed.extensions import mi, podcast, snf, webfeeds
from stridesfeed.extensions.elements import TypedElement

PICTURE = "https://strides.example/a.png"

#: A value of each extension with all fields, and in which formats it is written.
SAMPLES: dict[type[Extension], tuple[Extension, set[str]]] = {
    Editorial: (Editorial(section="AI", reading_minutes=1, source_count=2, score=Score(1)), {"rss", "atom", "json"}),
    Episode: (Episode(number=1, season=2, chapters=podcast.Chapters("https://strides.example/1.json")), {"rss", "atom"}),
    ExtensionElement: (ExtensionElement("media:credit", "Ann", {"role": "author"}), {"rss", "atom"}),
    FeedHistory: (FeedHistory(complete=True, archive=True), {"rss", "atom"}),
    Foreign: (Foreign(of_namespaces=[Namespace("x", "urn:x").element("y")]), {"rss", "atom"}),
    JsonMembers: (JsonMembers({"_mood": {"word": "calm"}}), {"json"}),
    RssChannel: (RssChannel(ttl=60, skip_days=["Sunday"]), {"rss"}),
    Podcast: (Podcast(category="News", image=PICTURE, persons=["Ann"], locked=True), {"rss", "atom"}),
    mi.SyndicatedImage: (mi.SyndicatedImage(Image(PICTURE)), {"rss", "atom"}),
    snf.Analytics: (snf.Analytics("<b>x</b>"), {"rss", "atom"}),
    snf.Channel: (snf.Channel(logo=PICTURE, dark_logo=PICTURE, published=NOON), {"rss"}),
    webfeeds.Look: (webfeeds.Look(cover=PICTURE, icon=PICTURE, logo=PICTURE, accent="0049A3", related=True), {"rss", "atom"}),
}


def subclasses(kind: type[Extension]) -> Iterator[type[Extension]]:
    """
    Yield all subclasses of this package, except classes of single elements.
    """
    for subclass in kind.__subclasses__():
        if subclass.__module__.startswith("stridesfeed.") and not issubclass(subclass, TypedElement) and not subclass.__name__.startswith("_"):
            yield subclass
        yield from subclasses(subclass)


def test_every_extension_has_a_sample() -> None:
    assert set(subclasses(Extension)) == set(SAMPLES)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", SAMPLES)
def test_an_extension_is_written_or_all_its_fields_are_reported(kind: Any, format: FormatName) -> None:
    sample, formats = SAMPLES[kind]
    given = [field.name for field in attrs.fields(kind) if getattr(sample, field.name) not in (None, (), field.default)]
    own = {f"{kind.__name__}.{name}" for name in given}
    feeds = [a_feed(an_article(), extensions=[sample])] if sample.place != "article" else []
    feeds += [a_feed(an_article(extensions=[sample]))] if sample.place != "feed" else []
    for feed in feeds:
        is_written = render(feed, format) != render(a_feed(an_article()), format)
        assert is_written is (format in formats)
        assert {item.field for item in unwritten(feed, format)} & own == (set() if is_written else own)


def test_a_live_stream_is_lost_in_atom_by_name() -> None:
    stream = podcast.LiveItem(
        title="Live", guid="1", status="live", start=NOON, content_links=[podcast.ContentLink("https://strides.example/", "Watch")]
    )
    feed = a_feed(extensions=[Podcast(category="News", image=PICTURE, live_items=[stream])])

    assert "LiveItem.title" in [loss.field for loss in unwritten(feed, "atom")]
    assert "LiveItem.title" not in [loss.field for loss in unwritten(feed, "rss")]


def test_what_is_inside_a_lost_extension_is_not_listed_again() -> None:
    feed = a_feed(extensions=[Podcast(category="News", image=PICTURE, persons=["Ann"])])

    assert [loss.field for loss in unwritten(feed, "json")] == ["Podcast.persons", "Podcast.category", "Podcast.image"]


def test_the_date_of_a_channel_for_smartnews_is_in_rss_alone() -> None:
    feed = a_feed(an_article(), extensions=[snf.Channel(logo=PICTURE, published=NOON)])

    assert b"<snf:logo>" in render(feed, "rss")
    assert render(feed, "atom") == render(a_feed(an_article()), "atom")


def test_an_image_of_an_extension_is_in_no_figure() -> None:
    image = Image(PICTURE, alt="A", type="image/png", caption="B")
    lost = [item.field for item in unwritten(a_feed(an_article(extensions=[mi.SyndicatedImage(image)])), "atom")]

    assert lost == ["Image.alt", "Image.caption"]


@attrs.frozen
class Mood(Extension):
    """
    An extension from outside the package, in RSS alone.
    """

    word: str
    strength: int | None = None

    def elements(self, format: XmlFormat) -> Iterator[Element]:
        """
        Yield mood:word for RSS.
        """
        if format == "rss":
            yield Namespace("mood", "https://mood.example/ns").element("word", self.word)


def mood_losses(feed: Feed, format: FormatName) -> list[tuple[str, str]]:
    """
    Return what is lost of the extension.
    """
    return [(item.field, item.reason) for item in unwritten(feed, format) if item.field.startswith("Mood")]


def test_losses_of_a_custom_extension_are_found() -> None:
    feed = a_feed(an_article(extensions=[Mood("calm")]))

    assert mood_losses(feed, "rss") == []
    assert mood_losses(feed, "atom") == mood_losses(feed, "json") == [("Mood.word", "the extension writes nothing in it")]
