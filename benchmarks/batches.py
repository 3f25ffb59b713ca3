"""
The time to render many feeds with ``render_many``, over a plain loop of rendering and writing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import articles
import attrs
from clock import in_turns
from report import Report, machine, number, table

from stridesfeed import FORMATS, DiskCache, Feed, render_all
from stridesfeed.batch import FeedJob, render_many
from stridesfeed.publish.write import write

URL = "https://feeds.example/"

#: The number of articles in each feed, and of characters in their bodies.
ARTICLES = 10
SMALL = 600


def run(*, quick: bool) -> Report:
    """
    300 feeds; 60 with ``--quick``.
    """
    count, rounds = (60, 3) if quick else (300, 3)
    list(jobs(1))
    with tempfile.TemporaryDirectory() as name, _processes(1) as one, _processes(2) as two:
        folder = Path(name)
        new = in_turns(_new(count, folder, one, two), rounds)
        again = in_turns(_again(count, folder), rounds)
    loop = new[LOOP]
    rows = [(work, number(count / taken), number(taken / loop)) for work, taken in (new | again).items()]
    how = (
        f"{count} feeds of {ARTICLES} articles with bodies of about {SMALL} characters, in three formats, into a folder. The plain loop writes "
        "each document with `write_bytes`, neither atomically nor synced to the disk. Processes run already. "
        f"Medians of {rounds} rounds. {machine()}."
    )
    return Report(how=how, tables=(table(("", "feeds a second", "time over the plain loop"), rows),))


LOOP = "a plain loop of `render_all` and `write_bytes`"


def _new(count: int, folder: Path, one: Executor, two: Executor) -> Mapping[str, Callable[[], object]]:
    """
    The ways to write all documents for the first time.
    """

    def in_new_folder(work: Callable[[Path], object]) -> Callable[[], None]:
        def call() -> None:
            with tempfile.TemporaryDirectory(dir=folder) as name:
                work(Path(name))

        return call

    works: dict[str, Callable[[Path], object]] = {
        LOOP: lambda place: _loop(count, lambda path, document: path.write_bytes(document), place),
        "the same loop with atomic, synced writing": lambda place: _loop(count, lambda path, document: write({path: document}), place),
        "`render_many`, in this process": lambda place: render_many(jobs(count), place, url=URL),
        "`render_many`, 1 process": lambda place: render_many(jobs(count), place, url=URL, executor=one),
        "`render_many`, 2 processes": lambda place: render_many(jobs(count), place, url=URL, executor=two),
    }
    return {name: in_new_folder(work) for name, work in works.items()}


def _again(count: int, folder: Path) -> Mapping[str, Callable[[], object]]:
    """
    The ways to find that nothing has changed.
    """
    place = folder / "again"

    def with_journal(version: str | None) -> Callable[[], None]:
        def call() -> None:
            with DiskCache(folder / f"journal-{version}") as journal:
                render_many(jobs(count, version), place, url=URL, journal=journal)

        call()
        return call

    return {
        "again, with journal and versions": with_journal("1"),
        "again, with journal": with_journal(None),
        "again, with neither": lambda: render_many(jobs(count), place, url=URL),
    }


def _loop(count: int, write_document: Callable[[Path, bytes], object], folder: Path) -> None:
    for job in jobs(count):
        feed: Feed = job.feed if isinstance(job.feed, Feed) else job.feed()
        urls = {name: f"{URL}{job.path}{file}" for name, file in job.files.items()}
        (folder / job.path).mkdir(parents=True)
        for name, document in render_all(feed, urls=urls).items():
            write_document(folder / job.path / FORMATS[name].file_name, document)


def _processes(count: int) -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(count, get_context("spawn"))
    # Each imports the library before anything is measured.
    list(pool.map(_load, range(8 * count)))
    return pool


def jobs(count: int, version: str | None = None) -> Iterator[FeedJob]:
    """
    Yield the job of each feed.
    """
    return (FeedJob(path=f"{each % 100}/{each}/", feed=partial(_load, each), version=version) for each in range(count))


def _load(user: int) -> Feed:
    own: dict[str, Any] = {"id": f"tag:feeds.example,2026:{user}", "title": f"User {user}"}
    made = [attrs.evolve(each, id=f"{own['id']}/{place}") for place, each in enumerate(_articles())]
    return Feed(url=f"{URL}{user}/", articles=made, **own)


@cache
def _articles() -> tuple[Any, ...]:
    return tuple(articles.article(place, SMALL) for place in range(ARTICLES))
