"""
The door to rich: a progress bar on a terminal, nothing anywhere else.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

_STAGES = {"load": "Reading articles", "render": "Making feeds"}


@contextlib.contextmanager
def progress_bars(*, wanted: bool) -> Iterator[_Bars]:
    """
    What a build tells its progress to; bars are drawn where they are *wanted* and somebody watches.
    """
    console = Console(stderr=True)
    watched = wanted and console.is_terminal and not os.environ.get("CI")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not watched) as progress:
        yield _Bars(progress)


class _Bars:
    """
    One bar for each stage, drawn when the stage begins.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        # A stage of one step says nothing until it is over: its bar moves to and fro instead.
        shown_total = None if total == 1 and not done else total
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(_STAGES.get(stage, stage), total=shown_total)
        self._progress.update(self._tasks[stage], completed=done, total=shown_total)
