from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stridesfeed import Cache
from stridesfeed.load import Content, Loaded, load
from stridesfeed.model import Article


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """
    Write a file in the site's folder, from its path and its text or bytes.
    """

    def write(path: str, text: str | bytes) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    return write


@pytest.fixture
def loading(tmp_path: Path) -> Callable[..., Loaded]:
    """
    Load the site's folder ``content`` as of 1 June 2026, with the settings of :class:`Content`.
    """

    def loading(
        *,
        as_of: datetime = datetime(2026, 6, 1, tzinfo=UTC),
        cache: Cache | None = None,
        progress: Callable[[int, int], None] | None = None,
        known_dates: Mapping[str, datetime] | None = None,
        executor: Executor | None = None,
        **settings: Any,
    ) -> Loaded:
        (tmp_path / "content").mkdir(exist_ok=True)
        defaults: dict[str, Any] = {
            "root": tmp_path,
            "folders": (tmp_path / "content",),
            "url": "https://strides.example/",
            "statics": (tmp_path / "static",),
            "timezone": UTC,
        }
        content = Content(**defaults | settings)
        return load(content, as_of=as_of, cache=cache, progress=progress, known_dates=known_dates, executor=executor)

    return loading


@pytest.fixture
def load_pages(tmp_path: Path, loading: Callable[..., Loaded]) -> Callable[..., Loaded]:
    """
    Load the pages in the site's folder ``public``.
    """

    def load_pages(**settings: object) -> Loaded:
        return loading(**{"folders": (), "pages": tmp_path / "public"} | settings)

    return load_pages


@pytest.fixture
def article_of(write: Callable[[str, str | bytes], Path], load_pages: Callable[..., Loaded]) -> Callable[..., Article]:
    """
    Load the article of one page, from its HTML.
    """

    def article_of(html: str, path: str = "public/news/grok/index.html", **settings: object) -> Article:
        write(path, html)
        loaded = load_pages(**settings)
        assert not loaded.faults
        (article,) = loaded.articles
        return article

    return article_of
