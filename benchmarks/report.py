"""
The results of a benchmark as Markdown.
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
    The results of a benchmark: tables and a chart.
    """

    #: A short description of the measurement.
    how: str

    tables: tuple[str, ...]

    chart: Chart | None = None

    @property
    def markdown(self) -> str:
        """
        The description and all tables.
        """
        return "\n\n".join((self.how, *self.tables))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> str:
    """
    Return a Markdown table. All columns except the first *words* contain numbers.
    """
    rule = ["---"] * words + ["---:"] * (len(head) - words)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def machine() -> str:
    """
    Return a general description of this machine.
    """
    version = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores, {platform.system()} on {platform.machine()}, {version}"


def number(value: float) -> str:
    """
    Format a number with about three significant digits.

    >>> [number(value) for value in (4821.3, 482.13, 4.8213, 0.0482)]
    ['4,821', '482', '4.82', '0.048']
    """
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def percent(ratio: float) -> str:
    """
    Format a ratio as a percentage.
    """
    return f"{ratio * 100:.1f} %" if ratio < 0.1 else f"{ratio * 100:.0f} %"
