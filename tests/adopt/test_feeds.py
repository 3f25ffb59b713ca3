"""
Feeds in the wild: the identifiers of articles stay exactly the same.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adopting import adopt_document, only_article
from stridesfeed.adopt import AdoptedArticle
from stridesfeed.errors import InvalidFilesError

NINE = datetime(2026, 4, 30, 9, tzinfo=UTC)


def an_rss(item: str, channel: str = "", namespaces: str = "") -> str:
    """
    An RSS feed with one item.
    """
    return f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" {namespaces}>
<channel><title>AI Strides</title><link>https://strides.example</link><description>One &amp;amp; all</description>{channel}
<item><title>One</title><link>https://strides.example/one</link><pubDate>Thu, 30 Apr 2026 10:00:00 +0100</pubDate>{item}</item>
</channel></rss>"""


def from_rss(item: str) -> AdoptedArticle:
    return only_article(adopt_document(an_rss(item)))


def an_atom(entry: str, feed: str = "") -> str:
    """
    An Atom feed with one entry.
    """
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>tag:strides.example,2026:feed</id><title>AI Strides</title>
<link href="https://strides.example/"/>{feed}
<entry><id>tag:strides.example,2026:one</id><title>One</title><link href="https://strides.example/one"/>
<updated>2026-04-30T09:00:00Z</updated>{entry}</entry></feed>"""


def a_json_feed(**item: Any) -> dict[str, Any]:
    """
    A JSON Feed with one item.
    """
    given = {
        "id": "1",
        "url": "https://strides.example/one",
        "title": "One",
        "content_html": "<p>Text",
        "date_published": "2026-04-30T09:00:00Z",
    }
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "AI Strides",
        "home_page_url": "https://strides.example/",
        "items": [{name: value for name, value in (given | item).items() if value is not None}],
    }


@pytest.mark.parametrize(
    "guid",
    [
        *("1234", "post-17", "post 17", "/posts/17", "0f5e9a1c-5b1e-4d0e-9d54-0a7c8f1f7c11", "é:1", "<1>", "a&amp;b", "a\\b"),
        *("https://strides.example/a b", "urn:uuid:none", "tag:x"),
    ],
)
@pytest.mark.parametrize("mark", ['isPermaLink="false"', ""])
def test_a_guid_that_is_not_an_iri_is_kept_and_the_id_is_the_url(guid: str, mark: str) -> None:
    article = from_rss(f"<guid {mark}><![CDATA[{guid}]]></guid>").article

    assert (article.id, article.guid) == ("https://strides.example/one", guid)


@pytest.mark.parametrize(
    "guid",
    ["https://strides.example/?p=12", "https://strides.example/é", "HTTP://strides.example/Old", "tag:strides.example,2026:1", "urn:isbn:1"],
)
def test_a_guid_that_is_an_iri_is_the_id(guid: str) -> None:
    article = from_rss(f'<guid isPermaLink="false">\n {guid}\n</guid>').article

    assert (article.id, article.guid) == (guid, None)


def test_the_id_of_an_item_without_guid_is_its_url() -> None:
    article = from_rss("").article

    assert (article.id, article.guid, article.url) == ("https://strides.example/one", None, "https://strides.example/one")


def test_a_permalink_guid_is_the_url_if_there_is_no_link() -> None:
    text = an_rss("<guid>https://strides.example/two</guid>").replace("<link>https://strides.example/one</link>", "")

    assert only_article(adopt_document(text)).article.url == "https://strides.example/two"


def test_items_with_the_same_url_have_different_ids() -> None:
    item = "<item><title>T</title><guid isPermaLink='false'>{}</guid><pubDate>Thu, 30 Apr 2026 10:00:00 GMT</pubDate></item>"
    text = an_rss("<guid isPermaLink='false'>0</guid>").replace("</channel>", f"{item.format('b c')}{item.format('d')}</channel>")

    articles = [adopted.article for adopted in adopt_document(text).articles]

    assert [article.guid for article in articles] == ["0", "b c", "d"]
    assert len({article.id for article in articles}) == 3


def test_a_duplicate_item_is_skipped_and_counted() -> None:
    text = an_rss("<guid>x</guid>")
    start, end = text.index("<item>"), text.index("</item>") + len("</item>")

    adoption = adopt_document(text[:end] + text[start:end] + text[end:])

    assert [adopted.article.guid for adopted in adoption.articles] == ["x"]
    assert adoption.skipped == {"article with a duplicate id": 1}


def test_all_fields_of_an_rss_item_are_read() -> None:
    article = from_rss(
        """<guid isPermaLink="false">1</guid><dc:creator>Ann Lee</dc:creator><dc:creator>Bo Chen</dc:creator>
        <category domain="https://strides.example/topics">AI &amp; law</category><category>News</category><comments>https://strides.example/one#c</comments>
        <description>A &lt;b&gt;short&lt;/b&gt; text.</description><content:encoded><![CDATA[<p>Long <em>text</em>.</p>]]></content:encoded>
        <enclosure url="https://strides.example/1.mp3" type="audio/mpeg" length="123"/><itunes:duration>1:01:01</itunes:duration>
        <media:content url="https://strides.example/1.png" medium="image" width="640" height="360"/>
        <media:content url="https://strides.example/1.pdf" type="application/pdf" fileSize="77"/>
        <atom:link rel="related" href="https://strides.example/two" title="Two"/><atom:link rel="via" href="https://lab.example/"/>
        <atom:updated>2026-05-01T00:00:00Z</atom:updated><dc:language>de</dc:language><dc:rights>© Ann</dc:rights>"""
    ).article

    assert (article.published, article.updated) == (NINE, datetime(2026, 5, 1, tzinfo=UTC))
    assert [person.name for person in article.authors] == ["Ann Lee", "Bo Chen"]
    assert [(category.term, category.scheme) for category in article.categories] == [
        ("AI & law", "https://strides.example/topics"),
        ("News", None),
    ]
    assert (article.summary, article.content) == ("A short text.", "<p>Long <em>text</em>.</p>")
    assert [(file.url[-3:], file.type, file.length, file.duration) for file in article.attachments] == [
        ("mp3", "audio/mpeg", 123, 3661),
        ("pdf", "application/pdf", 77, None),
    ]
    assert article.image is not None
    assert (article.image.url, article.image.width) == ("https://strides.example/1.png", 640)
    assert [(link.href, link.title) for link in article.related] == [("https://strides.example/two", "Two")]
    assert [link.href for link in article.sources] == ["https://lab.example/"]
    assert (article.language, article.rights, article.comments) == ("de", "© Ann", "https://strides.example/one#c")


@pytest.mark.parametrize(
    ("description", "summary", "content"),
    [
        ("Just &amp;amp; words.", "Just & words.", None),
        ("&lt;p&gt;A body.&lt;/p&gt;", None, "<p>A body.</p>"),
        ("5 &amp;lt; 6", "5 < 6", None),
    ],
)
def test_a_description_with_markup_is_the_body(description: str, summary: str | None, content: str | None) -> None:
    article = from_rss(f"<description>{description}</description>").article

    assert (article.summary, article.content) == (summary, content)


def test_an_rss_title_is_text_and_a_missing_one_is_an_excerpt() -> None:
    titled = from_rss("").article
    untitled = adopt_document(an_rss("<description>Not much to say, but it is said.</description>").replace("<title>One</title>", ""))

    assert titled.title == "One"
    assert only_article(untitled).article.title == "Not much to say, but it is said."


def test_the_fields_of_a_channel_are_read() -> None:
    adoption = adopt_document(
        an_rss(
            "",
            """<language>en-gb</language><copyright>© 2026</copyright><managingEditor>desk@strides.example (The Desk)</managingEditor>
            <image><url>https://strides.example/logo.png</url><title>x</title><link>https://strides.example</link></image>
            <atom:link rel="self" href="https://strides.example/rss.xml"/><atom:link rel="hub" href="https://hub.example/"/>""",
        )
    )
    feed = adoption.feed

    assert (feed.title, feed.url, feed.id, feed.subtitle) == ("AI Strides", "https://strides.example", "https://strides.example/", "One & all")
    assert (feed.language, feed.rights, feed.logo, feed.hubs) == (
        "en-gb",
        "© 2026",
        "https://strides.example/logo.png",
        ("https://hub.example/",),
    )
    assert [(person.name, person.email) for person in feed.authors] == [("The Desk", "desk@strides.example")]
    assert (adoption.kind, adoption.format, adoption.url) == ("RSS", "rss", "https://strides.example/rss.xml")


def test_rss_1_0_items_next_to_the_channel_are_read() -> None:
    adoption = adopt_document(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://strides.example/rss"><title>S</title><link>https://strides.example/</link><description>D</description></channel>
        <item rdf:about="https://strides.example/1"><title>One</title><link>https://strides.example/one</link>
        <dc:date>2026-04-30T11:00:00+02:00</dc:date><dc:creator>Ann</dc:creator></item></rdf:RDF>"""
    )
    article = only_article(adoption).article

    assert (article.id, article.url, article.published) == ("https://strides.example/1", "https://strides.example/one", NINE)


def test_invalid_optional_fields_are_skipped_and_counted() -> None:
    adoption = adopt_document(
        an_rss('<dc:language>en_GB.utf8</dc:language><enclosure url="javascript:alert(1)" type="audio/mpeg"/><category> </category>')
    )

    assert only_article(adoption).article.language is None
    assert only_article(adoption).article.attachments == ()
    assert adoption.skipped == {"attachment whose url must use http": 1, "invalid article language": 1}


def test_all_errors_are_collected_with_lines_and_other_items_adopted() -> None:
    items = """
<item><title>No date</title><link>https://strides.example/2</link></item>
<item><title>Bad</title><link>javascript:alert(1)</link><pubDate>yesterday</pubDate></item>"""

    adoption = adopt_document(an_rss("").replace("</channel>", f"{items}</channel>"))

    assert len(adoption.articles) == 1
    assert [(fault.line, fault.field) for fault in adoption.faults] == [(8, "published"), (9, "url"), (9, "published")]


def test_a_feed_without_required_fields_is_an_error() -> None:
    with pytest.raises(InvalidFilesError) as caught:
        adopt_document(an_rss("").replace("<title>AI Strides</title>", "").replace("<link>https://strides.example</link>", ""))

    assert {fault.field for fault in caught.value.faults} >= {"title", "url"}


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ('<content type="html">&lt;p&gt;A &amp;amp; B&lt;/p&gt;</content>', "<p>A &amp; B</p>"),
        ('<content type="text">A &lt; B</content>', "A &lt; B"),
        ("<content>A</content>", "A"),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A &lt; <b title="&quot;">B</b><br/></p></div></content>',
            '<p>A &lt; <b title="&quot;">B</b><br></p>',
        ),
        ('<content type="html" xml:base="https://other.example/a/">&lt;a href="b"&gt;</content>', '<a href="https://other.example/a/b">'),
        ('<content type="image/png">iVBORw0KGgo=</content>', None),
    ],
)
def test_atom_content_of_every_type_becomes_html(content: str, html: str | None) -> None:
    assert only_article(adopt_document(an_atom(content))).article.content == html


def test_all_fields_of_an_entry_are_read() -> None:
    adoption = adopt_document(
        an_atom(
            """<published>2026-04-29T09:00:00Z</published><summary type="html">A &amp;lt;b&gt;</summary>
            <author><name>Ann</name><uri>https://ann.example/</uri><email>ann@ann.example</email></author><contributor><name>Bo</name></contributor>
            <category term="law" scheme="https://strides.example/t" label="Law"/><rights type="html">&amp;copy; Ann</rights>
            <link rel="enclosure" href="/1.mp3" type="audio/mpeg" length="9" title="Read aloud"/><link rel="replies" href="https://strides.example/r"/>
            <link rel="http://www.iana.org/assignments/relation/related" href="two" title="Two"/>
            <source><id>tag:p.example,2026:f</id><title>Planet</title><link rel="self" href="https://p.example/f"/></source>""",
            '<link rel="self" href="https://strides.example/atom.xml"/><subtitle>S</subtitle><icon>/i.png</icon><link rel="hub" href="https://h.example/"/>',
        )
    )
    article = only_article(adoption).article

    assert (article.published, article.updated) == (datetime(2026, 4, 29, 9, tzinfo=UTC), NINE)
    assert (article.summary, article.rights) == ("A <b>", "© Ann")
    assert [(person.name, person.uri, person.email) for person in article.authors] == [("Ann", "https://ann.example/", "ann@ann.example")]
    assert [(each.term, each.scheme, each.label) for each in article.categories] == [("law", "https://strides.example/t", "Law")]
    assert [(file.url, file.length, file.title) for file in article.attachments] == [("https://strides.example/1.mp3", 9, "Read aloud")]
    assert [link.href for link in article.related] == ["https://strides.example/two"]
    assert article.comments == "https://strides.example/r"
    assert article.source is not None
    assert (article.source.title, article.source.url, article.source.id) == ("Planet", "https://p.example/f", "tag:p.example,2026:f")
    assert (adoption.feed.id, adoption.feed.language, adoption.feed.hubs) == ("tag:strides.example,2026:feed", "en", ("https://h.example/",))


def test_relative_urls_are_resolved_against_xml_base() -> None:
    text = an_atom('<link rel="related" href="two"/>').replace("<feed ", '<feed xml:base="https://base.example/x/" ')

    assert [link.href for link in only_article(adopt_document(text)).article.related] == ["https://base.example/x/two"]


@pytest.mark.parametrize(("given", "guid"), [("17", "17"), (17, "17"), ("https://strides.example/one", None)])
def test_the_id_of_an_item_is_text(given: object, guid: str | None) -> None:
    article = only_article(adopt_document(a_json_feed(id=given))).article

    assert (article.id, article.guid) == ("https://strides.example/one", guid)


def test_all_fields_of_a_json_feed_are_read() -> None:
    article = only_article(
        adopt_document(
            a_json_feed(
                summary="S",
                image="https://strides.example/1.png",
                external_url="https://about.example/",
                date_modified="2026-05-01T00:00:00Z",
                author={"name": "Ann", "url": "https://ann.example/", "avatar": "https://ann.example/a.png"},
                tags=["News", "", 3],
                language="de",
                attachments=[
                    {"url": "https://strides.example/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9.0, "duration_in_seconds": 61}
                ],
            )
        )
    ).article

    assert [(person.name, person.avatar) for person in article.authors] == [("Ann", "https://ann.example/a.png")]
    assert [category.term for category in article.categories] == ["News"]
    assert [(file.length, file.duration) for file in article.attachments] == [(9, 61)]
    assert (article.external_url, article.language, article.summary) == ("https://about.example/", "de", "S")
    assert article.updated == datetime(2026, 5, 1, tzinfo=UTC)


def test_content_text_longer_than_a_sentence_is_the_body() -> None:
    short = only_article(adopt_document(a_json_feed(content_html=None, content_text="Hello."))).article
    long = only_article(adopt_document(a_json_feed(content_html=None, content_text="One <b>\n\nTwo"))).article

    assert (short.summary, short.content) == ("Hello.", None)
    assert (long.summary, long.content) == (None, "<p>One &lt;b&gt;</p>\n<p>Two</p>")


def test_urls_in_a_body_become_absolute_and_nothing_else_changes() -> None:
    body = """<a href="two.html">two.html</a> <img src='/a.png'> <a href="#note">1</a> <A HREF=x> <a href="mailto:a@b.example">"""

    assert only_article(adopt_document(a_json_feed(content_html=body))).article.content == (
        """<a href="https://strides.example/two.html">two.html</a> <img src='https://strides.example/a.png'> """
        """<a href="#note">1</a> <A HREF=x> <a href="mailto:a@b.example">"""
    )


def test_errors_of_json_items_name_the_item() -> None:
    adoption = adopt_document(a_json_feed(date_published=None))

    assert [(fault.field, fault.line) for fault in adoption.faults] == [("items[1].published", None)]


def test_the_servers_charset_overrides_the_declaration() -> None:
    text = an_rss("").replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-8"?>').replace("<title>One", "<title>Grüße")

    assert only_article(adopt_document(text.encode("latin-1"), charset="iso-8859-1")).article.title == "Grüße"
    assert only_article(adopt_document(b"\xef\xbb\xbf" + text.encode(), charset="iso-8859-1")).article.title == "Grüße"
