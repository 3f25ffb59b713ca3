"""
The time of a build: cold and warm, with each engine, with and without the fast path, in one process and in two.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import articles
import attrs
import by_hand
from chart import Bar, Chart
from clock import Work, in_turns
from report import Report, machine, number, percent, table

from stridesfeed import ARTICLE, Article, Cache, DiskCache, Feed, MemoryCache, RenderSettings, render_all
from stridesfeed.body.canonical import clean_canonical
from stridesfeed.body.cleaning import pipeline
from stridesfeed.body.engines import sanitize
from stridesfeed.body.rewrite import rewrite

BY_HAND = "`bleach.clean` by hand, nothing else"
BLEACH_ALONE = "bleach alone, on the same rewritten bodies"
LONG = "rewriting and bleach, without the fast path"
BLEACH = "cold build, every body through bleach"
JOBS = "cold build, every body through bleach, two processes"
FAST_PATH = "cold build, fast path"
DISK = "warm build, cache on disk"
MEMORY = "warm build, cache in memory"
NH3_ALONE = "nh3 alone, on the same rewritten bodies"
NH3 = "cold build, every body through nh3"
NH3_FAST_PATH = "cold build, fast path, the rest through nh3"

#: Dividend, divisor and target (the maximum), if any.
RATIOS: tuple[tuple[str, str, float | None], ...] = (
    (BLEACH, BLEACH_ALONE, 1.10),
    (LONG, BLEACH_ALONE, None),
    (BLEACH, BY_HAND, None),
    (FAST_PATH, BLEACH, 0.08),
    (DISK, BLEACH, 0.015),
    (MEMORY, FAST_PATH, 0.10),
    (JOBS, BLEACH, None),
    (NH3, NH3_ALONE, None),
    (NH3, BLEACH, None),
    (NH3_FAST_PATH, NH3, None),
)


def run(*, quick: bool) -> Report:
    """
    1,000 articles in three formats; 100 with ``--quick``.
    """
    count, rounds = (100, 3) if quick else (1000, 3)
    feed = articles.feed(count)
    with tempfile.TemporaryDirectory() as folder:
        medians = in_turns(_works(feed, Path(folder)), rounds)
    return _report(feed, rounds, medians)


def _works(feed: Feed, folder: Path) -> dict[str, Work]:
    bodies = [article.content or "" for article in feed.articles]
    rewritten = [rewrite(article.content or "", article.address, ARTICLE, article.title) for article in feed.articles]
    return {
        BY_HAND: lambda: [by_hand.sanitise(body) for body in bodies],
        BLEACH_ALONE: lambda: [sanitize(body, ARTICLE, "bleach") for body in rewritten],
        LONG: lambda: [
            pipeline(article.content or "", article.address, policy=ARTICLE, engine="bleach", title=article.title) for article in feed.articles
        ],
        BLEACH: lambda: render_all(feed, settings=RenderSettings(fast_path=False)),
        JOBS: lambda: render_all(feed, settings=RenderSettings(fast_path=False, jobs=2)),
        FAST_PATH: lambda: render_all(feed),
        DISK: _warm_from_disk(feed, folder / "cache"),
        MEMORY: _warm_in_memory(feed),
        NH3_ALONE: lambda: [sanitize(body, ARTICLE, "nh3") for body in rewritten],
        NH3: lambda: render_all(feed, settings=RenderSettings(fast_path=False, engine="nh3")),
        NH3_FAST_PATH: lambda: render_all(feed, settings=RenderSettings(engine="nh3")),
    }


def _warm_from_disk(feed: Feed, path: Path) -> Work:
    """
    Build like a new process: with newly loaded articles, and a cache file that is opened and closed.
    """
    _kept_on_disk(feed, path)
    # Each round has its own articles, because an article caches its digest.
    feeds = (attrs.evolve(changed, articles=map(_loaded_anew, changed.articles)) for changed in _changed(feed))
    prepared = iter([next(feeds) for _ in range(9)])
    return lambda: _kept_on_disk(next(prepared), path)


def _kept_on_disk(feed: Feed, path: Path) -> None:
    with DiskCache(path) as cache:
        render_all(feed, settings=RenderSettings(cache=cache))


def _warm_in_memory(feed: Feed) -> Work:
    """
    Build like a long-running process: unchanged articles are the same objects.
    """
    cache: Cache = MemoryCache()
    render_all(feed, settings=RenderSettings(cache=cache))
    feeds = _changed(feed)
    prepared = iter([next(feeds) for _ in range(9)])
    return lambda: render_all(next(prepared), settings=RenderSettings(cache=cache))


def _changed(feed: Feed) -> Iterator[Feed]:
    """
    Return *feed* with a different thousandth of its articles changed each time.
    """
    some = -(-len(feed.articles) // 1000)
    for start in range(0, len(feed.articles), some):
        new = {place: _corrected(feed.articles[place]) for place in range(start, min(start + some, len(feed.articles)))}
        yield attrs.evolve(feed, articles=[new.get(place, article) for place, article in enumerate(feed.articles)])


def _corrected(article: Article) -> Article:
    return attrs.evolve(article, content=f"{article.content}<p>Corrected.</p>")


def _loaded_anew(article: Article) -> Article:
    return attrs.evolve(article)


def _report(feed: Feed, rounds: int, medians: Mapping[str, float]) -> Report:
    count = len(feed.articles)
    size = sum(len(article.content or "") for article in feed.articles) / count
    known = sum(map(_is_canonical, feed.articles)) / count
    how = (
        f"{count:,} articles of {size:,.0f} characters of HTML each, rendered from Markdown, in three formats; {percent(known)} of the bodies "
        f"are on the fast path. In a warm build 0.1 % of the articles changed. Medians of {rounds} rounds, in turns. {machine()}."
    )
    ratios = table(
        ("Measured", "Relative to", "Ratio", "Target"),
        [(what, over, number(medians[what] / medians[over]), f"at most {aim}" if aim else "–") for what, over, aim in RATIOS],
        words=2,
    )
    times = table(
        ("Measured", "ms", "µs per article"), [(name, number(taken * 1e3), number(taken / count * 1e6)) for name, taken in medians.items()]
    )
    return Report(how=how, tables=(ratios, times), chart=_chart(count, medians))


def _is_canonical(article: Article) -> bool:
    return clean_canonical(article.content or "", article.address, ARTICLE, "bleach", article.title) is not None


def _chart(count: int, medians: Mapping[str, float]) -> Chart:
    shown = (BY_HAND, BLEACH, JOBS, NH3, FAST_PATH, DISK, MEMORY)
    labels = {name: name.replace("`", "").replace("every body", "all") for name in shown}
    bars = [Bar(labels[name], (medians[name],), f"{percent(medians[name] / medians[BLEACH])}, {number(medians[name])} s") for name in shown]
    return Chart(
        title=f"Time to build {count:,} articles",
        measure=f"Seconds for three formats, and the share of a cold build through bleach; {os.cpu_count()} cores",
        bars=tuple(bars),
    )
