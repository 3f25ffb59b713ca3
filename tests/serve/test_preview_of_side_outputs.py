"""
The preview of a site with all side outputs.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from publisher import START, Publisher
from stridesfeed.errors import FileError
from stridesfeed.publish.lock import locked
from stridesfeed.serve.preview import Preview

EVERYTHING = """
[output]
limit = 1
archive = 1
opml = "feeds.opml"
compress = "gzip"
hosts = ["netlify", "nginx"]
[output.redirects]
"rss/" = "feed.xml"
[[feeds]]
by = "category"
path = "tags/{slug}/"
"""


@pytest.fixture
def site(tmp_path: Path) -> Publisher:
    publisher = Publisher(tmp_path / "site", EVERYTHING)
    for number in range(3):
        publisher.write(f"a{number}", day=number - 3, tags="[AI]")
    return publisher


@pytest.fixture
def preview(site: Publisher, tmp_path: Path) -> Preview:
    (tmp_path / "apart").mkdir()
    return Preview(site.folder, tmp_path / "apart", as_of=lambda _: START)


def test_every_page_and_feed_is_listed_and_served(preview: Preview) -> None:
    preview.rebuild()

    listed = [html.unescape(address) for address in re.findall(r'<a href="([^"]*)"', preview.page)]
    assert listed[:2] == ["/feed.html", "/tags/ai/feed.html"]
    assert {"/feed.xml", "/atom.xml", "/feed.json", "/tags/ai/atom.xml", "/feeds.opml", "/atom-archive-3.xml"} <= set(listed)
    assert not [address for address in listed if address.endswith(".gz")]
    assert all(preview.output.file(address) for address in listed)
    assert "Feeds: 2; the main feed has 1 article" in preview.page


def test_findings_and_skipped_articles_are_shown(site: Publisher, preview: Preview) -> None:
    site.write("late", day=9)
    preview.rebuild()

    assert "content/late.md: dated after" in preview.page
    assert "(2026-05-10T" in preview.page
    assert "icon-missing" in preview.page
    assert "2 older articles" not in preview.page, "the archive holds them"


def test_preview_writes_nothing_to_the_site(site: Publisher, preview: Preview) -> None:
    before = sorted(path.name for path in site.folder.iterdir())
    preview.rebuild()

    assert sorted(path.name for path in site.folder.iterdir()) == before == ["content", "stridesfeed.toml"]


def test_preview_does_not_wait_for_a_running_build(site: Publisher, preview: Preview) -> None:
    with locked(site.folder / "stridesfeed.toml"):
        preview.rebuild()

    assert preview.faults == ()


def test_feeds_with_the_same_path_are_shown_with_their_line(site: Publisher, preview: Preview) -> None:
    preview.rebuild()
    site.configure(EVERYTHING + '[[feeds]]\npath = "{file}"\nformats = "atom"\n')
    preview.rebuild()

    (fault,) = preview.faults
    assert isinstance(fault, FileError)
    assert str(fault).startswith("stridesfeed.toml:23: feeds.2.path: ")
    assert "stridesfeed.toml:23: feeds.2.path: " in html.unescape(preview.page)
    assert preview.output.file("/feed.xml"), "the last good one stays"
