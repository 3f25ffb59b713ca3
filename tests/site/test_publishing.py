"""
Feeds in the output folder of a build, as readers parse them.
"""

from __future__ import annotations

import html
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from publisher import ROOT, Publisher, links
from stridesfeed.errors import InvalidFilesError

FAMILIES = """
[[feeds]]
by = "category"
path = "tags/{slug}/"
title = "{name} at {title}"
url = "/topics/{slug}/"
slugs = { "Machine Learning" = "ml" }
[[feeds]]
by = "section"
path = "sections/{slug}/"
[[feeds]]
by = "author"
path = "by/{slug}/"
[[feeds]]
by = "language"
path = "in/{slug}/"
[[feeds]]
path = "brief/"
title = "{title}, in brief"
content = "summary"
"""

TYPES = {"application/rss+xml": "rss", "application/atom+xml": "atom", "application/feed+json": "json"}

ARTICLES: Mapping[str, Mapping[str, Any]] = {
    "one": {"categories": "[AI, Machine Learning]", "section": "News", "author": "Ann Lee"},
    "two": {"categories": "[ai]", "section": "Policy", "author": "[Ann Lee, Bo]", "lang": "de"},
    "three": {"categories": "[C++]", "section": "News"},
}

#: Each feed of a family, and what it holds, newest first. A section is a category too.
HELD = {
    "tags/ai": ["two", "one"],
    "tags/ml": ["one"],
    "tags/c-plus-plus": ["three"],
    "tags/news": ["three", "one"],
    "tags/policy": ["two"],
    "sections/news": ["three", "one"],
    "sections/policy": ["two"],
    "by/ann-lee": ["two", "one"],
    "by/bo": ["two"],
    "by/desk": ["three"],
    "in/en": ["three", "one"],
    "in/de": ["two"],
    "brief": ["three", "two", "one"],
}


@pytest.fixture
def site(tmp_path: Path) -> Publisher:
    """
    A site of three articles and families of feeds, not built yet.
    """
    publisher = Publisher(tmp_path, FAMILIES)
    for number, (name, keys) in enumerate(ARTICLES.items()):
        publisher.write(name, day=number - 3, **keys)
    return publisher


def test_each_feed_of_a_family_has_its_articles(site: Publisher) -> None:
    report = site.build()

    assert report.feeds == 1 + len(HELD)
    for folder, names in HELD.items():
        for file in ("feed.xml", "atom.xml", "feed.json"):
            assert site.titles(f"{folder}/{file}") == [f"Article {name}" for name in names], folder


def test_feeds_of_a_family_have_their_own_titles_and_pages(site: Publisher) -> None:
    site.build()

    tag, section, author = (site.parsed(f"{folder}/atom.xml").feed for folder in ("tags/ml", "sections/news", "by/ann-lee"))
    assert (tag.title, section.title, author.title) == ("Machine Learning at AI Strides", "AI Strides: News", "AI Strides: Ann Lee")
    assert (tag.link, section.link) == (ROOT + "topics/ml/", ROOT)
    assert site.json("tags/ml/feed.json")["home_page_url"] == ROOT + "topics/ml/"
    assert site.parsed("in/de/feed.xml").feed.language == "de"


def test_feeds_have_different_ids_and_articles_the_same_id_everywhere(site: Publisher) -> None:
    site.build()

    documents = [site.parsed(f"{folder}/atom.xml") for folder in (".", *HELD)]
    ids = [document.feed.id for document in documents]
    assert len(set(ids)) == len(documents)
    assert {(entry.title, entry.id) for document in documents for entry in document.entries} == {
        (f"Article {name}", f"{ROOT}{name}/") for name in ARTICLES
    }


def test_ids_of_feeds_depend_on_the_id_of_the_main_feed(site: Publisher) -> None:
    feed = 'title = "AI Strides"\nlanguage = "en"\nauthors = ["Desk"]\nid = "https://strides.example/"\n'
    site.build()
    before = {folder: site.parsed(f"{folder}/atom.xml").feed.id for folder in (".", *HELD)}

    site.configure(FAMILIES.replace("tags/", "t/"), feed=feed + 'url = "https://new.example/"\n')
    site.build(1)

    folders = {folder: folder.replace("tags/", "t/") for folder in before}
    assert {folder: site.parsed(f"{folders[folder]}/atom.xml").feed.id for folder in before} == before


def test_every_document_links_to_itself_and_its_other_formats(site: Publisher) -> None:
    site.build()

    for file in site.json("stridesfeed-manifest.json")["files"]:
        format_ = TYPES.get(file["media_type"].partition(";")[0])
        folder = file["url"].rpartition("/")[0] if format_ else ""
        if format_ == "json":
            assert site.json(file["path"])["feed_url"] == file["url"]
        elif format_:
            feed = site.parsed(file["path"]).feed
            assert links(feed, "self") == [file["url"]]
            others = {f"{folder}/{name}" for name in ("feed.xml", "atom.xml", "feed.json")} - {file["url"]}
            assert others <= set(links(feed, "alternate"))


def test_summary_feed_has_no_full_text(site: Publisher) -> None:
    site.write("long", "Words of the article. " * 100, day=-1, summary="In a sentence.")

    site.build()

    entry, item = site.entries("brief/atom.xml")["Article long"], site.json("brief/feed.json")["items"][0]
    assert ("content" in entry, entry.summary) == (False, "In a sentence.")
    assert (item.get("content_html"), item["content_text"]) == (None, "In a sentence.")
    assert "Words of the article" in site.entries("atom.xml")["Article long"].content[0].value


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ('categories = "AI"', ["two", "one"]),
        ('categories = ["C++", "machine learning"]', ["three", "one"]),
        ('sections = "News"\nauthors = "Ann Lee"', ["one"]),
        ('languages = "de"', ["two"]),
        ('authors = "Nobody"', []),
    ],
)
def test_filters_select_articles(site: Publisher, filters: str, names: list[str]) -> None:
    site.configure(f'[[feeds]]\npath = "some/"\n{filters}\n')

    site.build()

    assert site.titles("some/feed.json") == [f"Article {name}" for name in names]


def test_family_can_have_its_own_formats_and_limits(site: Publisher) -> None:
    site.configure('[[feeds]]\nby = "author"\npath = "by/{slug}/"\nformats = ["atom"]\nlimit = 1\n')

    site.build()

    assert site.titles("by/ann-lee/atom.xml") == ["Article two"]
    assert {path for path in site.paths() if path.startswith("by/bo/")} == {"by/bo/atom.xml", "by/bo/feed.html"}
    assert links(site.parsed("by/bo/atom.xml").feed, "alternate") == [ROOT]


def test_max_bytes_limits_every_document_and_is_reported(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, '[output]\nmax_bytes = 8000\n[[feeds]]\npath = "small/"\nmax_bytes = 5000\n')
    for number in range(8):
        publisher.write(f"a{number}", "Words & more words. " * 50, day=number - 8)

    report = publisher.build()

    main, small = (publisher.titles(f"{folder}feed.json") for folder in ("", "small/"))
    assert 8 > len(main) > len(small) > 0
    assert main[0] == small[0] == "Article a7"
    assert (report.articles, report.beyond_bytes, report.beyond_limit) == (len(main), 8 - len(main), 0)
    documents = publisher.contents()
    assert max(len(documents[name]) for name in ("feed.xml", "atom.xml", "feed.json")) <= 8000
    assert max(len(documents[f"small/{name}"]) for name in ("feed.xml", "atom.xml", "feed.json")) <= 5000


def test_names_in_any_script_have_folders_and_urls(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, '[[feeds]]\nby = "category"\npath = "tags/{slug}/"\n')
    publisher.write("one", categories="['Größe & Maß', '研究', 'تعلّم الآلة', '😀']")

    publisher.build()

    folders = {path.split("/")[1] for path in publisher.paths() if path.startswith("tags/")}
    assert {"grösse-mass", "研究", "تعلّم-الآلة"} < folders
    assert len(folders) == 4
    for folder in folders:
        (address,) = links(publisher.parsed(f"tags/{folder}/feed.xml").feed, "self")
        assert address.isascii()
        assert publisher.fetch(address) == publisher.contents()[f"tags/{folder}/feed.xml"]


def test_difficult_titles_are_the_same_in_all_formats(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, '[[feeds]]\nby = "section"\npath = "s/{slug}/"\n')
    publisher.write("one", title="'<b> & \"AT&amp;T\" ]]>'", section="R&D <x>")

    publisher.build()

    assert html.unescape(publisher.parsed("s/r-d-x/atom.xml").feed.title) == "AI Strides: R&D <x>"
    assert publisher.json("s/r-d-x/feed.json")["title"] == "AI Strides: R&D <x>"
    assert publisher.titles("s/r-d-x/feed.json") == ['<b> & "AT&amp;T" ]]>']


def test_keep_going_leaves_out_invalid_articles(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, content='permalink = "/{slug}/"\nstatic = "static"\n')
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "one.mp3").write_bytes(b"sound")
    publisher.write("one", attachments='[{url: "/one.mp3", type: "audio/mpeg", length: 999}]')
    publisher.write("two")

    with pytest.raises(InvalidFilesError, match="1 error"):
        publisher.build()
    assert not publisher.output.exists()

    report = publisher.build(keep_going=True)
    assert [(fault.path, fault.field) for fault in report.faults] == [("content/one.md", "attachment-length-wrong")]
    assert publisher.titles("feed.xml") == ["Article two"]
    assert (report.articles, report.findings) == (1, tuple(finding for finding in report.findings if finding.level != "error"))


def test_feed_of_a_family_stays_without_articles_until_its_line_is_deleted(tmp_path: Path) -> None:
    """
    Its subscribers get no error, and learn that the article was withdrawn, even if the output folder starts empty.
    """
    site = Publisher(tmp_path, '[[feeds]]\nby = "category"\npath = "my tags/{slug}/"\n')
    site.write("one", tags="[AI]")
    site.write("two", tags="[AI, Robots]")
    site.build(1)
    site.withdraw("two")
    shutil.rmtree(site.output)

    report = site.build(2)

    assert report.empty_feeds == ("category Robots",)
    assert site.entries("my tags/robots/atom.xml") == {}
    assert site.parsed("my tags/robots/feed.xml").feed.title == "AI Strides: Robots"
    assert b"deleted-entry" in site.fetch(ROOT + "my%20tags/robots/atom.xml")
    assert site.build(3).written == ()

    ledger = site.folder / "stridesfeed.lock"
    ledger.write_text(
        "".join(line for line in ledger.read_text().splitlines(keepends=True) if not line.startswith("family my%20tags/{slug}/ R"))
    )
    assert site.build(4).empty_feeds == ()
    assert not (site.output / "my tags" / "robots" / "atom.xml").exists()


def test_feed_of_a_renamed_category_takes_the_place_of_the_former_one(tmp_path: Path) -> None:
    site = Publisher(tmp_path, '[[feeds]]\nby = "category"\npath = "tags/{slug}/"\n')
    site.write("one", tags="[AI News]")
    site.build(1)
    site.write("one", tags="[AI-News]")

    report = site.build(2)

    assert report.empty_feeds == ()
    assert site.titles("tags/ai-news/feed.xml") == ["Article one"]
    assert "family tags/{slug}/ AI-News\n" in (site.folder / "stridesfeed.lock").read_text()
    assert "AI News" not in (site.folder / "stridesfeed.lock").read_text()


def test_a_site_in_two_languages_has_a_feed_for_each(tmp_path: Path) -> None:
    feeds = '[[feeds]]\nby = "language"\npath = "{slug}/"\n'
    site = Publisher(tmp_path, feeds, content='languages = ["en", "fr"]\n')
    for name in ("barge", "barge.fr", "fr/drift"):
        site.write(name, "Text.")

    site.build()

    def urls(document: str) -> set[str]:
        return {entry.link.removeprefix(ROOT) for entry in site.parsed(document).entries}

    assert urls("feed.xml") == {"barge/", "fr/barge/", "fr/drift/"}
    assert urls("en/feed.xml") == {"barge/"}
    assert urls("fr/atom.xml") == {"fr/barge/", "fr/drift/"}
    assert site.parsed("fr/atom.xml").feed.language == "fr"
