"""
The plug-in for Nikola, in a site that Nikola's own command builds.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import feedparser
import pytest

from plugins.generators import GeneratedSite

NIKOLA = ("-m", "nikola", "build")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> GeneratedSite:
    site = GeneratedSite.of("nikola", tmp_path_factory.mktemp("nikola") / "site", *NIKOLA)
    site.build()
    return site


@pytest.fixture
def site(built: GeneratedSite, tmp_path: Path) -> GeneratedSite:
    """
    A site that is built and may be changed.
    """
    return built.copy(tmp_path / "site")


def test_values_of_an_article_are_nikolas(built: GeneratedSite) -> None:
    feed = built.read("atom.xml")
    essay, second, first = feed.entries

    assert (feed.feed.title, feed.feed.subtitle, feed.feed.id) == ("Strides & Steps", "What happened in AI", "https://example.org/")
    assert (first.title, first.link) == ("The first model & more", "https://example.org/posts/first/")
    assert (first.published, first.updated) == ("2026-04-01T07:00:00Z", "2026-04-02T08:00:00Z")
    assert [tag.term for tag in first.tags] == ["News", "évaluation", "models"]
    assert first.summary == "A model that runs on phones."
    assert first.media_thumbnail == [{"url": "https://example.org/images/chart.png"}]
    assert (essay.author, second.author) == ("Ada Lovelace", "Grace Hopper")


def test_links_code_and_tables_are_in_the_body(built: GeneratedSite) -> None:
    essay, second, first = (entry.content[0].value for entry in built.read("atom.xml").entries)

    assert '<a href="https://example.org/posts/schritte/">link</a>' in first
    assert '<img alt="Chart" src="https://example.org/images/chart.png" />' in first
    assert "a &lt; b" in first
    assert "<td>A</td>" in first
    assert '<a href="https://example.org/posts/first/">a relative link</a>' in second
    assert "<code>print(1)" in essay


def test_our_front_matter_counts_too(built: GeneratedSite) -> None:
    (essay, *_) = built.read("atom.xml").entries

    assert [link.href for link in essay.links if link.rel == "via"] == ["https://openai.com/"]


def test_every_feed_of_nikola_is_replaced_with_the_same_ids(built: GeneratedSite, tmp_path: Path) -> None:
    own = GeneratedSite.of("nikola", tmp_path / "own", *NIKOLA)
    own.edit("conf.py", {"EXTRA_PLUGINS_DIRS = [stridesfeed.plugins.nikola.FOLDER]": "del stridesfeed"})
    own.build()
    paths = [path for path in own.states() if path.endswith("rss.xml")]
    files = (file for name in ("categories", "authors") for file in (own.folder / "output" / name).glob("*.xml"))
    paths += [file.relative_to(own.folder).as_posix() for file in files]

    assert len(paths) == 7
    for path in (path.removeprefix("output/") for path in paths):
        nikolas = feedparser.parse((own.folder / "output" / path).read_bytes())
        assert [entry.id for entry in nikolas.entries] == built.ids(path), path


def test_second_build_writes_nothing(site: GeneratedSite) -> None:
    before = site.states()
    log = site.build()

    assert before
    assert site.states() == before
    assert "Unchanged: " in log
    assert "Written: " not in log


def test_build_from_nothing_changes_nothing(site: GeneratedSite) -> None:
    before = (site.folder / "stridesfeed.lock").read_bytes()
    for name in ("cache", "output", ".doit.db"):
        for file in site.folder.glob(f"{name}*"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    log = site.build()

    assert "Readers will see" not in log
    assert (site.folder / "stridesfeed.lock").read_bytes() == before


def test_drafts_and_later_articles_are_skipped_by_name(site: GeneratedSite) -> None:
    log = site.build()

    assert "Skipped: posts/draft.md: draft" in log
    assert "Skipped: posts/later.md: dated after 2026-05-01" in log


def test_renamed_article_keeps_its_id(site: GeneratedSite) -> None:
    (site.folder / "posts/first.md").rename(site.folder / "posts/renamed.md")
    site.edit("posts/renamed.md", {".. slug: first": ".. slug: renamed"})
    log = site.build()
    first = site.read("atom.xml").entries[-1]

    assert (first.id, first.link) == ("https://example.org/posts/first/", "https://example.org/posts/renamed/")
    assert "Readers will see: 1 moved" in log


def test_error_names_file_and_line_and_fails_the_build(site: GeneratedSite) -> None:
    site.edit("posts/first.md", {".. previewimage: /images/chart.png": ".. external_url: nowhere"})
    log = site.build(succeeds=False)

    assert "posts/first.md:9: external_url: " in log
    assert "Last published version kept: posts/first.md" in log
    assert len(site.ids("atom.xml")) == 3


def test_formats_and_length_are_those_of_the_settings(site: GeneratedSite) -> None:
    site.add("conf.py", "GENERATE_ATOM = True", "FEED_LENGTH = 2", "DISABLE_MAIN_RSS_FEED = True", 'TAG_PATH = "tags"')
    site.build()

    assert len(site.ids("index.atom")) == len(site.ids("feed.xml")) == 2
    assert [len(site.ids(path)) for path in ("tags/models.xml", "tags/models.atom", "tags/cat_essays.atom")] == [2, 2, 1]
    assert "Strides & Steps (Posts about" not in site.read("tags/models.xml").feed.title
    assert site.read("tags/models.xml").feed.title == "Strides & Steps (models)"


def test_teasers_and_plain_text_are_those_of_the_settings(site: GeneratedSite) -> None:
    site.add("conf.py", "FEED_TEASERS = True")
    site.build()
    assert "The rest" not in site.read("rss.xml").entries[1].content[0].value
    assert "https://example.org/posts/schritte/" in site.read("rss.xml").entries[1].content[0].value

    site.add("conf.py", "FEED_TEASERS = False", "FEED_PLAIN = True")
    site.build()
    assert "a relative link" in site.read("rss.xml").entries[1].content[0].value
    assert "<a " not in site.read("rss.xml").entries[1].content[0].value


def test_each_language_has_its_feed(site: GeneratedSite) -> None:
    site.add("conf.py", 'TRANSLATIONS = {"en": "", "de": "./de"}')
    (site.folder / "posts/second.de.md").write_text(
        "<!--\n.. title: Größere Schritte (deutsch)\n.. slug: schritte\n.. date: 2026-04-03 08:00:00 UTC+02:00\n-->\n\nAuf Deutsch.\n",
        encoding="utf-8",
    )
    site.build()

    assert [entry.title for entry in site.read("de/rss.xml").entries] == ["Größere Schritte (deutsch)"]
    assert len(site.ids("rss.xml")) == 3
    assert len(json.loads((site.folder / "output/feed.json").read_text("utf-8"))["items"]) == 4


def test_own_configuration_comes_first(site: GeneratedSite) -> None:
    (site.folder / "stridesfeed.toml").write_text('[output]\nrss = "own.xml"\n[[feeds]]\npath = "x/{slug}/"\nby = "tag"\n', encoding="utf-8")
    site.build()

    assert len(site.ids("own.xml")) == 3
    assert len(site.ids("x/évaluation/atom.xml")) == 1
    assert not (site.folder / "output/authors/ada-lovelace.xml").exists()


def test_preview_writes_nothing(tmp_path: Path) -> None:
    site = GeneratedSite.of("nikola", tmp_path / "site", *NIKOLA)
    site.add("conf.py", 'SITE_URL = "http://localhost:8000/"')

    assert "No feeds are written for a preview" in site.build()
    assert site.states() == {}


def test_themes_still_link_to_the_feeds(built: GeneratedSite) -> None:
    assert 'href="rss.xml"' in (built.folder / "output/index.html").read_text(encoding="utf-8")
