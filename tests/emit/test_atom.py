"""
Atom 1.0, read by feedparser and an XML parser.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from lxml import etree

from everything import URLS, the_feed
from makers import NOON, a_feed, an_article
from stridesfeed.emit import render, render_all, unwritten
from stridesfeed.model import Attachment, Category, Feed, Person, Source
from stridesfeed.options import Options

ATOM = "{http://www.w3.org/2005/Atom}"


def root(feed: Feed, **arguments: Any) -> Any:
    """
    The document, as an XML parser sees it.
    """
    return etree.fromstring(render(feed, "atom", **arguments))


def names(parent: Any) -> list[str]:
    """
    The children by name; each name once.
    """
    return list(dict.fromkeys(etree.QName(child).localname for child in parent))


def test_elements_of_an_entry_are_in_the_order_that_readers_need() -> None:
    assert names(root(the_feed()).find(f"{ATOM}entry")) == [
        *("title", "link", "id", "published", "updated", "author", "contributor", "category", "summary", "content", "rights"),
        *("thumbnail", "section", "readingTime", "sourceCount", "score", "source"),
    ]


def test_metadata_comes_before_the_entries() -> None:
    assert names(root(the_feed()))[-1] == "entry"


def test_links_keep_their_relation_type_title_and_length() -> None:
    (entry, _) = feedparser.parse(render(the_feed(), "atom")).entries
    links = {(link.rel, link.href): link for link in entry.links}

    assert links["enclosure", "https://strides.example/1.mp3"].length == "1234"
    assert links["enclosure", "https://strides.example/2.pdf"].type == "application/pdf"
    assert links["related", "https://links.example/related"].title == "Link related"
    assert links["via", "https://links.example/source"].hreflang == "de"
    assert links["replies", "https://strides.example/everything/comments"].type == "text/html"


def test_the_alternate_link_is_first_and_alone() -> None:
    links = [link.get("rel") for link in root(the_feed()).find(f"{ATOM}entry").findall(f"{ATOM}link")]

    assert links[0] == "alternate"
    assert links.count("alternate") == 1


def test_titles_and_summaries_have_no_type() -> None:
    title = "AT&T: when <script> isn't &amp; x < y"
    feed = a_feed(an_article(title=title))
    (entry,) = feedparser.parse(render(feed, "atom")).entries

    assert root(feed).find(f"{ATOM}entry/{ATOM}title").attrib == {}
    assert root(feed).find(f"{ATOM}entry/{ATOM}summary").attrib == {}
    assert entry.title_detail.type == "text/plain"
    assert entry.title == title


def test_the_body_is_html() -> None:
    (entry,) = feedparser.parse(render(a_feed(an_article(content="<p>AT&amp;T &lt;3 é</p>")), "atom")).entries

    assert [(content.type, content.value) for content in entry.content] == [("text/html", "<p>AT&amp;T &lt;3 é</p>")]


def test_an_entry_without_a_body_has_its_link_and_its_summary() -> None:
    (entry,) = feedparser.parse(render(a_feed(an_article(content=None)), "atom")).entries

    assert (entry.link, entry.summary) == ("https://strides.example/one", "Summary of one.")


def test_dates_are_utc_in_whole_seconds() -> None:
    entry = root(a_feed(an_article(published=NOON.replace(microsecond=1), updated=NOON + timedelta(hours=2)))).find(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}published") == "2026-04-30T12:00:00Z"
    assert entry.findtext(f"{ATOM}updated") == "2026-04-30T14:00:00Z"


def test_an_empty_feed_has_the_earliest_date() -> None:
    assert root(a_feed()).findtext(f"{ATOM}updated") == "1990-01-01T00:00:00Z"


ANN = Person("Ann", uri="https://ann.example/", email="ann@example.org")


def test_an_author_keeps_the_page_and_the_address_stays_private() -> None:
    feed = a_feed(an_article(authors=[ANN]))
    (entry,) = feedparser.parse(render(feed, "atom")).entries
    (public,) = feedparser.parse(render(feed, "atom", options=Options(emails=True))).entries

    assert [dict(author) for author in entry.authors] == [{"name": "Ann", "href": "https://ann.example/"}]
    assert public.authors[0].email == "ann@example.org"


@pytest.mark.parametrize(
    ("creators", "in_atom", "in_rss"),
    [("joined", ["Ann, Bob"], ["Ann, Bob"]), ("each", ["Ann", "Bob"], ["Ann", "Bob"]), ("joined-in-rss", ["Ann", "Bob"], ["Ann, Bob"])],
)
def test_all_authors_are_one_or_one_each(creators: Any, in_atom: list[str], in_rss: list[str]) -> None:
    feed = a_feed(an_article("own", authors=[ANN, Person("Bob")]), an_article("default", authors=()), authors=[ANN, Person("Bob")])
    documents = render_all(feed, options=Options(creators=creators))

    for entry in feedparser.parse(documents["atom"]).entries:
        assert [author.name for author in entry.authors] == in_atom
    for item in etree.fromstring(documents["rss"]).iter("item"):
        assert [creator.text for creator in item.iter("{http://purl.org/dc/elements/1.1/}creator")] == in_rss
    assert [author.findtext(f"{ATOM}name") for author in etree.fromstring(documents["atom"]).findall(f"{ATOM}author")] == ["Ann", "Bob"]


@pytest.mark.parametrize(("options", "lost"), [({}, ["uri"]), ({"emails": True}, ["uri", "email"]), ({"creators": "each"}, [])])
def test_what_joined_authors_lose_is_listed(options: Any, lost: list[str]) -> None:
    feed = a_feed(an_article("two", authors=[ANN, Person("Bob")]), an_article("one", authors=[ANN]))

    found = [each for each in unwritten(feed, "atom", options=Options(**options)) if "several authors" in each.reason]

    assert [each.field for each in found] == [f"Person.{field}" for field in lost]


def test_every_entry_has_an_author_even_if_none_is_given() -> None:
    silent = an_article(authors=[])

    assert root(a_feed(silent, authors=[Person("Desk")])).findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "Desk"
    assert root(a_feed(silent)).findtext(f"{ATOM}author/{ATOM}name") == "AI Strides"
    assert root(a_feed()).findtext(f"{ATOM}author/{ATOM}name") == "AI Strides"
    assert root(a_feed(an_article())).find(f"{ATOM}author") is None


@pytest.mark.parametrize(
    ("terms", "expected", "lost"),
    [("auto", ["R&D", "Policy", "ml"], 1), ("label", ["R&D", "Policy", "Machine Learning"], 2), ("term", ["R&D", "policy", "ml"], 0)],
)
def test_a_category_is_readable_by_term_and_by_label(terms: Any, expected: list[str], lost: int) -> None:
    topics = "https://strides.example/topics"
    categories = [Category("R&D"), Category("policy", label="Policy"), Category("ml", scheme=topics, label="Machine Learning")]
    feed = a_feed(an_article(categories=categories))
    options = Options(atom_terms=terms)

    (entry,) = feedparser.parse(render(feed, "atom", options=options)).entries

    assert [tag.term for tag in entry.tags] == expected
    assert [tag.label for tag in entry.tags] == ["R&D", "Policy", "Machine Learning"]
    assert [tag.scheme for tag in entry.tags] == [None, None, topics]
    assert [each.field for each in unwritten(feed, "atom", options=options)] == ["Category.term"] * lost


def test_a_source_is_short_and_last() -> None:
    entry = root(a_feed(an_article(source=Source("Planet", "https://planet.example/feed")))).find(f"{ATOM}entry")

    assert etree.QName(entry[-1]).localname == "source"
    assert [(etree.QName(part).localname, part.text) for part in entry[-1]] == [
        ("id", "https://planet.example/feed"),
        ("title", "Planet"),
        ("updated", "2026-04-30T12:00:00Z"),
    ]


def test_an_entry_has_xml_lang_if_its_language_differs() -> None:
    document = root(a_feed(an_article("one", language="ar"), an_article("two", language="en")))
    lang = "{http://www.w3.org/XML/1998/namespace}lang"

    assert document.get(lang) == "en"
    assert [entry.get(lang) for entry in document.findall(f"{ATOM}entry")] == ["ar", None]


def test_atom_is_the_default_namespace_and_others_are_declared_once() -> None:
    document = render(the_feed(), "atom")

    assert etree.fromstring(document).nsmap == {
        None: "http://www.w3.org/2005/Atom",
        "at": "http://purl.org/atompub/tombstones/1.0",
        "fh": "http://purl.org/syndication/history/1.0",
        "media": "http://search.yahoo.com/mrss/",
        "strides": "https://stridesfeed.example/ns/editorial/1.0",
    }
    assert document.count(b"xmlns") == 5
    assert set(etree.fromstring(render(a_feed(an_article()), "atom")).nsmap) == {None}


def test_each_document_links_to_itself_and_to_the_other_formats() -> None:
    documents = render_all(a_feed(an_article()), urls=URLS)
    links = [(link.rel, link.get("type"), link.href) for link in feedparser.parse(documents["atom"]).feed.links]

    assert links == [
        ("alternate", "text/html", "https://strides.example/"),
        ("self", "application/atom+xml", URLS["atom"]),
        ("alternate", "application/rss+xml", URLS["rss"]),
        ("alternate", "application/feed+json", URLS["json"]),
    ]


def test_an_attachment_of_unknown_length_has_no_length() -> None:
    feed = a_feed(an_article(attachments=[Attachment("https://example.org/1.mp3", type="audio/mpeg")]))
    link = root(feed).find(f"{ATOM}entry").findall(f"{ATOM}link")[1]

    assert dict(link.attrib) == {"rel": "enclosure", "type": "audio/mpeg", "href": "https://example.org/1.mp3"}
