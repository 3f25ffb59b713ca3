"""
Publish a feed for each user of a platform, by Dask on the processes of this machine: ``python publish.py FOLDER_OR_URL``.

Run it again after a crash, or to publish what changed. Users and their articles are made up, from their numbers.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial

from stridesfeed import Article, DiskCache, Feed, Person
from stridesfeed.batch import FeedJob, FeedResult, render_many

WORDS = ("a", "model", "was", "asked", "to", "plan", "its", "day", "and", "began", "with", "the", "sea", "where", "no", "answer", "is", "read")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def feeds(count: int, edition: int) -> Iterator[FeedJob]:
    """
    Yield the job of each user. In each edition, one user in ten has a new article.
    """
    for user in range(count):
        changes = (edition + 9 - user % 10) // 10
        yield FeedJob(path=f"users/{user % 1000}/{user}/", feed=partial(load, user, changes), version=str(changes))


def load(user: int, changes: int) -> Feed:
    """
    Return the feed of a user with the ten newest articles: here a real platform asks its database.
    """
    numbers = range(changes + 10, changes, -1)
    home = f"https://platform.example/{user}/"
    return Feed(
        id=f"tag:platform.example,2026:{user}",
        title=f"User {user}",
        url=home,
        language="en",
        authors=[Person(f"User {user}")],
        articles=[article(user, number, home) for number in numbers],
    )


def article(user: int, number: int, home: str) -> Article:
    """
    Return an article of some 700 characters.
    """
    words = random.Random(user * 1000 + number)  # noqa: S311  # the same text in every run
    sentences = [f"{' '.join(words.choices(WORDS, k=12)).capitalize()}." for _ in range(10)]
    paragraphs = [" ".join(sentences[start : start + 4]) for start in range(0, 10, 5)]
    return Article(
        id=f"tag:platform.example,2026:{user}/{number}",
        url=f"{home}{number}/",
        title=" ".join(words.choices(WORDS, k=5)).capitalize(),
        published=FIRST + timedelta(days=number, seconds=user % 86400),
        content="".join(f'<p>{paragraph} <a href="{home}">More</a></p>' for paragraph in paragraphs),
    )


@contextmanager
def dask(workers: int) -> Iterator[Executor]:
    """
    Yield the executor of a scheduler and *workers* processes. For several machines, use ``Client("scheduler:8786")``.
    """
    import dask.config  # noqa: PLC0415  # not needed for the other executor
    from distributed import Client, LocalCluster  # noqa: PLC0415  # the same

    with (
        # Dask keeps samples of each second and the last thousand tasks: 80 MB in each process after an hour.
        dask.config.set({"distributed.worker.profile.enabled": False, "distributed.admin.low-level-log-length": 100}),
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR) as cluster,
        Client(cluster) as client,
    ):
        yield client.get_executor()


def main() -> None:
    """
    Publish the feeds, and print a line for each thousand and one for the whole.
    """
    parser = argparse.ArgumentParser(description="Publish a feed for each user of a platform.")
    parser.add_argument("sink", help="a folder, or a URL such as s3://bucket/feeds")
    parser.add_argument("--feeds", type=int, default=100_000, help="the number of users (default: 100,000)")
    parser.add_argument("--edition", type=int, default=0, help="the number of changes: one user in ten has each (default: 0)")
    parser.add_argument("--workers", type=int, default=2, help="the number of processes (default: 2)")
    parser.add_argument("--executor", choices=("dask", "processes"), default="dask", help="processes need no Dask")
    parser.add_argument("--journal", default="platform.journal", help="the file that remembers what was published")
    given = parser.parse_args()
    finished = 0

    def count(result: FeedResult) -> None:
        nonlocal finished
        finished += 1
        if result.outcome == "failed":
            print(result)
        if finished % min(1000, max(given.feeds // 10, 1)) == 0:
            print(f"{finished} feeds", flush=True)

    with dask(given.workers) if given.executor == "dask" else nullcontext() as executor, DiskCache(given.journal) as journal:
        report = render_many(
            feeds(given.feeds, given.edition),
            given.sink,
            url="https://feeds.platform.example/",
            executor=executor,
            jobs=given.workers,
            journal=journal,
            on_result=count,
        )
    print(report)


if __name__ == "__main__":
    main()
