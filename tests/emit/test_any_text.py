"""
Any text in any field: either the value is refused when it is made, or every format carries it.
"""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from everything import URLS, replaced, the_feed
from makers import NOON, a_feed, an_article
from stridesfeed import InvalidError, Options
from stridesfeed.emit import render_all
from stridesfeed.emit.losses import values_in
from stridesfeed.extensions import mi, snf, webfeeds
from stridesfeed.model import Feed, Image
from stridesfeed.options import DEFAULT

#: Everything that breaks documents: controls, surrogates, non-characters, separators of lines, markup.
EVIL = st.text(
    alphabet="a \x00\x0b\x1f\t\r\n\x7f\x85\x9f\u2028\ud800\udfff\ufdd0\ufffd\ufffe\uffff\U0001ffff\ue000\ue001\ue002&<>\"']#:/;=\\", max_size=12
)
TEXT = EVIL | st.text(st.characters(), max_size=12)

#: Begins like a valid value, so that not only the beginning is checked.
BEGINNINGS = (
    "",
    "https://example.org/",
    "https://",
    "tag:example.org,2026:",
    "urn:uuid:",
    "mailto:",
    "en-",
    "audio/mpeg",
    'a/b; c="',
    "a@b.c",
    "license",
)

PICTURE = "https://strides.example/a.png"


def a_feed_of_everything() -> Feed:
    """
    A feed with every field, also those of all extensions.
    """
    feed = the_feed()
    extensions = (
        webfeeds.Look(cover=PICTURE, icon=PICTURE, logo=PICTURE, accent="0049A3"),
        snf.Channel(logo=PICTURE, dark_logo=PICTURE, published=NOON),
    )
    own = (mi.SyndicatedImage(Image(PICTURE, alt="A", type="image/png")), snf.Analytics("<b>x</b>"))
    first = attrs.evolve(feed.articles[0], extensions=(*feed.articles[0].extensions, *own))
    return attrs.evolve(feed, articles=(first, *feed.articles[1:]), extensions=(*feed.extensions, *extensions))


def text_fields() -> list[tuple[int, str]]:
    """
    Return the text fields of every value of the feed: its number and the name of the field.
    """
    found: list[tuple[int, str]] = []
    for number, each in enumerate(values_in(a_feed_of_everything(), DEFAULT)):
        kind: Any = type(each.value)
        found += [(number, field.name) for field in attrs.fields(kind) if field.type in {"str", "str | None"}]
    return found


FIELDS = text_fields()


def test_all_kinds_of_values_are_tested() -> None:
    values = [each.value for each in values_in(a_feed_of_everything(), DEFAULT)]
    tested = {type(values[number]).__name__ for number, _ in FIELDS}

    assert tested >= {"Feed", "Article", "Person", "Category", "Link", "Attachment", "Image", "Source", "Withdrawal", "Look", "Channel"}


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(FIELDS), st.sampled_from(BEGINNINGS), TEXT, st.sampled_from(["", '"', "/x"]))
def test_any_text_is_refused_or_carried_by_every_format(place: tuple[int, str], start: str, text: str, end: str) -> None:
    number, name = place
    feed = a_feed_of_everything()
    value: Any = list(values_in(feed, DEFAULT))[number].value
    try:
        changed = replaced(feed, value, attrs.evolve(value, **{name: start + text + end}))
    except InvalidError:
        return
    documents = render_all(changed, urls=URLS, options=Options(emails=True))
    for format in ("rss", "atom"):
        etree.fromstring(documents[format])
    json.loads(documents["json"])


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\ufffe", "\x85", "\U0001fffe"])
@pytest.mark.parametrize("field", ["authors", "contributors", "categories", "hubs"])
def test_any_text_in_a_list_too(field: str, text: str) -> None:
    given: dict[str, Any] = {field: ["https://hub.example/" + text] if field == "hubs" else [text]}
    try:
        feed = a_feed(an_article(), **given) if field == "hubs" else a_feed(an_article(**given))
    except InvalidError:
        return
    assert render_all(feed)
