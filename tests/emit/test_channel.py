"""
Elements of the document around the articles that only one format has, and choices about them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import feedparser
import pytest
from lxml import etree

from makers import NOON, a_feed, an_article
from stridesfeed import Article, Feed, InvalidError, JsonMembers, Options, Person, RssChannel, render, unwritten
from stridesfeed.emit import FormatName
from stridesfeed.extensions.channel import ChannelImage, Cloud, TextInput

HOME = "https://strides.example/"
ATOM = {"a": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/elements/1.1/"}
CHANNEL = RssChannel(
    ttl=60,
    skip_hours=[0, 23],
    skip_days=["Saturday", "Sunday"],
    cloud=Cloud("rpc.strides.example", 80, "/notify", "", "http-post"),
    managing_editor="desk@strides.example (Ann Lee)",
    web_master="web@strides.example",
    published=NOON,
    docs="https://strides.example/rss",
    rating='(PICS-1.1 "x")',
    image=ChannelImage(HOME + "logo.png", "AI Strides & more", HOME, 144, 50, "Home"),
    text_input=TextInput("Search", "Search the archive", "q", HOME + "search"),
)


def root(feed: Feed, format: FormatName, options: Options | None = None) -> Any:
    """
    Return the root of an XML document.
    """
    return etree.fromstring(render(feed, format, options=options or Options()))


def refusal(make: Callable[[], object]) -> str:
    """
    Return the faults that *make* raises.
    """
    with pytest.raises(InvalidError) as caught:
        make()
    return "; ".join(map(str, caught.value.faults))


def test_a_channel_has_each_element_of_rss_once_and_before_the_items() -> None:
    channel = root(a_feed(an_article(), logo=HOME + "other.png", extensions=[CHANNEL]), "rss")[0]
    names = [child.tag for child in channel if "{" not in child.tag]
    found = {child.tag: child for child in channel}

    assert [names.count(name) for name in ("docs", "image", "managingEditor", "generator", "lastBuildDate")] == [1] * 5
    assert names[-1] == "item"
    assert (found["ttl"].text, found["docs"].text, found["rating"].text) == ("60", HOME + "rss", '(PICS-1.1 "x")')
    assert (found["managingEditor"].text, found["webMaster"].text) == ("desk@strides.example (Ann Lee)", "web@strides.example")
    assert dict(found["cloud"].attrib) == {
        "domain": "rpc.strides.example",
        "port": "80",
        "path": "/notify",
        "registerProcedure": "",
        "protocol": "http-post",
    }
    assert [[child.text for child in found[name]] for name in ("skipHours", "skipDays")] == [["0", "23"], ["Saturday", "Sunday"]]
    assert [child.tag for child in found["image"]] == ["url", "title", "link", "width", "height", "description"]
    assert [child.text for child in found["textInput"]] == ["Search", "Search the archive", "q", HOME + "search"]


def test_another_parser_reads_the_channel() -> None:
    channel = feedparser.parse(render(a_feed(an_article(), extensions=[CHANNEL]), "rss")).feed

    assert (channel.ttl, channel.author, channel.publisher) == ("60", "desk@strides.example (Ann Lee)", "web@strides.example")
    assert (channel.image.href, channel.image.title, channel.image.width) == (HOME + "logo.png", "AI Strides & more", 144)
    assert channel.textinput.name == "q"
    assert channel.cloud.domain == "rpc.strides.example"


def test_the_elements_of_rss_are_lost_elsewhere_by_name() -> None:
    lost = {loss.field for loss in unwritten(a_feed(extensions=[CHANNEL]), "atom")}

    assert {"RssChannel.ttl", "RssChannel.cloud", "RssChannel.skip_hours"} <= lost


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"ttl": 0}, "ttl: must be 1 or more"),
        ({"skip_hours": [24]}, "skip_hours: must be from 0 to 23, not 24"),
        ({"skip_hours": [1, 1]}, "skip_hours: must not repeat a value"),
        ({"skip_hours": 3}, "skip_hours: must be a list, not int"),
        ({"skip_days": ["Sun"]}, "skip_days: must be 'Monday' or"),
        ({"managing_editor": "Ann Lee"}, "managing_editor: must begin with an e-mail address"),
        ({"docs": "nope"}, "docs: must be an absolute URL"),
    ],
)
def test_what_rss_does_not_allow_cannot_be_made(fields: dict[str, Any], message: str) -> None:
    assert message in refusal(lambda: RssChannel(**fields))


def test_the_parts_of_a_channel_are_checked() -> None:
    assert "width: must be at most 144, not 145" in refusal(lambda: ChannelImage(HOME, "t", HOME, 145))
    assert "port: must be at most 65535" in refusal(lambda: Cloud("d", 70_000, "/", "", "soap"))
    assert "protocol: must be 'xml-rpc' or" in refusal(lambda: Cloud("d", 80, "/", "", "smtp"))  # type: ignore[arg-type]
    assert "belongs to the feed" in refusal(lambda: an_article(extensions=[CHANNEL]))


@pytest.mark.parametrize(("given", "written"), [("Strides 2", "Strides 2"), ("", None)])
def test_the_generator_is_the_one_given_or_none(given: str, written: str | None) -> None:
    options = Options(generator=given)

    assert root(a_feed(), "rss", options).findtext("channel/generator") == written
    assert root(a_feed(), "atom", options).findtext("a:generator", None, ATOM) == written


@pytest.mark.parametrize("format", ["rss", "atom"])
@pytest.mark.parametrize(("address", "kind"), [("/feed.css", "css"), ("https://strides.example/feed.xsl?a=1&b=2", "xsl")])
def test_a_style_sheet_is_before_the_root(format: FormatName, address: str, kind: str) -> None:
    tree = root(a_feed(an_article()), format, Options(stylesheet=address)).getroottree()
    instruction = tree.getroot().getprevious()

    assert (instruction.target, instruction.get("type"), unescape(instruction.get("href"))) == ("xml-stylesheet", f"text/{kind}", address)


def test_a_user_comment_and_expired_are_members_of_json_feed() -> None:
    document = json.loads(render(a_feed(expired=True), "json", options=Options(user_comment="Subscribe to this address.")))

    assert (document["user_comment"], document["expired"]) == ("Subscribe to this address.", True)
    assert "expired" not in json.loads(render(a_feed(), "json"))
    assert "Feed.expired" in [loss.field for loss in unwritten(a_feed(expired=True), "rss")]


def test_a_banner_of_its_own_is_in_json_feed() -> None:
    item = json.loads(render(a_feed(an_article(banner=HOME + "wide.png")), "json"))["items"][0]

    assert item["banner_image"] == HOME + "wide.png"
    assert "image" not in item


def test_the_contributors_of_a_feed_are_in_every_format() -> None:
    feed = a_feed(an_article(), contributors=["Bo Chen", Person("Cy Ito", "https://ito.example/")])

    assert [each.text for each in root(feed, "atom").iterfind("a:contributor/a:name", ATOM)] == ["Bo Chen", "Cy Ito"]
    assert [each.text for each in root(feed, "rss").iterfind("channel/dc:contributor", ATOM)] == ["Bo Chen", "Cy Ito"]
    assert json.loads(render(feed, "json"))["_strides"]["contributors"] == [
        {"name": "Bo Chen"},
        {"name": "Cy Ito", "url": "https://ito.example/"},
    ]


def test_the_date_of_a_feed_is_the_one_given() -> None:
    later = NOON + timedelta(days=1)
    feed = a_feed(an_article(), updated=later)

    assert feed.updated == later
    assert root(feed, "atom").findtext("a:updated", None, ATOM) == "2026-05-01T12:00:00Z"
    assert root(feed, "rss").findtext("channel/lastBuildDate") == "Fri, 01 May 2026 12:00:00 GMT"
    assert [loss.field for loss in unwritten(feed, "json")] == ["Feed.updated"]


def test_members_of_your_own_are_in_feed_and_article() -> None:
    members = JsonMembers({"_mood": {"word": "calm", "score": 0.5}})
    document = json.loads(render(a_feed(an_article(extensions=[members]), extensions=[members]), "json"))

    assert document["_mood"] == document["items"][0]["_mood"] == {"word": "calm", "score": 0.5}
    assert "must be a dict of texts" in refusal(lambda: JsonMembers({"_mood": {"word": object()}}))


def test_an_article_with_members_can_be_cached() -> None:
    article: Article = an_article(extensions=[JsonMembers({"_mood": {"word": "calm"}})])

    assert article.digest == an_article(extensions=[JsonMembers({"_mood": {"word": "calm"}})]).digest
    assert article.digest is not None


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_the_root_element_has_the_attributes_asked_for(format: FormatName) -> None:
    given = {
        "xml:lang": "en-GB",
        "xmlns:ex": "https://ex.example/ns?a=1&b=2",
        "ex:edition": '"A" > B',
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    }
    document = render(a_feed(an_article(), language=None), format, options=Options(root_attributes=given, stylesheet="/feed.css"))
    found = etree.fromstring(document)

    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    assert found.get("{https://ex.example/ns?a=1&b=2}edition") == '"A" > B'
    assert document.count(b"xmlns:dc=") == 1
    assert b"xml-stylesheet" in document
    assert render(a_feed(), "json", options=Options(root_attributes=given)) == render(a_feed(), "json")


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"version": "3"}, "root_attributes: 'version': is '2.0' in this document already: remove it"),
        ({"xmlns:dc": "https://other.example/"}, "'xmlns:dc': is 'http://purl.org/dc/elements/1.1/' in this document already"),
        ({"ex:a": "1"}, "'ex:a': the prefix is not declared: add 'xmlns:ex' with the URI of its namespace"),
        ({"xmlns": "https://other.example/"}, "'xmlns': must be a name such as 'xml:lang' or 'xmlns:ex'"),
        ({"a b": "1"}, "'a b': must be a name"),
        ({"a": "\x00"}, "'a': must not contain the character"),
        ({"a": 1}, "must be a dict of names and texts"),
        ("a", "must be a dict of names and texts"),
    ],
)
def test_attributes_that_a_root_element_cannot_have_are_refused(attributes: Any, message: str) -> None:
    assert message in refusal(lambda: render(a_feed(an_article()), "rss", options=Options(root_attributes=attributes)))
