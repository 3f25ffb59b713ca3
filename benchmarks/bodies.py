"""
The time of cleaning bodies: those of editors and content systems on the fast path, and those that are not canonical with each engine.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import articles
from clock import Work, in_turns
from report import Report, machine, number, percent, table

from slow.editors import EDITORS, body
from stridesfeed import ARTICLE, clean_html
from stridesfeed.body.canonical import clean_canonical
from stridesfeed.body.cleaning import pipeline
from stridesfeed.body.engines import sanitize
from stridesfeed.body.rewrite import rewrite

PAGE = f"{articles.SITE}news/1"
TITLE = "A title"

#: The most that a body of an editor may take, over its own result, which is canonical.
TWIN_AIM = 1.5

CLEAN = "bodies of Markdown"
BROKEN = "the same, with a paragraph that is not closed"

#: Name, dividend, divisor and target (the maximum), if any.
RATIOS: tuple[tuple[str, str, str, float | None], ...] = (
    (f"{CLEAN}, on the fast path", "clean", "bleach", None),
    (f"{CLEAN}, through nh3, without the fast path", "clean, nh3", "nh3", 1.8),
    (BROKEN, "broken", "bleach", 1.2),
    (f"{BROKEN}, without the fast path", "broken, bleach", "bleach", 1.2),
    (f"{BROKEN}: rewriting alone", "rewriting", "bleach", None),
    (BROKEN, "broken", "nh3", 1.8),
)
ENGINES = {"bleach": "bleach alone", "nh3": "nh3 alone"}


def run(*, quick: bool) -> Report:
    """
    200 bodies of each kind; 20 with ``--quick``.
    """
    count, rounds = (20, 3) if quick else (200, 5)
    how = (
        f"{count} bodies of about 6,000 characters of each kind, cleaned one after another. *Accepted*: on the fast path. *Twin*: the result, "
        f"which is canonical. Medians of {rounds} rounds, in turns. {machine()}."
    )
    return Report(how=how, tables=(_of_editors(count, rounds), _of_engines(count, rounds)))


def _of_editors(count: int, rounds: int) -> str:
    rows = [_of_editor(editor, count, rounds) for editor in EDITORS]
    head = ("Bodies of", "Accepted", "characters", "of the twin", "µs", "over the twin", "over rewriting and bleach", "Target, over the twin")
    return table(head, rows)


def _of_editor(editor: str, count: int, rounds: int) -> tuple[str, ...]:
    chance = random.Random(2026)
    bodies = [body(editor, chance, articles.USUAL) for _ in range(count)]
    twins = [cleaned for html in bodies if (cleaned := clean_canonical(html, PAGE, ARTICLE, "bleach", TITLE)) is not None]
    whole = partial(pipeline, policy=ARTICLE, engine="bleach", title=TITLE)
    works: dict[str, Work] = {
        "bodies": lambda: [clean_html(html, PAGE, title=TITLE) for html in bodies],
        "twins": lambda: [clean_html(html, PAGE, title=TITLE) for html in twins],
        "pipeline": lambda: [whole(html, PAGE) for html in bodies[: count // 5]],
    }
    taken = in_turns(works, rounds)
    each, twin, pipelined = taken["bodies"] / count, taken["twins"] / len(twins), taken["pipeline"] / (count // 5)
    lengths = (sum(map(len, bodies)) / count, sum(map(len, twins)) / len(twins))
    return (
        editor,
        percent(len(twins) / count),
        *map(number, lengths),
        number(each * 1e6),
        number(each / twin),
        number(each / pipelined),
        f"at most {TWIN_AIM}",
    )


def _of_engines(count: int, rounds: int) -> str:
    clean = [articles.body(number) for number in range(count)]
    taken = in_turns(dict(_works(clean, [f"{html}<p>The end." for html in clean])), rounds)
    rows = [
        (name, ENGINES[over], number(taken[what] / count * 1e6), number(taken[what] / taken[over]), f"at most {aim}" if aim else "–")
        for name, what, over, aim in RATIOS
    ]
    return table(("Cleaning", "Relative to", "µs", "Ratio", "Target"), rows, words=2)


def _works(clean: Sequence[str], broken: Sequence[str]) -> Iterator[tuple[str, Work]]:
    rewritten = [rewrite(html, PAGE, ARTICLE, TITLE) for html in broken]
    for engine in ENGINES:
        yield engine, partial(_each, sanitize, rewritten, policy=ARTICLE, engine=engine)
    yield "clean", partial(_each, clean_html, clean, base_url=PAGE)
    yield "clean, nh3", partial(_each, clean_html, clean, base_url=PAGE, engine="nh3", fast_path=False)
    yield "broken", partial(_each, clean_html, broken, base_url=PAGE)
    yield "broken, bleach", partial(_each, clean_html, broken, base_url=PAGE, fast_path=False)
    yield "rewriting", partial(_each, rewrite, broken, base_url=PAGE, policy=ARTICLE)


def _each(function: Callable[..., str], bodies: Sequence[str], **options: object) -> list[str]:
    return [function(html, **options) for html in bodies]
