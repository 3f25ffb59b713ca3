"""
An item from a template is what feedgen writes, to the byte.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everything import the_feed
from makers import a_feed, an_article
from stridesfeed.emit import _feedgen, atom, rss
from stridesfeed.emit.format import RenderContext
from stridesfeed.emit.item_templates import Item, ItemTemplates
from stridesfeed.errors import StridesError
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Article
from stridesfeed.options import Options
from stridesfeed.text import forbidden_character

TEXT = st.text(st.characters(codec="utf-8"), max_size=20) | st.text("&<>\"'];x26lt\n\t\r\ue000\ue001\ue002\x92", max_size=12)
WORDS = TEXT.filter(bool)
OTHER = Namespace("other", "https://example.org/other")
CARRIED = TEXT.filter(lambda text: forbidden_character(text) is None)
ATTRIBUTES = st.lists(st.tuples(st.sampled_from("abc"), CARRIED), max_size=2, unique_by=lambda pair: pair[0]).map(tuple)
LEAVES = st.builds(Element, st.sampled_from(["one", "two"]), st.none() | CARRIED, attributes=ATTRIBUTES, namespace=st.sampled_from([OTHER]))
ELEMENTS = LEAVES | st.builds(Element, st.just("whole"), children=st.lists(LEAVES, max_size=3).map(tuple), namespace=st.just(OTHER))
LINKS = st.tuples(WORDS, st.none() | WORDS, WORDS, st.none() | WORDS, st.none() | WORDS, st.none() | st.just("12"))


def written(write: object, **arguments: object) -> object:
    """
    The item, or the name of the error.
    """
    assert callable(write)
    try:
        return write(**arguments)
    except (ValueError, StridesError) as error:
        return type(error).__name__


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_item_from_a_template_is_the_item_of_feedgen(data: st.DataObject) -> None:
    from_template = ItemTemplates(_feedgen.rss_item)
    for _ in range(2):
        arguments = {
            "title": data.draw(WORDS),
            "link": data.draw(WORDS),
            "description": data.draw(st.none() | WORDS),
            "content": data.draw(st.none() | WORDS),
            "guid": data.draw(WORDS),
            "permalink": data.draw(st.booleans()),
            "categories": data.draw(st.lists(st.tuples(WORDS, st.none() | WORDS), max_size=4)),
            "comments": data.draw(st.none() | WORDS),
            "enclosure": data.draw(st.none() | st.tuples(WORDS, WORDS, WORDS)),
            "source": data.draw(st.none() | st.tuples(WORDS, WORDS)),
            "language": data.draw(st.none() | WORDS),
            "published": data.draw(st.none() | WORDS),
            "more": data.draw(st.lists(ELEMENTS, max_size=5)),
            "links": data.draw(st.lists(LINKS, max_size=3)),
        }
        if arguments["description"] or arguments["content"]:
            assert written(from_template, **arguments) == written(_feedgen.rss_item, **arguments)


def test_the_second_of_a_shape_is_written_without_feedgen() -> None:
    calls: list[str] = []

    def counted(*, title: str, more: list[Element]) -> Item:
        calls.append(title)
        return f"<{title}>{''.join(f'<{each.text}>' for each in more)}".encode(), frozenset({OTHER})

    from_template = ItemTemplates(counted)
    three = [Element("a", text) for text in "xyz"]

    assert from_template(title="one", more=three) == (b"<one><x><y><z>", frozenset({OTHER}))
    assert from_template(title="two", more=three[:1]) == (b"<two><x>", frozenset({OTHER}))
    assert len(calls) == 1


def test_a_run_that_is_written_in_two_places_falls_back() -> None:
    def doubled(*, more: list[Element]) -> Item:
        return "/".join(2 * [" ".join(each.text or "" for each in more)]).encode(), frozenset()

    from_template = ItemTemplates(doubled)

    assert from_template(more=[Element("a", text) for text in "xyz"]) == (b"x y z/x y z", frozenset())


def test_every_field_of_an_article_is_the_same_from_a_template(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = the_feed()
    context = RenderContext.of(feed, Options(emails=True))
    from_template = [rss.part(again(article), context).text for article in feed.articles for _ in range(2)]

    monkeypatch.setattr(rss, "_item", _feedgen.rss_item)

    assert from_template == [rss.part(again(article), context).text for article in feed.articles for _ in range(2)]


@pytest.mark.parametrize("markup", ["html", "xhtml"])
def test_every_entry_is_the_same_from_a_template(monkeypatch: pytest.MonkeyPatch, markup: Any) -> None:
    feed = the_feed()
    context = RenderContext.of(feed, Options(atom_markup=markup))
    articles = [attrs.evolve(again(article), summary_html="<i>x</i> &amp; y") for article in feed.articles for _ in range(2)]
    from_template = [atom.part(article, context).text for article in articles]

    monkeypatch.setattr(atom, "_entry", _feedgen.atom_entry)

    assert from_template == [atom.part(article, context).text for article in articles]


def again(article: Article) -> Article:
    return attrs.evolve(article, title=f"{article.title} & <again>")


def test_a_marker_in_a_text_is_text() -> None:
    feed = a_feed(an_article("1", title='\ue0000\ue001&<>"\ue002'), an_article("2", title="1111-01-01T00:00:00Z"))
    context = RenderContext.of(feed, Options())

    first, second = (bytes(rss.part(article, context).text).decode() for article in feed.articles)

    assert '<title>\ue0000\ue001&#x26;&#x3C;&gt;"\ue002</title>' in first
    assert "<title>1111-01-01T00:00:00Z</title>" in second
