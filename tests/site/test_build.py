from __future__ import annotations

import gc
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import feedparser
import pytest

from stridesfeed import body
from stridesfeed.build import build
from stridesfeed.build.garbage import rare_garbage_collection
from stridesfeed.build.summary import summarize
from stridesfeed.cli.report_text import report_json
from stridesfeed.emit import parts, render_all
from stridesfeed.errors import InvalidFilesError, LimitError
from stridesfeed.model import Feed
from stridesfeed.publish import plan
from stridesfeed.site import Site, read_site

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def an_article_file(folder: Path, name: str, **keys: str) -> None:
    """
    Write a Markdown file to *folder*; *keys* are front matter in addition to a title and a date.
    """
    header = {"title": f"Title of {name}", "date": "2026-04-30T09:00:00Z"} | keys
    lines = [f"{key}: {value}" for key, value in header.items() if value]
    (folder / "content" / f"{name}.md").write_text("\n".join(["---", *lines, "---", f"Text of {name}.", ""]), encoding="utf-8")


def a_site(folder: Path, more: str = "") -> Site:
    """
    Return the site in *folder* with *more* configuration.
    """
    (folder / "content").mkdir(parents=True, exist_ok=True)
    text = '[feed]\ntitle = "AI Strides"\nurl = "https://strides.example/"\nauthors = "Desk"\n[content]\npermalink = "/{slug}/"\n'
    (folder / "stridesfeed.toml").write_text(text + more, encoding="utf-8")
    return read_site(folder)


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """
    Return the content and modification time of each file in *folder*.
    """
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.glob("*"))}


def names(paths: Iterable[Path], folder: Path) -> list[str]:
    """
    Return *paths* relative to *folder*.
    """
    return [path.relative_to(folder).as_posix() for path in paths]


def titles(document: Path) -> list[str]:
    """
    Return the titles in a document, as a feed reader parses them.
    """
    if document.suffix == ".json":
        return [item["title"] for item in json.loads(document.read_bytes())["items"]]
    return [entry.title for entry in feedparser.parse(document.read_bytes()).entries]


def test_every_format_has_the_articles_newest_first(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    an_article_file(tmp_path, "old", date="2026-04-01T09:00:00Z")
    an_article_file(tmp_path, "new")

    report = build(site, as_of=NOW)

    files = ["feed.xml", "atom.xml", "feed.json", "feed.html", "stridesfeed-manifest.json"]
    assert names(report.written, tmp_path) == ["stridesfeed.lock", *(f"public/{file}" for file in files)]
    assert report.articles == 2
    assert [titles(path) for path in report.written[1:4]] == [["Title of new", "Title of old"]] * 3


def test_document_links_to_itself_and_the_other_formats(tmp_path: Path) -> None:
    site = a_site(tmp_path, '[output]\nurl = "https://cdn.example/f"\n')
    an_article_file(tmp_path, "one")

    build(site, as_of=NOW)

    links = feedparser.parse((tmp_path / "public" / "atom.xml").read_bytes()).feed.links
    assert [link.href for link in links if link.rel == "self"] == ["https://cdn.example/f/atom.xml"]
    assert {"https://cdn.example/f/feed.xml", "https://cdn.example/f/feed.json"} <= {link.href for link in links if link.rel == "alternate"}


def test_second_build_changes_no_file(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    an_article_file(tmp_path, "one")
    first = build(site, as_of=NOW)
    before = state(tmp_path / "public")

    second = build(site, as_of=NOW)

    assert (second.written, second.unchanged) == ((), first.written)
    assert state(tmp_path / "public") == before


def test_any_executor_may_render(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    for number in range(20):
        an_article_file(tmp_path, f"a{number}")
    build(site, as_of=NOW)
    before = state(site.output.folder)

    with ThreadPoolExecutor(2) as executor:
        report = build(site, as_of=NOW, use_cache=False, executor=executor)

    assert (report.written, state(site.output.folder)) == ((), before)


def test_disabled_formats_are_not_written(tmp_path: Path) -> None:
    site = a_site(tmp_path, '[output]\nfolder = "out 😀"\nrss = false\natom = ""\njson = "feeds/all.json"\npage = false\nmanifest = false\n')
    an_article_file(tmp_path, "one")

    build(site, as_of=NOW)

    assert [path.relative_to(tmp_path / "out 😀").as_posix() for path in (tmp_path / "out 😀").rglob("*.*")] == ["feeds/all.json"]


def test_output_may_be_another_folder(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    an_article_file(tmp_path, "one")

    report = build(site, as_of=NOW, output=tmp_path / "elsewhere")

    assert {path.parent for path in report.written} == {tmp_path, tmp_path / "elsewhere"}
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize(("limit", "published"), [(2, 2), (0, 3), (9, 3)])
def test_limit_keeps_the_newest_and_counts_the_others(tmp_path: Path, limit: int, published: int) -> None:
    site = a_site(tmp_path, f"[output]\nlimit = {limit}\n")
    for day in (1, 2, 3):
        an_article_file(tmp_path, f"day{day}", date=f"2026-04-0{day}T09:00:00Z")

    report = build(site, as_of=NOW)

    assert (report.articles, report.beyond_limit) == (published, 3 - published)
    assert titles(tmp_path / "public" / "feed.xml") == ["Title of day3", "Title of day2", "Title of day1"][:published]


def test_more_new_articles_than_the_limit_extend_it_until_there_are_newer_ones(tmp_path: Path) -> None:
    """
    The first build of a site, and older articles that are added later, do not extend the limit.
    """
    site = a_site(tmp_path, "[output]\nlimit = 2\n")
    for day in (1, 2, 3):
        an_article_file(tmp_path, f"day{day}", date=f"2026-03-0{day}T09:00:00Z")
    feed = tmp_path / "public" / "feed.xml"

    assert build(site, as_of=NOW).articles == 2
    for day in (4, 5, 6):
        an_article_file(tmp_path, f"day{day}", date=f"2026-03-0{day}T09:00:00Z")
    report = build(site, as_of=NOW)
    assert titles(feed) == ["Title of day6", "Title of day5", "Title of day4"]
    assert (report.beyond_limit, report.new_beyond_limit) == (3, ())
    assert build(site, as_of=NOW + timedelta(days=9)).written == ()
    an_article_file(tmp_path, "old", date="2026-02-01T09:00:00Z")
    report = build(site, as_of=NOW)
    assert titles(feed) == ["Title of day6", "Title of day5"]
    assert report.new_beyond_limit == ("content/old.md",)


def test_new_articles_beyond_twice_the_limit_are_named(tmp_path: Path) -> None:
    site = a_site(tmp_path, "[output]\nlimit = 2\n")
    an_article_file(tmp_path, "day1", date="2026-03-01T09:00:00Z")
    build(site, as_of=NOW)
    for day in range(2, 8):
        an_article_file(tmp_path, f"day{day}", date=f"2026-03-0{day}T09:00:00Z")

    report = build(site, as_of=NOW)

    assert report.articles == 4
    assert report.new_beyond_limit == ("content/day2.md", "content/day3.md")
    assert "2 new articles are in no document of the feed: content/day2.md, content/day3.md" in [*summarize(report, site)]
    assert json.loads(report_json(report))["new_beyond_limit"] == ["content/day2.md", "content/day3.md"]


def test_limit_is_kept_if_it_is_not_to_be_extended(tmp_path: Path) -> None:
    site = a_site(tmp_path, "[output]\nlimit = 2\nextend_for_new = false\n")
    an_article_file(tmp_path, "day1", date="2026-03-01T09:00:00Z")
    build(site, as_of=NOW)
    for day in (2, 3, 4):
        an_article_file(tmp_path, f"day{day}", date=f"2026-03-0{day}T09:00:00Z")

    report = build(site, as_of=NOW)

    assert (report.articles, report.new_beyond_limit) == (2, ("content/day2.md",))


def test_limit_of_a_partner_is_not_extended(tmp_path: Path) -> None:
    site = a_site(tmp_path, '[[feeds]]\npath = "partner/"\nprofile = "msn"\nlimit = 2\n[[feeds]]\npath = "own/"\nlimit = 2\n')
    an_article_file(tmp_path, "day1", date="2026-03-01T09:00:00Z")
    build(site, as_of=NOW)
    for day in (2, 3, 4):
        an_article_file(tmp_path, f"day{day}", date=f"2026-03-0{day}T09:00:00Z")

    build(site, as_of=NOW)

    assert [len(titles(tmp_path / "public" / name / "feed.xml")) for name in ("partner", "own")] == [2, 3]


def test_site_without_articles_has_empty_feeds(tmp_path: Path) -> None:
    report = build(a_site(tmp_path), as_of=NOW)

    assert report.articles == 0
    assert [titles(path) for path in report.written[1:4]] == [[], [], []]


def test_future_article_is_skipped_and_reported(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    an_article_file(tmp_path, "soon", date="2026-06-01T09:00:00Z")

    assert [item.path for item in build(site, as_of=NOW).skipped] == ["content/soon.md"]
    assert build(site, as_of=NOW.replace(month=7)).articles == 1


def test_build_time_is_in_no_document(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    an_article_file(tmp_path, "one")
    build(site, as_of=NOW)

    assert build(site, as_of=NOW.replace(year=2030)).written == ()


def test_error_stops_the_build(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    an_article_file(tmp_path, "one")
    an_article_file(tmp_path, "nameless", title='"  "')
    an_article_file(tmp_path, "zoneless", date="2026-04-01 09:00")

    with pytest.raises(InvalidFilesError) as caught:
        build(site, as_of=NOW)

    assert [(fault.path, fault.line, fault.field) for fault in caught.value.faults] == [
        ("content/nameless.md", 2, "title"),
        ("content/zoneless.md", 3, "date"),
    ]
    assert not (tmp_path / "public").exists()


def test_keep_going_publishes_articles_without_errors(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    an_article_file(tmp_path, "one")
    an_article_file(tmp_path, "zoneless", date="2026-04-01 09:00")

    report = build(site, as_of=NOW, keep_going=True)

    assert [fault.path for fault in report.faults] == ["content/zoneless.md"]
    assert titles(tmp_path / "public" / "feed.xml") == ["Title of one"]


def refusing(word: str) -> Any:
    """
    Return a ``render_all`` that refuses articles with *word* in their title, one at a time.
    """

    def refuse(feed: Feed, **options: Any) -> dict[str, bytes]:
        for article in feed.articles:
            if word in article.name:
                raise LimitError(article.subject, "depth", "is 900, and 200 are allowed", article_id=article.id)
        return render_all(feed, **options)

    return refuse


def test_bodies_over_a_limit_are_errors_of_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "render_all", refusing("deep"))
    site = a_site(tmp_path)
    for name in ("deep1", "deep2", "fine"):
        an_article_file(tmp_path, name)

    with pytest.raises(InvalidFilesError) as caught:
        build(site, as_of=NOW)

    assert [str(fault) for fault in caught.value.faults] == [
        "content/deep1.md: depth: is 900, and 200 are allowed",
        "content/deep2.md: depth: is 900, and 200 are allowed",
    ]
    assert not (tmp_path / "public").exists()


def test_older_article_replaces_a_refused_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "render_all", refusing("deep"))
    site = a_site(tmp_path, "[output]\nlimit = 1\n")
    an_article_file(tmp_path, "deep")
    an_article_file(tmp_path, "fine", date="2026-04-01T09:00:00Z")

    report = build(site, as_of=NOW, keep_going=True)

    assert (report.articles, report.beyond_limit, len(report.faults)) == (1, 0, 1)
    assert titles(tmp_path / "public" / "feed.xml") == ["Title of fine"]


def test_limit_error_about_no_article_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> dict[str, bytes]:
        raise LimitError("html", "depth", "is 900, and 200 are allowed")

    monkeypatch.setattr(plan, "render_all", refuse)

    with pytest.raises(LimitError, match="depth"):
        build(a_site(tmp_path), as_of=NOW, keep_going=True)


def test_fields_that_a_format_cannot_express_are_counted(tmp_path: Path) -> None:
    site = a_site(tmp_path, '[authors.ann]\nname = "Ann"\navatar = "https://ann.example/a.png"\n')
    for name in ("one", "two"):
        an_article_file(tmp_path, name, author="ann")

    losses = build(site, as_of=NOW).losses

    assert [(loss.format, loss.count) for loss in losses if loss.field == "Person.avatar"] == [("rss", 2), ("atom", 2)]


def test_unknown_front_matter_keys_are_reported(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    an_article_file(tmp_path, "one", flavour="sweet")

    assert dict(build(site, as_of=NOW).unknown) == {"content/one.md": ("flavour",)}


def test_progress_is_reported_by_stage(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    for name in ("one", "two"):
        an_article_file(tmp_path, name)
    told: list[tuple[str, int, int]] = []

    build(site, as_of=NOW, progress=lambda *step: told.append(step))

    assert ("load", 2, 2) in told
    assert told[-2:] == [("render", 0, 1), ("render", 1, 1)]


def test_garbage_is_searched_for_as_before_after_a_build_and_after_an_error(tmp_path: Path) -> None:
    usual = gc.get_threshold()
    during: list[int] = []
    site = a_site(tmp_path)
    an_article_file(tmp_path, "one")

    build(site, as_of=NOW, progress=lambda *_: during.append(gc.get_threshold()[0]))
    (tmp_path / "content" / "two.md").write_text("---\ntitle: Two\ndate: never\n---\n", "utf-8")
    with pytest.raises(InvalidFilesError):
        build(site, as_of=NOW)

    assert min(during) > usual[0]
    assert gc.get_threshold() == usual


def test_garbage_is_searched_for_as_before_after_overlapping_builds() -> None:
    usual = gc.get_threshold()
    one, two = rare_garbage_collection(), rare_garbage_collection()

    one.__enter__()
    two.__enter__()
    one.__exit__(None, None, None)
    assert gc.get_threshold()[0] > usual[0]
    two.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_cache_is_on_by_default_and_false_turns_it_off(tmp_path: Path) -> None:
    build(a_site(tmp_path / "default"), as_of=NOW)
    build(a_site(tmp_path / "off", "[build]\ncache = false\n"), as_of=NOW)

    assert (tmp_path / "default" / ".stridesfeed" / "cache.sqlite").is_file()
    assert not (tmp_path / "off" / ".stridesfeed").exists()


def test_dry_run_creates_no_cache(tmp_path: Path) -> None:
    build(a_site(tmp_path), as_of=NOW, dry_run=True)

    assert not (tmp_path / ".stridesfeed").exists()


def test_build_with_a_cache_renders_only_changed_articles_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = a_site(tmp_path, '[build]\ncache = ".cache/parts"\n')
    for name in ("one", "two", "three"):
        an_article_file(tmp_path, name)
    build(site, as_of=NOW, output=tmp_path / "with")
    cleaned: list[str] = []

    def noting(feed: Feed, **arguments: Any) -> Any:
        cleaned.extend(article.name for article in feed.articles)
        return body.clean(feed, **arguments)

    monkeypatch.setattr(parts, "clean", noting)
    an_article_file(tmp_path, "two", title="Another title")

    build(site, as_of=NOW, output=tmp_path / "with")

    assert cleaned == ["Another title"]
    assert (tmp_path / ".cache" / "parts").is_file()
    build(attrs.evolve(site, cache=None), as_of=NOW, output=tmp_path / "without")
    assert [bytes_ for bytes_, _ in state(tmp_path / "with").values()] == [bytes_ for bytes_, _ in state(tmp_path / "without").values()]
