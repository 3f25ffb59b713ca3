"""
Elements of any namespace in the tables, checked when they are made.
"""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from lxml import etree

from makers import a_feed, an_article
from stridesfeed import ExtensionElement, InvalidError, render, unwritten
from stridesfeed.extensions import podcast
from stridesfeed.extensions.elements import TypedElement
from stridesfeed.vocabularies import vocabularies


def fault(extension: Any) -> str:
    """
    Return the rule of the only fault that *extension* raises.
    """
    with pytest.raises(InvalidError) as caught:
        extension()
    (found,) = caught.value.faults
    return f"{found.field}: {found.rule}"


def test_an_element_is_written_with_the_usual_prefix_in_both_formats() -> None:
    credit = ExtensionElement("media:credit", "Ann Lee", {"role": "photographer", "scheme": None})
    for format_ in ("rss", "atom"):
        root: Any = etree.fromstring(render(a_feed(an_article(extensions=[credit])), format_))
        (found,) = root.iterfind(".//media:credit", {"media": "http://search.yahoo.com/mrss/"})

        assert (found.text, dict(found.attrib)) == ("Ann Lee", {"role": "photographer"})


def test_python_values_are_written_as_the_table_says() -> None:
    moment = datetime(2026, 4, 30, 9, tzinfo=UTC)

    assert ExtensionElement("podcast:locked", True, {"owner": "ann@strides.example"}).element.text == "yes"
    assert ExtensionElement("itunes:explicit", False).element.text == "false"
    assert ExtensionElement("dcterms:modified", moment).element.text == "2026-04-30T09:00:00Z"
    assert ExtensionElement("podcast:trailer", "T", {"url": "https://strides.example/ä", "pubdate": moment}).element.attributes == (
        ("url", "https://strides.example/%C3%A4"),
        ("pubdate", "Thu, 30 Apr 2026 09:00:00 GMT"),
    )
    assert ExtensionElement("georss:box", (38.6, -9.2, 38.8, -9)).element.text == "38.6 -9.2 38.8 -9"


def test_children_are_elements_of_the_same_namespace() -> None:
    chapters = ExtensionElement("psc:chapters", children=[ExtensionElement("psc:chapter", attributes={"start": "0", "title": "Start"})])

    assert chapters.element.children[0].attributes == (("start", "0"), ("title", "Start"))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ExtensionElement("georss:point", "200 400"), "text: must be latitude and longitude, such as 38.7 -9.1"),
        (lambda: ExtensionElement("podcast:locked", "maybe"), "text: must be yes or no, not 'maybe'"),
        (lambda: ExtensionElement("podcast:fundding", "x"), "did you mean 'funding'?"),
        (lambda: ExtensionElement("podcst:funding", "x"), "did you mean 'podcast'?"),
        (lambda: ExtensionElement("slash:comments", "many"), "text: must be a whole number, 0 or more, not 'many'"),
        (lambda: ExtensionElement("media:content", None, {"url": "https://a.example/", "filesize": 1}), "did you mean 'fileSize'?"),
        (lambda: ExtensionElement("media:thumbnail"), "url: is required: give a URL with http or https"),
        (lambda: ExtensionElement("media:credit", "Ann\x00"), "must not contain the character"),
        (
            lambda: ExtensionElement("podcast:podroll", children=[ExtensionElement("podcast:guid", "917393e3-1b1e-5cef-ace4-edaa54e1f810")]),
            "children: guid does not belong into podroll: put it into feed",
        ),
        (lambda: podcast.Funding("nope"), "url: must be a URL with http or https, not 'nope'"),
    ],
)
def test_what_the_table_does_not_allow_cannot_be_made(make: Any, message: str) -> None:
    assert message in fault(make)


def test_an_element_is_refused_in_the_wrong_place() -> None:
    locked, duration = ExtensionElement("podcast:locked", "yes"), ExtensionElement("itunes:duration", 60)

    assert "belongs to the feed: move it there" in fault(lambda: an_article(extensions=[locked]))
    assert "belongs to an article: move it there" in fault(lambda: a_feed(extensions=[duration]))
    assert ExtensionElement("media:credit", "Ann").place is None


def test_json_feed_has_no_place_for_it() -> None:
    feed = a_feed(an_article(extensions=[ExtensionElement("slash:comments", 3)]))

    assert [loss.field for loss in unwritten(feed, "json")] == ["ExtensionElement.name", "ExtensionElement.text"]
    assert unwritten(feed, "rss") == ()


TYPED = [kind for _, kind in inspect.getmembers(podcast, inspect.isclass) if issubclass(kind, TypedElement) and kind is not TypedElement]


@pytest.mark.parametrize("kind", TYPED, ids=lambda kind: kind.__name__)
def test_the_fields_of_a_typed_element_are_the_attributes_of_its_table(kind: Any) -> None:
    prefix, _, name = kind.TAG.partition(":")
    definition = vocabularies()[prefix].elements[name]
    words = {field.name: kind.ATTRIBUTES.get(field.name) or "".join(field.name.title().split("_")) for field in attrs.fields(kind)}
    written = {word[0].lower() + word[1:] for word in words.values()}

    assert {*definition.attributes} <= written
