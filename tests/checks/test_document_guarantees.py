"""
Guarantees of rendered documents that no other test covers.
"""

from __future__ import annotations

import pytest
from lxml import etree

from everything import URLS, the_feed
from makers import a_feed, an_article
from stridesfeed.checks.documents import check_document
from stridesfeed.emit import render_all
from stridesfeed.text import name_set

XML = ("rss", "atom")
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"

#: The elements of Media RSS 1.5.1 that validators know.
MEDIA_ELEMENTS = name_set(
    "adult category copyright credit description keywords hash player rating restriction text title thumbnail content group"
)

FEEDS = {"everything": the_feed(), "minimal": a_feed(an_article()), "empty": a_feed()}


def documents() -> list[tuple[str, bytes]]:
    """
    Return each format of each feed, by name.
    """
    return [(f"{name}-{format_}", document) for name, feed in FEEDS.items() for format_, document in render_all(feed, urls=URLS).items()]


DOCUMENTS = dict(documents())
IN_XML = {name: document for name, document in DOCUMENTS.items() if not name.endswith("json")}


@pytest.mark.parametrize("name", IN_XML)
def test_a_document_begins_with_its_declaration(name: str) -> None:
    first = IN_XML[name].split(b"\n", 1)[0].replace(b"'", b'"').lower()

    assert first.startswith(b'<?xml version="1.0" encoding="utf-8"')


@pytest.mark.parametrize("name", IN_XML)
def test_the_root_is_near_the_start(name: str) -> None:
    start = IN_XML[name][:512]

    assert b"<rss" in start or b"<feed" in start


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_element_is_unknown(name: str) -> None:
    codes = {finding.code for finding in check_document(DOCUMENTS[name])}

    assert codes.isdisjoint({"element-unknown", "attribute-unknown", "element-without-namespace", "json-member-unknown", "element-blank"})
    assert "media-credit-role-invalid" not in codes


@pytest.mark.parametrize("name", IN_XML)
def test_no_element_is_repeated_that_may_appear_once(name: str) -> None:
    assert not {finding.code for finding in check_document(IN_XML[name])} & {"element-repeated", "element-misplaced"}


def test_values_of_atom_have_no_surrounding_white_space() -> None:
    root = etree.fromstring(DOCUMENTS["everything-atom"])
    values = [
        element.text or "" for name in ("id", "updated", "published", "uri", "email", "icon", "logo") for element in root.iter(f"{ATOM}{name}")
    ]
    hrefs = [str(link.get("href")) for link in root.iter(f"{ATOM}link")]

    assert [value for value in (*values, *hrefs) if value != value.strip() or not value] == []


def test_rss_has_a_version_and_one_channel() -> None:
    root = etree.fromstring(DOCUMENTS["everything-rss"])

    assert (root.tag, root.get("version"), [child.tag for child in root]) == ("rss", "2.0", ["channel"])


@pytest.mark.parametrize("name", IN_XML)
def test_documents_have_no_xml_base(name: str) -> None:
    root = etree.fromstring(IN_XML[name])

    assert [element.tag for element in root.iter() if element.get("{http://www.w3.org/XML/1998/namespace}base")] == []


@pytest.mark.parametrize("name", IN_XML)
def test_validators_know_every_element_of_media_rss(name: str) -> None:
    used = {str(element.tag) for element in etree.fromstring(IN_XML[name]).iter() if str(element.tag).startswith(MEDIA)}

    assert used <= {f"{MEDIA}{known}" for known in MEDIA_ELEMENTS}


def test_obsolete_elements_are_not_written() -> None:
    root = etree.fromstring(DOCUMENTS["everything-rss"])
    written = {etree.QName(element).localname for name in XML for element in etree.fromstring(DOCUMENTS[f"everything-{name}"]).iter()}

    assert written.isdisjoint({"ttl", "skipHours", "skipDays", "textInput", "cloud", "rating", "comments-count", "in-reply-to", "total"})
    assert [element.text for element in root.iter("docs")] == ["http://www.rssboard.org/rss-specification"]
    assert [bool(element.text) for element in root.iter("generator")] == [True]


def test_elements_of_apple_are_accepted() -> None:
    document = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>
<title>A</title><link>https://a.example/</link><description>B</description>
<itunes:complete>Yes</itunes:complete><itunes:title>A</itunes:title><itunes:applepodcastsverify>1</itunes:applepodcastsverify>
</channel></rss>"""

    assert "element-unknown" not in {finding.code for finding in check_document(document)}
