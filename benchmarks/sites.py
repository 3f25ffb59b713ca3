"""
The time to build a whole site: cold, again, after one edit, and with one new article; and that of ``git status`` on the same folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import articles
import memory
from clock import seconds
from processes import output
from report import Report, machine, number, percent, table
from stopwatch import Stopwatch

from stridesfeed import build as building
from stridesfeed import identify
from stridesfeed.build import Report as Built
from stridesfeed.build import build
from stridesfeed.build import output as build_output
from stridesfeed.site import NAME, read_site

#: The approximate number of characters of HTML in a body.
SMALL = 600

#: The number of different texts; generating one is slow.
TEXTS = 200

#: The time between articles: 100,000 of them are ten years.
APART = timedelta(minutes=50)

FIRST = datetime(2016, 1, 1, tzinfo=UTC)
AS_OF = datetime(2027, 1, 1, tzinfo=UTC)

CONFIGURATION = """\
[feed]
title = "AI Strides"
url = "https://strides.example/"
language = "en"

[output]
archive = 100

[[feeds]]
by = "category"
path = "tags/{slug}/"

[build]
cache = ".cache/feeds.sqlite"
jobs = 1
"""

#: The categories of the articles, with a feed each.
CATEGORIES = ("Models", "Policy", "Chips", "Research", "Open Source")

#: The functions of each stage, in the modules that call them.
STAGES: Mapping[str, tuple[tuple[object, str], ...]] = {
    "load": ((building, "load_files"),),
    "ledger": ((identify, "read_ledger"), (identify, "reconcile"), (build_output, "format_ledger")),
    "checks": ((building, "check_articles"),),
    "plan": ((build_output, "plan"),),
    "render": ((build_output.FeedRenderer, "render"),),
    "write": ((build_output, "write"), (build_output, "read_manifest"), (build_output, "write_manifest"), (build_output, "find_stale")),
}


def run(*, quick: bool) -> Report:
    """
    Sites of 1,000, 10,000 and 100,000 articles; without the largest with ``--quick``.
    """
    counts = (1000, 10_000) if quick else (1000, 10_000, 100_000)
    found = {count: _builds(count) for count in counts}
    how = (
        "Markdown files of about 0.7 KB, to a feed with an archive of 100 articles a document, and five feeds of categories, in three formats "
        "each; with pages, ledger, manifest, and a cache on disk. Each build is a process of its own, except the last, which follows another "
        f"in one process, as in `stridesfeed serve`. Files are at least {RECENT} seconds old, as usual. {machine()}."
    )
    return Report(how=how, tables=(_ratios(found), _relative_to_git(found), *(_stages(count, said) for count, said in found.items())))


#: The result of a build: seconds by stage, in total, files written and peak memory.
Said = Mapping[str, float]


def _builds(count: int) -> dict[str, Said]:
    """
    Run each kind of build of a site and return the results.
    """
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        (site / NAME).write_text(CONFIGURATION, "utf-8")
        for number_ in range(count):
            _write(site, number_)
        time.sleep(RECENT)
        return {kind: _said(kind, site, count) for kind in KINDS} | {GIT: {"whole": _git_status(site, count)}}


def _git_status(site: Path, count: int) -> float:
    """
    Return the seconds that ``git status`` takes after one edit.
    """

    def git(*arguments: str) -> float:
        return seconds(lambda: subprocess.run(["git", "-C", str(site), *arguments], stdout=subprocess.DEVNULL, check=True))  # noqa: S603, S607

    git("init", "--quiet")
    git("add", "content")
    git("status")
    found = list[float]()
    for _ in range(3):
        _edit(site, count)
        found.append(git("status"))
    return median(found)


def _said(kind: str, site: Path, count: int) -> Said:
    KINDS[kind](site, count)
    found: Said = json.loads(output(sys.executable, __file__, str(site), str(list(KINDS).index(kind)), str(count)))
    return found


def _nothing(site: Path, count: int) -> None:
    """
    Change nothing.
    """


def _edit(site: Path, count: int) -> None:
    """
    Add a sentence to an article in the middle of the archive.
    """
    with _path(site, count // 2).open("a", encoding="utf-8") as file:
        file.write("\nCorrected.\n")


def _add(site: Path, count: int) -> None:
    _write(site, count)


#: One edit after another in the same process.
SERVED = "one edit, in one process"

#: ``git status`` after one edit.
GIT = "git status"

#: In seconds: how old a file must be to be known by its dates.
RECENT = 3

KINDS: Mapping[str, Callable[[Path, int], None]] = {
    "cold": _nothing,
    "again": _nothing,
    "one edit": _edit,
    "one more": _add,
    SERVED: _edit,
}


def _write(site: Path, number_: int) -> None:
    path = _path(site, number_)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_file(number_), "utf-8")


def _path(site: Path, number_: int) -> Path:
    """
    Return the path of an article, in folders of a thousand.
    """
    return site / "content" / f"{number_ // 1000:03}" / f"{number_}.md"


def _file(number_: int) -> str:
    header = (
        f'title: "Article {number_} & its title"',
        f"date: {(FIRST + number_ * APART).isoformat()}",
        "authors: [Ann Lee, AI Strides desk]",
        f"tags: [{CATEGORIES[number_ % 5]}, {CATEGORIES[number_ % 3]}]",
        f"summary: The summary of article {number_}, in a sentence or two.",
    )
    return "\n".join(("---", *header, "---", "", _TEXTS[number_ % TEXTS], f"It is number {number_}.", ""))


_TEXTS = [articles.markdown(seed, SMALL) for seed in range(TEXTS)]


def _ratios(found: Mapping[int, Mapping[str, Said]]) -> str:
    """
    Return a table of all builds relative to the cold one.
    """
    rows = [(f"{count:,}", kind, *_whole(kinds[kind], kinds["cold"])) for count, kinds in found.items() for kind in KINDS]
    return table(("Articles", "Build", "s", "over cold", "files written", "peak memory, MB"), rows, words=2)


def _whole(said: Said, cold: Said) -> tuple[str, ...]:
    ratio = percent(said["whole"] / cold["whole"])
    return (number(said["whole"]), ratio, f"{said['written']:,.0f}", f"{said['peak'] / 1e6:,.0f}")


def _relative_to_git(found: Mapping[int, Mapping[str, Said]]) -> str:
    """
    Return a table of builds after one edit relative to ``git status``.
    """
    rows = [
        (f"{count:,}", number(git := kinds[GIT]["whole"]), *(f"{number(kinds[kind]['whole'] / git)} ×" for kind in ("one edit", SERVED)))
        for count, kinds in found.items()
    ]
    return table(("Articles", "git status, s", "one edit", SERVED), rows, words=1)


def _stages(count: int, found: Mapping[str, Said]) -> str:
    """
    Return a table of the time by stage.
    """
    rows = [(kind, *(number(found[kind][stage]) for stage in (*STAGES, "rest", "whole"))) for kind in KINDS]
    return table((f"{count:,} articles: seconds for", *STAGES, "all else", "together"), rows)


def one(site: Path, turn: int, count: int) -> Said:
    """
    Measure one build in this process.
    """
    as_of = AS_OF + timedelta(hours=turn)
    if list(KINDS)[turn] == SERVED:
        build(read_site(site), as_of=as_of)
        _edit(site, count)
    watch = Stopwatch()
    for stage, functions in STAGES.items():
        for place, name in functions:
            watch.on(stage, place, name)
    reports: list[Built] = []
    whole = seconds(lambda: reports.append(build(read_site(site), as_of=as_of)))
    stages = {stage: watch.seconds.get(stage, 0.0) for stage in STAGES}
    return {
        **stages,
        "rest": whole - sum(stages.values()),
        "whole": whole,
        "written": len(reports[0].written),
        "peak": memory.peak(),
    }


if __name__ == "__main__":
    print(json.dumps(one(Path(sys.argv[1]), *map(int, sys.argv[2:]))))
