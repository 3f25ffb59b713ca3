"""
What a benchmark found, as a page can show it.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence

import attrs
from chart import Chart


@attrs.frozen(kw_only=True)
class Report:
    """
    What was measured, in Markdown, and a picture of it.
    """

    #: What was done, in a sentence or two.
    how: str

    tables: tuple[str, ...]

    chart: Chart | None = None

    @property
    def markdown(self) -> str:
        """
        All of it.
        """
        return "\n\n".join((self.how, *self.tables))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> str:
    """
    A Markdown table; all columns but the first *words* hold numbers.
    """
    rule = ["---"] * words + ["---:"] * (len(head) - words)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def machine() -> str:
    """
    The class of this machine, in general words.
    """
    version = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores, {platform.system()} on {platform.machine()}, {version}"


def number(value: float) -> str:
    """
    Three digits that say something.

    >>> [number(value) for value in (4821.3, 482.13, 4.8213, 0.0482)]
    ['4,821', '482', '4.82', '0.048']
    """
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def percent(ratio: float) -> str:
    """
    A ratio as people say it where it is small.
    """
    return f"{ratio * 100:.1f} %" if ratio < 0.1 else f"{ratio * 100:.0f} %"
