"""
Many texts are rendered in other processes, and everything is the same as in one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest

from stridesfeed import MemoryCache, load
from stridesfeed.load import Loaded, texts
from stridesfeed.load.markup import _markdown_it
from stridesfeed.workers import Processes

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]

HEADER = "---\ntitle: Article {number}\ndate: 2026-04-30\n---\n"


@pytest.fixture(name="processes", scope="module")
def _processes() -> Iterator[Executor]:
    with Processes(2) as executor:
        yield executor


@pytest.fixture(name="site", autouse=True)
def _site(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_MIN_DISTRIBUTED", 1)
    monkeypatch.setattr(texts, "_TEXTS", 3)
    monkeypatch.setattr(load, "BATCH_SIZE", 4)
    for number in range(20):
        link = f"[next]({number + 1}.md) ![](chart.png) {{{{< unknown >}}}}\n\n"
        write(f"content/{number}.md", HEADER.format(number=number) + link + "Word " * number)
    write("content/chart.png", b"")
    write("content/deep.md", HEADER.format(number="deep") + ">" * 200 + " deep")
    write("content/draft.md", "---\ntitle: Draft\ndraft: true\n---\n[next](1.md)")
    write("content/page.html", HEADER.format(number="page") + '<p><a href="1.md">One</a></p>')
    write("content/more.jsonl", '{"title": "Line", "date": "2026-04-30", "url": "/line/", "content_html": "<a href=\'1.md\'>One</a>"}\n')


def facts(loaded: Loaded) -> dict[str, object]:
    """
    Everything that was loaded; errors as text, because they are not equal otherwise.
    """
    every = attrs.asdict(loaded, recurse=False)
    return every | {name: [*map(str, every[name])] for name in ("faults", "omissions")}


@pytest.mark.parametrize("most_in_memory", [10_000, 3])
def test_articles_errors_and_omissions_are_the_same(
    loading: Loading, processes: Executor, monkeypatch: pytest.MonkeyPatch, most_in_memory: int
) -> None:
    monkeypatch.setattr(load, "_MAX_IN_MEMORY", most_in_memory)

    loaded = loading(executor=processes)

    assert facts(loaded) == facts(loading())
    assert len(loaded.articles) == 22
    assert [(fault.path, fault.line) for fault in loaded.faults] == [("content/deep.md", 5)]
    assert len(loaded.omissions) == 20


def test_what_they_render_is_cached(loading: Loading, processes: Executor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "content/deep.md").unlink()
    cache = MemoryCache()
    first = loading(cache=cache, executor=processes)

    monkeypatch.setattr(_markdown_it, "to_html", lambda *_texts, **_rewrites: pytest.fail("a text is rendered again"))

    assert facts(loading(cache=cache)) == facts(first)


def test_any_executor_renders_texts(loading: Loading) -> None:
    with ThreadPoolExecutor(2) as executor:
        assert facts(loading(executor=executor)) == facts(loading())


def test_few_new_texts_start_no_process(loading: Loading, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_MIN_DISTRIBUTED", 10)
    refuse = SimpleNamespace(submit=lambda *_arguments: pytest.fail("a process is used"))
    cache = MemoryCache()
    loading(cache=cache)
    write("content/1.md", HEADER.format(number=1) + "New text.")

    assert len(loading(cache=cache, executor=refuse).articles) == 22
