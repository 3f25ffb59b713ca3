"""
Watches files with watchfiles. Only this module imports watchfiles.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path

import watchfiles

from stridesfeed.serve.preview import WatchedPaths

#: In milliseconds. Changes within this time are reported once: an editor writes, renames and touches a file.
_DEBOUNCE = 200
#: In milliseconds: how long watchfiles waits before it reports that nothing changed.
_POLL_TIMEOUT = 200


async def changes(watched: WatchedPaths, stopping: asyncio.Event) -> AsyncGenerator[None, None]:
    """
    Yield once when all of *watched* is being watched, and once after each change, until *stopping* is set.

    Single files are watched through their folder, because editors replace a file with a new one.
    """
    events: asyncio.Queue[None] = asyncio.Queue()
    parents = {entry.parent for entry in watched.entries if entry.parent.is_dir()}
    names = {entry.name for entry in watched.entries}
    watchers = [_watch(parents, events, stopping, names), _watch(watched.folders, events, stopping, None)]
    try:
        # Each watcher reports once that it has started.
        for _ in watchers:
            await events.get()
        while not stopping.is_set():
            yield
            await events.get()
            while not events.empty():
                events.get_nowait()
    finally:
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(*watchers, return_exceptions=True)


def _watch(folders: Iterable[Path], events: asyncio.Queue[None], stopping: asyncio.Event, names: set[str] | None) -> asyncio.Task[None]:
    """
    Return a task that adds an event when it starts to watch *folders*, after each change, and at the end.

    With *names*, only entries of the folders with one of these names are watched; otherwise everything below the folders.
    """
    paths = sorted(folders)
    default = watchfiles.DefaultFilter()

    def is_relevant(change: watchfiles.Change, path: str) -> bool:
        return default(change, path) if names is None else Path(path).name in names

    async def watch() -> None:
        started = not paths
        if started:
            events.put_nowait(None)
            await stopping.wait()
        else:
            async for found in watchfiles.awatch(
                *paths,
                watch_filter=is_relevant,
                debounce=_DEBOUNCE,
                stop_event=stopping,
                recursive=names is None,
                rust_timeout=_POLL_TIMEOUT,
                yield_on_timeout=True,
            ):
                if found or not started:
                    events.put_nowait(None)
                started = True
        events.put_nowait(None)

    return asyncio.create_task(watch())
