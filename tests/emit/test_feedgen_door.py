"""
Defects of feedgen. If one of these tests fails, a workaround in _feedgen/ can be removed or must change.
"""

from __future__ import annotations

import locale
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

import pytest
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

NOON = datetime(2026, 4, 30, 12, 0, tzinfo=UTC)


def an_entry() -> Any:
    """
    An unmodified feedgen entry.
    """
    entry = FeedEntry()
    entry.title("One")
    entry.id("tag:example.org,2026:one")
    entry.link(href="https://example.org/one")
    return entry


def a_generator() -> Any:
    """
    An unmodified feedgen generator.
    """
    generator = FeedGenerator()
    generator.title("Feed")
    generator.id("https://example.org/")
    generator.link(href="https://example.org/")
    generator.description("A feed")
    return generator


def test_the_release_is_the_one_whose_defects_are_known() -> None:
    assert version("feedgen") == "1.0.0"


def test_links_of_an_entry_lose_their_relation() -> None:
    entry = an_entry()
    entry.link(href="https://example.org/two", rel="related", type="text/html", title="Two")

    assert [dict(link.attrib) for link in entry.atom_entry().findall("link")] == [
        {"href": "https://example.org/one"},
        {"href": "https://example.org/two"},
    ]


def test_dates_of_rss_go_through_the_locale_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def note(*arguments: object) -> str:
        calls.append(arguments)
        return "C"

    monkeypatch.setattr(locale, "setlocale", note)
    entry = an_entry()
    entry.published(NOON)
    entry.rss_entry()

    assert (locale.LC_ALL, "C") in calls


def test_updated_defaults_to_the_current_time() -> None:
    assert a_generator().updated().tzinfo is not None
    assert an_entry().updated().tzinfo is not None


def test_only_one_self_link_reaches_rss() -> None:
    generator = a_generator()
    generator.link(href="https://example.org/feed.xml", rel="self")
    generator.link(href="https://hub.example/", rel="hub")
    generator.link(href="https://example.org/", rel="alternate")
    channel = etree.fromstring(generator.rss_str())[0]

    assert [link.get("rel") for link in channel.findall("{http://www.w3.org/2005/Atom}link")] == ["self"]


def test_the_link_of_a_channel_is_the_last_one_added() -> None:
    generator = a_generator()
    generator.link(href="https://hub.example/", rel="hub")

    assert etree.fromstring(generator.rss_str())[0].findtext("link") == "https://hub.example/"


def test_authors_without_an_address_vanish_from_rss() -> None:
    entry = an_entry()
    entry.author({"name": "Ann"})

    assert entry.rss_entry().find("author") is None


def test_relations_are_limited_to_five() -> None:
    with pytest.raises(ValueError, match="rel"):
        an_entry().link(href="https://example.org/", rel="license")


def test_the_last_enclosure_wins() -> None:
    entry = an_entry()
    entry.enclosure("https://example.org/1.mp3", "1", "audio/mpeg")
    entry.enclosure("https://example.org/2.mp3", "2", "audio/mpeg")

    assert [enclosure.get("length") for enclosure in entry.rss_entry().findall("enclosure")] == ["2"]


def test_cdata_is_a_media_type_to_atom() -> None:
    entry = an_entry()
    entry.content("<p>x</p>", type="CDATA")

    assert entry.atom_entry().find("content").get("type") == "CDATA"


def test_fractions_of_seconds_reach_atom() -> None:
    entry = an_entry()
    entry.updated(NOON + timedelta(microseconds=5))

    assert entry.atom_entry().findtext("updated") == "2026-04-30T12:00:00.000005+00:00"


def test_entries_are_put_in_front() -> None:
    generator = a_generator()
    for name in ("one", "two"):
        generator.add_entry().title(name)

    assert [entry.title() for entry in generator.entry()] == ["two", "one"]


def test_an_id_undoes_a_permalink() -> None:
    entry = an_entry()
    entry.guid("https://example.org/one", permalink=True)
    entry.id("https://example.org/one")

    assert entry.rss_entry().find("guid").get("isPermaLink") == "false"


def test_a_source_has_a_title_and_a_link_only() -> None:
    entry = an_entry()
    entry.source(url="https://example.org/feed", title="Feed")
    entry.content("x")

    assert [part.tag for part in entry.atom_entry().find("source")] == ["title", "link"]


def test_a_label_of_none_empties_the_category() -> None:
    entry = an_entry()
    entry.category({"term": "AI", "label": None})

    assert entry.rss_entry().find("category").text is None


def test_namespaces_are_declared_whether_used_or_not() -> None:
    assert set(etree.fromstring(a_generator().rss_str()).nsmap) == {"atom", "content"}
