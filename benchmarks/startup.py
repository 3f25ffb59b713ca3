"""
The start-up time of the command and the library, compared with importing their dependencies.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from report import Report, machine, number, table

#: The code of the installed script.
_SCRIPT = "import sys; from stridesfeed.cli import main; sys.exit(main())"

_EXAMPLE = Path(__file__).parents[1] / "examples" / "ai-strides"

#: The arguments of a build in the folder of the example.
_BUILD = ("-c", _SCRIPT, "build", "--as-of", "2026-05-01", "--quiet")

_RENDER = """
from datetime import UTC, datetime
from stridesfeed import Article, Feed, render
article = Article(title="One", url="https://strides.example/one/", published=datetime(2026, 4, 30, tzinfo=UTC), content="<p>Text.</p>")
render(Feed(title="AI Strides", url="https://strides.example/", articles=[article]), "atom")
"""

#: Arguments of Python: the measured start, and the start it is compared with.
PAIRS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "`stridesfeed --version`": (("-c", _SCRIPT, "--version"), "import click, rich"),
    "`stridesfeed --help`": (("-c", _SCRIPT, "--help"), "import click, rich"),
    "`stridesfeed build` of the example, which has not changed": (_BUILD, "import attrs, click, feedgen.feed, bleach, markdown_it, yaml"),
    "`import stridesfeed`": (("-c", "import stridesfeed"), "import attrs, feedgen.feed, bleach"),
    "`from stridesfeed import render`": (("-c", "from stridesfeed import render"), "import attrs, feedgen.feed, bleach"),
    "`render` of one article": (("-c", _RENDER), "import attrs, feedgen.feed, bleach"),
}


def run(*, quick: bool) -> Report:
    """
    Start fresh processes in turns; each time is the median.
    """
    rounds = 5 if quick else 25
    rows = []
    with tempfile.TemporaryDirectory() as name:
        site = Path(name, "site")
        shutil.copytree(_EXAMPLE, site)
        # As after an installation, modules are compiled once.
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": os.fspath(Path(name, "bytecode"))}
        for start, (arguments, base) in PAIRS.items():
            ours, theirs = _medians((arguments, ("-c", base)), rounds, site, environment)
            rows.append((start, f"`{base}`", f"{number(ours * 1000)} ms", f"{number(theirs * 1000)} ms", f"{ours / theirs:.2f}"))
    how = f"A fresh process for each start, in turns, {rounds} times; processor times are medians and include the start of Python. {machine()}."
    return Report(how=how, tables=(table(("Start", "Compared with", "Time", "Time of that", "Ratio"), rows, words=2),))


def _medians(commands: tuple[tuple[str, ...], ...], rounds: int, folder: Path, environment: Mapping[str, str]) -> list[float]:
    """
    Return the median processor time of each command in *folder*, in seconds. The first two rounds only fill caches and are not counted.
    """
    seconds: list[list[float]] = [[] for _ in commands]
    for _ in range(rounds + 2):
        for command, times in zip(commands, seconds, strict=True):
            start = _seconds_of_children()
            subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True, cwd=folder, env=environment)  # noqa: S603 - our own commands
            times.append(_seconds_of_children() - start)
    return [statistics.median(times[2:]) for times in seconds]


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
