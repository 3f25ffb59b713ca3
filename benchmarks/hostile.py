"""
The time for hostile HTML relative to ordinary HTML of the same size.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import articles
from clock import in_turns
from report import Report, machine, number, table

from stridesfeed import clean_html
from stridesfeed.body import ENGINES

ADDRESS = "https://strides.example/news/one"

#: The number of repetitions and the repeated text of the hostile test cases.
CASES = Path(__file__).parents[1] / "tests" / "hostile" / "limits"

SMALL = 32 * 1024
MEDIUM = 128 * 1024
LARGE = 2**20

#: The repeated text of each body, and its total length.
KINDS: dict[str, tuple[str, int]] = {
    "`<ul><li>`, 4,000 times": ("<ul><li>", SMALL),
    "`<b>`": ("<b>", LARGE),
    "`&`, over no limit": ("&", MEDIUM),
    "`&`": ("&", LARGE),
    "`<!--`": ("<!--", LARGE),
    "`<![CDATA[`": ("<![CDATA[", LARGE),
    '`<a href="`, a quote that never closes': ('<a href="', LARGE),
    "`<a b='\"`, quotes of two kinds that never close": ("<a b='\" ", LARGE),
}

AIM = 5

#: An ordinary body of the same size.
ORDINARY = "an ordinary body"

#: Seconds by body and engine.
Times = Mapping[tuple[str, str], float]


def run(*, quick: bool) -> Report:
    """
    Measure every kind with every engine; much smaller with ``--quick``.
    """
    part = 32 if quick else 1
    rows: list[tuple[str, ...]] = []
    for size, rounds in ((SMALL // part, 3), (MEDIUM // part, 1), (LARGE // part, 1)):
        bodies = {name: (piece * size)[:size] for name, (piece, whole) in KINDS.items() if whole // part == size}
        if size == SMALL // part:
            bodies["4,000 attributes"] = _attributes(4000 // part, size)
        rows += _rows(bodies, _times(bodies, size, rounds))
    rows += _worst(SMALL // part, 1)
    how = (
        "The time that a hostile body takes, over the time that an ordinary body of the same size takes on the long way, through the "
        f"engine, in turns; at most {AIM} is what is aimed at. Where a body is over a limit it becomes its text. {machine()}."
    )
    head = ("Body", "KB", *(f"over ordinary, {engine}" for engine in ENGINES), *(f"ms, {engine}" for engine in ENGINES))
    return Report(how=how, tables=(table(head, rows),))


def _attributes(count: int, size: int) -> str:
    return f"<p {' '.join(f'a{number}=x' for number in range(count))}>".ljust(size, "x")


def _times(bodies: Mapping[str, str], size: int, rounds: int) -> Times:
    """
    Measure all *bodies* and an ordinary one in turns.
    """
    ordinary = "\n".join(articles.body(seed) for seed in range(size // articles.USUAL + 2))[:size]
    works = {
        f"{engine} {name}": partial(clean_html, html, ADDRESS, engine=engine, fast_path=name != ORDINARY)
        for engine in ENGINES
        for name, html in {**bodies, ORDINARY: ordinary}.items()
    }
    return {
        (name, engine): taken for (engine, _, name), taken in ((key.partition(" "), taken) for key, taken in in_turns(works, rounds).items())
    }


def _rows(bodies: Mapping[str, str], times: Times) -> list[tuple[str, ...]]:
    return [
        (
            name,
            f"{len(html) / 1024:,.0f}",
            *(number(_ratio(times, name, engine)) for engine in ENGINES),
            *(number(times[name, engine] * 1e3) for engine in ENGINES),
        )
        for name, html in bodies.items()
    ]


def _ratio(times: Times, name: str, engine: str) -> float:
    return times[name, engine] / times[ORDINARY, engine]


def _worst(size: int, rounds: int) -> list[tuple[str, ...]]:
    """
    Return the three slowest of the hostile test cases.
    """
    bodies = {path.stem.replace("_", " "): (_piece(path) * size)[:size] for path in sorted(CASES.glob("*.repeat"))}
    times = _times(bodies, size, rounds)
    worst = sorted(bodies, key=lambda name: max(_ratio(times, name, engine) for engine in ENGINES), reverse=True)[:3]
    rows = _rows({name: bodies[name] for name in worst}, times)
    return [(f"{name}: of {len(bodies)} cases of the tests among the three slowest", *rest) for name, *rest in rows]


def _piece(path: Path) -> str:
    return path.read_text("utf-8").rstrip("\n").partition("\n")[2]
