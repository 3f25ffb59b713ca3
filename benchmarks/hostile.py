"""
What hostile HTML costs, against ordinary HTML of the same size.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import articles
from clock import Work, in_turns
from report import Report, machine, number, table

from stridesfeed import clean_html
from stridesfeed.body import ENGINES

ADDRESS = "https://strides.example/news/one"

#: What is repeated by the hostile cases of the tests: a number, and the piece.
CASES = Path(__file__).parents[1] / "tests" / "hostile" / "limits"

SMALL = 32 * 1024
LARGE = 2**20

#: What each is made of, and how long the whole is.
KINDS: dict[str, tuple[str, int]] = {
    "`<ul><li>`, 4,000 times": ("<ul><li>", SMALL),
    "`<b>`": ("<b>", LARGE),
    "`&`": ("&", LARGE),
    "`<!--`": ("<!--", LARGE),
    "`<![CDATA[`": ("<![CDATA[", LARGE),
    "`<a href=\"`, a quote that never closes": ('<a href="', LARGE),
    "`<a b='\"`, quotes of two kinds that never close": ("<a b='\" ", LARGE),
}

AIM = 5


def run(*, quick: bool) -> Report:
    """
    Every kind through every engine; a tenth of the size where it has to be quick.
    """
    part = 10 if quick else 1
    bodies = {name: (piece * size)[: size // part] for name, (piece, size) in KINDS.items()} | {"4,000 attributes": _attributes(4000 // part)}
    rounds = 1 if quick else 3
    rows = [_row(name, html, _times(html, rounds)) for name, html in bodies.items()]
    others = {path.stem: (_piece(path) * SMALL)[: SMALL // part] for path in sorted(CASES.glob("*.repeat"))}
    rows += _worst(others, rounds)
    how = (
        "The time that a hostile body takes, over the time that an ordinary body of the same size takes on the long way, through the engine; "
        f"at most {AIM} is what is aimed at. Where a body is over a limit it becomes its text. Medians of {rounds} rounds, in turns. {machine()}."
    )
    head = ("Body", "KB", *(f"over ordinary, {engine}" for engine in ENGINES), *(f"ms, {engine}" for engine in ENGINES))
    return Report(how=how, tables=(table(head, rows),))


def _attributes(count: int) -> str:
    return f"<p {' '.join(f'a{number}=x' for number in range(count))}>Text</p>"


def _piece(path: Path) -> str:
    return path.read_text("utf-8").rstrip("\n").partition("\n")[2]


def _ordinary(size: int) -> str:
    return "\n".join(articles.body(seed) for seed in range(size // articles.USUAL + 1))[:size]


def _times(html: str, rounds: int) -> dict[tuple[str, bool], float]:
    """
    Median seconds, by engine and by whether the body is hostile.
    """
    ordinary = _ordinary(len(html))
    works: dict[tuple[str, bool], Work] = {}
    for engine in ENGINES:
        works[engine, True] = partial(clean_html, html, ADDRESS, engine=engine)
        works[engine, False] = partial(clean_html, ordinary, ADDRESS, engine=engine, recognise=False)
    named = {f"{engine} {hostile}": work for (engine, hostile), work in works.items()}
    medians = in_turns(named, rounds)
    return {key: medians[f"{key[0]} {key[1]}"] for key in works}


def _row(name: str, html: str, times: Mapping[tuple[str, bool], float]) -> tuple[str, ...]:
    ratios = (number(times[engine, True] / times[engine, False]) for engine in ENGINES)
    return (name, f"{len(html) / 1024:,.0f}", *ratios, *(number(times[engine, True] * 1e3) for engine in ENGINES))


def _worst(bodies: Mapping[str, str], rounds: int) -> list[tuple[str, ...]]:
    """
    The three of *bodies* that cost most.
    """
    times = {name: _times(html, rounds) for name, html in bodies.items()}
    worst = sorted(times, key=lambda name: max(times[name][engine, True] / times[name][engine, False] for engine in ENGINES), reverse=True)
    return [_row(f"of the {len(bodies)} hostile cases of the tests: {name.replace('_', ' ')}", bodies[name], times[name]) for name in worst[:3]]
