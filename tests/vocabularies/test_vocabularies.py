"""
The tables of namespaces, and the types of their values.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stridesfeed.extensions import NAMESPACES
from stridesfeed.vocabularies import element_faults, find_vocabulary, vocabularies
from stridesfeed.vocabularies.apple_categories import APPLE_CATEGORIES
from stridesfeed.vocabularies.value_types import VALUE_TYPES, as_text, value_type

#: The namespaces that feedsmith writes, and those that partners ask for.
EXPECTED = (
    "acast admin app arxiv atom blogChannel cc content creativeCommons dc dcterms feedpress geo georss googleplay itunes media opensearch "
    "pingback podcast prism psc rawvoice rdf slash source spotify sy thr trackback wfw yt webfeeds snf mi rsl activity feedburner fh at torrent"
)

VALID = {
    "box": "38.6 -9.2 38.8 -9.0",
    "circle": "38.7 -9.1 500",
    "colour": "0049A3",
    "count": "0",
    "countries": "pt br",
    "country": "PT",
    "counts": "3, 2,1",
    "currency": "EUR",
    "date": "2026-04-30",
    "decimal": "-1.5",
    "duration": "1:01:01",
    "email": "ann@strides.example",
    "geo-uri": "geo:38.7,-9.1",
    "hash": "dfdec888b72151965a34b4b59031290a",
    "integer": "-1",
    "language": "pt-BR",
    "latitude": "-90",
    "line": "38.7 -9.1 41.2 -8.6",
    "longitude": "180",
    "media-type": "audio/mpeg",
    "medium": "musicL",
    "npt": "12:05:35.3",
    "number": "0.5",
    "osm": "R113314",
    "percentage": "100",
    "plain": "Research & more",
    "point": "38.7, -9.1",
    "polygon": "1 1 1 2 2 2 1 1",
    "positive": "1",
    "ratio": "16/9",
    "rfc3339": "2026-04-30T09:00:00Z",
    "rfc822": "Thu, 30 Apr 2026 09:00:00 GMT",
    "seconds": "73.5",
    "text": "Text",
    "uri": "urn:ebu",
    "uuid": "917393e3-1b1e-5cef-ace4-edaa54e1f810",
    "w3c-date": "2026-04",
    "web": "https://strides.example/",
    "apple-category": "True Crime",
    "yes|no": "yes",
    "Full|Trailer|Bonus": "Full",
}
INVALID = {
    "box": "38.8 -9.2 38.6 -9.0",
    "circle": "38.7 -9.1",
    "colour": "#0049A3",
    "count": "-1",
    "countries": "pt xx",
    "country": "pt",
    "counts": "3, two",
    "currency": "euro",
    "date": "30 April",
    "decimal": "1,5",
    "duration": "61.5",
    "email": "ann",
    "geo-uri": "38.7,-9.1",
    "hash": "abc",
    "integer": "1.5",
    "language": "pt_BR",
    "latitude": "90.1",
    "line": "38.7 -9.1",
    "longitude": "180.5",
    "media-type": "mp3",
    "medium": "podcasts",
    "npt": "12 seconds",
    "number": "-0.5",
    "osm": "113314",
    "percentage": "101",
    "plain": "<b>x</b>",
    "point": "200 400",
    "polygon": "1 1 1 2 2 2 3 3",
    "positive": "0",
    "ratio": "wide",
    "rfc3339": "2026-04-30",
    "rfc822": "2026-04-30T09:00:00Z",
    "seconds": "1:00",
    "text": " ",
    "uri": "ebu",
    "uuid": "917393e3",
    "w3c-date": "30 April",
    "web": "ftp://strides.example/",
    "apple-category": "Nonsense",
    "yes|no": "maybe",
    "Full|Trailer|Bonus": "half",
}


def test_every_namespace_of_other_generators_is_in_the_tables() -> None:
    assert {*EXPECTED.split()} <= {*vocabularies()}


def test_the_namespaces_that_we_write_are_in_the_tables_with_the_same_uris() -> None:
    assert {prefix: vocabularies()[prefix].uri for prefix in NAMESPACES} == {prefix: each.uri for prefix, each in NAMESPACES.items()}


def test_no_uri_is_in_two_namespaces() -> None:
    uris = [uri for each in vocabularies().values() for uri in (each.uri, *each.also, *each.misspelt)]

    assert len(uris) == len({*uris})


def test_every_namespace_names_its_definition() -> None:
    assert [key for key, each in vocabularies().items() if not each.source.startswith("http")] == []


def test_every_parent_is_a_place_or_an_element_of_the_namespace() -> None:
    wrong = [
        (key, element.name, parent)
        for key, vocabulary in vocabularies().items()
        for element in vocabulary.elements.values()
        for parent in element.parents
        if parent not in {"feed", "item", "any", "author", *vocabulary.elements}
    ]

    assert wrong == []


@pytest.mark.parametrize(("name", "text"), VALID.items())
def test_a_valid_value_has_no_fault(name: str, text: str) -> None:
    assert value_type(name).fault(text) is None


@pytest.mark.parametrize(("name", "text"), INVALID.items())
def test_a_wrong_value_is_told_the_right_form(name: str, text: str) -> None:
    assert (value_type(name).fault(text) or "").startswith(f"must be {value_type(name).wanted}, ")


def test_every_type_has_both_cases() -> None:
    assert {*VALUE_TYPES} - {"any"} <= {*VALID} & {*INVALID}


def test_python_values_are_written_as_their_type_is() -> None:
    moment = datetime(2026, 4, 30, 9, tzinfo=UTC)

    assert as_text(True, value_type("yes|no")) == "yes"
    assert as_text(False, value_type("true|false")) == "false"
    assert as_text(moment, value_type("rfc822")) == "Thu, 30 Apr 2026 09:00:00 GMT"
    assert as_text(moment, value_type("rfc3339")) == "2026-04-30T09:00:00Z"
    assert as_text((38.7, -9.1), value_type("point")) == "38.7 -9.1"
    assert as_text(0.00000005, value_type("number")) == "0.00000005"


def test_an_element_is_checked_with_its_descendants() -> None:
    podcast = vocabularies()["podcast"].namespace
    item = podcast.element("remoteItem", attributes={"feedguid": "1"})

    assert list(element_faults(podcast.element("podroll", children=[item]))) == [
        ("children", "remoteItem: feedGuid: is required: give a UUID, such as 917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("children", "remoteItem: feedguid: is no attribute of remoteItem; did you mean 'feedGuid'?"),
    ]


def test_another_uri_of_a_namespace_finds_it() -> None:
    assert find_vocabulary("http://prismstandard.org/namespaces/1.2/basic/") is vocabularies()["prism"]


def test_apple_has_19_categories_with_91_subcategories() -> None:
    assert len(APPLE_CATEGORIES) == 19
    assert sum(map(len, APPLE_CATEGORIES.values())) == 91
