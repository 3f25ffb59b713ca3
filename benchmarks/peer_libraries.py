"""
Other libraries that render feeds, each used as in its documentation, from the same plain values.

Each is imported when used, so that a process loads only the library that it measures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any

import attrs

#: A channel or an article as plain JSON values; an article also has its *moment*, a datetime.
Plain = dict[str, Any]

#: Renders a document. The first format also creates the library's own objects, if all formats share them.
Writes = Callable[[], bytes]

#: Returns a renderer for each format of a channel and its articles.
Prepares = Callable[[Plain, list[Plain]], Mapping[str, Writes]]


@attrs.frozen
class Peer:
    """
    A library and what it omits.
    """

    #: The name of its distribution or npm package.
    package: str

    #: The input that it omits, for a table cell.
    less: str

    #: ``None`` if it runs in Node.
    prepares: Prepares | None


def _ours(channel: Plain, articles: list[Plain]) -> dict[str, Writes]:
    from stridesfeed import FORMATS, CleanFeed, Options  # noqa: PLC0415 - see above
    from stridesfeed.emit.format import DocumentLinks  # noqa: PLC0415

    feed = CleanFeed(_feed(channel, articles))
    return {name: partial(format_.write, feed, DocumentLinks(), Options()) for name, format_ in FORMATS.items()}


def _ours_with_extensions(channel: Plain, articles: list[Plain]) -> dict[str, Writes]:
    from stridesfeed import FORMATS, CleanFeed, Options  # noqa: PLC0415 - see above
    from stridesfeed.emit.format import DocumentLinks  # noqa: PLC0415
    from stridesfeed.extensions import Episode, ExtensionElement  # noqa: PLC0415

    feed = _feed(channel, articles)
    extended = [
        attrs.evolve(
            article,
            extensions=[
                Episode(season=1, number=number),
                ExtensionElement("geo:lat", "52.5"),
                ExtensionElement("geo:long", "13.4"),
                ExtensionElement("slash:comments", str(number)),
                ExtensionElement("thr:total", str(number)),
            ],
        )
        for number, article in enumerate(feed.articles, start=1)
    ]
    clean = CleanFeed(attrs.evolve(feed, articles=extended))
    return {name: partial(FORMATS[name].write, clean, DocumentLinks(), Options()) for name in ("rss", "atom")}


def _limit(_channel: Plain, articles: list[Plain]) -> dict[str, Writes]:
    """
    Escape and copy each text once for each format, and nothing else.
    """
    import orjson  # noqa: PLC0415 - see above

    def texts(article: Plain) -> list[str]:
        links = [each[name] for key in ("attachments", "related") for each in article[key] for name in ("url", "title") if name in each]
        return [article["id"], article["url"], article["title"], article["summary"], *article["authors"], *article["categories"], *links]

    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    every = [(article["content"], texts(article)) for article in articles]
    return {
        "rss": lambda: "".join([part for content, rest in every for part in (content, *map(escaped, rest))]).encode(),
        "atom": lambda: "".join([part for content, rest in every for part in (escaped(content), *map(escaped, rest))]).encode(),
        "json": lambda: orjson.dumps(every),
    }


def _ours_from_plain(channel: Plain, articles: list[Plain]) -> dict[str, Writes]:
    made: dict[str, Writes] = {}

    def first(name: str) -> bytes:
        made.update(_ours(channel, articles))
        return made[name]()

    def other(name: str) -> bytes:
        return made[name]()

    first_name, *others = _ours(channel, [])
    return {first_name: partial(first, first_name), **{name: partial(other, name) for name in others}}


def _feed(channel: Plain, articles: list[Plain]) -> Any:
    from stridesfeed import Article, Attachment, Category, Feed, Link, Person  # noqa: PLC0415

    return Feed(
        **channel,
        articles=[
            Article(
                id=article["id"],
                url=article["url"],
                title=article["title"],
                published=article["moment"],
                summary=article["summary"],
                content=article["content"],
                authors=map(Person, article["authors"]),
                categories=map(Category, article["categories"]),
                attachments=[Attachment(file["url"], type=file["type"], length=file["length"]) for file in article["attachments"]],
                related=[Link(link["url"], title=link["title"]) for link in article["related"]],
            )
            for article in articles
        ],
    )


def _feedgen(channel: Plain, articles: list[Plain]) -> dict[str, Writes]:
    library: Any = import_module("feedgen.feed")

    def filled() -> Any:
        feed = library.FeedGenerator()
        feed.id(channel["id"])
        feed.title(channel["title"])
        feed.link(href=channel["url"], rel="alternate")
        feed.description(channel["subtitle"])
        feed.language(channel["language"])
        for article in articles:
            entry = feed.add_entry(order="append")
            entry.id(article["id"])
            entry.title(article["title"])
            entry.link(href=article["url"], rel="alternate")
            entry.published(article["moment"])
            entry.updated(article["moment"])
            entry.author([{"name": name} for name in article["authors"]])
            entry.category([{"term": name} for name in article["categories"]])
            entry.summary(article["summary"])
            entry.content(article["content"], type="html")
            for file in article["attachments"]:
                entry.enclosure(file["url"], str(file["length"]), file["type"])
        return feed

    def rss() -> bytes:
        made[:] = [filled()]
        return bytes(made[0].rss_str(pretty=True))

    made: list[Any] = []
    return {"rss": rss, "atom": lambda: bytes(made[0].atom_str(pretty=True))}


def _django_like(module: str, channel: Plain, articles: list[Plain], **content: str) -> dict[str, Writes]:
    """
    Render with Django's module, or with feedgenerator, a copy of it with an additional *content*.
    """
    library: Any = import_module(module)

    def written(kind: str) -> bytes:
        feed = getattr(library, kind)(
            title=channel["title"], link=channel["url"], description=channel["subtitle"], language=channel["language"], feed_guid=channel["id"]
        )
        for article in articles:
            feed.add_item(
                title=article["title"],
                link=article["url"],
                author_name=article["authors"][0],
                pubdate=article["moment"],
                updateddate=article["moment"],
                unique_id=article["id"],
                unique_id_is_permalink=False,
                categories=article["categories"],
                enclosures=[library.Enclosure(file["url"], str(file["length"]), file["type"]) for file in article["attachments"]],
                **{name: article[field] for name, field in content.items()},
            )
        return str(feed.writeString("utf-8")).encode()

    return {"rss": partial(written, "Rss201rev2Feed"), "atom": partial(written, "Atom1Feed")}


def _django(channel: Plain, articles: list[Plain]) -> dict[str, Writes]:
    settings: Any = import_module("django.conf").settings
    settings.configure(USE_TZ=True)
    return _django_like("django.utils.feedgenerator", channel, articles, description="content")


def _feedgenerator(channel: Plain, articles: list[Plain]) -> dict[str, Writes]:
    works = _django_like("feedgenerator", channel, articles, description="summary", content="content")
    # Its RSS cannot contain both a content and a description.
    return works | {"rss": _django_like("feedgenerator", channel, articles, description="content")["rss"]}


def _rfeed(channel: Plain, articles: list[Plain]) -> dict[str, Writes]:
    library: Any = import_module("rfeed")

    def item(article: Plain) -> Any:
        return library.Item(
            title=article["title"],
            link=article["url"],
            description=article["content"],
            creator=", ".join(article["authors"]),
            categories=article["categories"],
            enclosure=next(library.Enclosure(file["url"], file["length"], file["type"]) for file in article["attachments"]),
            guid=library.Guid(article["id"], isPermaLink=False),
            pubDate=article["moment"],
        )

    def written() -> bytes:
        feed = library.Feed(
            title=channel["title"],
            link=channel["url"],
            description=channel["subtitle"],
            language=channel["language"],
            # The default is the current time.
            lastBuildDate=articles[-1]["moment"],
            items=[item(article) for article in articles],
        )
        return str(feed.rss()).encode()

    return {"rss": written}


def _podgen(channel: Plain, articles: list[Plain]) -> dict[str, Writes]:
    library: Any = import_module("podgen")
    # By default each file opens a session to request its size, although it is given; share one.
    session = object()

    def episode(article: Plain) -> Any:
        (file,) = article["attachments"]
        return library.Episode(
            id=article["id"],
            title=article["title"],
            link=article["url"],
            summary=article["summary"],
            long_summary=article["content"],
            authors=[library.Person(name) for name in article["authors"]],
            publication_date=article["moment"],
            media=library.Media(file["url"], file["length"], file["type"], requests_session=session),
        )

    def written() -> bytes:
        podcast = library.Podcast(
            name=channel["title"], website=channel["url"], description=channel["subtitle"], language=channel["language"], explicit=False
        )
        podcast.episodes = [episode(article) for article in articles]
        return str(podcast.rss_str()).encode()

    return {"rss": written}


#: No library: the least that any of them has to do.
LIMIT = "escape and copy each text"

#: The libraries by the name shown in the table.
PEERS: dict[str, Peer] = {
    "stridesfeed": Peer("stridesfeed", "–", _ours),
    "stridesfeed, including articles": Peer("stridesfeed", "–", _ours_from_plain),
    "stridesfeed, with extensions": Peer("stridesfeed", "JSON Feed, which has none of these elements", _ours_with_extensions),
    LIMIT: Peer("stridesfeed", "everything but texts", _limit),
    "feedgen": Peer("feedgen", "no JSON Feed; no authors in RSS; no related links", _feedgen),
    "feedgenerator": Peer(
        "feedgenerator", "no JSON Feed; one author; in RSS one text, body or summary; no related links; not indented", _feedgenerator
    ),
    "Django": Peer("Django", "no JSON Feed; one author; one text, body or summary; no related links; not indented", _django),
    "rfeed": Peer("rfeed", "RSS only; one text, body or summary; no related links; not indented", _rfeed),
    "podgen": Peer("podgen", "RSS only, for podcasts; no categories, no related links", _podgen),
    "feed (npm)": Peer("feed", "JSON Feed 1.0; names in RSS's author, which requires addresses; no related links", None),
    "feedsmith (npm)": Peer("feedsmith", "validation", None),
    "feedsmith (npm), with extensions": Peer("feedsmith", "validation; JSON Feed", None),
}


def with_moment(article: Plain) -> Plain:
    """
    Return *article* with its publication date as a datetime.
    """
    return article | {"moment": datetime.fromisoformat(article["published"])}
