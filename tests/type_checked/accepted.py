"""
Code that type checkers accept. It is never run: ``./run types`` is the test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import assert_type

import attrs

from stridesfeed import (
    FORMATS,
    Article,
    Attachment,
    Cache,
    Category,
    CleanFeed,
    DiskCache,
    Editorial,
    Element,
    EngineName,
    Extension,
    Feed,
    FieldError,
    Format,
    FormatName,
    InvalidError,
    LimitError,
    Link,
    MemoryCache,
    Namespace,
    Options,
    ParsedFeed,
    Person,
    RenderSettings,
    Unread,
    Unwritten,
    XmlFormat,
    clean,
    clean_html,
    excerpt,
    filter_articles,
    from_dict,
    merge,
    parse,
    render,
    render_all,
    render_into,
    to_dict,
    unwritten,
)
from stridesfeed.emit.format import DocumentLinks


def articles(moment: datetime, people: Sequence[Person], names: list[str]) -> Iterator[Article]:
    yield Article(id="tag:a.example,2026:1", url="https://a.example/1", title="One", published=moment, authors=["Ann", Person("Bo")])
    yield Article(id="tag:a.example,2026:2", url="https://a.example/2", title="Two", published=moment, authors=people, contributors=names)
    yield Article(
        id="tag:a.example,2026:3",
        url="https://a.example/3",
        title="Three",
        published=moment,
        updated=moment,
        categories={"AI", "News"},
        related=[Link("https://a.example/2")],
        sources=(Link(url) for url in ("https://b.example/",)),
        attachments=(Attachment("https://a.example/a.mp3", type="audio/mpeg"),),
        extensions=[Editorial(section="News")],
    )


def feeds(moment: datetime) -> Feed:
    feed = Feed(
        id="https://a.example/",
        url="https://a.example/",
        title="A",
        authors=("Ann",),
        categories=[Category("AI"), "News"],
        hubs=["https://hub.example/"],
        articles=articles(moment, [], []),
    )
    assert_type(feed.authors, tuple[Person, ...])
    assert_type(feed.categories, tuple[Category, ...])
    assert_type(feed.articles, tuple[Article, ...])
    assert_type(feed.updated, datetime | None)
    return attrs.evolve(feed, articles=list(feed.articles), title="B")


def documents(feed: Feed, cache: Cache, engine: EngineName, format: FormatName) -> None:
    assert_type(render(feed, "rss"), bytes)
    assert_type(render(feed, format, url="https://a.example/feed.xml", settings=RenderSettings(engine=engine, cache=cache)), bytes)
    assert_type(render_all(feed, formats=["rss", "atom"], options=Options(creators="each")), dict[str, bytes])
    assert_type(unwritten(feed, "json"), tuple[Unwritten, ...])
    assert_type(clean_html("<p>", "https://a.example/"), str)
    assert_type(excerpt("<p>", 280), str)
    cleaned = clean(feed)
    assert_type(cleaned, CleanFeed)
    assert_type(FORMATS["rss"], Format)
    assert_type(FORMATS["rss"].write(cleaned, DocumentLinks(), Options()), bytes)


def reading(planet: Feed) -> None:
    parsed = parse(b"<rss/>", url="https://a.example/")
    assert_type(parsed, ParsedFeed)
    assert_type(parsed.unread, tuple[Unread, ...])
    merged = merge([parsed, parsed.feed], into=planet, limit=50)
    assert_type(filter_articles(merged, words=["a"], where=lambda article: article.title is not None), Feed)
    assert_type(from_dict(to_dict(merged)), Feed)
    assert_type(render(merged, parsed.format, url=parsed.url, alternates=parsed.alternates), bytes)
    with open("feed.xml", "wb") as file:  # noqa: PTH123  # as in a user's program
        render_into(planet, {"rss": file}, articles=(article for article in merged.articles))


def caches() -> None:
    with DiskCache("cache.sqlite") as cache:
        RenderSettings(cache=cache)
    RenderSettings(cache=MemoryCache())


def errors(feed: Feed) -> None:
    try:
        render(feed, "rss")
    except LimitError as error:
        assert_type(error.article_id, str | None)
    except InvalidError as error:
        assert_type(error.faults, tuple[FieldError, ...])


MOOD = Namespace("mood", "https://mood.example/ns")


@attrs.frozen
class Mood(Extension):
    """
    An extension from outside the package.
    """

    word: str

    def elements(self, format: XmlFormat) -> Iterator[Element]:
        """
        Yield mood:word.
        """
        yield MOOD.element("word", self.word, attributes={"lang": "en"})

    def members(self) -> Mapping[str, Mapping[str, object]]:
        """
        Return ``_mood``.
        """
        return {"_mood": {"word": self.word}}
