"""
With any text, documents are well-formed, mean the same to every parser, and are the same bytes every time.
"""

from __future__ import annotations

import calendar
import hashlib
import inspect
import json
import locale
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from everything import URLS, the_feed
from makers import a_feed, an_article
from stridesfeed import emit
from stridesfeed.emit import FORMATS, FormatName, render, render_all, unwritten
from stridesfeed.errors import UnknownNameError
from stridesfeed.model import Article, Attachment, Category, Feed, Link, Person
from stridesfeed.text import line

# Everything that authors have been seen to write, and every character there is.
TEXT = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(), max_size=40),
    st.text(alphabet="<>&;]'\"/#x26amplt scriptbCDATA[!-\x00\x0b\u2028\x92", max_size=60),
)
LINE = TEXT.filter(line)
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)).flatmap(  # noqa: DTZ001  # the zone comes next
    lambda moment: st.integers(-14 * 60, 14 * 60).map(lambda minutes: moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))),
)
PEOPLE = st.lists(st.builds(Person, LINE), max_size=3)


@st.composite
def articles(draw: st.DrawFn, number: int = 0) -> Article:
    """
    An article with any text in any field.
    """
    return an_article(
        str(number),
        title=draw(LINE),
        published=draw(MOMENTS),
        updated=draw(st.none() | MOMENTS),
        authors=draw(PEOPLE),
        contributors=draw(PEOPLE),
        categories=[Category(term) for term in draw(st.lists(LINE, max_size=3))],
        summary=draw(st.none() | TEXT),
        content=draw(st.none() | TEXT),
        rights=draw(st.none() | TEXT),
        related=[Link("https://example.org/" + draw(TEXT), title=draw(TEXT))],
        attachments=[Attachment("https://example.org/" + draw(TEXT), type="audio/mpeg", length=draw(st.integers(0, 2**40)))],
    )


@st.composite
def feeds(draw: st.DrawFn) -> Feed:
    """
    A feed with any text in any field.
    """
    return a_feed(
        *(draw(articles(number)) for number in range(draw(st.integers(0, 3)))),
        title=draw(LINE),
        subtitle=draw(st.none() | TEXT),
        rights=draw(st.none() | TEXT),
        authors=draw(PEOPLE),
    )


def whole_text(element: Any) -> str:
    """
    All text of an element, references resolved.
    """
    return "".join(element.itertext())


@settings(max_examples=60)
@given(feeds())
def test_every_document_says_the_same_to_a_parser(feed: Feed) -> None:
    documents = render_all(feed, urls=URLS)
    items = etree.fromstring(documents["rss"])[0].findall("item")
    entries: list[Any] = list(etree.fromstring(documents["atom"]).iterfind("{*}entry"))
    objects = json.loads(documents["json"])["items"]

    for article, item, entry, object_ in zip(feed.articles, items, entries, objects, strict=True):
        assert whole_text(item.find("title")) == whole_text(entry.find("{*}title")) == object_["title"] == article.title
        assert item.findtext("guid") == entry.findtext("{*}id") == object_["id"] == article.id
        assert item.findtext("link") == entry.find("{*}link").get("href") == object_["url"] == article.url
        assert [whole_text(found) for found in item.findall("category")] == [category.term for category in article.categories]
        assert [found.get("term") for found in entry.findall("{*}category")] == object_.get("tags", [])
        assert entry.findtext("{*}published") == object_["date_published"]


@settings(max_examples=40)
@given(feeds())
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feedparser_finds_nothing_wrong(format: FormatName, feed: Feed) -> None:
    parsed = feedparser.parse(render(feed, format, url=URLS[format]))

    assert not parsed.bozo
    assert [entry.id for entry in parsed.entries] == [article.id for article in feed.articles]
    assert [entry.link for entry in parsed.entries] == [article.url for article in feed.articles]
    published = [datetime.fromtimestamp(calendar.timegm(entry.published_parsed), UTC) for entry in parsed.entries]
    assert published == [article.sort_date.replace(microsecond=0) for article in feed.articles]


@settings(max_examples=25)
@given(feeds())
def test_the_same_feed_gives_the_same_bytes(feed: Feed) -> None:
    assert render_all(feed, urls=URLS) == render_all(feed, urls=dict(reversed(URLS.items())))


SCRIPT = """
import calendar
import hashlib, locale
from everything import URLS, the_feed
from stridesfeed.emit import render_all
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
for name, document in render_all(the_feed(), urls=URLS).items():
    print(name, hashlib.sha256(document).hexdigest())
"""


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "3", "TZ": "America/St_Johns", "LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "fr"},
    ],
    ids=lambda environment: environment["TZ"],
)
def test_bytes_do_not_depend_on_seed_zone_or_locale(environment: dict[str, str]) -> None:
    here = render_all(the_feed(), urls=URLS)
    paths = os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
    there = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", SCRIPT],
        env=os.environ | environment | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert there.split() == [part for name, document in here.items() for part in (name, hashlib.sha256(document).hexdigest())]


def test_eight_threads_give_the_same_bytes_and_leave_the_locale_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    monkeypatch.setattr(locale, "setlocale", lambda *arguments: calls.append(arguments))
    alone = render_all(the_feed(), urls=URLS)

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: render_all(the_feed(), urls=URLS), range(32)))

    assert all(documents == alone for documents in together)
    assert calls == []


@pytest.mark.parametrize("format", FORMATS)
def test_render_and_render_all_return_the_same_document(format: FormatName) -> None:
    others = {name: url for name, url in URLS.items() if name != format}

    assert render(the_feed(), format, url=URLS[format], alternates=others) == render_all(the_feed(), urls=URLS)[format]


def test_an_unknown_format_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'rss'"):
        render(the_feed(), "rs")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="did you mean 'atom'"):
        unwritten(the_feed(), "atm")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError):
        render_all(the_feed(), urls={"html": "https://strides.example/feed.html"})


def test_every_module_of_a_format_is_in_the_table() -> None:
    folder = Path(inspect.getfile(emit)).parent
    modules = {path.stem for path in folder.glob("*.py") if "FORMAT = Format(" in path.read_text()}

    assert {format.part.__module__.rpartition(".")[2] for format in FORMATS.values()} == modules
