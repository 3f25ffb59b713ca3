"""
The start-up time of the command and the library, compared with importing their dependencies.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping

from report import Report, machine, number, table

#: The code of the installed script.
_SCRIPT = "import sys; from stridesfeed.cli import main; sys.exit(main())"

#: Arguments of Python: the measured start, and the start it is compared with.
PAIRS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "`stridesfeed --version`": (("-c", _SCRIPT, "--version"), "import click, rich"),
    "`stridesfeed --help`": (("-c", _SCRIPT, "--help"), "import click, rich"),
    "`import stridesfeed`": (("-c", "import stridesfeed"), "import attrs, feedgen.feed, bleach"),
    "`from stridesfeed import render`": (("-c", "from stridesfeed import render"), "import attrs, feedgen.feed, bleach"),
}


def run(*, quick: bool) -> Report:
    """
    Start fresh processes in turns; each time is the median.
    """
    rounds = 5 if quick else 25
    rows = []
    for name, (arguments, base) in PAIRS.items():
        ours, theirs = _medians((arguments, ("-c", base)), rounds)
        rows.append((name, f"`{base}`", f"{number(ours * 1000)} ms", f"{number(theirs * 1000)} ms", f"{ours / theirs:.2f}"))
    how = f"A fresh process for each start, in turns, {rounds} times; times are medians and include the start of Python. {machine()}."
    return Report(how=how, tables=(table(("Start", "Compared with", "Time", "Time of that", "Ratio"), rows, words=2),))


def _medians(commands: tuple[tuple[str, ...], ...], rounds: int) -> list[float]:
    """
    Return the median time of each command, in seconds. The first round only fills the caches of the disk and is not counted.
    """
    seconds: list[list[float]] = [[] for _ in commands]
    for _ in range(rounds + 1):
        for command, times in zip(commands, seconds, strict=True):
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True, env=os.environ)  # noqa: S603 - our own commands
            times.append(time.perf_counter() - start)
    return [statistics.median(times[1:]) for times in seconds]
