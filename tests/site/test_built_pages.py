"""
Sites whose articles, or whose bodies, are the pages that a generator built.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from built_pages import DATED, a_page
from publisher import FEED
from stridesfeed.build import build
from stridesfeed.build.checking import check_loaded
from stridesfeed.errors import InvalidFilesError
from stridesfeed.load import load
from stridesfeed.site import Site, read_site

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Site]:
    """
    Return a site with one built page and the text of [content].
    """

    def site(content: str, folder: str = "public") -> Site:
        page = tmp_path / folder / "news" / "grok" / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(a_page(DATED.replace("Faster.", "<a href='/about'>About</a>")), "utf-8")
        (tmp_path / folder / "about.html").write_text(a_page("<h1>About</h1>"), "utf-8")
        (tmp_path / "site").mkdir(exist_ok=True)
        (tmp_path / "site" / "stridesfeed.toml").write_text(f"[feed]\n{FEED}\n[content]\n{content}\n", "utf-8")
        return read_site(tmp_path / "site")

    return site


def test_the_pages_are_the_articles_and_later_builds_read_none_of_their_own_pages(site: Callable[..., Site], tmp_path: Path) -> None:
    given = site('pages = "public"\n[output]\nfolder = "public"', "site/public")

    reports = [build(given, as_of=NOW) for _ in range(2)]

    assert [report.articles for report in reports] == [1, 1]
    assert not reports[1].written
    assert (tmp_path / "site" / "public" / "feed.html").exists()
    assert not any(report.faults for report in reports)


def test_with_a_folder_of_texts_the_pages_are_not_articles(site: Callable[..., Site], tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "grok.md").write_text("---\ntitle: Grok\ndate: 2026-04-30\n---\n{{ x }}\n", "utf-8")
    given = site('folder = "../texts"\npages = "../public"\npermalink = "/news/{slug}/"\ntimezone = "UTC"')

    (article,) = load(given.content, as_of=NOW).articles

    assert (article.title, article.url) == ("Grok", "https://strides.example/news/grok/")
    assert "About" in (article.content or "")


def test_links_to_other_pages_of_the_built_site_are_not_dead(site: Callable[..., Site]) -> None:
    given = site('pages = "../public"')

    findings = check_loaded(given, load(given.content, as_of=NOW), as_of=NOW)

    assert "link-dead" not in {finding.code for finding in findings}


def test_a_missing_folder_of_pages_is_an_error(site: Callable[..., Site]) -> None:
    with pytest.raises(InvalidFilesError) as raised:
        site('pages = "dist"')

    assert [fault.field for fault in raised.value.faults] == ["content.pages"]


@pytest.mark.parametrize(("key", "value"), [("pages_selector", '"p >"'), ("pages_remove", '[".ad", "p >"]')])
def test_an_invalid_selector_is_an_error_of_its_line(site: Callable[..., Site], key: str, value: str) -> None:
    with pytest.raises(InvalidFilesError) as raised:
        site(f'pages = "../public"\n{key} = {value}')

    (fault,) = raised.value.faults
    assert fault.field == f"content.{key}"
    assert fault.line
    assert "must be a CSS selector such as .post, not 'p >'" in fault.rule
