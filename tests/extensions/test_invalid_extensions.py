"""
Extensions that return anything at all raise named errors, never those of a library.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makers import a_feed, an_article
from stridesfeed import Element, Extension, FormatName, InvalidError, Namespace, XmlFormat, render, unwritten
from stridesfeed.emit import _json
from stridesfeed.extensions import snf

MOOD = Namespace("mood", "https://mood.example/ns")


def fault_of(make: Callable[[], object]) -> str:
    """
    Return the single fault of the InvalidError that *make* raises.
    """
    with pytest.raises(InvalidError) as caught:
        make()
    (fault,) = caught.value.faults
    return str(fault)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: MOOD.element("a b"), "element 'mood:a b': name: must be a name of letters"),
        (lambda: Element(""), "element '': name: must be a name of letters"),
        (lambda: Element("mood:word"), "element 'mood:word': name: must be a name of letters"),
        (lambda: Element(5), "element '5': name: must be a name of letters"),  # type: ignore[arg-type]
        (
            lambda: MOOD.element("word", "a\x00b"),
            r"element 'mood:word': text: must not contain the character '\x00', which XML forbids: remove it",
        ),
        (lambda: MOOD.element("word", "\ud800"), r"element 'mood:word': text: must not contain the character '\ud800', which XML"),
        (lambda: MOOD.element("word", 5), "element 'mood:word': text: must be text, not int: format it"),  # type: ignore[arg-type]
        (
            lambda: MOOD.element("word", attributes={"a": "\x00"}),
            r"element 'mood:word': attributes: 'a': must not contain the character '\x00'",
        ),
        (lambda: MOOD.element("word", attributes={"a b": "x"}), "element 'mood:word': attributes: 'a b': must be a name of letters"),
        (lambda: MOOD.element("word", attributes={"a": 0.5}), "element 'mood:word': attributes: 'a': must be text, not float"),  # type: ignore[arg-type]
        (lambda: MOOD.element("word", attributes={"a": True}), "element 'mood:word': attributes: 'a': must be text, not bool"),
        (lambda: MOOD.element("word", attributes={"xmlns": "x"}), "element 'mood:word': attributes: 'xmlns': declares a namespace"),
        (lambda: Element("x", attributes=(("a", "1"), ("a", "2"))), "element 'x': attributes: 'a': is there twice: remove one"),
        (lambda: Element("x", attributes=[["a", "b"]]), "element 'x': attributes: must be a dict of names and values"),  # type: ignore[list-item]
        (lambda: Element([]), "element '[]': name: must be a name of letters"),  # type: ignore[arg-type]
        (lambda: Element("x", attributes=5), "element 'x': attributes: must be a dict of names and values, not int"),  # type: ignore[arg-type]
        (lambda: Element("x", "text", [Element("y")]), "element 'x': text: must not be given together with children"),
        (lambda: Element("x", children=["y"]), "element 'x': children: must contain only elements, not str"),  # type: ignore[list-item]
        (lambda: Element("x", namespace="y"), "element 'x': namespace: must be a Namespace, not str"),  # type: ignore[arg-type]
        (lambda: Namespace("a b", "https://mood.example/ns"), "namespace 'a b': prefix: must be a name of letters"),
        (lambda: Namespace("xml", "https://mood.example/ns"), "namespace 'xml': prefix: is reserved: choose another than 'xml'"),
        (lambda: Namespace("ns0", "https://mood.example/ns"), "namespace 'ns0': prefix: is reserved: choose another than 'ns0'"),
        (lambda: Namespace("mood", ""), "namespace 'mood': uri: must be an absolute URI such as https://example.org/ns, not ''"),
        (lambda: Namespace("mood", "https://mood.example/\n"), "namespace 'mood': uri: must be an absolute URI"),
        (lambda: Namespace("mood", "http://www.w3.org/XML/1998/namespace"), "namespace 'mood': uri: belongs to XML itself"),
    ],
)
def test_an_invalid_element_is_refused_when_it_is_made(make: Callable[[], object], message: str) -> None:
    assert message in fault_of(make)


def test_attributes_may_have_the_names_of_parameters() -> None:
    element = MOOD.element("category", attributes={"text": "Technology", "name": "x", "children": 3, "self": None})

    assert element.attributes == (("text", "Technology"), ("name", "x"), ("children", "3"))
    assert b'<mood:category text="Technology" name="x" children="3"/>' in render(a_feed(extensions=[Returning([element])]), "rss")


@attrs.frozen
class Returning(Extension):
    """
    Returns what it is given.
    """

    given: Any = ()
    json: Any = attrs.field(factory=dict)

    def elements(self, format: XmlFormat) -> Any:
        """
        Return the value, or what it returns.
        """
        return self.given() if callable(self.given) else self.given

    def members(self) -> Any:
        """
        Return the value.
        """
        return self.json


ARTICLE = "article 'tag:strides.example,2026:one': Returning: "


@pytest.mark.parametrize("format", ["rss", "atom"])
@pytest.mark.parametrize(
    ("given", "message"),
    [
        (lambda: [MOOD.element("a b")], "element 'mood:a b': name: must be a name of letters"),
        (["text"], "elements() must return elements, not str"),
        ("text", "elements() must return a list of elements, not str"),
        (None, "elements() must return a list of elements, not NoneType"),
        (Element("x"), "elements() must return a list of elements, not Element"),
        ([Namespace("dc", "https://mood.example/").element("x")], "prefix 'dc' stands for http://purl.org/dc/elements/1.1/ already"),
        (
            [MOOD.element("a"), Namespace("mood", "urn:other").element("b")],
            "prefix 'mood' stands for https://mood.example/ns already",
        ),
    ],
)
def test_an_invalid_element_of_an_article_names_article_and_extension(given: Any, message: str, format: XmlFormat) -> None:
    feed = a_feed(an_article(extensions=[Returning(given)]))
    fault, again = (fault_of(lambda: render(feed, format)) for _ in range(2))

    assert fault.startswith(ARTICLE + message)
    assert fault == again
    feed_fault = fault_of(lambda: render(a_feed(an_article(), extensions=[Returning(given)]), format))
    assert feed_fault.startswith("feed 'https://strides.example/': Returning: " + message)


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_two_articles_cannot_use_a_prefix_for_two_namespaces(format: XmlFormat) -> None:
    mine, other = (Returning([Namespace("mood", f"urn:mood:{host}").element("x")]) for host in ("a", "b"))
    feed = a_feed(an_article("one", extensions=[mine]), an_article("two", extensions=[other]))

    assert fault_of(lambda: render(feed, format)) == (
        "feed 'https://strides.example/': extensions: prefix 'mood' stands for urn:mood:a already: give urn:mood:b another prefix"
    )


def test_a_feed_that_rss_cannot_express_is_refused_by_json_feed_too() -> None:
    feed = a_feed(an_article(), extensions=[Returning([Namespace("mood", f"urn:mood:{host}").element("x") for host in ("a", "b")])])

    assert fault_of(lambda: render(feed, "json")) == (
        "feed 'https://strides.example/': Returning: prefix 'mood' stands for urn:mood:a already: give urn:mood:b another prefix"
    )


@pytest.mark.parametrize("name", ["updated", "published", "title"])
def test_an_empty_element_of_the_format_itself_is_written(name: str) -> None:
    assert f"<{name}/>".encode() in render(a_feed(an_article(extensions=[Returning([Element(name)])])), "atom")


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_looking_for_losses_raises_the_same_errors(format: FormatName) -> None:
    feed = a_feed(an_article(extensions=[Returning(json=None) if format == "json" else Returning(None)]))

    assert fault_of(lambda: unwritten(feed, format)) == fault_of(lambda: render(feed, format))


CYCLE: dict[str, Any] = {}
CYCLE["again"] = CYCLE


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"_mood": {"x": float("nan")}}, "_mood.x: must be a finite number, not nan"),
        ({"_mood": {"x": float("inf")}}, "_mood.x: must be a finite number, not inf"),
        ({"_mood": {"x": 5e-8}}, "_mood.x: must be 0, or from 0.0001 to 2 to the power of 53, not 5e-08: round it, or write it as text"),
        ({"_mood": {"x": 1e16}}, "_mood.x: must be 0, or from 0.0001 to 2 to the power of 53, not 1e+16: round it, or write it as text"),
        ({"_mood": {"x": 2**64}}, "_mood.x: must be less than 2 to the power of 53"),
        ({"_mood": {"x": b"bytes"}}, "_mood.x: must be text, a number, True, False, None, a dict or a list, not bytes: convert it"),
        ({"_mood": {"x": [1, {2}]}}, "_mood.x[1]: must be text, a number, True, False, None, a dict or a list, not set: convert it"),
        ({"_mood": {"x": {1: 2}}}, "_mood.x: names must be text without control characters, not 1"),
        ({"_mood": {"x": "\ud800"}}, r"_mood.x: must not contain the character '\ud800', which feeds cannot carry: remove it"),
        ({"_mood": {"\ud800": 1}}, r"_mood: names must be text without control characters, not '\ud800'"),
        ({"_mood": CYCLE}, "_mood: is nested more than 32 deep: make it flatter"),
        ({"_mood": [1]}, "_mood: must be a dict, not list"),
        ({"mood": {}}, "a member must be named '_' and letters, such as '_mood', not 'mood'"),
        ({5: {}}, "a member must be named '_' and letters, such as '_mood', not 5"),
        (None, "members() must return a dict, not NoneType"),
        ({"_strides": {"about": "mine"}}, "_strides.about: has another value already: use one extension, or another name"),
    ],
    ids=str,
)
def test_an_invalid_member_names_article_extension_and_member(given: Any, message: str) -> None:
    fault = fault_of(lambda: render(a_feed(an_article(extensions=[Returning(json=given)])), "json"))

    assert fault.startswith(ARTICLE + message)


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.floats(0.00009, 1e17) | st.text(st.characters()) | st.binary() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(st.text(st.characters()) | st.integers(), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_any_member_is_written_or_refused_and_both_writers_of_json_agree(value: Any) -> None:
    feed = a_feed(extensions=[Returning(json={"_mood": {"x": value}})])
    try:
        document = render(feed, "json")
    except InvalidError:
        return
    assert _json.plain(json.loads(document)) == document


@given(st.text(st.characters()) | st.integers(), st.text(st.characters()) | st.none() | st.integers(), st.text(st.characters()))
def test_any_element_is_written_or_refused(name: Any, text: Any, attribute: str) -> None:
    try:
        element = MOOD.element(name, text, attributes={"a": attribute})
    except InvalidError:
        element = MOOD.element("word")
    for format in ("rss", "atom"):
        assert render(a_feed(an_article(extensions=[Returning([element])])), format)


def test_analytics_lose_characters_that_feeds_cannot_carry() -> None:
    assert b"<snf:analytics>ab</snf:analytics>" in render(a_feed(an_article(extensions=[snf.Analytics("a\x00b\ud800")])), "rss")


def test_an_extension_without_fields_has_a_name() -> None:
    class Plain(Extension):
        """
        No fields.
        """

    assert Plain().subject == "plain"
