"""
The time from a folder of Markdown to documents: loading, rendering, writing.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import articles
import attrs
from clock import seconds
from markdown_it import MarkdownIt
from report import Report, machine, number, percent, table

from stridesfeed import Feed, render_all
from stridesfeed.load import Loaded, load
from stridesfeed.publish.write import write
from stridesfeed.site import NAME, Site, read_site

_CORES = os.cpu_count() or 1

AS_OF = datetime(2027, 1, 1, tzinfo=UTC)

CONFIGURATION = """\
[feed]
title = "AI Strides"
url = "https://strides.example/"
"""


def run(*, quick: bool) -> Report:
    """
    100 and 1,000 files, and 4,000 for loading in several processes; 100 with ``--quick``.
    """
    rounds = 3
    rows = [_row(count, rounds) for count in ((100,) if quick else (100, 1000))]
    compared = [_compared(count, rounds) for count in ((100,) if quick else (1000, 4000))]
    how = (
        "A folder of Markdown files of about 5 KB with front matter, to three documents, in one process and without a cache. "
        f"Medians of {rounds} rounds. {machine()}."
    )
    head = ("Files", "load", "render", "write", "together, s", "ms per file")
    beside = (
        f"Files: loading, over markdown-it on the same texts; {_CORES} processes over a {_CORES}th of that",
        "one process",
        f"{_CORES} processes",
    )
    return Report(how=how, tables=(table(head, rows, words=0), table(beside, compared, words=0)))


def _row(count: int, rounds: int) -> tuple[str, ...]:
    with _site(count) as site:
        taken = [_stages(site) for _ in range(rounds)]
    stages = [statistics.median(times) for times in zip(*taken, strict=True)]
    whole = sum(stages)
    return (f"{count:,}", *(percent(stage / whole) for stage in stages), number(whole), number(whole / count * 1e3))


def _compared(count: int, rounds: int) -> tuple[str, ...]:
    """
    Return how much longer loading takes than markdown-it alone. A thousand files and more are loaded in several processes.
    """
    texts = [articles.markdown(seed) for seed in range(count)]
    parser = MarkdownIt("commonmark").enable("table")

    def parse() -> None:
        for text in texts:
            parser.render(text)

    with _site(count) as site:
        times = [
            (seconds(parse), *(seconds(partial(load, site.content, as_of=AS_OF, jobs=jobs)) for jobs in (1, _CORES))) for _ in range(rounds)
        ]
    alone, one, several = (statistics.median(each) for each in zip(*times, strict=True))
    return f"{count:,}", number(one / alone), number(several / alone * _CORES)


@attrs.define
class _Run:
    """
    One run of all stages.
    """

    site: Site
    feed: Feed
    documents: dict[str, bytes] = attrs.field(factory=dict)

    def load(self) -> None:
        """
        Load the articles from files.
        """
        loaded: Loaded = load(self.site.content, as_of=AS_OF)
        self.feed = attrs.evolve(self.site.feed, articles=loaded.articles)

    def render(self) -> None:
        """
        Render the documents.
        """
        self.documents = render_all(self.feed, urls=self.site.output.addresses, formats=self.site.output.files)

    def write(self) -> None:
        """
        Write the documents to new files.
        """
        files = {self.site.output.folder / self.site.output.files[name]: document for name, document in self.documents.items()}
        for path in files:
            path.unlink(missing_ok=True)
        write(files)


def _stages(site: Site) -> list[float]:
    run = _Run(site, site.feed)
    stages: tuple[Callable[[], None], ...] = (run.load, run.render, run.write)
    return [seconds(stage) for stage in stages]


@contextmanager
def _site(count: int) -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / NAME).write_text(CONFIGURATION, "utf-8")
        (folder / "content").mkdir()
        for number_ in range(count):
            (folder / "content" / f"{number_}.md").write_text(_file(number_), "utf-8")
        yield read_site(folder)


def _file(seed: int) -> str:
    article = articles.article(seed, 100)
    header = (
        f'title: "{article.title}"',
        f"date: {article.sort_date.isoformat()}",
        "authors: [Ann Lee, AI Strides desk]",
        "tags: [AI News, R&D]",
        f"summary: {article.summary}",
    )
    return "\n".join(("---", *header, "---", "", articles.markdown(seed)))
