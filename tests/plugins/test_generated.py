"""
The articles of a generator that runs in the same program, and their feeds.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from stridesfeed import Category, Person
from stridesfeed.build import Report
from stridesfeed.plugins import GeneratedPage, GeneratorSite, Setting, publish

AS_OF = datetime(2026, 5, 1, tzinfo=UTC)


class AGenerator:
    """
    A generator of static sites with as little as a plug-in needs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = "https://example.org/"
        self.settings = {("feed", "title"): Setting("Strides", "conf.py: TITLE"), ("content", "timezone"): Setting("UTC", "conf.py: ZONE")}
        (folder / "conf.py").write_text("TITLE = 'Strides'\n", encoding="utf-8")
        (folder / "posts").mkdir()
        (folder / "output").mkdir()

    def page(self, name: str, **fields: Any) -> GeneratedPage:
        source = self.folder / "posts" / f"{name}.md"
        if not source.exists():
            source.write_text(f"---\ntitle: {name}\ndate: 2026-04-30\n---\nText\n", encoding="utf-8")
        published = datetime(2026, 4, 30, 9, tzinfo=UTC)
        values = {"url": f"{name}/", "html": f"<p>The text of {name}.</p>", "title": name.title(), "published": published}
        return GeneratedPage(source=source, **{**values, **fields})

    def build(self, *pages: GeneratedPage, **fields: Any) -> Report | None:
        site = GeneratorSite(
            configuration=self.folder / "conf.py",
            output=self.folder / "output",
            url=self.url,
            url_origin="conf.py: SITE_URL",
            settings=self.settings,
            folders=(self.folder / "posts",),
            withdrawal_setting="ALLOW = True in conf.py",
            **fields,
        )
        return publish(site, pages, logging.getLogger("generator"), as_of=AS_OF)

    def entries(self, path: str = "atom.xml") -> list[Any]:
        parsed: list[Any] = feedparser.parse((self.folder / "output" / path).read_bytes()).entries
        return parsed


@pytest.fixture
def generator(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AGenerator:
    caplog.set_level(logging.DEBUG)
    return AGenerator(tmp_path)


def test_values_of_the_generator_are_those_of_the_article(generator: AGenerator) -> None:
    generator.build(
        generator.page(
            "größe",
            updated=datetime(2026, 4, 30, 12, tzinfo=UTC),
            authors=(Person("Ada Lovelace", uri="https://example.org/ada"), "Grace Hopper"),
            categories=("AI", Category("math", label="Mathematics")),
            section="News",
            language="de",
            summary="Kurz.",
            image="a.png",
        )
    )

    (entry,) = generator.entries()
    assert (entry.title, entry.link, entry.summary) == ("Größe", "https://example.org/gr%C3%B6%C3%9Fe/", "Kurz.")
    assert (entry.published, entry.updated) == ("2026-04-30T09:00:00Z", "2026-04-30T12:00:00Z")
    assert [tag.term for tag in entry.tags] == ["News", "AI", "Mathematics"]
    item = json.loads((generator.folder / "output/feed.json").read_text(encoding="utf-8"))["items"][0]
    assert [author["name"] for author in item["authors"]] == ["Ada Lovelace", "Grace Hopper"]
    assert (item["language"], item["image"]) == ("de", "https://example.org/gr%C3%B6%C3%9Fe/a.png")


def test_front_matter_has_the_fields_that_the_generator_does_not_know(generator: AGenerator) -> None:
    front_matter = {"id": "tag:example.org,2026:one", "sources": ["https://openai.com/"], "title": "Another", "tags": ["x"]}
    generator.build(generator.page("one", categories=("AI",), front_matter=front_matter))

    (entry,) = generator.entries()
    assert (entry.id, entry.title, [tag.term for tag in entry.tags]) == ("tag:example.org,2026:one", "One", ["AI"])
    assert "https://openai.com/" in entry.content[0].value


def test_links_and_images_are_relative_to_the_page(generator: AGenerator) -> None:
    generator.build(generator.page("one", html='<p><a href="../two/">Two</a> <img src="a.png" alt="A"> <a href="#x">x</a></p>'))

    (entry,) = generator.entries()
    assert 'href="https://example.org/two/"' in entry.content[0].value
    assert 'src="https://example.org/one/a.png"' in entry.content[0].value


def test_anchors_of_headings_and_the_title_are_not_in_the_body(generator: AGenerator) -> None:
    html = '<h1>One</h1><h2 id="a">A<a class="headerlink" href="#a">¶</a></h2><p>Text</p>'
    generator.build(generator.page("one", html=html))

    (entry,) = generator.entries()
    assert "¶" not in entry.content[0].value
    assert "<h1" not in entry.content[0].value


def test_second_build_writes_nothing(generator: AGenerator) -> None:
    first = generator.build(generator.page("one"))
    second = generator.build(generator.page("one"))

    assert first
    assert first.written
    assert second
    assert second.written == ()


def test_renamed_article_keeps_its_id(generator: AGenerator) -> None:
    generator.build(generator.page("one", html="<p>A long text about the strides of this spring.</p>"))
    source = generator.folder / "posts/one.md"
    generator.build(generator.page("one", url="other/", html="<p>A long text about the strides of this spring.</p>"))

    (entry,) = generator.entries()
    assert source.exists()
    assert (entry.id, entry.link) == ("https://example.org/one/", "https://example.org/other/")


def test_error_names_file_and_line_and_spares_the_others(generator: AGenerator, caplog: pytest.LogCaptureFixture) -> None:
    report = generator.build(generator.page("one", published="yesterday"), generator.page("two"))

    assert report
    (fault,) = report.faults
    assert (fault.path, fault.line) == ("posts/one.md", 3)
    assert [entry.title for entry in generator.entries()] == ["Two"]
    assert [str(fault)] == [record.message for record in caplog.records if record.levelno == logging.ERROR]


def test_skipped_pages_are_named(generator: AGenerator) -> None:
    later = datetime(2027, 1, 1, tzinfo=UTC)
    report = generator.build(generator.page("one"), generator.page("two", skip_reason="draft"), generator.page("three", published=later))

    assert report
    assert [(skipped.path, skipped.reason) for skipped in report.skipped] == [
        ("posts/three.md", "dated after 2026-05-01T00:00:00+00:00"),
        ("posts/two.md", "draft"),
    ]


def test_own_configuration_comes_first(generator: AGenerator) -> None:
    (generator.folder / "stridesfeed.toml").write_text(
        '[feed]\ntitle = "Own"\n[content]\nexclude = ["two.md"]\n[output]\natom = "own.xml"\n', encoding="utf-8"
    )
    generator.build(generator.page("one"), generator.page("two"))

    assert feedparser.parse((generator.folder / "output/own.xml").read_bytes()).feed.title == "Own"
    assert [entry.title for entry in generator.entries("own.xml")] == ["One"]


def test_feeds_of_the_generator_are_used_unless_the_configuration_has_feeds(generator: AGenerator) -> None:
    generator.settings["feeds", "1"] = Setting({"path": "tags/{slug}/", "by": "category"}, "conf.py: TAGS")
    generator.build(generator.page("one", categories=("AI",)))
    assert [entry.title for entry in generator.entries("tags/ai/atom.xml")] == ["One"]

    (generator.folder / "stridesfeed.toml").write_text('[[feeds]]\npath = "topics/{slug}/"\nby = "category"\n', encoding="utf-8")
    generator.build(generator.page("one", categories=("AI",)))
    assert [entry.title for entry in generator.entries("topics/ai/atom.xml")] == ["One"]
    assert not (generator.folder / "output/tags/ai/atom.xml").exists()


def test_tables_in_the_generators_configuration_come_before_its_settings(generator: AGenerator) -> None:
    generator.settings["feeds", "1"] = Setting({"path": "tags/{slug}/", "by": "category"}, "conf.py: TAGS")
    generator.settings["feeds", "2"] = Setting({"path": "authors/{slug}/", "by": "author"}, "conf.py: AUTHORS")
    tables = {"feed": {"title": "Own"}, "feeds": [{"path": "topics/{slug}/", "by": "category"}]}
    generator.build(generator.page("one", categories=("AI",), authors=("Ann",)), tables=tables, tables_origin="conf.py: STRIDESFEED")

    assert [entry.title for entry in generator.entries("topics/ai/atom.xml")] == ["One"]
    assert not (generator.folder / "output/authors").exists()


@pytest.mark.parametrize(
    ("tables", "error"),
    [
        ({"output": {"limit": -1}}, "conf.py: STRIDESFEED.output.limit: must"),
        ({"output": 3}, "conf.py: STRIDESFEED.output: must be a table"),
        ("output", "conf.py: STRIDESFEED: must be a table"),
    ],
)
def test_error_in_a_table_names_it(generator: AGenerator, caplog: pytest.LogCaptureFixture, tables: Any, error: str) -> None:
    assert generator.build(generator.page("one"), tables=tables, tables_origin="conf.py: STRIDESFEED") is None
    assert caplog.records[-1].message.startswith(error)


def test_error_in_a_setting_names_the_setting(generator: AGenerator, caplog: pytest.LogCaptureFixture) -> None:
    generator.settings["feed", "language"] = Setting("?", "conf.py: LANG")
    generator.settings["feeds", "1"] = Setting({"path": "tags/", "by": "category"}, "conf.py: TAGS")

    assert generator.build(generator.page("one")) is None
    errors = [record.message for record in caplog.records if record.levelno == logging.ERROR]
    assert [": ".join(error.split(": ")[:2]) for error in errors] == ["conf.py: LANG", "conf.py: TAGS"]


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1/", "http://[::1]:3000/", "http://0.0.0.0:8000/"])
def test_preview_writes_nothing(generator: AGenerator, url: str) -> None:
    generator.url = url

    assert generator.build(generator.page("one")) is None
    assert [*(generator.folder / "output").iterdir()] == []
    assert not (generator.folder / "stridesfeed.lock").exists()


def test_missing_url_is_a_warning(generator: AGenerator, caplog: pytest.LogCaptureFixture) -> None:
    generator.url = ""

    assert generator.build(generator.page("one")) is None
    (warning,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert (warning.levelno, warning.message.startswith("conf.py: SITE_URL is empty")) == (logging.WARNING, True)


def test_mass_withdrawal_names_the_setting_that_allows_it(generator: AGenerator, caplog: pytest.LogCaptureFixture) -> None:
    generator.build(*(generator.page(f"post-{number}") for number in range(12)))

    assert generator.build(generator.page("post-1")) is None
    assert caplog.records[-1].message.endswith("or allow it with ALLOW = True in conf.py")
    assert generator.build(generator.page("post-1"), allow_mass_withdrawal=True)


def test_feed_of_the_generator_itself_is_replaced(generator: AGenerator) -> None:
    (generator.folder / "output/atom.xml").write_text("<feed/>", encoding="utf-8")

    assert generator.build(generator.page("one"))
    assert [entry.title for entry in generator.entries()] == ["One"]


def test_lost_ledger_is_an_error(generator: AGenerator, caplog: pytest.LogCaptureFixture) -> None:
    generator.build(generator.page("one"))
    (generator.folder / "stridesfeed.lock").unlink()

    assert generator.build(generator.page("one")) is None
    assert "is missing, but" in caplog.records[-1].message


def test_text_before_the_mark_is_the_summary(generator: AGenerator) -> None:
    html = '<h1>One<a class="headerlink" href="#one">¶</a></h1><p>First.</p><!-- more --><p>Second.</p>'
    generator.build(generator.page("one", html=html), generator.page("two", html=html, front_matter={"description": "Own."}))

    assert [entry.summary for entry in generator.entries()] == ["First.", "Own."]


def test_id_of_the_generators_own_feed_stays(generator: AGenerator) -> None:
    generator.build(generator.page("one", first_id="tag:example.org,2026:one"), generator.page("two"))
    assert {entry.id for entry in generator.entries()} == {"tag:example.org,2026:one", "https://example.org/two/"}

    generator.build(generator.page("one", first_id="tag:example.org,2026:other"), generator.page("two", first_id="tag:x.example,2026:two"))
    assert {entry.id for entry in generator.entries()} == {"tag:example.org,2026:one", "https://example.org/two/"}
