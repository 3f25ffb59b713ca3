"""
The repr of a value is the call that makes it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import stridesfeed
from everything import the_feed
from makers import NOON, an_article
from stridesfeed import Article, Feed, Options, Person
from stridesfeed.extensions import ExtensionElement, FeedHistory
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Extension

NAMES: dict[str, Any] = {name: getattr(stridesfeed, name) for name in stridesfeed.__all__}


def test_the_repr_of_a_feed_is_a_program_that_makes_it() -> None:
    feed = the_feed()

    assert eval(repr(feed), NAMES | {"datetime": dt, "FeedHistory": FeedHistory}) == feed  # noqa: S307


def test_arguments_that_are_their_defaults_are_not_in_the_repr() -> None:
    feed = Feed(id="https://a.example/", title="A", url="https://a.example/", updated=NOON)

    assert repr(feed) == (
        "Feed(id='https://a.example/', title='A', url='https://a.example/', "
        "updated=datetime.datetime(2026, 4, 30, 12, 0, tzinfo=datetime.timezone.utc))"
    )
    assert repr(Article(id="1", authors=["Ann"])) == "Article(id='1', authors=(Person(name='Ann'),))"
    assert repr(Options()) == "Options()"
    assert "updated" not in repr(an_article(updated=None))


def test_values_of_extensions_are_calls_too() -> None:
    element = Element("a", attributes={"b": "c"}, namespace=Namespace("x", "https://x.example/ns"))
    point = ExtensionElement("georss:point", (38.7, -9.1))

    assert eval(repr(element), {"Element": Element, "Namespace": Namespace}) == element  # noqa: S307
    assert eval(repr(point), {"ExtensionElement": ExtensionElement}) == point  # noqa: S307


def test_a_class_may_have_a_repr_of_its_own() -> None:
    class Mood(Extension):
        def __repr__(self) -> str:
            return "Mood!"

    assert repr([Mood(), Person("Ann")]) == "[Mood!, Person(name='Ann')]"
