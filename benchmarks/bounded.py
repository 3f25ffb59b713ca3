"""
Memory use of large feeds: documents in memory, and documents written to files part by part.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import articles
import attrs
import memory
from clock import seconds
from processes import Said, python
from report import Report, machine, number, table

from stridesfeed import FORMATS, Article, Feed, render_all, render_into

#: Characters of HTML in a body.
SMALL = 600

#: The number of different texts; generating one is slow.
TEXTS = 200


def run(*, quick: bool) -> Report:
    """
    1,000 to 100,000 articles; at most 2,000 with ``--quick``.
    """
    counts = (500, 2000) if quick else (1000, 10_000, 100_000)
    asked = [(way, count) for count in counts for way in WAYS if way == "render_into" or count <= 10_000]
    rows = [_row(way, count, python(Path(__file__), way, str(count))) for way, count in asked]
    how = (
        "Three documents written to disk, from articles with bodies of about 0.7 KB on the fast path, each in a process of its own: what it "
        f"holds at the most beyond the feed itself and the program. {machine()}."
    )
    head = ("Way", "Articles", "feed and program, MB", "beyond it, MB", "documents, MB", "µs per article")
    return Report(how=how, tables=(table(head, rows),))


def _row(way: str, count: int, said: Said) -> tuple[str, ...]:
    (taken,) = said["seconds"][way]
    before, beyond, written = (f"{size / 1e6:,.0f}" for size in (said["before"], said["peak"] - said["before"], said["written"]))
    return (f"`{way}`", f"{count:,}", before, beyond, written, number(taken / count * 1e6))


def _render_all(feed: Feed, paths: Mapping[str, Path]) -> None:
    for name, document in render_all(feed).items():
        paths[name].write_bytes(document)


def _render_into(feed: Feed, paths: Mapping[str, Path]) -> None:
    with ExitStack() as stack:
        render_into(feed, {name: stack.enter_context(path.open("wb")) for name, path in paths.items()})


WAYS: dict[str, Callable[[Feed, Mapping[str, Path]], None]] = {"render_all": _render_all, "render_into": _render_into}


def one(way: str, count: int) -> Said:
    """
    Measure one function in this process.
    """
    texts = [articles.body(seed, SMALL) for seed in range(TEXTS)]
    feed = attrs.evolve(articles.feed(0), articles=[_article(n, texts[n % TEXTS]) for n in range(count)])
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / format_.file_name for name, format_ in FORMATS.items()}
        before = memory.now()
        taken = seconds(lambda: WAYS[way](feed, paths))
        written = sum(path.stat().st_size for path in paths.values())
    return {"seconds": {way: [taken]}, "before": before, "peak": memory.peak(), "written": written}


def _article(number_: int, text: str) -> Article:
    """
    Return an article with a unique body.
    """
    return attrs.evolve(articles.article(number_, 0), content=f"{text}<p>{number_}</p>")


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1], int(sys.argv[2]))))
