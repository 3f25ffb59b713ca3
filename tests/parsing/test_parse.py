"""
Feeds of all formats and versions, as their specifications show them in other words; and what is wrong with them.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from stridesfeed import FORMATS, Feed, FeedHistory, Foreign, FormatName, Image, InvalidFilesError, Person, Withdrawal, parse, render, render_all
from stridesfeed.extensions import RssChannel
from stridesfeed.extensions.channel import ChannelImage
from stridesfeed.model import Article, Attachment, Category, Link, RemoteContent, Source

RSS_091 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Harbour news</title><link>http://harbour.example/</link><description>Ships &amp; tides</description>
<language>en-gb</language><copyright>The port</copyright><managingEditor>ed@harbour.example (Ed Quay)</managingEditor><rating>none</rating>
<image><title>Harbour news</title><url>http://harbour.example/logo.gif</url><link>http://harbour.example/</link></image>
<textinput><title>Search</title><description>Find a ship</description><name>q</name><link>http://harbour.example/find</link></textinput>
<item><title>High water</title><link>http://harbour.example/high</link><description>At noon.</description></item></channel></rss>"""

RSS_092 = """<rss version="0.92"><channel><title>Tapes</title><link>http://tapes.example/</link><description>Songs</description>
<cloud domain="rpc.example" port="80" path="/RPC2" registerProcedure="ping" protocol="soap"/>
<item><description>A song, &lt;a href="http://tapes.example/a"&gt;here&lt;/a&gt;.</description>
<enclosure url="http://tapes.example/a.mp3" length="2000" type="audio/mpeg"/><category domain="http://tapes.example/kinds">Folk</category>
<source url="http://other.example/feed.xml">Other</source></item><item><description>Only text.</description></item></channel></rss>"""

RSS_20 = """<rss version="2.0"><channel><title>Orbit</title><link>https://orbit.example/</link><description>Launches</description>
<ttl>60</ttl><skipHours><hour>0</hour><hour>1</hour></skipHours><webMaster>web@orbit.example</webMaster>
<item><title>Lift-off</title><guid isPermaLink="false">orbit 7</guid><pubDate>Tue, 03 Jun 2003 09:39:21 GMT</pubDate>
<comments>https://orbit.example/7#comments</comments><author>ann@orbit.example (Ann)</author></item>
<item><description>No title.</description><guid>https://orbit.example/8</guid><pubDate>Tue, 03 Jun 2003 11:39:21 +0200</pubDate></item>
</channel></rss>"""

RSS_10 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel rdf:about="http://xml.example/rss"><title>XML notes</title>
<link>http://xml.example/</link><description>Markup</description><image rdf:resource="http://xml.example/logo.png"/>
<items><rdf:Seq><rdf:li rdf:resource="http://xml.example/1"/></rdf:Seq></items><sy:updatePeriod>hourly</sy:updatePeriod></channel>
<image rdf:about="http://xml.example/logo.png"><title>XML notes</title><url>http://xml.example/logo.png</url><link>http://xml.example/</link></image>
<item rdf:about="http://xml.example/1"><title>Namespaces</title><link>http://xml.example/1</link><description>Why.</description>
<dc:creator>Bo</dc:creator><dc:date>2000-08-23T10:00:00+02:00</dc:date><dc:subject>XML</dc:subject></item></rdf:RDF>"""

ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>dive</title><link rel="alternate" type="text/html" href="http://dive.example/"/>
<tagline>Below</tagline><modified>2003-12-13T18:30:02Z</modified><author><name>Mark</name><url>http://mark.example/</url></author>
<entry><title>Deep</title><link rel="alternate" type="text/html" href="http://dive.example/deep"/><id>tag:dive.example,2003:3.2397</id>
<issued>2003-12-13T08:29:29-04:00</issued><modified>2003-12-13T18:30:02Z</modified><summary type="text/plain">Short</summary>
<content type="text/html" mode="escaped">&lt;p&gt;Long&lt;/p&gt;</content></entry></feed>"""

ATOM_10 = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xmlns:at="http://purl.org/atompub/tombstones/1.0"
 xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:x="http://x.example/ns#">
<title type="html">A &lt;em&gt;lot&lt;/em&gt; of effort</title>
<subtitle>S</subtitle><updated>2005-07-31T12:29:29Z</updated><id>tag:effort.example,2003:3</id><link rel="alternate" href="http://effort.example/"/>
<link rel="self" type="application/atom+xml" href="http://effort.example/feed.atom"/><link rel="license" href="http://effort.example/l"/>
<link rel="alternate" type="application/rss+xml" href="http://effort.example/feed.rss"/><rights>R</rights><fh:complete/>
<at:deleted-entry ref="tag:effort.example,2003:1" when="2005-07-30T00:00:00Z"/>
<entry xml:base="http://effort.example/deep/"><title>Snapshot</title><link rel="alternate" type="text/html" href="2005/atom"/>
<link rel="enclosure" type="audio/mpeg" length="1337" href="/a.mp3" title="Audio"/>
<id>tag:effort.example,2003:3.2397</id><updated>2005-07-31T12:29:29Z</updated>
<published>2003-12-13T08:29:29-04:00</published><author><name>Mark</name><uri>http://effort.example/</uri><email>m@effort.example</email></author>
<contributor><name>Sam</name></contributor><category term="t" scheme="http://effort.example/s" label="T"/><x:mood>calm</x:mood>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p><i>Draft</i> <img src="i.png" alt=""/></p></div></content></entry></feed>"""

JSON_10 = {
    "version": "https://jsonfeed.org/version/1",
    "title": "Timetable",
    "home_page_url": "https://time.example/",
    "feed_url": "https://time.example/feed.json",
    "author": {"name": "Ann", "url": "https://ann.example/", "avatar": "https://ann.example/a.png"},
    "next_url": "https://time.example/2.json",
    "_city": {"about": "https://time.example/about", "name": "Delft"},
    "items": [
        {"id": 2, "content_text": "Two lines\nof text", "url": "https://time.example/2"},
        {
            "id": "1",
            "content_html": "<p>Hi</p>",
            "url": "https://time.example/1",
            "external_url": "https://other.example/",
            "date_published": "2010-02-07T14:04:00-05:00",
            "tags": ["a", "b"],
            "attachments": [{"url": "https://time.example/1.m4a", "mime_type": "audio/x-m4a", "size_in_bytes": 9, "duration_in_seconds": 5}],
        },
    ],
}


def parsed(document: str | dict[str, Any]) -> Feed:
    """
    The feed of a document that is kept whole.
    """
    found = parse(json.dumps(document) if isinstance(document, dict) else document)
    assert [str(unread) for unread in found.unread] == []
    return found.feed


@pytest.mark.parametrize(
    ("document", "format", "version"),
    [
        (RSS_091, "rss", "RSS 0.91"),
        (RSS_092, "rss", "RSS 0.92"),
        (RSS_20, "rss", "RSS 2.0"),
        (RSS_10, "rss", "RSS 1.0"),
        (ATOM_03, "atom", "Atom 0.3"),
        (ATOM_10, "atom", "Atom 1.0"),
        (json.dumps(JSON_10), "json", "JSON Feed 1"),
        (json.dumps(JSON_10 | {"version": "https://jsonfeed.org/version/1.1"}), "json", "JSON Feed 1.1"),
    ],
)
def test_every_format_and_version_is_known(document: str, format: str, version: str) -> None:
    found = parse(document)

    assert (found.format, found.version, found.unread) == (format, version, ())
    assert parse(document.encode()) == found
    assert parse(render(found.feed, found.format, url=found.url, alternates=found.alternates)).unread == ()


def test_rss_before_2_0() -> None:
    old, songs = parsed(RSS_091), parsed(RSS_092)

    assert (old.title, old.subtitle, old.language, old.rights) == ("Harbour news", "Ships & tides", "en-gb", "The port")
    assert (old.authors, old.logo) == ((Person("Ed Quay", email="ed@harbour.example"),), "http://harbour.example/logo.gif")
    assert b"<textInput>\n" in render(old, "rss")
    assert old.articles == (Article(url="http://harbour.example/high", title="High water", summary="At noon."),)
    song, text = songs.articles
    assert (song.title, song.url, song.published, song.content) == (None, None, None, 'A song, <a href="http://tapes.example/a">here</a>.')
    assert song.attachments == (Attachment("http://tapes.example/a.mp3", type="audio/mpeg", length=2000),)
    assert (song.categories, song.source) == (
        (Category("Folk", "http://tapes.example/kinds"),),
        Source("Other", "http://other.example/feed.xml"),
    )
    assert song.id.startswith("urn:uuid:")
    assert song.id != text.id
    assert b'<cloud domain="rpc.example" port="80"' in render(songs, "rss")


def test_rss_2_0() -> None:
    feed = parsed(RSS_20)
    launch, untitled = feed.articles

    assert (launch.id, launch.url, launch.comments) == ("orbit 7", None, "https://orbit.example/7#comments")
    assert launch.published == untitled.published == datetime(2003, 6, 3, 9, 39, 21, tzinfo=UTC)
    assert launch.authors == (Person("Ann", email="ann@orbit.example"),)
    assert (untitled.id, untitled.url, untitled.title, untitled.summary) == ("https://orbit.example/8",) * 2 + (None, "No title.")
    document = render(feed, "rss")
    assert all(kept in document for kept in (b"<ttl>60</ttl>", b"<hour>0</hour>", b"<webMaster>web@orbit.example</webMaster>"))
    assert b"ttl" not in render(feed, "atom")


def test_elements_of_a_channel_are_read_and_those_that_are_not_valid_are_kept() -> None:
    channel = (
        "<ttl>60</ttl><skipHours><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays><rating>x</rating><docs>https://d.example/</docs>"
        "<managingEditor>ed@t.example (Ed)</managingEditor><webMaster>nobody</webMaster><pubDate>Tue, 03 Jun 2003 09:39:21 GMT</pubDate>"
        "<image><url>https://t.example/l.png</url><title>T</title><link>https://t.example/</link><width>88</width></image>"
        '<cloud domain="t.example" port="none" path="/" registerProcedure="" protocol="soap"/>'
        "<lastBuildDate>Tue, 03 Jun 2003 10:00:00 GMT</lastBuildDate>"
    )
    found = parse(an_rss(channel=channel))
    known, other = found.feed.extensions

    assert found.unread == ()
    assert known == RssChannel(
        ttl=60,
        skip_hours=[3],
        skip_days=["Sunday"],
        rating="x",
        docs="https://d.example/",
        managing_editor="ed@t.example (Ed)",
        published=datetime(2003, 6, 3, 9, 39, 21, tzinfo=UTC),
        image=ChannelImage("https://t.example/l.png", "T", "https://t.example/", width=88),
    )
    assert isinstance(other, Foreign)
    assert [element.name for element in other.of_rss] == ["webMaster", "cloud"]
    assert (found.feed.logo, found.feed.updated) == ("https://t.example/l.png", datetime(2003, 6, 3, 10, tzinfo=UTC))
    assert parse(render(found.feed, "rss")).feed.extensions == found.feed.extensions


@pytest.mark.parametrize("link", ["http://a\x7f b/", "mailto:a@t.example", "ht!tp://x/", ""])
def test_the_image_of_a_channel_without_a_valid_address_is_no_error(link: str) -> None:
    image = "<image><url>https://t.example/l.png</url><title>T</title><link>https://t.example/</link></image>"

    found = parse(an_rss(channel=image).replace("<link>https://t.example/</link>", f"<link>{link}</link>", 1), url="https://t.example/")

    assert found.feed.logo == "https://t.example/l.png"


def test_a_feed_that_is_finished_and_its_contributors() -> None:
    feed = parsed(JSON_10 | {"expired": True})

    assert feed.expired
    assert parse(render(attrs.evolve(feed, contributors=["Cy"]), "json")).feed.contributors == (Person("Cy"),)
    assert parse(render(attrs.evolve(feed, contributors=["Cy"]), "atom")).feed.contributors == (Person("Cy"),)


def test_rss_1_0() -> None:
    feed = parsed(RSS_10)

    assert (feed.title, feed.logo) == ("XML notes", "http://xml.example/logo.png")
    (article,) = feed.articles
    assert (article.id, article.summary, article.authors, article.categories) == (article.url, "Why.", (Person("Bo"),), (Category("XML"),))
    assert article.published == datetime(2000, 8, 23, 8, tzinfo=UTC)
    assert b"<sy:updatePeriod>hourly</sy:updatePeriod>" in render(feed, "atom")


def test_atom_0_3() -> None:
    feed = parsed(ATOM_03)
    (article,) = feed.articles

    assert (feed.subtitle, feed.authors) == ("Below", (Person("Mark", "http://mark.example/"),))
    assert (article.summary, article.content) == ("Short", "<p>Long</p>")
    assert (article.published, article.updated) == (
        datetime(2003, 12, 13, 12, 29, 29, tzinfo=UTC),
        datetime(2003, 12, 13, 18, 30, 2, tzinfo=UTC),
    )


def test_atom_1_0() -> None:
    found = parse(ATOM_10)
    feed, (article,) = found.feed, found.feed.articles

    assert (found.url, found.alternates) == ("http://effort.example/feed.atom", {"rss": "http://effort.example/feed.rss"})
    assert (feed.title, feed.links, feed.extensions) == (
        "A lot of effort",
        (Link("http://effort.example/l", "license"),),
        (FeedHistory(complete=True),),
    )
    assert feed.withdrawn == (Withdrawal("tag:effort.example,2003:1", datetime(2005, 7, 30, tzinfo=UTC)),)
    assert article.url == "http://effort.example/deep/2005/atom"
    assert article.content == '<p><i>Draft</i> <img src="http://effort.example/deep/i.png" alt=""></p>'
    assert article.attachments == (Attachment("http://effort.example/a.mp3", type="audio/mpeg", length=1337, title="Audio"),)
    assert article.authors == (Person("Mark", "http://effort.example/", "m@effort.example"),)
    for format_ in ("rss", "atom"):
        assert b"<x:mood>calm</x:mood>" in render(feed, format_)


def test_content_at_another_address_is_kept() -> None:
    content = '<content type="application/pdf" src="http://effort.example/1.pdf"/></entry>'
    found = parse(
        ATOM_03.replace("http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom")
        .replace("</entry>", content)
        .replace('<content type="text/html" mode="escaped">&lt;p&gt;Long&lt;/p&gt;</content>', "")
    )

    assert found.feed.articles[0].remote_content == RemoteContent("http://effort.example/1.pdf", "application/pdf")
    assert [unread.description for unread in found.unread if "content" in unread.description] == []


def test_people_and_sources_without_a_name_have_that_of_their_address() -> None:
    entry = (
        "<author><email>ann@x.example</email></author><author><uri>https://bo.example/</uri></author>"
        "<source><id>tag:x.example,2026:f</id></source></entry>"
    )
    (article,) = parse(
        ATOM_10.replace("<author><name>Mark</name><uri>http://effort.example/</uri><email>m@effort.example</email></author>", "").replace(
            "</entry>", entry
        )
    ).feed.articles

    assert article.authors == (Person("ann", email="ann@x.example"), Person("https://bo.example/", "https://bo.example/"))
    assert article.source == Source("tag:x.example,2026:f", id="tag:x.example,2026:f")


def test_json_feed() -> None:
    feed = parsed(JSON_10)
    text, post = feed.articles

    assert (feed.links, feed.authors) == (
        (Link("https://time.example/2.json", "next"),),
        (Person("Ann", "https://ann.example/", avatar="https://ann.example/a.png"),),
    )
    assert (text.id, text.content_text, text.content, text.title) == ("2", "Two lines\nof text", None, None)
    assert (post.external_url, [category.term for category in post.categories]) == ("https://other.example/", ["a", "b"])
    assert json.loads(render(feed, "json"))["_city"] == {"about": "https://time.example/about", "name": "Delft"}


def an_rss(item: str = "", channel: str = "", root: str = "") -> str:
    return (
        f'<rss version="2.0" xmlns:p="urn:p" xmlns:media="http://search.yahoo.com/mrss" {root}>\n<channel><title>T</title>'
        f"<link>https://t.example/</link>{channel}\n<item><title>One</title><guid>1</guid>{item}</item></channel></rss>"
    )


@pytest.mark.parametrize(
    ("document", "unread"),
    [
        (an_rss("<pubDate>yesterday</pubDate>"), ["line 3: pubDate 'yesterday', which is not a date"]),
        (
            an_rss("<enclosure url='mailto:x' type='audio/mpeg'/>"),
            ["line 3: attachment whose url must use http"],
        ),
        (an_rss("<category color='red'>A</category>"), ["line 3: attribute color of category"]),
        (an_rss("<title>Two</title>"), ["line 3: title"]),
        (an_rss("<p:a>text <p:b/></p:a>"), ["line 3: p:a", "line 3: p:b"]),
        (an_rss("<p:a xml:space='preserve'>text</p:a>"), ["line 3: attribute {http://www.w3.org/XML/1998/namespace}space of p:a"]),
        (an_rss("</item><item><title>Again</title><guid>1</guid>"), ["line 3: article with the id of another, '1'"]),
        (an_rss(channel="<language>english!</language>"), ["line 2: invalid feed language"]),
        (an_rss().replace("</rss>", "<p:a/></rss>"), ["line 3: p:a"]),
    ],
)
def test_what_is_not_kept_is_listed_with_its_line(document: str, unread: list[str]) -> None:
    found = parse(document)

    assert [str(each) for each in found.unread] == unread
    assert [article.title for article in found.feed.articles] == ["One"]


def test_what_is_not_kept_of_json_is_listed_with_its_member() -> None:
    items = [{"id": "1", "title": "One", "date_published": "soon", "_a": 1}, {"id": "1"}, {}]
    found = parse(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": "https://t.example/", "items": items})
    )

    assert [str(unread) for unread in found.unread] == [
        "items[1]: date_published 'soon', which is not a date",
        "items._a",
        "items[2]: article with the id of another, '1'",
    ]


def test_elements_keep_their_prefix_unless_another_namespace_has_it() -> None:
    item = '<media:credit role="a">A</media:credit><dc:note xmlns:dc="urn:dc">B</dc:note><x xmlns="http://x.example/ns/mood#">C</x>'
    document = render(parse(an_rss(item)).feed, "rss").decode()

    # The namespace of Media RSS ends with a slash.
    assert '<mrss:credit role="a">A</mrss:credit>' in document
    assert "<x2:note>B</x2:note>" in document
    assert "<mood:x>C</mood:x>" in document
    assert parse(document).unread == ()


GROUP = (
    '<media:group><media:content url="https://t.example/1.mp4" type="video/mp4" bitrate="5000"><media:title>Sharp</media:title></media:content>'
    '<media:content url="https://t.example/2.mp4" type="video/mp4"/><media:thumbnail url="https://t.example/1.jpg" time="00:01:00"/>'
    "<media:rating>PG</media:rating></media:group>"
)


def test_elements_of_media_rss_that_fields_hold_only_in_part_are_kept_whole() -> None:
    parsed = parse(an_rss(GROUP))

    (article,) = parsed.feed.articles
    assert [file.url for file in article.attachments] == ["https://t.example/1.mp4", "https://t.example/2.mp4"]
    assert article.image == Image("https://t.example/1.jpg")
    assert parsed.unread == ()
    for format in ("rss", "atom"):
        document = render(parsed.feed, format)
        for part in (b'bitrate="5000"', b"title>Sharp<", b'time="00:01:00"', b"rating>PG<"):
            assert part in document


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_elements_of_media_rss_that_are_kept_are_not_multiplied(format: FormatName) -> None:
    document = render(parse(an_rss(GROUP)).feed, format)

    again = parse(document)

    assert (len(again.feed.articles[0].attachments), again.unread) == (2, ())
    assert render(again.feed, format).count(b"1.mp4") == document.count(b"1.mp4")


def test_elements_of_media_rss_that_fields_hold_are_not_kept_twice() -> None:
    (article,) = parse(an_rss('<media:content url="https://t.example/1.mp4" type="video/mp4" fileSize="7"/>')).feed.articles

    assert article.extensions == ()


def test_an_extension_of_unknown_elements_is_written_in_the_formats_that_have_it() -> None:
    (extension,) = parse(an_rss("<p:a/><rating>1</rating>")).feed.articles[0].extensions

    assert isinstance(extension, Foreign)
    assert ([each.name for each in extension.elements("rss")], [each.name for each in extension.elements("atom")]) == (["a", "rating"], ["a"])


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("", "not well-formed XML: no element found"),
        ("<rss><channel>", "not well-formed XML"),
        ("<html/>", "is not a feed (RSS, Atom, JSON Feed)"),
        ("{}", "is not a feed"),
        ("[]", "must be a JSON object"),
        ("<rss><channel><title>T</title></channel></rss>", "no address: the feed has no link, so give its URL as url"),
        ('<!DOCTYPE r [<!ENTITY a "aaaa">]><rss/>', "declares entities"),
        ("<rss>" * 300, "200 levels"),
    ],
)
def test_a_document_that_is_no_feed_is_an_error(document: str, message: str) -> None:
    with pytest.raises(InvalidFilesError, match=r"(?s).*") as caught:
        parse(document, name="feed.xml")

    assert message in str(caught.value)
    assert "feed.xml" in str(caught.value)


@pytest.mark.parametrize(
    "document",
    [
        {"home_page_url": "https://a\ud800{/", "items": [{"id": "1"}, {"content_text": "\ud800"}]},
        {"home_page_url": "http://[bad/"},
        {"home_page_url": "https://t.example/", "feed_url": "http:://t.example/feed.json"},
        {"home_page_url": "http://effort.e{ample/", "_x": {"\ud800": 1}, "items": [{"id": "1", "_y": {"z": 1e300}}]},
    ],
    ids=str,
)
def test_hostile_addresses_and_texts_are_no_errors(document: dict[str, Any]) -> None:
    """
    Found by fuzzing: addresses without a host or with characters that are not allowed in one, and lone surrogates.
    """
    found = parse(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T"} | document), url="https://t.example/")

    for document_again in render_all(found.feed, formats=FORMATS).values():
        assert parse(document_again).unread == ()


@pytest.mark.parametrize("uri", ["http:%/purl.org/ns", "http://[::1/", "http://x:port/", "http://é.example/", "http:x#a#b", "a b:c"])
def test_elements_of_a_namespace_that_xml_parsers_refuse_are_listed(uri: str) -> None:
    found = parse(an_rss(f'<q:a xmlns:q="{uri}"/>'))

    assert [str(unread) for unread in found.unread] == ["line 3: q:a"]


@pytest.mark.parametrize(("namespace", "prefix"), [("http://www.w3.org/2005/Atom", "atom"), ("http://purl.org/atom/ns#", "a")])
def test_elements_of_atom_inside_rss_are_written_in_rss_only(namespace: str, prefix: str) -> None:
    feed = parse(an_rss(f'<a:id xmlns:a="{namespace}">tag:x.example,2026:1</a:id>')).feed

    assert f"<{prefix}:id>tag:x.example,2026:1</{prefix}:id>".encode() in render(feed, "rss")
    assert b"tag:x.example" not in render(feed, "atom")


def test_a_document_with_thousands_of_namespaces_takes_no_longer_than_another_of_its_size() -> None:
    item = "".join(f'<x:a xmlns:x="urn:{number}"/>' for number in range(20_000))

    (extension,) = parse(an_rss(item)).feed.articles[0].extensions

    assert len({element.namespace for element in extension.elements("rss")}) == 20_000


def test_a_document_over_the_limit_of_bytes_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stridesfeed.parsing.documents._MAX_BYTES", 100)

    with pytest.raises(InvalidFilesError) as caught:
        parse(an_rss())

    assert "at most 100 are read" in str(caught.value)


def test_the_url_of_the_document_is_the_address_of_a_feed_without_one() -> None:
    feed = parse("<rss><channel><item><link>/a</link></item></channel></rss>", url="https://t.example/feed.xml").feed

    assert (feed.url, feed.title, [article.url for article in feed.articles]) == (
        "https://t.example/feed.xml",
        "t.example",
        ["https://t.example/a"],
    )


@pytest.mark.parametrize("host", ["my", "channel"])
def test_rss_0_90_of_both_namespaces(host: str) -> None:
    parsed = parse(
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://{host}.netscape.com/rdf/simple/0.9/"><channel>'
        "<title>T</title><link>https://t.example/</link></channel><item><title>One</title><link>https://t.example/1</link></item></rdf:RDF>"
    )

    assert (parsed.version, parsed.feed.title, [article.title for article in parsed.feed.articles]) == ("RSS 0.90", "T", ["One"])


def test_a_second_date_that_is_another_is_kept() -> None:
    same = "<pubDate>Mon, 04 May 2026 06:30:00 GMT</pubDate><dc:date>2026-05-04T06:30:00Z</dc:date>"
    dates = f"{same}<dcterms:created>2025-01-02T03:04:05Z</dcterms:created>"
    feed = parsed(
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><channel><title>T</title>'
        f"<link>https://t.example/</link><item><title>One</title>{dates}</item></channel></rss>"
    )
    document = render(feed, "rss")

    assert b"<dcterms:created>2025-01-02T03:04:05Z</dcterms:created>" in document
    assert b"dc:date" not in document


def test_dates_of_atom_0_3_that_atom_1_0_lacks_are_terms_of_dublin_core() -> None:
    dates = "<created>2004-04-18T09:00:00Z</created><issued>2004-04-19T10:15:00Z</issued><modified>2004-04-20T11:00:00Z</modified>"
    found = parse(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><link rel="alternate" type="text/html" href="https://t.example/"/>'
        f"{dates}<entry><title>E</title><id>tag:t.example,2004:1</id>{dates}</entry></feed>"
    )
    document = render(found.feed, "atom")

    assert found.unread == ()
    assert document.count(b"<dcterms:created>2004-04-18T09:00:00Z</dcterms:created>") == 2
    assert document.count(b"<dcterms:issued>2004-04-19T10:15:00Z</dcterms:issued>") == 1
    assert document.count(b"<published>2004-04-19T10:15:00Z</published>") == 1


def test_a_thumbnail_without_url_is_kept_as_it_is() -> None:
    document = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>T</title><link>https://a.example/</link>'
        '<description>D</description><item><title>One</title><media:thumbnail urFl="https://a.example/a.png"/></item></channel></rss>'
    )

    found = parse(document)

    assert (found.unread, found.feed.articles[0].image) == ((), None)
    assert b'<media:thumbnail urFl="https://a.example/a.png"/>' in render(found.feed, "rss")


def test_a_file_of_media_rss_without_a_known_type_is_kept_as_it_is() -> None:
    element = '<media:content url="https://a.example/file.unknown" medium="video"/>'
    document = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>T</title><link>https://a.example/</link>'
        f"<description>D</description><item><title>One</title>{element}</item></channel></rss>"
    )

    found = parse(document)

    assert (found.unread, found.feed.articles[0].attachments) == ((), ())
    assert element.encode() in render(found.feed, "rss")


ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'


@pytest.mark.parametrize("format", ["rss", "atom"])
@pytest.mark.parametrize(
    "element",
    [
        "<itunes:image/>",
        '<itunes:image href="javascript:x"/>',
        '<media:thumbnail url="http://["/>',
        '<media:content url="http://t.example/a.jpg" medium="image" type="jpg"/>',
        '<media:content url="http://t.example/a.mov" type="video" bitrate="128"/>',
    ],
)
def test_an_invalid_element_that_is_kept_as_it_is_is_not_listed(element: str, format: FormatName) -> None:
    found = parse(an_rss(element, root=ITUNES))

    document = render(found.feed, format)

    assert element.partition(":")[2].encode() in document
    assert (found.unread, parse(document).unread) == ((), ())


def test_invalid_artwork_of_a_channel_is_kept_as_it_is() -> None:
    artwork = '<itunes:image href="no address"/>'

    found = parse(an_rss(channel=artwork, root=ITUNES))

    assert (found.unread, found.feed.logo) == ((), None)
    assert artwork.encode() in render(found.feed, "rss")


def test_artwork_in_atom_is_kept_for_directories_of_podcasts() -> None:
    artwork = '<itunes:image href="https://t.example/one.jpg"/>'
    document = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {ITUNES}><title>T</title><id>https://t.example/</id><updated>2026-04-30T12:00:00Z</updated>'
        f"<entry><title>One</title><id>urn:t:1</id><updated>2026-04-30T12:00:00Z</updated>{artwork}</entry></feed>"
    )

    found = parse(document, url="https://t.example/feed")

    assert found.feed.articles[0].image == Image("https://t.example/one.jpg")
    assert artwork.encode() in render(found.feed, "rss")
