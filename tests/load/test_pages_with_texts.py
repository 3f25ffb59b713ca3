"""
Texts and built pages together: metadata from front matter, bodies from the built pages at the same URLs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stridesfeed.cache import DiskCache
from stridesfeed.load import Loaded

Write = Callable[[str, str | bytes], Path]

TEXT = "---\ntitle: Grok 5\ndate: 2026-04-30\ntags: [AI]\n---\n{{< raw >}} of the text"
PAGE = '<html><body><nav>Menu</nav><main><h1>Grok 5</h1><p>{}</p><img src="a.png"></main></body></html>'


@pytest.fixture
def load_both(tmp_path: Path, loading: Callable[..., Loaded]) -> Callable[..., Loaded]:
    """
    Load the site's folder ``content`` with the bodies of its folder ``public``.
    """

    def load_both(**settings: Any) -> Loaded:
        return loading(**{"pages": tmp_path / "public"} | settings)

    return load_both


@pytest.mark.parametrize("page", ["public/news/grok/index.html", "public/news/grok.html"])
def test_metadata_are_those_of_the_text_and_the_body_is_that_of_the_page(write: Write, load_both: Callable[..., Loaded], page: str) -> None:
    write("content/news/grok.md", TEXT)
    write(page, PAGE.format("As shown."))

    (article,) = load_both().articles

    assert (article.title, article.url) == ("Grok 5", "https://strides.example/news/grok/")
    assert {category.name for category in article.categories} == {"AI", "news"}
    assert (article.content or "").startswith('<p>As shown.</p><img src="https://strides.example/news/')
    assert article.summary == "As shown."


def test_the_page_of_an_address_without_a_slash_is_found(write: Write, load_both: Callable[..., Loaded]) -> None:
    write("content/grok.md", TEXT)
    write("public/blog/grok.html", PAGE.format("As shown."))

    (article,) = load_both(permalink="/blog/{slug}").articles

    assert "As shown." in (article.content or "")


def test_the_page_of_a_site_below_a_path_is_found(write: Write, load_both: Callable[..., Loaded]) -> None:
    write("content/grok.md", TEXT)
    write("public/grok/index.html", PAGE.format("As shown."))

    (article,) = load_both(url="https://ada.example/site/").articles

    assert article.url == "https://ada.example/site/grok/"
    assert "https://ada.example/site/grok/a.png" in (article.content or "")


def test_an_article_without_a_page_is_an_error_that_names_the_pages(write: Write, load_both: Callable[..., Loaded]) -> None:
    write("content/grok.md", TEXT)

    (fault,) = load_both().faults

    assert str(fault) == (
        "content/grok.md:1: has no built page at https://strides.example/grok/ (public/grok/index.html or public/grok.html): "
        "build the site first, correct [content] permalink if the site has another URL for it, or exclude the article"
    )


def test_drafts_need_no_page(write: Write, load_both: Callable[..., Loaded]) -> None:
    write("content/grok.md", TEXT.replace("tags: [AI]", "draft: true"))

    assert not load_both().faults


@pytest.mark.parametrize(
    ("page", "settings", "fault"),
    [
        (PAGE, {"pages_selector": ".text"}, "public/grok/index.html: has no element that pages_selector selects (.text)"),
        ('<meta http-equiv="refresh" content="0; url=/x/">', {}, "public/grok/index.html: redirects to another page"),
        (b"<html>\n<p>\xff", {}, "public/grok/index.html:2: byte 0xFF is not valid utf-8: write UTF-8 and declare it"),
    ],
)
def test_a_page_without_the_body_is_an_error_at_the_page(
    write: Write, load_both: Callable[..., Loaded], page: str | bytes, settings: dict[str, Any], fault: str
) -> None:
    write("content/grok.md", TEXT)
    write("public/grok/index.html", page)

    assert [str(found) for found in load_both(**settings).faults] == [fault]


def test_a_page_that_lists_others_below_the_article_is_still_its_page(write: Write, load_both: Callable[..., Loaded]) -> None:
    write("content/grok.md", TEXT)
    cards = '<article><h2><a href="/b/">B</a></h2></article>' * 2
    write("public/grok/index.html", f"<main><h1>Grok 5</h1><div class=post-content><p>As shown.</p></div>{cards}</main>")

    assert [article.content for article in load_both().articles] == ["<p>As shown.</p>"]


def test_a_changed_page_changes_the_cached_article(tmp_path: Path, write: Write, load_both: Callable[..., Loaded]) -> None:
    write("content/grok.md", TEXT)
    bodies = []
    for text in ("First.", "First.", "Second."):
        write("public/grok/index.html", PAGE.format(text))
        with DiskCache(tmp_path / "cache") as cache:
            (article,) = load_both(cache=cache).articles
        bodies.append(article.summary)
    (tmp_path / "public/grok/index.html").unlink()

    with DiskCache(tmp_path / "cache") as cache:
        faults = load_both(cache=cache).faults

    assert bodies == ["First.", "First.", "Second."]
    assert len(faults) == 1


def test_a_page_of_another_site_is_not_needed(write: Write, load_both: Callable[..., Loaded]) -> None:
    write("content/grok.md", TEXT.replace("tags: [AI]", "url: https://elsewhere.example/grok/"))

    (article,) = load_both().articles

    assert "of the text" in (article.content or "")


def test_a_symbolic_link_out_of_the_folder_of_pages_is_not_followed(tmp_path: Path, write: Write, load_both: Callable[..., Loaded]) -> None:
    write("content/grok.md", TEXT)
    secret = write("secret.html", PAGE.format("Secret."))
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "grok.html").symlink_to(secret)

    (fault,) = load_both().faults

    assert "has no built page" in fault.rule


@pytest.mark.parametrize("slug", ["../../secret", "%2e%2e/secret", "a\\..\\secret"])
def test_an_address_out_of_the_folder_of_pages_has_no_page(write: Write, load_both: Callable[..., Loaded], slug: str) -> None:
    write("content/grok.md", TEXT.replace("tags: [AI]", f"url: /{slug}"))
    write("secret.html", PAGE.format("Secret."))
    write("public/x.html", PAGE.format("x"))

    assert all("Secret" not in (article.content or "") for article in load_both().articles)
