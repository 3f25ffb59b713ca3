"""
A build after edits of texts loads and writes only what they touch, with the same result as a whole build.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from histories import Step, appended, assert_cache_changes_nothing, removed, state, with_file, written
from publisher import START, Publisher
from stridesfeed import file_digests
from stridesfeed.build.index import IndexStore
from stridesfeed.cache import DiskCache
from stridesfeed.identify import IdentifiedArticles, identify_articles
from stridesfeed.serve.preview import Preview
from stridesfeed.site import read_site

#: Configurations in which texts touch few documents.
CONFIGURATIONS = (
    """
[output]
limit = 2
archive = 2
opml = "feeds.opml"
sitemap = "sitemap.xml"
compress = "gzip"
[[feeds]]
by = "category"
path = "tags/{slug}/"
limit = 3
archive = 2
[[feeds]]
by = "section"
path = "{slug}/"
content = "summary"
complete = true
""",
    """
[output]
limit = 3
hosts = ["netlify"]
rsl = "license.xml"
[rights]
license = "https://creativecommons.org/licenses/by/4.0/"
prohibits = ["ai-train"]
[[feeds]]
by = "author"
path = "by/{slug}/"
limit = 0
[[feeds]]
profile = "msn"
path = "msn/"
[ledger]
tombstones = 1
""",
    """
[output]
archive = 3
limit = 1
[[feeds]]
by = "tag"
path = "{slug}/"
[[feeds]]
by = "language"
path = "in/{slug}/"
[check]
ignore = ["image-*"]
""",
)

NAMES = tuple(f"a{number}" for number in range(8))

TEXTS = (
    "Plain text with [a link](a1.md) and [another](/a2/), and so many words that others can have some of them in common with it.",
    "See [one](a3.md), ![chart](/images/chart.png), [nowhere](/nowhere/) and [a feed](/tags/ai/feed.xml) of ours.",
    "Other words altogether: what the committee decided on Tuesday was published on Friday, as the chair had said in spring.",
    "<p class='x' onclick='y()'>HTML</p>\n\n* a list\n* <script>x</script>",
    "A {{ template }} that nothing renders.",
    "",
)

KEYS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(("Same title", "Another", "1 < 2")),
        "tags": st.sampled_from(("[AI]", "[ai, New]", "[Chips]")),
        "section": st.sampled_from(("News", "Policy")),
        "authors": st.sampled_from(("[Ann]", "[Bob, Ann]")),
        "image": st.just("/images/chart.png"),
        "rights": st.just("Mine"),
        "id": st.just("tag:strides.example,2026:given"),
        "sumary": st.just("A misspelt key"),
        "date": st.sampled_from(("2026-05-08T10:00:00Z", "2026-05-12T10:00:00Z")),
        "updated": st.sampled_from(("2026-05-06T10:00:00Z", "2026-05-07T10:00:00Z")),
        "expiryDate": st.just("2026-05-07T12:00:00Z"),
    },
)


def _text_replaced(name: str, text: str) -> Step:
    def step(site: Publisher) -> None:
        if site.path(name).exists():
            head = site.path(name).read_text("utf-8").split("---\n")[1]
            site.path(name).write_text(f"---\n{head}---\n{text}\n", "utf-8")

    return step


def _swapped(one: str, other: str) -> Step:
    def step(site: Publisher) -> None:
        files = [site.path(name) for name in (one, other)]
        if all(file.exists() for file in files):
            heads, texts = zip(*(file.read_text("utf-8").split("---\n")[1:3] for file in files), strict=True)
            for file, head, text in zip(files, heads, reversed(texts), strict=True):
                file.write_text(f"---\n{head}---\n{text}", "utf-8")

    return step


def _with_key(name: str, line: str) -> Step:
    def step(site: Publisher) -> None:
        site.path(name).write_text(site.path(name).read_text("utf-8").replace("---\n", f"---\n{line}\n", 1), "utf-8")

    return step


def _ledger_edited(site: Publisher) -> None:
    ledger = site.folder / "stridesfeed.lock"
    ledger.write_text(ledger.read_text("utf-8").replace(" content/b9.md", " content/moved.md"), "utf-8")


def _touched(name: str) -> Step:
    return lambda site: site.path(name).touch() if site.path(name).exists() else None


NAME, TEXT = st.sampled_from(NAMES), st.sampled_from(TEXTS)
EDITS = st.one_of(
    st.builds(appended, NAME, TEXT),
    st.builds(appended, NAME, st.sampled_from(("More.", "And more <b>words</b>."))),
    st.builds(_text_replaced, NAME, TEXT),
    st.builds(_touched, NAME),
)
OTHERS = st.one_of(
    st.builds(_swapped, NAME, NAME),
    st.builds(written, NAME, TEXT, st.integers(0, 5), KEYS),
    st.builds(removed, NAME),
    st.builds(
        with_file,
        st.sampled_from(
            ("static/images/chart.png", "content/chart.png", "public/nowhere/index.html", "public/tags/ai/feed.xml", "public/atom.xml")
        ),
        st.sampled_from((None, b"x")),
    ),
)
STEPS = st.lists(st.one_of(EDITS, EDITS, EDITS, OTHERS), max_size=2)


@given(st.sampled_from(CONFIGURATIONS), st.booleans(), st.lists(st.tuples(STEPS, st.sampled_from((0, 1, 1, 1, 1, 30))), min_size=2, max_size=6))
@settings(max_examples=20, deadline=None)
def test_builds_after_edits_equal_whole_ones(configuration: str, is_preview: bool, history: list[tuple[list[Step], int]]) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        # As if all files were old.
        patched.setattr(file_digests, "_RECENT", -(10**18))
        warm = Publisher(Path(name) / "warm", configuration, content='permalink = "/{slug}/"\nstatic = "static"\ntimezone = "UTC"\n')
        (warm.folder / "static").mkdir()
        for number, article in enumerate(NAMES[:6]):
            warm.write(
                article,
                TEXTS[number % 3] + f" It is number {number}.",
                day=number,
                tags="[AI]" if number % 2 else "[Chips, AI]",
                section="News",
            )
        # A preview begins each build with the published ledger.
        published, hours = Path(name) / "published.lock", 0
        for steps, later in [([], 0), *history]:
            for step in steps:
                step(warm)
            hours += later
            if is_preview and published.exists():
                shutil.copyfile(published, warm.folder / "stridesfeed.lock")
            assert_cache_changes_nothing(warm, hours, keep_going=True, allow_mass_withdrawal=True)
            if not published.exists():
                shutil.copyfile(warm.folder / "stridesfeed.lock", published)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    """
    A site of 40 articles that was built, whose files are old.
    """
    monkeypatch.setattr(file_digests, "_RECENT", -(10**18))
    site = Publisher(tmp_path, CONFIGURATIONS[0], content='permalink = "/{slug}/"\nstatic = "static"\n')
    (tmp_path / "static").mkdir()
    for number in range(40):
        words = " ".join(f"word{each}" for each in range(60))
        site.write(f"b{number}", f"{words}, [a link](/b1/), and it is number {number}.", day=-number, tags="[AI]", section="News")
    site.build()
    site.build()
    return site


@pytest.fixture
def whole_builds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """
    A list that grows with each build that loads all articles.
    """
    found: list[int] = []

    def counting(*arguments: Any, **options: Any) -> IdentifiedArticles:
        found.append(1)
        return identify_articles(*arguments, **options)

    monkeypatch.setattr("stridesfeed.build.identify_articles", counting)
    return found


def test_an_edit_reads_and_writes_only_what_it_touches(large: Publisher, whole_builds: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    read_bytes = Path.read_bytes

    def reading(self: Path) -> bytes:
        read.append(self.name)
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", reading)
    appended("b30", "More.")(large)

    report = large.build(1)

    assert whole_builds == []
    assert [name for name in read if name.endswith(".md")] == ["b30.md"]
    assert [(change.kind, change.source) for change in report.changes] == [("updated", "content/b30.md")]
    archive = f"feed-archive-{40 - 30}.xml"
    assert {archive, f"tags/ai/{archive}", "feed.xml", "feeds.opml", "stridesfeed.lock"} <= {
        path.relative_to(large.output).as_posix() if path.is_relative_to(large.output) else path.name for path in report.written
    }
    assert not [path for path in report.written if "archive-12" in path.name]


def test_without_an_edit_no_file_is_read_orwritten(large: Publisher, whole_builds: list[int]) -> None:
    before = large.build(1)
    again = large.build(2)

    assert whole_builds == []
    assert (before.written, again.written) == ((), ())
    assert again.unchanged == before.unchanged
    assert again.articles == before.articles > 0
    assert again.findings == before.findings
    assert not again.findings_changed


def test_edits_one_after_the_other_have_the_same_result_as_whole_builds(large: Publisher, whole_builds: list[int]) -> None:
    for hours, name in enumerate(("b30", "b29", "b3", "b30"), start=1):
        appended(name, "More.")(large)
        assert_cache_changes_nothing(large, hours)

    # Those of the copies without a cache.
    assert len(whole_builds) == 4


def test_a_larger_document_and_an_unknown_key_are_reported_as_by_whole_builds(large: Publisher, whole_builds: list[int]) -> None:
    text = large.path("b0").read_text("utf-8")
    appended("b0", "word0 word1 " * 30_000)(large)
    _with_key("b3", "sumary: Misspelt")(large)
    assert_cache_changes_nothing(large, 1)

    large.path("b0").write_text(text, "utf-8")
    assert_cache_changes_nothing(large, 2)

    # Those of the copies without a cache.
    assert len(whole_builds) == 2


def test_a_new_finding_is_reported_and_forgotten_again(large: Publisher, whole_builds: list[int]) -> None:
    text = large.path("b7").read_text("utf-8")
    appended("b7", "![A](http://other.example/a.png)")(large)
    found = large.build(1)
    large.path("b7").write_text(text, "utf-8")
    corrected = large.build(2)

    assert whole_builds == []
    assert [each.path for each in found.findings if each.code == "image-over-http"] == ["content/b7.md"]
    assert found.findings_changed
    assert not [each for each in corrected.findings if each.code == "image-over-http"]
    assert corrected.findings_changed


def test_a_trial_of_an_edit_writes_nothing(large: Publisher, whole_builds: list[int]) -> None:
    appended("b30", "More.")(large)
    trial, files = large.build(1, dry_run=True), state(large.folder)
    done = large.build(1)

    assert whole_builds == []
    assert trial.written == done.written
    assert trial.changes == done.changes
    assert files != state(large.folder)


WHOLE: dict[str, Step] = {
    "a new article": written("new", "Text.", 0, {}),
    "an article less": removed("b3"),
    "another title": written("b3", "Text.", -3, {"title": "Another", "tags": "[AI]", "section": "News"}),
    "another category": written("b3", "Text.", -3, {"tags": "[Other]", "section": "News"}),
    "a field that a format cannot express": _with_key("b3", "rights: Mine"),
    "another address": written("b3", "Text.", -3, {"tags": "[AI]", "section": "News", "slug": "moved"}),
    "another author": written("b3", "Text.", -3, {"tags": "[AI]", "section": "News", "authors": "[Ann]"}),
    "another date": written("b3", "Text.", -4, {"tags": "[AI]", "section": "News"}),
    "an error": written("b3", "Text.", -3, {"date": "never"}),
    "the first text that nothing renders": appended("b3", "A {{ template }}."),
    "a text that has little in common with the former one": _text_replaced("b3", " ".join(f"other{number}" for number in range(60))),
    "an address that was not looked up before": appended("b3", "[other](/other/)"),
    "a file that is no article": with_file("content/data.json", b"{}"),
    "a damaged document": with_file("public/feed-archive-12.xml", b"x"),
    "a missing document": with_file("public/feed-archive-12.xml", None),
    "another ledger": _ledger_edited,
    "other settings": lambda site: site.configure(CONFIGURATIONS[1]),
    "a damaged cache": with_file(".stridesfeed/cache.sqlite", b"x"),
}


@pytest.mark.parametrize("change", WHOLE)
def test_more_than_an_edit_of_a_text_needs_a_whole_build(change: str, large: Publisher, whole_builds: list[int]) -> None:
    WHOLE[change](large)

    large.build(1, keep_going=True)

    assert whole_builds == [1]


#: Settings by which a text reaches beyond the documents that have it.
CONNECTED = {
    "related links that are found": ("", "[related]\nauto = 2\n"),
    "a digest": ("", '[[feeds]]\npath = "weekly/"\ndigest = "week"\n'),
    "a maximum size": ("", "[output]\nmax_bytes = 100000\n"),
    "a news sitemap": ("", '[output]\nnews_sitemap = "news.xml"\n'),
    "a redirect": ("", '[output]\nredirects = {"old.xml" = "feed.xml"}\n'),
    "built pages": ('pages = "built"\n', ""),
    "dates from git": ('date = "git"\n', ""),
}


@pytest.mark.parametrize("setting", CONNECTED)
def test_texts_that_reach_beyond_their_documents_take_whole_builds(setting: str, tmp_path: Path, whole_builds: list[int]) -> None:
    content, more = CONNECTED[setting]
    (tmp_path / "built" / "one").mkdir(parents=True)
    (tmp_path / "built" / "one" / "index.html").write_text("<article><h1>One</h1><p>Text.</p></article>", "utf-8")
    site = Publisher(tmp_path, more, content=f'permalink = "/{{slug}}/"\n{content}')
    site.write("one", TEXTS[0])
    for day in range(3):
        site.build(day)
    assert whole_builds == [1, 1, 1]


@pytest.mark.parametrize(("key", "value"), [("expiryDate", "2026-05-03T00:00:00Z"), ("date", "2026-05-03T00:00:00Z")])
def test_an_article_that_expires_or_is_due_needs_a_whole_build(key: str, value: str, large: Publisher, whole_builds: list[int]) -> None:
    large.write("c", TEXTS[0], day=-1, **{key: value})
    large.build(1)
    whole_builds.clear()

    before = large.build(1)
    assert whole_builds == []
    after = large.build(3)

    assert whole_builds == [1]
    kind = "withdrawn" if key == "expiryDate" else "new"
    assert [change.kind for change in (*before.changes, *after.changes)] == [kind]


def test_files_that_may_still_change_are_read_again(large: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_digests, "_RECENT", 10**18)
    appended("b3", "More.")(large)
    large.build(1)
    path = large.path("b3")
    times, text = path.stat(), path.read_text("utf-8")
    path.write_text(text.replace("More.", "Less."), "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    report = large.build(2)

    assert [change.source for change in report.changes] == ["content/b3.md"]


def test_a_preview_builds_only_what_edits_touch(large: Publisher, whole_builds: list[int], tmp_path: Path) -> None:
    days = iter(range(1, 5))
    preview = Preview(large.folder, tmp_path / "preview", as_of=lambda _: START + timedelta(days=next(days)))
    (tmp_path / "preview").mkdir()
    preview.rebuild()
    assert whole_builds == [1]

    changes = list[list[str]]()
    for name in ("b3", "b4"):
        appended(name, "More.")(large)
        preview.rebuild()
        changes.append(sorted(change.source for change in preview.report.changes))

    assert whole_builds == [1]
    # The ledger of the site is the published one, so all edits since then are changes.
    assert changes == [["content/b3.md"], ["content/b3.md", "content/b4.md"]]
    assert not preview.faults


def test_hidden_files_beside_articles_are_no_change(large: Publisher, whole_builds: list[int]) -> None:
    with_file("content/.b3.md.swp", b"x")(large)
    large.build(1)
    assert whole_builds == []


def test_settings_beside_articles_are_a_change(large: Publisher, whole_builds: list[int]) -> None:
    with_file("content/.meta.yml", b"tags: [Inherited]\n")(large)
    large.build(1)
    assert whole_builds == [1]


def test_files_behind_a_symbolic_link_may_change_unnoticed(large: Publisher, whole_builds: list[int]) -> None:
    (large.folder / "static" / "linked").symlink_to(large.folder / "public", target_is_directory=True)
    large.build(1)
    large.build(2)
    assert whole_builds == [1, 1]


def test_findings_keep_their_lines(large: Publisher, whole_builds: list[int]) -> None:
    for name in ("b3", "b4"):
        appended(name, "A {{ template }}.")(large)
    large.build(1)
    whole_builds.clear()
    large.path("b3").write_text(large.path("b3").read_text("utf-8").replace("word0", "\n\nword0"), "utf-8")

    report = large.build(2)

    assert whole_builds == []
    assert [(each.path, each.line) for each in report.templates] == [("content/b3.md", 11), ("content/b4.md", 9)]
    assert [*report.templates] == [each for each in report.findings if each.code == "template-left"]
    assert large.build(3).templates == report.templates
    assert whole_builds == []


@pytest.mark.parametrize("value", [b"x", zlib.compress(b"x"), zlib.compress(b"{}"), zlib.compress(b'{"report": 1}'), zlib.compress(b"[]")])
def test_an_index_of_another_version_is_replaced(value: bytes, large: Publisher, whole_builds: list[int]) -> None:
    with DiskCache(large.folder / ".stridesfeed" / "cache.sqlite") as cache:
        cache.put({IndexStore(cache, read_site(large.folder), large.output).key("build"): value})
    large.build(1)
    assert whole_builds == [1]
    large.build(2)
    assert whole_builds == [1]


def test_a_site_whose_output_is_among_its_articles_takes_whole_builds(tmp_path: Path, whole_builds: list[int]) -> None:
    site = Publisher(tmp_path, CONFIGURATIONS[2], content='folder = "."\n')
    site.write("one", "Text.")
    site.build()
    site.build(1)
    assert whole_builds == [1, 1]
