"""
Other programs read every article completely, in every format that they support.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import atoma
import attrs
import fastfeedparser
import feedparser
import pytest
from reader import make_reader
from reader._parser.jsonfeed import JSONFeedParser
from rss_parser import RSSParser

from everything import URLS
from makers import NOON, a_feed, an_article
from stridesfeed.emit import render_all
from stridesfeed.model import Attachment, Category, Link, Person

TITLES = ["AT&T: when <script> isn't &amp; x < y", "日本語の記事", "مقال عربي", "Emoji 👩‍🚀 & “quotes”"]


@attrs.frozen
class Seen:
    """
    An article as a reader shows it; ``None`` for what a reader has no word for.
    """

    title: str
    link: str
    id: str | None
    authors: str | None
    published: str | None
    content: str | None
    enclosure: str | None


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    """
    Four articles with everything that readers display.
    """
    articles = [
        an_article(
            str(number),
            title=title,
            authors=[Person("Ann Lee"), Person("Bob Ray")],
            categories=[Category("R&D"), Category("AI")],
            attachments=[Attachment("https://strides.example/a.mp3", type="audio/mpeg", length=123)],
            related=[Link("https://strides.example/other", title="Other")],
            content=f"<p>Text &amp; more of {number}.</p>",
        )
        for number, title in enumerate(TITLES)
    ]
    return render_all(a_feed(*articles), urls=URLS)


def expected(number: int) -> Seen:
    """
    The facts of one article that readers display.
    """
    return Seen(
        title=TITLES[number],
        link=f"https://strides.example/{number}",
        id=f"tag:strides.example,2026:{number}",
        authors="Ann Lee, Bob Ray",
        published=NOON.strftime("%Y-%m-%d %H:%M"),
        content=f"<p>Text &amp; more of {number}.</p>",
        enclosure="https://strides.example/a.mp3",
    )


def by_feedparser(document: bytes) -> Iterator[Seen]:
    for entry in feedparser.parse(document).entries:
        yield Seen(
            title=entry.title,
            link=entry.link,
            id=entry.id,
            authors=", ".join(author.name for author in entry.authors),
            published="{:04}-{:02}-{:02} {:02}:{:02}".format(*entry.published_parsed[:5]),
            content=entry.content[0].value.partition("\n<h2")[0].partition("<h2")[0],
            enclosure=entry.enclosures[0].href,
        )


def by_fastfeedparser(document: bytes) -> Iterator[Seen]:
    for entry in fastfeedparser.parse(document.decode()).entries:
        yield Seen(
            title=entry.title,
            link=entry.link,
            id=entry.id,
            authors=None,
            published=entry.published[:16].replace("T", " "),
            content=entry.content[0]["value"].partition("\n<h2")[0].partition("<h2")[0],
            enclosure=None,
        )


def by_atoma_rss(document: bytes) -> Iterator[Seen]:
    for item in atoma.parse_rss_bytes(document).items:
        yield Seen(
            title=item.title,
            link=item.link,
            id=item.guid,
            authors=None,
            published=item.pub_date.strftime("%Y-%m-%d %H:%M"),
            content=item.content_encoded.partition("\n<h2")[0].partition("<h2")[0],
            enclosure=item.enclosures[0].url,
        )


def by_atoma_atom(document: bytes) -> Iterator[Seen]:
    for entry in atoma.parse_atom_bytes(document).entries:
        yield Seen(
            title=entry.title.value,
            link=entry.links[0].href,
            id=entry.id_,
            authors=", ".join(author.name for author in entry.authors),
            published=entry.published.strftime("%Y-%m-%d %H:%M"),
            content=entry.content.value.partition("\n<h2")[0].partition("<h2")[0],
            enclosure=next(link.href for link in entry.links if link.rel == "enclosure"),
        )


def by_atoma_json(document: bytes) -> Iterator[Seen]:
    for item in atoma.parse_json_feed_bytes(document).items:
        yield Seen(
            title=item.title,
            link=item.url,
            id=item.id_,
            authors=None,
            published=item.date_published.strftime("%Y-%m-%d %H:%M"),
            content=item.content_html.partition("\n<h2")[0].partition("<h2")[0],
            enclosure=item.attachments[0].url,
        )


def by_rss_parser(document: bytes) -> Iterator[Seen]:
    parsed: Any = RSSParser.parse(document.decode())
    for item in parsed.channel.items:
        yield Seen(
            title=item.title.content,
            link=item.links[0].content if isinstance(item.links, list) else item.links.content,
            id=item.guid.content,
            authors=None,
            published=item.pub_date.content.strftime("%Y-%m-%d %H:%M"),
            content=None,
            enclosure=item.enclosures[0].attributes["url"],
        )


READERS: list[tuple[str, Callable[[bytes], Iterator[Seen]]]] = [
    ("rss", by_feedparser),
    ("atom", by_feedparser),
    ("rss", by_fastfeedparser),
    ("atom", by_fastfeedparser),
    ("json", by_fastfeedparser),
    ("rss", by_atoma_rss),
    ("atom", by_atoma_atom),
    ("json", by_atoma_json),
    ("rss", by_rss_parser),
]


@pytest.mark.parametrize(("format", "read"), READERS, ids=lambda part: getattr(part, "__name__", part))
def test_a_reader_sees_every_article_whole(format: str, read: Callable[[bytes], Iterator[Seen]], documents: dict[str, bytes]) -> None:
    seen = list(read(documents[format]))

    assert len(seen) == len(TITLES)
    for number, article in enumerate(seen):
        known = {key: value for key, value in attrs.asdict(article).items() if value is not None}
        assert known == {key: value for key, value in attrs.asdict(expected(number)).items() if key in known}


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_a_reader_application_stores_every_article(format: str, documents: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "feed").write_bytes(documents[format])
    reader: Any = make_reader(":memory:", feed_root=str(tmp_path))
    if format == "json":
        # A file has no media type by which the application could tell.
        reader._parser.mount_parser_by_url("feed", JSONFeedParser())
    reader.add_feed("feed")
    reader.update_feeds()

    entries = sorted(reader.get_entries(), key=lambda entry: entry.id)
    assert [entry.title for entry in entries] == TITLES
    assert [entry.id for entry in entries] == [f"tag:strides.example,2026:{number}" for number in range(len(TITLES))]
    assert all(entry.published == NOON for entry in entries)
    assert all("<p>Text &amp; more" in entry.get_content(prefer_summary=False).value for entry in entries)
    assert all(entry.enclosures[0].href == "https://strides.example/a.mp3" for entry in entries)
    assert reader.get_feed("feed").title == "AI Strides"


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_categories_reach_a_reader_as_they_are(format: str, documents: dict[str, bytes]) -> None:
    for entry in feedparser.parse(documents[format]).entries:
        assert [tag.term for tag in entry.tags] == ["R&D", "AI"]
