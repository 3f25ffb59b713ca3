from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.publish.opml import Subscription, opml

NOON = datetime(2026, 4, 30, 12, 0, tzinfo=UTC)


def a_subscription(name: str = "feed", **fields: Any) -> Subscription:
    given_: dict[str, Any] = {
        "title": f"All of {name}",
        "url": f"https://strides.example/{name}.xml",
        "home": "https://strides.example/",
        "format": "rss",
    }
    return Subscription(**given_ | fields)


def keeps_to_the_specification(document: bytes) -> ET.Element:
    """
    Check the list against the rules of OPML 2.0 for documents and subscription lists.
    """
    root = ET.fromstring(document)  # noqa: S314 -- our own document
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    head, body = root
    assert (head.tag, body.tag) == ("head", "body")
    assert {each.tag for each in head} <= {"title", "dateCreated", "dateModified", "ownerName", "ownerEmail", "ownerId", "docs"}
    assert len({each.tag for each in head}) == len(head)
    modified = head.findtext("dateModified")
    assert modified is None or parsedate_to_datetime(modified).tzinfo
    assert len(body) > 0
    for outline in body.iter("outline"):
        assert outline.get("text")
        assert {each.tag for each in outline} <= {"outline"}
        if outline.get("type") == "rss":
            assert (outline.get("xmlUrl") or "").startswith(("http:", "https:"))
            assert outline.get("version") in {None, "RSS", "RSS1", "scriptingNews"}
        else:
            assert len(outline) > 0
    return root


def test_outline_has_all_attributes_that_readers_need() -> None:
    document = opml(
        "AI Strides", [a_subscription(title="News & <Views>", description='One "stride"\nat a time', language="en-GB", updated=NOON)]
    )

    (outline,) = keeps_to_the_specification(document).iter("outline")
    assert outline.attrib == {
        "text": "News & <Views>",
        "title": "News & <Views>",
        "type": "rss",
        "xmlUrl": "https://strides.example/feed.xml",
        "htmlUrl": "https://strides.example/",
        "description": 'One "stride" at a time',
        "language": "en-GB",
        "version": "RSS",
    }


def test_feeds_are_grouped_in_the_given_order() -> None:
    document = opml(
        "AI Strides",
        [
            a_subscription("ai", kind="Sections"),
            a_subscription("ann", kind="Authors"),
            a_subscription("main"),
            a_subscription("art", kind="Sections"),
        ],
    )

    root = keeps_to_the_specification(document)
    body = root[1]
    assert [each.get("text") for each in body] == ["All of main", "Sections", "Authors"]
    assert [each.get("text") for each in body[1]] == ["All of ai", "All of art"]


def test_list_is_dated_by_the_feed_that_changed_last() -> None:
    older = NOON.replace(day=1)
    root = keeps_to_the_specification(opml("AI Strides", [a_subscription("a", updated=NOON), a_subscription("b", updated=older)]))

    assert root.findtext("head/dateModified") == "Thu, 30 Apr 2026 12:00:00 GMT"
    assert root.findtext("head/title") == "AI Strides"


def test_list_of_feeds_without_articles_has_no_date() -> None:
    root = keeps_to_the_specification(opml("AI Strides", [a_subscription()]))

    assert root.find("head/dateModified") is None


def test_only_rss_has_a_version() -> None:
    root = keeps_to_the_specification(opml("AI Strides", [a_subscription(format="atom"), a_subscription(format="json")]))

    assert [outline.get("version") for outline in root.iter("outline")] == [None, None]


def test_empty_list_is_refused() -> None:
    with pytest.raises(FieldError, match="must not be empty"):
        opml("AI Strides", [])


def test_invalid_subscription_is_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        a_subscription(url="ftp://strides.example/feed.xml", language="english!", title=" ")

    assert [fault.field for fault in caught.value.faults] == ["title", "url", "language"]


@given(title=st.text(min_size=1).filter(lambda text: text.isprintable() and text.strip()), kind=st.text())
def test_document_is_well_formed_with_any_text(title: str, kind: str) -> None:
    feed = a_subscription(title=title, kind=kind if kind.isprintable() and kind.strip() else None)

    (outline,) = [each for each in keeps_to_the_specification(opml(title, [feed])).iter("outline") if each.get("type")]

    assert outline.get("title") == feed.title
