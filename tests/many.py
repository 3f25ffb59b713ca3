"""
Many small feeds, for tests of batches. Other processes import this module, so their functions are here.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from makers import a_feed, an_article
from stridesfeed import Feed
from stridesfeed.batch import FeedJob, render_many
from stridesfeed.cache import DiskCache

URL = "https://feeds.example/"


def load(number: int, text: str = "") -> Feed:
    """
    Return the feed of user *number*, with *text* in its articles.
    """
    articles = [an_article(f"{number}-{each}", content=f"<p>{text or 'Text'} {each} <script>no()</script></p>") for each in range(3)]
    return a_feed(*articles, id=f"tag:feeds.example,2026:{number}", title=f"User {number}")


def fail(number: int) -> Feed:
    """
    Fail to load the feed of user *number*.
    """
    raise KeyError(f"no user {number}")


def die(number: int) -> Feed:
    """
    Kill the process that loads the feed of user *number*.
    """
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError(number)


def a_job(number: int, loader: Callable[[int], Feed] = load, version: str | None = None) -> FeedJob:
    """
    The job of user *number*.
    """
    return FeedJob(path=f"users/{number % 7}/{number}/", feed=partial(loader, number), version=version)


def jobs(count: int, text: str = "", version: str | None = None) -> Iterator[FeedJob]:
    """
    Yield the jobs of *count* users.
    """
    loader = partial(load, text=text)
    return (a_job(number, loader, version) for number in range(count))


def documents(folder: Path) -> dict[str, bytes]:
    """
    Return every file below *folder* by its path.
    """
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def render_to(folder: Path, count: int, text: str) -> None:
    """
    Render *count* feeds to *folder*, with a journal beside it.
    """
    with DiskCache(folder.with_suffix(".journal")) as journal:
        render_many(jobs(count, text, text), folder, url=URL, journal=journal, chunk=3, in_flight=2)
