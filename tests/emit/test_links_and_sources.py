"""
Links with a language, a title or a number of replies; whole sources; categories, hubs and generators of every kind: read by lxml, and parsed
without loss.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from makers import NOON, a_feed, an_article
from stridesfeed import parse
from stridesfeed.emit import FORMATS, FormatName, render, unwritten
from stridesfeed.errors import InvalidError
from stridesfeed.extensions import ExtensionElement
from stridesfeed.markup import Element, Namespace, QualifiedAttribute
from stridesfeed.model import Category, Feed, Generator, Link, Person, Source
from stridesfeed.options import Options

ATOM = "http://www.w3.org/2005/Atom"
NAMES = {
    "a": ATOM,
    "admin": "http://webns.net/mvcb/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
XML: list[Any] = ["rss", "atom"]


def found(feed: Feed, format: FormatName, path: str, **options: Any) -> list[Any]:
    """
    What an XPath finds in the document; strings for attributes and texts.
    """
    document = render(feed, format, options=Options(**options))
    assert render(parse(document, url=feed.url).feed, format, options=Options(**options)) == document
    assert parse(document, url=feed.url).unread == ()
    nodes: Any = etree.fromstring(document).xpath(path, namespaces=NAMES)
    return list(nodes)


def faults(make: Any, **fields: Any) -> dict[str, str]:
    """
    What is wrong, by field.
    """
    with pytest.raises(InvalidError) as caught:
        make(**fields)
    return {fault.field: fault.rule for fault in caught.value.faults}


def attributes(element: Any) -> dict[str, str]:
    """
    The attributes of an element.
    """
    return dict(element.attrib)


@pytest.mark.parametrize("format", XML)
def test_an_attribute_may_have_a_namespace(format: FormatName) -> None:
    name = ExtensionElement("admin:generatorAgent", attributes={"rdf:resource": "https://tool.example/?v=1&w=2"})
    feed = a_feed(an_article(), extensions=[name])

    assert dict(name.attributes) == {"rdf:resource": "https://tool.example/?v=1&w=2"}
    assert found(feed, format, "//admin:generatorAgent/@rdf:resource") == ["https://tool.example/?v=1&w=2"]


def test_an_attribute_with_a_namespace_is_checked() -> None:
    rdf = Namespace("rdf", NAMES["rdf"])
    resource = QualifiedAttribute(rdf, "resource", "x")

    assert faults(QualifiedAttribute, namespace=rdf, name="re source", text="x").keys() == {"name"}
    assert faults(Element, name="x", qualified=[resource, resource]) == {"qualified": "must not contain an attribute twice: remove one"}
    assert "rdg" in faults(ExtensionElement, name="admin:generatorAgent", attributes={"rdg:resource": "x"})["name"]


def test_the_domain_of_a_category_in_rss_is_any_text() -> None:
    article = an_article(categories=[Category("Sports/Motor", scheme="dmoz"), Category("Other", scheme="https://tags.example/")])

    assert found(a_feed(article), "rss", "//item/category/@domain") == ["dmoz", "https://tags.example/"]
    assert found(a_feed(article), "atom", "//a:entry/a:category/@scheme") == ["https://tags.example/"]
    for format in FORMATS:
        lost = [each for each in unwritten(a_feed(article), format) if each.field == "Category.scheme"]  # type: ignore[arg-type]
        assert len(lost) == {"rss": 0, "atom": 1, "json": 2}[format]


@pytest.mark.parametrize("format", XML)
def test_a_hub_may_push_to_a_socket(format: FormatName) -> None:
    feed = a_feed(an_article(), hubs=["wss://hub.example/"])

    assert found(feed, format, "//a:link[@rel='hub']/@href") == ["wss://hub.example/"]


@pytest.mark.parametrize("format", XML)
def test_a_link_to_replies_has_their_number_and_the_date_of_the_latest(format: FormatName) -> None:
    replies = Link("https://strides.example/one.xml", "replies", "application/atom+xml", title="Comments", count=7, updated=NOON)
    article = an_article(comments="https://strides.example/one#comments", links=[replies, Link("https://strides.example/l", "license")])
    (link,) = found(a_feed(article), format, "//a:link[@rel='replies'][@thr:count]")

    assert (link.get("href"), link.get("type"), link.get("title")) == (replies.href, replies.type, "Comments")
    assert (link.get(f"{{{NAMES['thr']}}}count"), link.get(f"{{{NAMES['thr']}}}updated")) == ("7", "2026-04-30T12:00:00Z")


def test_a_link_to_the_page_of_comments_is_written_once() -> None:
    page = "https://strides.example/one#comments"
    article = an_article(comments=page, links=[Link(page, "replies", "text/html", count=3)])

    assert found(a_feed(article), "atom", "//a:link[@rel='replies']/@href") == [page]


def test_only_links_to_replies_are_counted() -> None:
    rule = "is only for links with rel 'replies', not 'related': remove it"

    assert faults(Link, href="https://strides.example/", rel="related", count=3, updated=NOON) == {"count": rule, "updated": rule}


@pytest.mark.parametrize("format", XML)
def test_the_page_of_a_feed_may_have_a_language_a_title_and_translations(format: FormatName) -> None:
    pages = [
        Link("https://strides.example/", "alternate", "text/html", hreflang="en", title="Home"),
        Link("https://strides.example/de", "alternate", "text/html", hreflang="de"),
    ]
    links = found(a_feed(an_article(), url="https://strides.example/", links=pages), format, "//a:link[@rel='alternate'][@hreflang]")

    assert [(link.get("href"), link.get("hreflang"), link.get("title")) for link in links] == [
        ("https://strides.example/", "en", "Home"),
        ("https://strides.example/de", "de", None),
    ]


def test_two_pages_of_the_same_type_and_language_are_an_error() -> None:
    pages = [Link(f"https://strides.example/{name}", "alternate", "text/html", hreflang="de") for name in "ab"]

    assert "RFC 4287, 4.1.1), but 2 have 'text/html' and 'de'" in faults(a_feed, links=pages)["links"]


SOURCE = Source(
    "Planet & Co",
    "https://planet.example/feed",
    id="tag:planet.example,2026:feed",
    updated=NOON,
    subtitle="A planet",
    authors=[Person("Piet", uri="https://piet.example/", email="piet@planet.example")],
    contributors=[Person("Paula")],
    categories=[Category("ai", scheme="https://planet.example/topics", label="AI")],
    links=[Link("https://planet.example/feed", "self"), Link("https://planet.example/", "alternate", "text/html")],
    rights="Rights",
    icon="https://planet.example/icon.png",
    logo="https://planet.example/logo.png",
    generator=Generator("Planet", uri="https://planet.example/software", version="2"),
)


def test_a_source_has_every_element_of_atom() -> None:
    (source,) = found(a_feed(an_article(source=SOURCE)), "atom", "//a:entry/a:source", emails=True)
    read = [(etree.QName(each).localname, each.text and each.text.strip(), attributes(each)) for each in source.iterdescendants()]

    assert read == [
        ("id", "tag:planet.example,2026:feed", {}),
        ("title", "Planet & Co", {}),
        ("updated", "2026-04-30T12:00:00Z", {}),
        ("subtitle", "A planet", {}),
        ("link", None, {"rel": "self", "href": "https://planet.example/feed"}),
        ("link", None, {"rel": "alternate", "type": "text/html", "href": "https://planet.example/"}),
        ("author", "", {}),
        ("name", "Piet", {}),
        ("uri", "https://piet.example/", {}),
        ("email", "piet@planet.example", {}),
        ("contributor", "", {}),
        ("name", "Paula", {}),
        ("category", None, {"term": "ai", "scheme": "https://planet.example/topics", "label": "AI"}),
        ("rights", "Rights", {}),
        ("icon", "https://planet.example/icon.png", {}),
        ("logo", "https://planet.example/logo.png", {}),
        ("generator", "Planet", {"uri": "https://planet.example/software", "version": "2"}),
    ]


def test_a_parsed_source_is_the_same() -> None:
    document = render(a_feed(an_article(source=SOURCE)), "atom", options=Options(emails=True, atom_terms="term"))

    assert parse(document).feed.articles[0].source == SOURCE


def test_atom_0_3_may_have_categories_files_and_sources() -> None:
    parsed = parse(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><link rel="alternate" type="text/html" href="https://t.example/"/>'
        '<category term="old" scheme="https://t.example/topics"/><entry><title>E</title><id>tag:t.example,2004:1</id>'
        '<link rel="enclosure" type="audio/mpeg" href="https://t.example/1.mp3" length="9"/><category term="e"/>'
        "<source><title>S</title><id>tag:s.example,2004:s</id><modified>2004-04-18T12:00:00Z</modified></source></entry></feed>"
    )
    (article,) = parsed.feed.articles

    assert parsed.unread == ()
    assert (parsed.feed.categories, article.categories) == ((Category("old", scheme="https://t.example/topics"),), (Category("e"),))
    assert [(each.url, each.length) for each in article.attachments] == [("https://t.example/1.mp3", 9)]
    assert article.source is not None
    assert (article.source.title, article.source.id, article.source.updated) == ("S", "tag:s.example,2004:s", NOON.replace(2004, 4, 18))


def test_a_generator_may_have_a_page_and_a_version() -> None:
    generator = Generator("Pen", uri="https://pen.example/", version="3")
    (element,) = etree.fromstring(render(a_feed(), "atom", options=Options(generator=generator))).iter(f"{{{ATOM}}}generator")

    assert (element.text, attributes(element)) == ("Pen", {"uri": "https://pen.example/", "version": "3"})
    assert b"<generator>Pen 3</generator>" in render(a_feed(), "rss", options=Options(generator=generator))
    assert b"<generator>Pen</generator>" in render(a_feed(), "rss", options=Options(generator="Pen"))


def test_links_to_replies_are_not_joined_with_others_in_item_templates() -> None:
    replies = [Link(f"https://strides.example/{number}.xml", "replies", count=number) for number in range(3)]
    articles = [an_article(str(number), links=replies[:number], published=NOON + timedelta(days=number)) for number in range(4)]

    assert found(a_feed(*articles), "atom", "//a:link/@thr:count") == ["0", "0", "1", "0", "1", "2"]


def test_people_and_categories_of_a_source_may_be_texts() -> None:
    source = Source("Planet", "https://planet.example/", authors=["Piet"], contributors=["Paula"], categories=["AI"])

    assert (source.authors, source.contributors, source.categories) == ((Person("Piet"),), (Person("Paula"),), (Category("AI"),))
    assert "item 1 is 7" in faults(Source, title="Planet", url="https://planet.example/", authors=[7])["authors"]


def test_the_address_of_a_source_that_is_no_iri_becomes_the_same_id_in_every_feed() -> None:
    article = an_article(source=Source("Planet", "http://a^b.example"))
    one, other = (found(a_feed(article, id=id_), "atom", "//a:source/a:id/text()") for id_ in ("tag:a.example,2026:a", "tag:a.example,2026:b"))

    assert one == other
    assert one[0].startswith("urn:uuid:")
    assert not parse(render(a_feed(article), "atom")).unread
