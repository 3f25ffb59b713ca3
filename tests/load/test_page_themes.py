"""
Pages in the shape of the default themes of site generators: each file of ``themes`` becomes the same article. TEXT stands for its text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stridesfeed.model import Article

TEXT = "<p>It is <em>faster</em>.</p>"

THEMES = sorted(Path(__file__).with_name("themes").glob("*.html"))


@pytest.mark.parametrize("theme", THEMES, ids=[theme.stem for theme in THEMES])
def test_a_page_of_a_common_theme_is_the_article(article_of: Callable[..., Article], theme: Path) -> None:
    page = theme.read_text("utf-8")

    article = article_of(page.replace("TEXT", TEXT))

    assert (article.title, article.url) == ("Grok 5", "https://strides.example/news/grok/")
    assert article.published == datetime(2026, 4, 30, 9, tzinfo=UTC)
    assert [person.name for person in article.authors] == (["Ada"] if "Ada" in page else [])
    assert (article.content or "").replace("\n", "").removeprefix("<heading-anchors>").removesuffix("</heading-anchors>").strip() == TEXT
