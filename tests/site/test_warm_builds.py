"""
A build with a cache writes the same bytes, and reports the same, as one without it, whatever happened to the site in the meantime.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from histories import Step, appended, assert_cache_changes_nothing, removed, with_file, written
from publisher import Publisher
from stridesfeed import file_digests
from stridesfeed.checks.articles.checked_feed import CheckedArticle, CheckedFeed
from stridesfeed.load.links import Links
from stridesfeed.load.markup import markdown
from stridesfeed.model import Article

#: Configurations that a site may change to.
CONFIGURATIONS = (
    """
[output]
limit = 2
archive = 2
opml = "feeds.opml"
sitemap = "sitemap.xml"
news_sitemap = "news.xml"
[[feeds]]
by = "category"
path = "tags/{slug}/"
archive = 2
[[feeds]]
by = "section"
path = "{slug}/"
content = "summary"
""",
    """
[[feeds]]
profile = "msn"
path = "msn/"
[[feeds]]
by = "author"
path = "by/{slug}/"
[[feeds]]
by = "language"
path = "in/{slug}/"
""",
    "",
    '[output]\nlimit = 2\n[ledger]\nids = "tag"\n',
    "[related]\nauto = 2\n[output]\nmax_bytes = 3000\n",
    '[output]\nremove_stale = false\nhosts = ["netlify"]\ncompress = "gzip"\n[check]\nignore = ["image-*"]\n',
)

CONTENT = (
    'permalink = "/{slug}/"\nstatic = "static"\ntimezone = "UTC"\n',
    'permalink = "/news/{slug}/"\nstatic = "static"\ntimezone = "UTC"\n[options]\nexcerpt = 20\n',
)

NAMES = ("one", "two", "three", "four", "sub/one", "sub/index", "other/five")

TEXTS = (
    "",
    "Plain text with [a link](two.md) and [another](/three/), and so many words that others can have some of them in common.",
    "See [one](../one.md), ![chart](/images/chart.png), ![here](chart.png) and [nowhere](/nowhere/).",
    "Plain text with some {{ template }} and TODO, and so many words that others can have some of them in common.",
    "<p class='x'>HTML</p>\n\n* a list\n* <script>x</script>",
    "{% include_code two.md %} and {% post_url one %}",
)

KEYS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(("Same title", "Another", "1 < 2", "SHOUTING ALL THE TIME")),
        "tags": st.sampled_from(("[AI]", "[ai, New]", "[Chips]")),
        "section": st.sampled_from(("News", "Policy")),
        "authors": st.sampled_from(("[Ann]", "[Bob, Ann]")),
        "draft": st.sampled_from(("true", "false")),
        "slug": st.sampled_from(("two", "moved")),
        "id": st.just("tag:strides.example,2026:given"),
        "language": st.sampled_from(("fr", "en")),
        "image": st.sampled_from(("/images/chart.png", "chart.png")),
        "updated": st.sampled_from(("2026-05-03T10:00:00Z", "2030-01-01")),
        "date": st.sampled_from(("2026-05-04T10:00:00Z", "never", "2027-01-01")),
        "sumary": st.just("A misspelt key"),
        "related": st.just("[two]"),
    },
)

#: Files of several articles, and of values that articles inherit.
FILES = {
    "content/several.jsonl": '{"title": "Several", "date": "2026-05-02", "content": "[a](one.md)"}\n{"title": "More", "date": "2026-05-03"}\n',
    "content/sub/several.jsonl": '{"title": "Several", "date": "2026-05-02"}\n{"title": "Faulty"}\n',
    "content/sub/_index.md": "---\ncascade:\n  section: Inherited\n---\n",
    "content/sub/sub.json": '{"tags": ["Inherited"]}',
    "content/one.meta": "---\nauthors: [Inherited]\n---\n",
    "content/undated.md": "---\ntitle: Undated\n---\n",
    "content/.authors.yml": "authors:\n  Ann:\n    name: Ann Lee\n",
    "authors.yml": "Bob:\n  name: Bob May\n",
}


def _moved(old: str, new: str) -> Step:
    return lambda site: site.move(old, new) if site.path(old).exists() else None


def _configured(more: str, content: str) -> Step:
    return lambda site: site.configure(more, content=content)


def _output_damaged(path: str) -> Step:
    def step(site: Publisher) -> None:
        if (site.output / path).exists():
            (site.output / path).write_bytes(b"x")

    return step


def _cache_damaged(site: Publisher) -> None:
    cache = site.folder / ".stridesfeed" / "cache.sqlite"
    if cache.exists():
        cache.write_bytes(cache.read_bytes()[:3000])


def _cache_removed(site: Publisher) -> None:
    shutil.rmtree(site.folder / ".stridesfeed", ignore_errors=True)


NAME = st.sampled_from(NAMES)
STEPS = st.one_of(
    st.builds(written, NAME, st.sampled_from(TEXTS), st.integers(0, 9), KEYS),
    st.builds(appended, NAME, st.just("More.")),
    st.builds(removed, NAME),
    st.builds(_moved, NAME, NAME),
    st.builds(_configured, st.sampled_from(CONFIGURATIONS), st.sampled_from(CONTENT)),
    st.builds(
        with_file,
        st.sampled_from(("static/images/chart.png", "content/sub/chart.png", "content/chart.png")),
        st.sampled_from((None, b"x", b"xx", b"xxx")),
    ),
    st.sampled_from([*FILES.items()]).map(lambda file: with_file(file[0], file[1].encode())),
    st.builds(_output_damaged, st.sampled_from(("feed.xml", "atom.xml", "feed-archive-2.xml", "tags/ai/feed.json"))),
    st.sampled_from((_cache_damaged, _cache_removed, lambda _: None)),
)


@given(st.lists(st.tuples(st.lists(STEPS, min_size=1, max_size=3), st.integers(0, 30), st.booleans()), min_size=1, max_size=5))
@settings(max_examples=20, deadline=None)
def test_warm_builds_equal_cold_ones(history: list[tuple[list[Step], int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        # As if all files were old.
        patched.setattr(file_digests, "_RECENT", -(10**18))
        warm = Publisher(Path(name) / "warm", CONFIGURATIONS[0], content=CONTENT[0])
        (warm.folder / "static").mkdir()
        for number, article in enumerate(NAMES[:4]):
            warm.write(article, TEXTS[1] * number, day=number, tags="[AI]")
        hours = 0
        for steps, later, keep_going in [([], 0, True), *history]:
            for step in steps:
                step(warm)
            hours += later
            assert_cache_changes_nothing(warm, hours, keep_going=keep_going, allow_mass_withdrawal=keep_going)


@pytest.mark.parametrize(("edited", "parsed"), [("a3", ["a3.md"]), ("none", [])])
def test_unchanged_articles_are_neither_read_nor_parsed(
    edited: str, parsed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_digests, "_RECENT", -(10**18))
    site = Publisher(tmp_path)
    for number in range(40):
        site.write(f"a{number}", TEXTS[1], day=-number)
    site.build()
    read: list[str] = []
    converted: list[str] = []
    read_bytes, to_html = Path.read_bytes, markdown.to_html

    def reading(self: Path) -> bytes:
        read.append(self.name)
        return read_bytes(self)

    def converting(text: str, links: Links, **options: Any) -> str:
        converted.append(links.file.name)
        return to_html(text, links, **options)

    monkeypatch.setattr(Path, "read_bytes", reading)
    monkeypatch.setattr(markdown, "to_html", converting)
    appended(edited, "More.")(site)

    site.build(1)

    assert [name for name in read if name.endswith(".md")] == parsed
    assert converted == parsed


def test_unchanged_articles_are_not_checked_again_unless_their_links_may_be_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Publisher(tmp_path)
    site.write("one", "[two](/two/)")
    site.write("two", "Text.", day=-1)
    site.write("three", "Text.", day=-2)
    checked: list[str] = []
    of = CheckedArticle.of

    def checking(article: Article, context: CheckedFeed) -> CheckedArticle:
        checked.append(article.url or "")
        return of(article, context)

    monkeypatch.setattr(CheckedArticle, "of", checking)

    def check_again(day: int) -> tuple[list[str], list[str]]:
        checked.clear()
        report = site.build(day, allow_mass_withdrawal=True)
        return sorted(checked), [finding.message for finding in report.findings if finding.code == "link-dead"]

    assert check_again(0) == ([f"https://strides.example/{name}/" for name in ("one", "three", "two")], [])
    assert check_again(1) == ([], [])
    appended("three", "More.")(site)
    assert check_again(2) == (["https://strides.example/three/"], [])
    removed("two")(site)
    checked_now, dead = check_again(3)
    assert checked_now == ["https://strides.example/one/"]
    assert len(dead) == 1


def test_losses_are_those_of_a_build_without_a_cache(tmp_path: Path) -> None:
    site = Publisher(tmp_path)
    for name in ("one", "two"):
        site.write(name, "Text.", rights="Mine")

    def losses(**options: Any) -> list[str]:
        return [finding.message for finding in site.build(1, **options).findings if finding.code == "field-not-carried"]

    first = losses()
    removed("two")(site)
    second = losses()

    assert any("rights (2 ×)" in message for message in first)
    assert any("rights (1 ×)" in message for message in second)
    assert second == losses(use_cache=False)
