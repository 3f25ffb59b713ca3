"""
Progress bars, drawn with rich. Only this module imports rich.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

_DESCRIPTIONS = {"load": "Reading articles", "render": "Writing feeds", "check": "Checking"}


@contextlib.contextmanager
def progress_bars() -> Iterator[_Bars]:
    """
    Draw the progress of a build on a terminal, except in CI.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    disable = not console.is_terminal or bool(os.environ.get("CI"))
    with Progress(*columns, console=console, transient=True, disable=disable) as progress:
        yield _Bars(progress)


class _Bars:
    """
    One bar for each stage of a build, drawn when the stage begins.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        # A stage with a single step has no progress to show before it ends: its bar pulses.
        shown_total = None if total == 1 and not done else total
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(_DESCRIPTIONS.get(stage, stage), total=shown_total)
        self._progress.update(self._tasks[stage], completed=done, total=shown_total)
