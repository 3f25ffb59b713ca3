"""
The door to watchfiles: told when files change.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path

import watchfiles

from stridesfeed.serve.watched import Watched

#: In milliseconds. Changes that come together are one: an editor writes, renames and touches.
_TOGETHER = 200
#: So often a watch tells that it is there.
_BEAT = 200


async def changes(watched: Watched, stopping: asyncio.Event) -> AsyncGenerator[None, None]:
    """
    Nothing, as soon as all that is *watched* is watched; and nothing again after each change. Ends when *stopping* is set.

    A place is watched by its folder, because editors put a new file where the old one was.
    """
    news: asyncio.Queue[None] = asyncio.Queue()
    parents = {place.parent for place in watched.places if place.parent.is_dir()}
    names = {place.name for place in watched.places}
    watches = [_watch(parents, news, stopping, names), _watch(watched.folders, news, stopping, None)]
    try:
        # Each tells once when it is there.
        for _ in watches:
            await news.get()
        while not stopping.is_set():
            yield
            await news.get()
            while not news.empty():
                news.get_nowait()
    finally:
        for watch in watches:
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)


def _watch(folders: Iterable[Path], news: asyncio.Queue[None], stopping: asyncio.Event, names: set[str] | None) -> asyncio.Task[None]:
    """
    A task that puts something into *news* once it watches *folders*, after each change in them, and at the end; with *names*, only what
    lies in them under one of these counts.
    """
    paths = sorted(folders)
    usual = watchfiles.DefaultFilter()

    def counts(change: watchfiles.Change, path: str) -> bool:
        return usual(change, path) if names is None else Path(path).name in names

    async def watch() -> None:
        is_there = not paths
        if is_there:
            news.put_nowait(None)
            await stopping.wait()
        else:
            async for found in watchfiles.awatch(
                *paths,
                watch_filter=counts,
                debounce=_TOGETHER,
                stop_event=stopping,
                recursive=names is None,
                rust_timeout=_BEAT,
                yield_on_timeout=True,
            ):
                if found or not is_there:
                    news.put_nowait(None)
                is_there = True
        news.put_nowait(None)

    return asyncio.create_task(watch())
