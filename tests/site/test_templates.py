"""
Template source that nothing has rendered: the build shows it with file and line, or stops.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publisher import CONTENT, FEED
from stridesfeed.build import build
from stridesfeed.build.checking import check_loaded
from stridesfeed.build.summary import summarize
from stridesfeed.checks import check
from stridesfeed.cli.report_text import report_json
from stridesfeed.errors import InvalidFilesError
from stridesfeed.load import load
from stridesfeed.model import Article, Feed
from stridesfeed.site import Site, read_site

NOW = datetime(2026, 5, 1, tzinfo=UTC)
MESSAGE = "text shows the template source '{{ page.title }}': write the actual text, or mark it as code"


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Site]:
    """
    Return a site with one article whose seventh line shows a template tag.
    """

    def site(*, content: str = "", more: str = "") -> Site:
        (tmp_path / "content").mkdir()
        (tmp_path / "content" / "one.md").write_text("---\ntitle: One\ndate: 2026-04-30\n---\nA.\n\nSee {{ page.title }}.\n", "utf-8")
        text = f'[feed]\n{FEED}\n[content]\n{CONTENT}\ntimezone = "UTC"\n{content}\n{more}'
        (tmp_path / "stridesfeed.toml").write_text(text, "utf-8")
        return read_site(tmp_path)

    return site


def test_a_build_shows_template_source_with_its_line(site: Callable[..., Site]) -> None:
    given = site()

    report = build(given, as_of=NOW)

    assert report.articles == 1
    assert f"Not rendered: content/one.md:7: {MESSAGE}" in [*summarize(report, given)]
    assert json.loads(report_json(report))["templates"] == [{"path": "content/one.md", "line": 7, "code": "template-left", "message": MESSAGE}]


def test_a_build_shows_the_same_markup_once_with_its_places(site: Callable[..., Site], tmp_path: Path) -> None:
    given = site()
    (tmp_path / "content" / "one.md").write_text("---\ntitle: One\ndate: 2026-04-30\n---\n{{< a >}}\n\n{{< b >}} {{< a >}}\n", "utf-8")

    lines = [line.partition(" is left out")[0] for line in summarize(build(given, as_of=NOW), given) if line.startswith("Not rendered")]

    assert lines == [
        "Not rendered: content/one.md:5, content/one.md:7: the shortcode 'a'",
        "Not rendered: content/one.md:7: the shortcode 'b'",
    ]


def test_template_source_can_stop_a_build(site: Callable[..., Site], tmp_path: Path) -> None:
    given = site(content='templates = "error"')

    with pytest.raises(InvalidFilesError) as raised:
        build(given, as_of=NOW)

    assert [str(fault) for fault in raised.value.faults] == [f"content/one.md:7: template-left: {MESSAGE}"]
    assert not (tmp_path / "public").exists()
    loaded = load(given.content, as_of=NOW)
    assert [each.level for each in check_loaded(given, loaded, as_of=NOW) if each.code == "template-left"] == ["error"]


def test_template_source_that_is_ignored_stops_no_build(site: Callable[..., Site]) -> None:
    given = site(content='templates = "error"', more='[check.per_file_ignores]\n"content/one.md" = "template-left"')

    report = build(given, as_of=NOW)

    assert (report.articles, report.templates) == (1, ())


def test_articles_with_template_source_keep_their_last_published_version(site: Callable[..., Site], tmp_path: Path) -> None:
    given = site(content='templates = "error"')
    (tmp_path / "content" / "one.md").write_text("---\ntitle: One\ndate: 2026-04-30\n---\nA.\n\n{{< chart >}}\n", "utf-8")

    report = build(given, as_of=NOW, keep_going=True)

    assert report.articles == 0
    assert [(fault.path, fault.line, fault.field) for fault in report.faults] == [("content/one.md", 7, "markup-omitted")]


def found(content: str) -> list[str]:
    feed = Feed(id="https://a.example/", title="A", url="https://a.example/")
    article = Article(id="https://a.example/1", url="https://a.example/1", title="One", published=NOW, content=content)
    findings = check(Feed(id=feed.id, title=feed.title, url=feed.url, articles=[article]))
    return [finding.message.partition("source ")[2].partition(": write")[0] for finding in findings if finding.code == "template-left"]


@pytest.mark.parametrize(
    "source",
    [
        "{{ page.title }}",
        '{{ "a" | url }}',
        "{% include a.html %}",
        "{{< figure src=a.png >}}",
        "{{% note %}}",
        ":::note",
        "::: {.warning}",
        "!!! note",
        '??? tip "A"',
        '=== "Tab"',
        "[!NOTE]",
        "[TOC]",
        '--8<-- "a.md"',
        "import Chart from './chart'",
        "{: .lead}",
        "{#part}",
    ],
)
def test_source_of_every_generator_is_found(source: str) -> None:
    shown = source.replace("<", "&lt;").replace(">", "&gt;")

    assert found(f"<p>{shown}</p>") == [repr(source)]
    assert found(f"<p>A <code>{shown}</code>.</p>\n<pre>\n<code>{shown}</code></pre>") == []


@pytest.mark.parametrize("tag", ["<Chart data={x} />", "<Tabs>", "</TabItem>", "<Tab.Panel a=1>"])
def test_components_are_found(tag: str) -> None:
    assert found(f"<div>{tag}</div>") == [repr(tag.replace(">", "").split(" ")[0])]


@pytest.mark.parametrize(
    "html",
    [
        "<p>a { b } c :: d ! e ? f = g</p>",
        "<p>We !!! agree ??? or not === at all</p>",
        "<Table><Tr><Td>a</Td></Tr></Table><IMG SRC=a.png><Strong>a</Strong>",
        "<p>List&lt;String&gt; and [note] and 8&lt;9</p>",
        "<p>import duties from China</p>",
        "<p>{x: 1} {:ok, x} {:error}</p>",
    ],
)
def test_ordinary_text_is_not_template_source(html: str) -> None:
    assert found(html) == []


def test_further_source_is_counted() -> None:
    assert found("<p>{{ a }} {{ b }} {% c %}</p>") == ["'{{ a }}', and 2 more"]


@pytest.mark.parametrize("unit", ["<code>", "<pre><code>", "<Code ", "{{ ", "{% a ", ":::a", "<p>import a ", "{: ", "&lt;A "])
def test_hostile_text_is_searched_in_proportion_to_its_size(unit: str) -> None:
    assert len(found("{{" + unit * (400_000 // len(unit)))) < 2
