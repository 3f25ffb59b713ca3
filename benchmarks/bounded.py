"""
Memory use of large feeds: documents in memory, and documents written to files part by part.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import articles
import attrs
import memory
from clock import seconds
from feedgen.feed import FeedGenerator
from processes import Said, python
from report import Report, machine, number, table

from stridesfeed import FORMATS, Article, Feed, render_all, render_into

#: Characters of HTML in a body.
SMALL = 600

#: The number of different texts; generating one is slow.
TEXTS = 200


def run(*, quick: bool) -> Report:
    """
    1,000 to 1,000,000 articles; at most 2,000 with ``--quick``.
    """
    counts = (500, 2000) if quick else (1000, 10_000, 100_000, 1_000_000)
    asked = [(way, count) for count in counts for way, known in WAYS.items() if count <= known.most]
    rows = [_row(way, count, python(Path(__file__), way, str(count))) for way, count in asked]
    how = (
        "Three documents written to disk, from articles with bodies of about 0.7 KB on the fast path, each in a process of its own: what "
        "it holds at the most beyond the feed itself and the program. `stream` is `render_into` with articles from a generator; feedgen writes "
        f"two documents, RSS and Atom, of the same articles. {machine()}."
    )
    head = ("Way", "Articles", "feed and program, MB", "beyond it, MB", "documents, MB", "µs per article")
    return Report(how=how, tables=(table(head, rows),))


def _row(way: str, count: int, said: Said) -> tuple[str, ...]:
    (taken,) = said["seconds"][way]
    before, beyond, written = (f"{size / 1e6:,.0f}" for size in (said["before"], said["peak"] - said["before"], said["written"]))
    return (f"`{way}`", f"{count:,}", before, beyond, written, number(taken / count * 1e6))


def _render_all(feed: Feed, paths: Mapping[str, Path], _: Iterator[Article]) -> None:
    for name, document in render_all(feed).items():
        paths[name].write_bytes(document)


def _render_into(feed: Feed, paths: Mapping[str, Path], stream: Iterator[Article]) -> None:
    with ExitStack() as stack:
        render_into(feed, {name: stack.enter_context(path.open("wb")) for name, path in paths.items()}, articles=stream)


def _feedgen(feed: Feed, paths: Mapping[str, Path], stream: Iterator[Article]) -> None:
    generator = FeedGenerator()
    generator.id(feed.id)
    generator.title(feed.title)
    generator.link(href=feed.url)
    generator.description(feed.title)
    for article in stream:
        entry = generator.add_entry(order="append")
        entry.id(article.id)
        entry.title(article.title)
        entry.link(href=article.url)
        entry.published(article.published)
        entry.updated(article.updated)
        entry.summary(article.summary)
        entry.content(article.content, type="CDATA")
    generator.rss_file(str(paths["rss"]))
    generator.atom_file(str(paths["atom"]))


@attrs.frozen
class Way:
    """
    A way to write a feed into files, and the largest number of articles that it is measured with.
    """

    write: Callable[[Feed, Mapping[str, Path], Iterator[Article]], None]
    most: int
    #: The articles come from a generator, not with the feed.
    is_stream: bool = False


WAYS = {
    "render_all": Way(_render_all, 10_000),
    "render_into": Way(_render_into, 100_000),
    "stream": Way(_render_into, 1_000_000, is_stream=True),
    "feedgen": Way(_feedgen, 10_000, is_stream=True),
}


def one(name: str, count: int) -> Said:
    """
    Measure one way in this process.
    """
    way = WAYS[name]
    texts = [articles.body(seed, SMALL) for seed in range(TEXTS)]
    stream = (_article(n, texts[n % TEXTS]) for n in range(count))
    feed = attrs.evolve(articles.feed(0), articles=() if way.is_stream else stream)
    with tempfile.TemporaryDirectory() as folder:
        paths = {format_: Path(folder) / known.file_name for format_, known in FORMATS.items()}
        before = memory.now()
        taken = seconds(lambda: way.write(feed, paths, stream))
        written = sum(path.stat().st_size for path in paths.values() if path.exists())
    return {"seconds": {name: [taken]}, "before": before, "peak": memory.peak(), "written": written}


def _article(number_: int, text: str) -> Article:
    """
    Return an article with a unique body.
    """
    return attrs.evolve(articles.article(number_, 0), content=f"{text}<p>{number_}</p>")


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1], int(sys.argv[2]))))
