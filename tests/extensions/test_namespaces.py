"""
Namespaces and their extensions in XML and JSON, and custom extensions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import attrs
import pytest
from lxml import etree

from makers import a_feed, an_article
from stridesfeed import (
    Editorial,
    Element,
    Episode,
    Extension,
    ExtensionElement,
    FeedHistory,
    Foreign,
    InvalidError,
    JsonMembers,
    Namespace,
    Podcast,
    RssChannel,
    Score,
    XmlFormat,
    extensions,
    render,
)
from stridesfeed.emit import FormatName
from stridesfeed.extensions import NAMESPACES

EDITORIAL = {"strides": "https://stridesfeed.example/ns/editorial/1.0"}


def test_every_module_is_in_the_table() -> None:
    modules = [import_module(f"stridesfeed.extensions.{module.name}") for module in iter_modules(extensions.__path__)]
    namespaces = {module.NAMESPACE.prefix: module.NAMESPACE for module in modules if hasattr(module, "NAMESPACE")}

    assert namespaces == NAMESPACES


def test_prefixes_and_uris_are_those_that_readers_know() -> None:
    assert {prefix: namespace.uri for prefix, namespace in NAMESPACES.items()} == {
        "at": "http://purl.org/atompub/tombstones/1.0",
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "fh": "http://purl.org/syndication/history/1.0",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "media": "http://search.yahoo.com/mrss/",
        "mi": "http://schemas.ingestion.microsoft.com/common/",
        "podcast": "https://podcastindex.org/namespace/1.0",
        "snf": "http://www.smartnews.be/snf",
        "strides": "https://stridesfeed.example/ns/editorial/1.0",
        "webfeeds": "http://webfeeds.org/rss/1.0",
    }


def test_every_extension_is_described() -> None:
    kinds = [getattr(extensions, name) for name in extensions.__all__ if name not in {"NAMESPACES", "Score"}]

    assert kinds == [Editorial, Episode, ExtensionElement, FeedHistory, Foreign, JsonMembers, Podcast, RssChannel]
    assert [kind.__name__ for kind in kinds if "JSON Feed" not in (kind.__doc__ or "")] == []


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_editorial_facts_are_elements_with_their_units(format: FormatName) -> None:
    facts = Editorial(section="R&D", reading_minutes=5, source_count=2, score=Score(6.30, scale=10, level="Moderate"))
    root: Any = etree.fromstring(render(a_feed(an_article(extensions=[facts])), format))
    found = {etree.QName(element).localname: (element.text, dict(element.attrib)) for element in root.iterfind(".//strides:*", EDITORIAL)}

    assert found == {
        "section": ("R&D", {}),
        "readingTime": ("5", {"unit": "minutes"}),
        "sourceCount": ("2", {}),
        "score": ("6.3", {"scale": "10", "level": "Moderate"}),
    }


def test_editorial_facts_are_members_in_json() -> None:
    facts = Editorial(section="R&D", reading_minutes=5, source_count=0, score=Score(4, scale=5))
    (item,) = json.loads(render(a_feed(an_article(extensions=[facts])), "json"))["items"]

    assert item["_strides"] == {
        "about": "https://stridesfeed.example/ns/editorial/1.0",
        "section": "R&D",
        "reading_time_minutes": 5,
        "source_count": 0,
        "score": {"value": 4, "scale": 5},
    }


@pytest.mark.parametrize(
    ("history", "expected"), [(FeedHistory(complete=True), ["complete"]), (FeedHistory(archive=True), ["archive"]), (FeedHistory(), [])]
)
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feed_history_marks_complete_and_archive_documents(format: FormatName, history: FeedHistory, expected: list[str]) -> None:
    root: Any = etree.fromstring(render(a_feed(extensions=[history]), format))

    assert [etree.QName(element).localname for element in root.iterfind(".//fh:*", {"fh": NAMESPACES["fh"].uri})] == expected


MOOD = Namespace("mood", "https://mood.example/ns")


@attrs.frozen
class Mood(Extension):
    """
    An extension from outside the package.
    """

    word: str

    def elements(self, format: XmlFormat) -> Iterator[Element]:
        """
        mood:word in a mood:box.
        """
        yield MOOD.element("box", children=[MOOD.element("word", self.word, attributes={"lang": "en"})])

    def members(self) -> dict[str, dict[str, object]]:
        """
        ``_mood``.
        """
        return {"_mood": {"word": self.word}}


def test_a_custom_extension_is_written_in_every_format_and_declared_on_the_root() -> None:
    feed = a_feed(an_article(extensions=[Mood("calm & clear")]), extensions=[Mood("sunny")])

    for format in ("rss", "atom"):
        root: Any = etree.fromstring(render(feed, format))
        assert root.nsmap["mood"] == "https://mood.example/ns"
        assert [word.text for word in root.iterfind(".//mood:box/mood:word", {"mood": MOOD.uri})] == ["sunny", "calm & clear"]
    document = json.loads(render(feed, "json"))
    assert (document["_mood"], document["items"][0]["_mood"]) == ({"word": "sunny"}, {"word": "calm & clear"})


def test_two_extensions_with_one_member_are_merged() -> None:
    (item,) = json.loads(render(a_feed(an_article(extensions=[Editorial(section="AI"), Editorial(reading_minutes=3)])), "json"))["items"]

    assert (item["_strides"]["section"], item["_strides"]["reading_time_minutes"]) == ("AI", 3)


def test_two_values_of_one_member_are_an_error() -> None:
    feed = a_feed(an_article(extensions=[Editorial(section="AI"), Editorial(section="Law")]))

    with pytest.raises(InvalidError) as caught:
        render(feed, "json")
    (fault,) = caught.value.faults
    assert (fault.field, fault.rule) == ("Editorial", "_strides.section: has another value already: use one extension, or another name")
