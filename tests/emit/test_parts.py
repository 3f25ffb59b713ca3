"""
Parts of documents are the same bytes with and without a cache, in one process or several.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import attrs
import pytest

from everything import URLS, the_feed
from makers import NOON, a_feed, an_article
from stridesfeed import ARTICLE, Article, Extension, LimitError, Options, Person, WorkerError, body, render, render_all, render_into
from stridesfeed.cache import Cache, DiskCache, MemoryCache
from stridesfeed.emit import RenderSettings, parts


@pytest.fixture(params=["memory", "disk"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "memory":
        yield MemoryCache()
    else:
        with DiskCache(tmp_path / "cache") as cache:
            yield cache


@pytest.fixture
def cleaned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """
    The ids of the articles cleaned during the test.
    """
    ids: list[str] = []

    def noting(feed: Any, **arguments: Any) -> Any:
        ids.extend(article.id.rpartition(":")[2] for article in feed.articles)
        return body.clean(feed, **arguments)

    monkeypatch.setattr(parts, "clean", noting)
    return ids


def articles(count: int) -> list[Article]:
    return [an_article(str(number), published=NOON - timedelta(hours=number)) for number in range(count)]


def test_a_cached_document_is_the_same_bytes(cache: Cache) -> None:
    fresh = render_all(the_feed(), urls=URLS)

    assert render_all(the_feed(), urls=URLS, settings=RenderSettings(cache=cache)) == fresh
    assert render_all(the_feed(), urls=URLS, settings=RenderSettings(cache=cache)) == fresh


def test_only_changed_articles_are_rendered_again(cache: Cache, cleaned: list[str]) -> None:
    old = articles(5)
    render_all(a_feed(*old), settings=RenderSettings(cache=cache))
    cleaned.clear()
    new = [attrs.evolve(old[0], title="New title"), an_article("added"), *old[1:]]

    documents = render_all(a_feed(*new), settings=RenderSettings(cache=cache))

    assert cleaned == ["0", "added"]
    assert documents == render_all(a_feed(*new))


@pytest.mark.parametrize(
    ("feed_fields", "arguments"),
    [
        ({"authors": [Person("Other desk")]}, {}),
        ({"language": "de"}, {}),
        ({}, {"options": Options(creators="each")}),
        ({}, {"settings": RenderSettings(policy=attrs.evolve(ARTICLE, max_depth=50))}),
        ({}, {"settings": RenderSettings(engine="nh3")}),
    ],
)
def test_a_change_of_context_or_settings_renders_every_part_again(
    cache: Cache, cleaned: list[str], feed_fields: dict[str, Any], arguments: dict[str, Any]
) -> None:
    silent = [attrs.evolve(article, authors=()) for article in articles(3)]
    render_all(a_feed(*silent), settings=RenderSettings(cache=cache))
    cleaned.clear()

    settings = attrs.evolve(arguments.get("settings", RenderSettings()), cache=cache)
    documents = render_all(a_feed(*silent, **feed_fields), **(arguments | {"settings": settings}))

    assert cleaned == ["0", "1", "2"]
    assert documents == render_all(a_feed(*silent, **feed_fields), **arguments)


def test_other_changes_of_the_feed_use_the_cache(cache: Cache, cleaned: list[str]) -> None:
    render_all(a_feed(*articles(3)), settings=RenderSettings(cache=cache))
    cleaned.clear()

    render_all(a_feed(*articles(3)[::-1], title="Other", subtitle="Other", rights="Other"), urls=URLS, settings=RenderSettings(cache=cache))

    assert cleaned == []


def test_each_format_is_cached_separately(cache: Cache, cleaned: list[str]) -> None:
    render(a_feed(an_article()), "atom", settings=RenderSettings(cache=cache))
    cleaned.clear()

    render(a_feed(an_article()), "atom", settings=RenderSettings(cache=cache))
    assert cleaned == []
    render_all(a_feed(an_article()), settings=RenderSettings(cache=cache))
    assert cleaned == ["one"]


@attrs.frozen
class Secretive(Extension):
    """
    An extension with a field that its repr() omits.
    """

    word: str = attrs.field(repr=False)


def test_an_article_with_a_custom_extension_is_not_cached(cache: Cache, cleaned: list[str]) -> None:
    feed = a_feed(an_article("own", extensions=[Secretive("a")]), an_article("plain"))
    render_all(feed, settings=RenderSettings(cache=cache))
    cleaned.clear()

    assert render_all(feed, settings=RenderSettings(cache=cache)) == render_all(feed)
    assert cleaned == ["own", "own", "plain"]


def test_several_processes_give_the_same_bytes_in_the_same_order() -> None:
    feed = a_feed(*articles(40))

    assert render_all(feed, urls=URLS, settings=RenderSettings(jobs=2)) == render_all(feed, urls=URLS)


@pytest.mark.parametrize("count", [5, 40, 600])
@pytest.mark.parametrize("make", [ThreadPoolExecutor, partial(ProcessPoolExecutor, mp_context=get_context("spawn"))])
def test_any_executor_gives_the_same_bytes(make: Callable[[int], Executor], count: int) -> None:
    feed = attrs.evolve(the_feed(), articles=(*the_feed().articles, *articles(count)))

    with make(2) as executor:
        assert render_all(feed, urls=URLS, settings=RenderSettings(executor=executor)) == render_all(feed, urls=URLS)
        assert executor.submit(len, "open").result() == 4


def test_a_worker_that_dies_is_one_clear_error() -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        with pytest.raises(BrokenExecutor):
            executor.submit(os._exit, 1).result()

        with pytest.raises(WorkerError, match=r"the workers are gone: .* run it again, with fewer workers"):
            render_all(a_feed(*articles(40)), settings=RenderSettings(executor=executor))


def test_a_refused_body_is_refused_in_another_process_too() -> None:
    bad = an_article("bad", content="<div>" * 60 + "x")
    policy = attrs.evolve(ARTICLE, max_depth=50, over_limit="refuse")

    with pytest.raises(LimitError, match=re.escape("article 'tag:strides.example,2026:bad'")):
        render_all(a_feed(*articles(40), bad), settings=RenderSettings(policy=policy, jobs=2))


def test_only_equal_articles_have_equal_digests() -> None:
    assert an_article().digest == an_article().digest
    assert an_article(published=NOON).digest == an_article(published=NOON.astimezone()).digest
    assert (
        len({article.digest for article in [an_article(), an_article(title="x"), an_article(content="<p>" + "x" * 999), an_article("y")]}) == 4
    )
    assert len({an_article(content="x" * 600).digest, an_article(content="x" * 601).digest}) == 2


def test_the_digest_is_the_same_on_every_machine() -> None:
    article: Article = an_article()

    assert article.digest is not None
    assert article.digest.hex() == "710b88f0484bcbbdd8b5d8236ce5f8413ec5510a54365288ae5fa5e82ddf301a"


@pytest.mark.parametrize("jobs", [1, 2])
def test_documents_written_into_files_are_the_same_bytes(jobs: int, cache: Cache) -> None:
    for feed in (a_feed(), the_feed(), a_feed(*articles(1100))):
        files = {name: BytesIO() for name in ("json", "rss", "atom")}
        render_into(feed, files, urls=URLS, settings=RenderSettings(cache=cache, jobs=jobs))

        assert {name: file.getvalue() for name, file in files.items()} == render_all(feed, urls=URLS)


def test_nothing_is_written_into_files_when_a_body_is_refused() -> None:
    file = BytesIO()
    policy = attrs.evolve(ARTICLE, max_depth=50, over_limit="refuse")

    with pytest.raises(LimitError):
        render_into(
            a_feed(*articles(600), an_article("bad", content="<div>" * 60 + "x")), {"rss": file}, settings=RenderSettings(policy=policy)
        )
    assert file.getvalue() == b""
