"""
The plug-in for Pelican, in a site that Pelican's own command builds.
"""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest

from plugins.generators import GeneratedSite

PELICAN = ("-m", "pelican", "-v")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> GeneratedSite:
    site = GeneratedSite.of("pelican", tmp_path_factory.mktemp("pelican") / "site", *PELICAN)
    site.build()
    return site


@pytest.fixture
def site(built: GeneratedSite, tmp_path: Path) -> GeneratedSite:
    """
    A site that is built and may be changed.
    """
    return built.copy(tmp_path / "site")


def test_values_of_an_article_are_pelicans(built: GeneratedSite) -> None:
    feed = built.read("feeds/all.atom.xml")
    first = feed.entries[-1]

    assert (feed.feed.title, feed.feed.subtitle, feed.feed.id) == ("Strides & Steps", "What happened in AI", "https://example.org/")
    assert (first.title, first.link) == ("The first *model* & more", "https://example.org/first.html")
    assert (first.published, first.updated) == ("2026-04-01T07:00:00Z", "2026-04-02T08:00:00Z")
    assert [tag.term for tag in first.tags] == ["news", "models", "évaluation"]
    assert first.summary == "A model that runs on phones."
    assert first.media_thumbnail == [{"url": "https://example.org/images/chart.png"}]


def test_links_code_and_tables_are_in_the_body(built: GeneratedSite) -> None:
    (content,) = built.read("feeds/all.atom.xml").entries[-1].content

    assert '<a href="https://example.org/schritte.html">link</a>' in content.value
    assert '<img alt="Chart" src="https://example.org/images/chart.png" />' in content.value
    assert "a &lt; b" in content.value
    assert "<td>A</td>" in content.value


def test_articles_in_other_languages_have_theirs(built: GeneratedSite) -> None:
    assert [entry.title for entry in built.read("feeds/all-de.atom.xml").entries] == ["Größere Schritte (deutsch)"]
    assert {"en", "de"} == {item.get("language", "en") for item in json.loads((built.folder / "output/feed.json").read_text("utf-8"))["items"]}


def test_our_front_matter_counts_too(built: GeneratedSite) -> None:
    (essay, *_) = built.read("feeds/all.atom.xml").entries

    assert [link.href for link in essay.links if link.rel == "via"] == ["https://openai.com/"]


def test_drafts_and_later_articles_are_skipped_by_name(site: GeneratedSite) -> None:
    log = site.build()

    assert "Skipped: content/draft.md: draft" in log
    assert "Skipped: content/later.md: dated after 2026-05-01" in log


def test_every_feed_of_pelican_is_replaced_with_the_same_ids(built: GeneratedSite, tmp_path: Path) -> None:
    own = GeneratedSite.of("pelican", tmp_path / "own", *PELICAN)
    own.edit("pelicanconf.py", {'PLUGINS = ["stridesfeed.plugins.pelican"]': "PLUGINS = []"})
    own.edit("content/later.md", {"2030": "2025"})
    own.edit("content/later.md", {"Title": "Status: draft\nTitle"})
    own.build()
    paths = sorted(file.relative_to(own.folder / "output").as_posix() for file in (own.folder / "output/feeds").iterdir())

    assert len(paths) >= 8
    for path in paths:
        pelicans = feedparser.parse((own.folder / "output" / path).read_bytes())
        assert sorted(entry.id for entry in pelicans.entries) == sorted(built.ids(path)), path
        assert pelicans.feed.title == built.read(path).feed.title or "all-" in path


def test_second_build_writes_nothing(site: GeneratedSite) -> None:
    before = site.states()
    log = site.build()

    assert before
    assert before == site.states()
    assert "Unchanged: " in log
    assert "Written: " not in log


def test_renamed_article_keeps_its_id(site: GeneratedSite) -> None:
    (site.folder / "content/news/first.md").rename(site.folder / "content/news/renamed.md")
    site.edit("content/news/renamed.md", {"Slug: first": "Slug: renamed"})
    log = site.build()
    first = site.read("feeds/all.atom.xml").entries[-1]

    assert (first.id, first.link) == ("tag:example.org,2026-04-01:/first.html", "https://example.org/renamed.html")
    assert "Readers will see: 1 moved" in log


def test_error_names_file_and_line_and_fails_if_pelican_is_told_to(site: GeneratedSite) -> None:
    (site.folder / "content/news/first.md").write_text(
        "Title: First\nDate: 2026-04-01 09:00\nSlug: first\nImage: http://[/\n\nText.\n", encoding="utf-8"
    )
    log = site.build()

    assert "content/news/first.md:4: image: " in log
    assert "Last published version kept: content/news/first.md" in log
    site.build("--fatal", "errors", succeeds=False)


def test_files_of_settings_are_written(site: GeneratedSite) -> None:
    site.add(
        "pelicanconf.py",
        'FEED_ATOM = "main.atom"',
        'FEED_ALL_RSS = "rss/all.xml"',
        'CATEGORY_FEED_ATOM = "c/{slug}.xml"',
        'CATEGORY_FEED_RSS = "c/{slug}.rss"',
        'TAG_FEED_ATOM = "t/{slug}/atom.xml"',
        "AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None",
        'TRANSLATION_FEED_RSS = "{lang}.rss"',
        "FEED_MAX_ITEMS = 2",
    )
    site.build()

    assert len(site.ids("feeds/all.atom.xml")) == len(site.ids("rss/all.xml")) == 2
    assert {"en"} == {entry.get("title_detail", {}).get("language") for entry in site.read("main.atom").entries}
    assert [len(site.ids(path)) for path in ("c/essays.xml", "c/news.xml", "c/essays.rss", "t/models/atom.xml", "en.rss")] == [1, 2, 1, 2, 2]
    assert not (site.folder / "output/t/news").exists()
    assert not (site.folder / "output/feeds/ada-lovelace.atom.xml").exists()


def test_language_of_two_parts_and_author_without_a_page(site: GeneratedSite) -> None:
    site.add("pelicanconf.py", 'DEFAULT_LANG = "pt_BR"', 'AUTHOR_SAVE_AS = ""')
    site.build()

    assert {entry.title_detail.language for entry in site.read("feeds/all-pt_br.atom.xml").entries} == {"pt-br"}
    assert "/author/" not in (site.folder / "output/feeds/all.atom.xml").read_text(encoding="utf-8")


def test_rss_has_summaries_unless_the_setting_is_off(site: GeneratedSite) -> None:
    site.add("pelicanconf.py", 'FEED_ALL_RSS = "all.rss"')
    site.build()
    assert site.read("all.rss").entries[-1].summary == "A model that runs on phones."
    assert "content" not in site.read("all.rss").entries[-1]
    assert "content" in site.read("feeds/all.atom.xml").entries[-1]

    site.add("pelicanconf.py", "RSS_FEED_SUMMARY_ONLY = False")
    site.build()
    assert "a &lt; b" in site.read("all.rss").entries[-1].content[0].value


def test_ref_and_domain_of_feeds(site: GeneratedSite) -> None:
    site.add("pelicanconf.py", "FEED_APPEND_REF = True", 'FEED_DOMAIN = "https://feeds.example.org"')
    site.build()
    feed = site.read("feeds/all.atom.xml")

    assert feed.entries[-1].link == "https://example.org/first.html?ref=feed"
    assert "https://feeds.example.org/feeds/all.atom.xml" in [link.href for link in feed.feed.links if link.rel == "self"]


def test_url_of_a_feed_that_is_not_its_file_is_named_as_unused(site: GeneratedSite) -> None:
    site.add("pelicanconf.py", 'FEED_ALL_ATOM_URL = "feeds/"')

    assert "pelicanconf.py: FEED_ALL_ATOM_URL is not used" in site.build()


def test_own_configuration_comes_first(site: GeneratedSite) -> None:
    (site.folder / "stridesfeed.toml").write_text(
        '[output]\natom = "own.atom"\nopml = "feeds.opml"\n[[feeds]]\npath = "tags/{slug}/"\nby = "tag"\n', encoding="utf-8"
    )
    site.build()

    assert len(site.ids("own.atom")) == 4
    assert len(site.ids("tags/évaluation/atom.xml")) == 1
    assert (site.folder / "output/feeds.opml").is_file()
    assert not (site.folder / "output/feeds/news.atom.xml").exists()


def test_our_tables_may_be_in_the_settings(site: GeneratedSite) -> None:
    site.add("pelicanconf.py", 'STRIDESFEED = {"output": {"opml": "feeds.opml"}, "feeds": [{"path": "tags/{slug}/", "by": "tag"}]}')
    site.build()

    assert len(site.ids("tags/évaluation/atom.xml")) == 1
    assert (site.folder / "output/feeds.opml").is_file()
    assert not (site.folder / "output/feeds/news.atom.xml").exists()


def test_subsite_of_a_language_has_a_ledger_of_its_own(site: GeneratedSite) -> None:
    ledger = (site.folder / "stridesfeed.lock").read_bytes()
    site.add(
        "pelicanconf.py", 'I18N_SUBSITES = {"de": {}}', 'DEFAULT_LANG = "de"', 'SITEURL = "https://example.org/de"', 'OUTPUT_PATH = "output/de"'
    )
    site.build()

    assert (site.folder / "stridesfeed.lock").read_bytes() == ledger
    assert (site.folder / "stridesfeed.de.lock").is_file()
    assert len(site.ids("feeds/all.atom.xml")) == len(site.ids("de/feeds/all.atom.xml"))


def test_settings_without_a_url_write_no_feeds(tmp_path: Path) -> None:
    site = GeneratedSite.of("pelican", tmp_path / "site", *PELICAN)
    site.add("pelicanconf.py", 'SITEURL = ""')
    log = site.build()

    assert "pelicanconf.py: SITEURL is empty, so no feeds are written" in log
    assert site.states() == {}


def test_themes_still_link_to_the_feeds(built: GeneratedSite) -> None:
    assert 'href="https://example.org/feeds/all.atom.xml"' in (built.folder / "output/index.html").read_text(encoding="utf-8")


def test_settings_file_elsewhere_is_named(tmp_path: Path) -> None:
    site = GeneratedSite.of("pelican", tmp_path / "site", *PELICAN, "-s", "settings.py")
    (site.folder / "pelicanconf.py").rename(site.folder / "settings.py")
    assert "no pelicanconf.py in" in site.build()

    with (site.folder / "settings.py").open("a", encoding="utf-8") as file:
        file.write("STRIDESFEED_CONFIG = __file__\n")
    site.build()
    assert len(site.ids("feeds/all.atom.xml")) == 4
