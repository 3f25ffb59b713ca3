"""
RSS 2.0, read by feedparser and an XML parser.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import attrs
import feedparser
import pytest
from lxml import etree

from everything import URLS, the_feed
from makers import NOON, a_feed, an_article
from stridesfeed.cache import MemoryCache
from stridesfeed.emit import RenderSettings, render, render_all, unwritten
from stridesfeed.extensions import Editorial, ExtensionElement, Podcast, itunes
from stridesfeed.markup import Element
from stridesfeed.model import Attachment, Category, Extension, Feed, Image, Link, Person, XmlFormat
from stridesfeed.options import DEFAULT, Options
from validating import refusal

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
}


def channel(feed: Feed, options: Options = DEFAULT) -> Any:
    """
    The channel of *feed*, as an XML parser sees it.
    """
    return etree.fromstring(render(feed, "rss", url=URLS["rss"], options=options))[0]


def item(feed: Feed, options: Options = DEFAULT) -> Any:
    """
    The first item of *feed*.
    """
    return channel(feed, options).find("item")


def names(parent: Any) -> list[str]:
    """
    The children by name, with their usual prefix; each name once.
    """
    return list(dict.fromkeys(f"{child.prefix}:{etree.QName(child).localname}" if child.prefix else child.tag for child in parent))


def test_elements_of_an_item_are_in_the_order_that_readers_need() -> None:
    assert names(item(the_feed())) == [
        *("title", "link", "description", "category", "comments", "enclosure", "guid", "pubDate", "source"),
        *("dc:creator", "dc:contributor", "dc:language", "dc:rights", "content:encoded"),
        *("media:thumbnail", "media:content"),
        *("strides:section", "strides:readingTime", "strides:sourceCount", "strides:score", "atom:updated", "atom:link"),
    ]


def test_channel_elements_come_before_the_items_and_the_link_before_any_other() -> None:
    order = names(channel(the_feed()))

    assert order[:3] == ["title", "link", "description"]
    assert order[-1] == "item"
    assert order.index("link") < order.index("atom:link")


def test_a_title_is_escaped_once() -> None:
    title = "AT&T: when <script> isn't &amp; x < y"
    document = render(a_feed(an_article(title=title)), "rss")

    assert item(a_feed(an_article(title=title))).findtext("title") is not None
    assert b"<title>AT&#x26;T: when &#x3C;script&gt; isn't &#x26;amp; x &#x3C; y</title>" in document
    assert "".join(item(a_feed(an_article(title=title))).find("title").itertext()) == title


def test_plain_text_has_hexadecimal_references() -> None:
    feed = a_feed(an_article(categories=[Category("R&D")], authors=[Person("A & B")]), title="Q&A", subtitle="<news>", rights="© A&B")
    document = render(feed, "rss").decode()

    for spelled in (
        "<title>Q&#x26;A</title>",
        "<description>&#x3C;news&gt;</description>",
        "<copyright>© A&#x26;B</copyright>",
        "<category>R&#x26;D</category>",
        "<dc:creator>A &#x26; B</dc:creator>",
    ):
        assert spelled in document


def test_the_description_is_html() -> None:
    feed = a_feed(an_article(summary="Tom & Jerry <3", content="<p>A text that is longer.</p>"))

    assert item(feed).findtext("description") == "Tom &amp; Jerry &lt;3"


def test_without_a_subtitle_the_description_is_the_title() -> None:
    assert channel(a_feed(subtitle=None)).findtext("description") == "AI Strides"


def test_the_full_body_is_in_content_encoded() -> None:
    only = item(a_feed(an_article(summary="Short.", content="<p>Whole &amp; safe.</p>")))

    assert only.findtext("description") == "Short."
    assert only.findtext("content:encoded", namespaces=NAMES) == "<p>Whole &amp; safe.</p>"


LONG = "A summary that is longer than the text, as link posts have."


def test_a_summary_longer_than_the_text_is_left_out() -> None:
    feed = a_feed(an_article(summary=LONG, content="<p>See there.</p>"))
    documents = render_all(feed)

    (in_rss,) = feedparser.parse(documents["rss"]).entries
    (in_atom,) = feedparser.parse(documents["atom"]).entries
    assert in_rss.summary == in_atom.content[0].value == "<p>See there.</p>"
    assert "content" not in in_rss
    assert LONG.encode() not in documents["atom"]
    assert json.loads(documents["json"])["items"][0]["summary"] == LONG
    assert [[loss.field for loss in unwritten(feed, format)] for format in ("rss", "atom", "json")] == [["Article.summary"]] * 2 + [[]]


@pytest.mark.parametrize(
    "fields",
    [
        {"summary": "See there. ", "content": "<p>See there.</p>"},
        {"summary": LONG, "content": "<p>See.</p>", "image": Image("https://example.org/a-picture.png", alt="A")},
        {"summary": LONG, "content": None},
        {"summary": LONG, "content": "<p>See <a href='/a-long-address'>there</a>, which is a long, long text.</p>"},
    ],
)
def test_a_summary_no_longer_than_the_body_stays(fields: Any) -> None:
    feed = a_feed(an_article(**fields))

    assert item(feed).findtext("description") == fields["summary"].strip()
    assert "Article.summary" not in [loss.field for loss in unwritten(feed, "rss")]


def test_a_summary_with_more_bytes_than_the_text_is_left_out() -> None:
    content = '<p><a href="https://example.org/">Ссылка</a></p>'

    assert item(a_feed(an_article(summary="Я" * (len(content) - 4), content=content))).findtext("description") == content


def test_content_never_stands_alone() -> None:
    only = item(a_feed(an_article(summary=None, content="<p>Whole.</p>")), Options(excerpt=0))

    assert only.findtext("description") == "<p>Whole.</p>"
    assert only.find("content:encoded", NAMES) is None


def test_the_end_of_a_cdata_section_does_not_end_it() -> None:
    only = item(a_feed(an_article(content="<p>a ]]&gt; b</p><pre>x ]]> y</pre>")))

    assert only.findtext("content:encoded", namespaces=NAMES).count("]]&gt;") == 2


def test_dates_are_english_and_gmt() -> None:
    only = item(a_feed(an_article(published=NOON.replace(microsecond=5))))

    assert only.findtext("pubDate") == "Thu, 30 Apr 2026 12:00:00 GMT"


def test_the_feed_was_built_when_its_latest_article_changed() -> None:
    feed = a_feed(an_article("old"), an_article("new", updated=NOON + timedelta(days=1)))

    assert channel(feed).findtext("lastBuildDate") == "Fri, 01 May 2026 12:00:00 GMT"
    assert channel(a_feed()).find("lastBuildDate") is None


def test_a_guid_is_a_permalink_only_if_it_is_the_link() -> None:
    same = item(a_feed(an_article(id="https://strides.example/one"))).find("guid")
    other = item(a_feed(an_article())).find("guid")

    assert (same.text, same.get("isPermaLink")) == ("https://strides.example/one", "true")
    assert (other.text, other.get("isPermaLink")) == ("tag:strides.example,2026:one", "false")


def test_an_explicit_guid_is_written_unchanged_and_is_no_permalink() -> None:
    guid = item(a_feed(an_article(id="https://strides.example/one", guid="post 17"))).find("guid")

    assert (guid.text, guid.get("isPermaLink")) == ("post 17", "false")


def test_a_guid_that_is_no_permalink_leaves_the_link_alone() -> None:
    (entry,) = feedparser.parse(render(a_feed(an_article()), "rss")).entries

    assert (entry.id, entry.link) == ("tag:strides.example,2026:one", "https://strides.example/one")


def test_all_authors_are_one_creator_or_one_each() -> None:
    feed = a_feed(an_article(authors=[Person("Ann"), Person("Bob", email="bob@example.org")]))

    assert [creator.text for creator in item(feed).findall("dc:creator", NAMES)] == ["Ann, Bob"]
    assert [creator.text for creator in item(feed, Options(creators="each")).findall("dc:creator", NAMES)] == ["Ann", "Bob"]
    assert item(feed).find("author") is None
    assert b"bob@example.org" not in render(feed, "rss")


def test_a_managing_editor_is_written_only_when_addresses_are_public() -> None:
    feed = a_feed(an_article(), authors=[Person("Nobody"), Person("Ann Lee", email="ann@example.org")])

    assert channel(feed).find("managingEditor") is None
    assert channel(feed, Options(emails=True)).findtext("managingEditor") == "ann@example.org (Ann Lee)"


def test_articles_without_authors_have_those_of_the_feed() -> None:
    feed = a_feed(an_article(authors=[]), authors=[Person("Desk")])

    assert item(feed).findtext("dc:creator", namespaces=NAMES) == "Desk"


def test_an_enclosure_keeps_its_length_and_type_and_an_unknown_length_is_zero() -> None:
    known = Attachment("https://example.org/1.mp3", type="audio/mpeg", length=123)
    unknown = Attachment("https://example.org/2.mp3", type="audio/mpeg")

    assert dict(item(a_feed(an_article(attachments=[known]))).find("enclosure").attrib) == {
        "url": "https://example.org/1.mp3",
        "length": "123",
        "type": "audio/mpeg",
    }
    assert item(a_feed(an_article(attachments=[unknown]))).find("enclosure").get("length") == "0"


def test_the_second_attachment_is_media_content() -> None:
    second = Attachment("https://example.org/2.mp4", type="video/mp4", length=5, duration=60)
    only = item(a_feed(an_article(attachments=[Attachment("https://example.org/1.mp3", type="audio/mpeg"), second])))

    assert len(only.findall("enclosure")) == 1
    assert dict(only.find("media:content", NAMES).attrib) == {
        "url": "https://example.org/2.mp4",
        "fileSize": "5",
        "type": "video/mp4",
        "medium": "video",
        "duration": "60",
    }


def test_every_attachment_is_an_enclosure_by_option() -> None:
    files = [Attachment(f"https://example.org/{number}.mp3", type="audio/mpeg", length=number) for number in range(3)]
    feed = a_feed(an_article(attachments=files, image=Image("https://example.org/a.png")))

    (entry,) = feedparser.parse(render(feed, "rss", options=Options(enclosures="all"))).entries

    assert [(each.href, each.type, each.length) for each in entry.enclosures] == [(file.url, file.type, str(file.length)) for file in files]
    assert "media_content" not in entry


AUDIO = Attachment("https://example.org/1.mp3", type="Audio/mpeg", duration=3725)
TABLE = Attachment("https://example.org/1.csv", type="text/csv", duration=9)
SHOW = Podcast(category="News", image="https://strides.example/cover.jpg")

OF_ONE = "an item has the duration of one enclosure, which is audio or video"
OF_PODCASTS = "only a feed with a Podcast has the duration of an enclosure; see Options.durations"


@pytest.mark.parametrize(
    ("attachments", "enclosures", "duration"),
    [
        ([AUDIO, TABLE], "first", "3725"),
        ([AUDIO, TABLE], "all", "3725"),
        ([TABLE, AUDIO], "first", None),
        ([TABLE, AUDIO], "all", "3725"),
        ([TABLE], "all", None),
        ([Attachment("https://example.org/1.mp4", type="video/mp4"), AUDIO], "all", None),
        ([], "first", None),
    ],
)
def test_an_item_has_the_duration_of_its_first_enclosure_that_plays(
    attachments: list[Attachment], enclosures: Any, duration: str | None
) -> None:
    options = Options(enclosures=enclosures)
    document = render(a_feed(an_article(attachments=attachments), extensions=[SHOW]), "rss", options=options)

    assert feedparser.parse(document).entries[0].get("itunes_duration") == duration


@pytest.mark.parametrize(
    ("extensions", "durations", "duration"),
    [
        ([], "podcasts", None),
        ([], "all", "3725"),
        ([SHOW], "podcasts", "3725"),
        ([ExtensionElement("itunes:author", "Desk")], "podcasts", "3725"),
        ([ExtensionElement("podcast:medium", "podcast")], "podcasts", None),
    ],
)
def test_durations_are_those_of_podcasts_unless_all_are_asked_for(extensions: list[Extension], durations: Any, duration: str | None) -> None:
    feed = a_feed(an_article(attachments=[AUDIO]), extensions=extensions)
    document = render(feed, "rss", options=Options(durations=durations))

    assert feedparser.parse(document).entries[0].get("itunes_duration") == duration
    assert (b"itunes" in document) is (duration is not None)


def test_a_cached_item_has_a_duration_only_in_a_podcast() -> None:
    settings = RenderSettings(cache=MemoryCache())
    article = an_article(attachments=[AUDIO])

    documents = [render(a_feed(article, extensions=extensions), "rss", settings=settings) for extensions in ([SHOW], [])]

    assert [b"itunes:duration" in document for document in documents] == [True, False]


@pytest.mark.parametrize(
    ("attachments", "extensions", "enclosures", "reasons"),
    [
        ([TABLE, AUDIO], [SHOW], "first", [OF_ONE]),
        ([TABLE, AUDIO], [SHOW], "all", [OF_ONE]),
        ([AUDIO, TABLE], [SHOW], "first", []),
        ([AUDIO, TABLE], [SHOW], "all", [OF_ONE]),
        ([AUDIO, TABLE], [], "first", [OF_PODCASTS]),
        ([AUDIO, TABLE], [], "all", [OF_PODCASTS, OF_PODCASTS]),
    ],
)
def test_durations_that_rss_lacks_are_listed(
    attachments: list[Attachment], extensions: list[Extension], enclosures: Any, reasons: list[str]
) -> None:
    feed = a_feed(an_article(attachments=attachments), extensions=extensions)
    losses = unwritten(feed, "rss", options=Options(enclosures=enclosures))

    assert [loss.reason for loss in losses if loss.field == "Attachment.duration"] == reasons


def test_the_duration_of_an_extension_is_the_only_one() -> None:
    @attrs.frozen
    class Episode(Extension):
        def elements(self, format: XmlFormat) -> list[Element]:
            return [itunes.duration(7)] if format == "rss" else []

    assert item(a_feed(an_article(attachments=[AUDIO], extensions=[Episode()]))).findtext("itunes:duration", namespaces=NAMES) == "7"


def test_the_lead_image_is_a_thumbnail() -> None:
    feed = a_feed(an_article(image=Image("https://example.org/a.png", alt="A", caption="C", width=3, height=2, type="image/png")))

    assert dict(item(feed).find("media:thumbnail", NAMES).attrib) == {"url": "https://example.org/a.png", "width": "3", "height": "2"}
    assert item(feed).find("media:content", NAMES) is None
    assert feedparser.parse(render(feed, "rss")).entries[0].media_thumbnail[0]["url"] == "https://example.org/a.png"


def test_the_lead_image_has_no_title_or_description() -> None:
    feed = a_feed(an_article(image=Image("https://example.org/a.png", alt="A", caption="C", width=3, height=2, type="image/png")))
    only = item(feed, Options(image_elements="both"))

    assert dict(only.find("media:content", NAMES).attrib) == {
        "url": "https://example.org/a.png",
        "medium": "image",
        "type": "image/png",
        "width": "3",
        "height": "2",
    }
    assert dict(only.find("media:thumbnail", NAMES).attrib) == {"url": "https://example.org/a.png", "width": "3", "height": "2"}
    assert len(only.find("media:content", NAMES)) == 0


def test_the_self_link_is_the_first_atom_link() -> None:
    links = channel(the_feed()).findall("atom:link", NAMES)

    assert dict(links[0].attrib) == {"rel": "self", "type": "application/rss+xml", "href": URLS["rss"]}
    assert [link.get("rel") for link in links] == ["self", "hub", "prev-archive"]


def test_an_item_has_no_alternate_among_its_atom_links() -> None:
    links = item(the_feed()).findall("atom:link", NAMES)

    assert [(link.get("rel"), link.get("href")) for link in links] == [
        ("via", "https://about.example/page"),
        ("via", "https://links.example/source"),
        ("related", "https://links.example/related"),
        ("license", "https://links.example/license"),
    ]


@pytest.mark.parametrize(
    ("updated", "expected"),
    [("atom", ["2026-04-30T14:00:00Z", None]), ("dcterms", [None, "2026-04-30T14:00:00Z"]), ("none", [None, None])],
)
def test_the_option_updated_chooses_the_element_of_a_change(updated: Any, expected: list[str | None]) -> None:
    changed = item(a_feed(an_article(updated=NOON + timedelta(hours=2))), Options(updated=updated))

    assert [changed.findtext("atom:updated", namespaces=NAMES), changed.findtext("dcterms:modified", namespaces=NAMES)] == expected


def test_an_unchanged_article_has_no_date_of_change() -> None:
    assert item(a_feed(an_article())).find("atom:updated", NAMES) is None


def test_nothing_that_confuses_readers_is_written() -> None:
    document = render(the_feed(), "rss", options=Options(emails=True)).decode()

    for confusing in ("dc:date", "dc:subject", "<author>", "media:title", "media:description", "textInput", "<ttl>"):
        assert confusing not in document


def test_only_namespaces_in_use_are_declared_and_on_the_root() -> None:
    plain = render(a_feed(an_article(content=None, authors=[])), "rss")
    full = render(the_feed(), "rss", url=URLS["rss"])

    assert etree.fromstring(plain).nsmap == {}
    assert set(etree.fromstring(full).nsmap) == {"atom", "content", "dc", "fh", "media", "strides"}
    assert full.count(b"xmlns:") == 6


def test_the_image_of_a_channel_is_of_a_kind_that_rss_allows() -> None:
    logo, icon = "https://strides.example/logo.svg", "https://strides.example/icon.png?v=2"

    picture = channel(a_feed(logo=logo, icon=icon)).find("image")
    assert [(part.tag, part.text) for part in picture] == [("url", icon), ("title", "AI Strides"), ("link", "https://strides.example/")]
    assert channel(a_feed(logo=logo)).find("image") is None


def test_elements_of_unknown_namespaces_are_before_the_atom_links() -> None:
    article = an_article(extensions=[Editorial(section="AI")], related=[Link("https://example.org/r")])

    assert names(item(a_feed(article)))[-2:] == ["strides:section", "atom:link"]


def test_there_is_no_white_space_around_values() -> None:
    leaves = [element for element in channel(the_feed()).iter() if isinstance(element.tag, str) and not len(element) and element.text]

    assert [leaf.tag for leaf in leaves if leaf.text != leaf.text.strip()] == []


def test_the_author_of_rss_is_written_by_option_for_the_first_author_with_an_address() -> None:
    people = [Person("Ann"), Person("Bo & Co", email="bo@example.org"), Person("Cy", email="cy@example.org")]
    feed = a_feed(an_article(authors=people), an_article("two", authors=[]), authors=[Person("Desk", email="desk@example.org")])
    document = render(feed, "rss", options=Options(emails=True, rss_author="first"))

    (author, _) = etree.fromstring(document).iterfind(".//author")
    assert "".join(map(str, author.itertext())) == "bo@example.org (Bo & Co)"
    assert document.count(b"<author>") == 2
    assert b"<author>desk@example.org (Desk)</author>" in document
    assert refusal(document) is None
    for options in (Options(rss_author="first"), Options(emails=True)):
        assert b"<author>" not in render(feed, "rss", options=options)
    lost = [item.subject for item in unwritten(feed, "rss", options=Options(emails=True, rss_author="first")) if item.field == "Person.email"]
    assert lost == ["article 'tag:strides.example,2026:one'"]


def test_all_authors_with_an_address_are_in_author_elements_by_option() -> None:
    people = [Person("Ann", email="ann@example.org"), Person("Bo"), Person("Cy", email="cy@example.org")]
    feed, options = a_feed(an_article(authors=people)), Options(emails=True, rss_author="all")

    assert [each.text for each in item(feed, options).iterfind("author")] == ["ann@example.org (Ann)", "cy@example.org (Cy)"]
    assert "Person.email" not in {lost.field for lost in unwritten(feed, "rss", options=options)}


@pytest.mark.parametrize("summary", [{"summary": "Longer than the text."}, {"summary_html": "<b>Longer</b> than the text."}])
def test_a_summary_longer_than_the_text_is_written_by_option(summary: dict[str, str]) -> None:
    feed, options = a_feed(an_article(content="<p>Text</p>", **summary)), Options(summaries="all")

    for format_ in ("rss", "atom"):
        (read,) = feedparser.parse(render(feed, format_, options=options)).entries
        assert read.summary == next(iter(summary.values()))
        assert [each.value for each in read.content] == ["<p>Text</p>"]
        assert "it is longer than the text" not in {lost.reason[:26] for lost in unwritten(feed, format_, options=options)}
        assert b"Longer" not in render(feed, format_)
