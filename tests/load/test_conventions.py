"""
Front matter and folder layouts of site generators.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import stridesfeed.load
from stridesfeed.extensions import Editorial, Score
from stridesfeed.load import SOURCES, Loaded, markup
from stridesfeed.model import Article, Category, Link, Person

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]

BIRTHDAY = datetime(2026, 4, 30, 9, 0, tzinfo=UTC)


def only(loaded: Loaded) -> Article:
    assert loaded.faults == ()
    (article,) = loaded.articles
    return article


JEKYLL = """---
layout: post
title: "AT&T: when <script> isn't"
date: 2026-04-30 11:00:00 +0200
author: ann
categories: news release
tags: [grok, "R&D"]
last_modified_at: 2026-05-01
---
Text.
"""

HUGO_YAML = """---
title: "AT&T: when <script> isn't"
date: 2026-04-30T09:00:00Z
lastmod: 2026-05-01T00:00:00Z
author: Ann Lee
categories: [news, release]
tags:
  - grok
  - R&D
weight: 3
---
Text.
"""

HUGO_TOML = """+++
title = "AT&T: when <script> isn't"
date = 2026-04-30T11:00:00+02:00
lastmod = 2026-05-01
categories = ["news", "release"]
tags = ["grok", "R&D"]
[params]
author = "Ann Lee"
+++
Text.
"""

ZOLA = """+++
title = "AT&T: when <script> isn't"
date = 2026-04-30T09:00:00Z
updated = 2026-05-01
authors = ["Ann Lee"]
[taxonomies]
categories = ["news", "release"]
tags = ["grok", "R&D"]
[extra]
featured = true
+++
Text.
"""

PELICAN = """Title: AT&T: when <script> isn't
Date: 2026-04-30 09:00
Modified: 2026-05-01
Authors: Ann Lee
Categories: news, release
Tags: grok,
    R&D

Text.
"""

MKDOCS = """---
date:
  created: 2026-04-30 09:00
  updated: 2026-05-01
authors:
  - ann
categories:
  - news
  - release
tags:
  - grok
  - R&D
---

# AT&T: when &lt;script> isn't

Text.
"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/_posts/2026-04-30-att.markdown", JEKYLL),
        ("content/att.md", HUGO_YAML),
        ("content/att.md", HUGO_TOML),
        ("content/att.md", ZOLA),
        ("content/att.md", PELICAN),
        ("content/att.md", MKDOCS),
    ],
    ids=["jekyll", "hugo-yaml", "hugo-toml", "zola", "pelican", "mkdocs"],
)
def test_front_matter_of_every_generator_loads_the_same_article(write: Write, loading: Loading, path: str, text: str) -> None:
    write(path, text)

    article = only(loading(authors={"ann": Person("Ann Lee")}))

    assert article == Article(
        id="https://strides.example/att/",
        url="https://strides.example/att/",
        title="AT&T: when <script> isn't",
        published=BIRTHDAY,
        updated=datetime(2026, 5, 1, tzinfo=UTC),
        authors=(Person("Ann Lee"),),
        categories=tuple(map(Category, ("news", "release", "grok", "R&D"))),
        summary="Text.",
        content="<p>Text.</p>",
    )


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(write: Write, loading: Loading, line_end: str, mark: str) -> None:
    write("content/att.md", mark + HUGO_YAML.replace("\n", line_end))

    assert only(loading()).content == "<p>Text.</p>"


@pytest.mark.parametrize("title", ["no", "on", "1.0", "1.10", "2026-04-30", "0x1F", "12:30:45", "1e3"])
def test_yaml_scalars_stay_text(write: Write, loading: Loading, title: str) -> None:
    """
    A YAML parser would convert these to booleans, numbers and dates.
    """
    write("content/a.md", f"---\ntitle: {title}\ndate: 2026-04-30\n---\n")

    assert only(loading()).title == title


def test_yaml_merges_anchors(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\nbase: &base {title: Base, date: 2026-04-30}\n<<: *base\ntitle: Own\n---\n")

    assert (only(loading()).title, only(loading()).sort_date.date().isoformat()) == ("Own", "2026-04-30")


def test_a_key_may_be_repeated_with_the_same_value(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\npublished: true\ndate: 2026-04-30\npublished: true\ntitle: A\n---\n")

    assert only(loading()).title == "A"


def test_a_sentence_with_a_colon_is_not_front_matter(write: Write, loading: Loading) -> None:
    write("content/2026-04-30-a.md", "Note: this is a sentence.\n")

    (fault,) = loading().faults

    assert str(fault) == "content/2026-04-30-a.md:1: title: is missing; add one"


def test_a_leading_heading_becomes_the_title(write: Write, loading: Loading) -> None:
    write("content/2026-04-30-a.md", "# Of *mice* and `men`\n\nText.\n")

    article = only(loading())

    assert (article.title, article.content) == ("Of mice and men", "<p>Text.</p>")


def test_html_files_need_front_matter(write: Write, loading: Loading) -> None:
    write("content/page.html", "<h1>About</h1>")
    write("content/a.html", "---\ntitle: A\ndate: 2026-04-30\n---\n<p>Text &amp; <a href='b.html'>b</a></p>\n")
    write("content/b.html", "---\ntitle: B\ndate: 2026-04-29\n---\n<p>b</p>\n")

    loaded = loading()

    assert [(skipped.path, skipped.reason) for skipped in loaded.skipped] == [("content/page.html", "has no front matter")]
    assert loaded.articles[0].content == "<p>Text &amp; <a href='https://strides.example/b/'>b</a></p>"


def test_each_json_line_is_an_article(write: Write, loading: Loading) -> None:
    first = '{"title": "One", "date_published": "2026-04-30T09:00:00Z", "content_html": "<p>1</p>", "url": "/1", "id": "tag:a.example,2026:1"}'
    second = '{"title": "Two & a half", "date": "2026-04-29", "content_text": "a < b\\n\\nc", "authors": [{"name": "Ann", "url": "https://ann.example/"}]}'
    write("content/news/all.jsonl", f"{first}\n\n{second}\n")

    one, two = loading().articles

    assert (one.id, one.url, one.content) == ("tag:a.example,2026:1", "https://strides.example/1", "<p>1</p>")
    assert (two.url, two.content) == ("https://strides.example/news/two-a-half/", "<p>a &lt; b</p>\n<p>c</p>")
    assert two.authors == (Person("Ann", uri="https://ann.example/"),)


def test_hidden_files_are_not_articles(write: Write, loading: Loading) -> None:
    for path in (".draft.md", ".git/a.md", "picture.png"):
        write(f"content/{path}", HUGO_YAML)

    assert loading() == Loaded(articles=(), skipped=(), faults=(), origins={}, unknown_keys={})


def test_links_out_of_the_folder_are_not_followed(write: Write, loading: Loading, tmp_path: Path) -> None:
    secret = write("secret.md", HUGO_YAML)
    write("content/a.md", HUGO_YAML)
    (tmp_path / "content" / "leak.md").symlink_to(secret)
    (tmp_path / "content" / "self").symlink_to(tmp_path / "content")

    loaded = loading()

    assert len(loaded.articles) == 1
    assert [(skipped.path, skipped.reason) for skipped in loaded.skipped] == [
        ("content/leak.md", "is a symbolic link that leads out of the folder"),
        ("content/self", "is a symbolic link to a folder"),
    ]


def test_nested_content_folders_load_each_article_once(write: Write, loading: Loading, tmp_path: Path) -> None:
    write("content/news/a.md", HUGO_YAML)

    loaded = loading(folders=(tmp_path / "content", tmp_path / "content" / "news"))

    assert len(loaded.articles) == 1


def test_unknown_keys_are_reported(write: Write, loading: Loading) -> None:
    write("content/a.md", "+++\ntitle = 'A'\ndate = 2026-04-30\nmood = 'good'\n[extra]\nurl = '/x'\nauthor = 'Ann'\n+++\n")

    loaded = loading()

    assert loaded.unknown_keys == {"content/a.md": ("mood", "extra.url")}
    assert [article.url for article in loaded.articles] == ["https://strides.example/a/"]


def test_progress_counts_articles(write: Write, loading: Loading) -> None:
    for name in "abc":
        write(f"content/{name}.md", HUGO_YAML)
    seen: list[tuple[int, int]] = []

    loading(progress=lambda done, total: seen.append((done, total)))

    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_articles_are_sorted_newest_first_then_by_id(write: Write, loading: Loading) -> None:
    for name, day in (("b", 1), ("c", 2), ("a", 1)):
        write(f"content/{name}.md", f"---\ntitle: {name}\ndate: 2026-04-0{day}\n---\n")

    assert [article.title for article in loading().articles] == ["c", "a", "b"]


def test_origins_name_each_articles_file(write: Write, loading: Loading) -> None:
    write("content/news/a.md", HUGO_YAML)

    assert loading().origins == {"https://strides.example/news/a/": "content/news/a.md"}


def test_editorial_fields_are_read(write: Write, loading: Loading) -> None:
    write(
        "content/news/a.md",
        """---
title: A
date: 2026-04-30
section: AI News
reading_time: 4.2 min read
score: {value: 6.3, scale: 10, level: Moderate}
sources:
  - https://a.example/1
  - Second <https://a.example/2>
  - "[Third](https://a.example/3)"
  - {url: "https://a.example/4", title: Fourth}
---
""",
    )

    article = only(loading(category_scheme="https://strides.example/sections"))

    assert article.extensions == (
        Editorial(section="AI News", reading_minutes=5, source_count=4, score=Score(6.3, scale=10, level="Moderate")),
    )
    assert article.categories == (Category("AI News", scheme="https://strides.example/sections"),)
    assert article.sources == (
        Link("https://a.example/1", "via"),
        Link("https://a.example/2", "via", title="Second"),
        Link("https://a.example/3", "via", title="Third"),
        Link("https://a.example/4", "via", title="Fourth"),
    )


def test_a_section_that_is_also_a_category_is_listed_once(write: Write, loading: Loading) -> None:
    write("content/news/a.md", "---\ntitle: A\ndate: 2026-04-30\ntags: [x, News]\n---\n")

    assert [category.name for category in only(loading()).categories] == ["x", "News"]


@pytest.mark.parametrize(
    ("keys", "people"),
    [
        ("author: Ann Lee <ann@a.example>", (Person("Ann Lee", email="ann@a.example"),)),
        ("author: Lee, Ann and Sons", (Person("Lee, Ann and Sons"),)),
        ("authors: Ann Lee; Bo", (Person("Ann Lee"), Person("Bo"))),
        ("authors: [desk, Bo]", (Person("AI Strides desk", uri="https://strides.example/desk"), Person("Bo"))),
        ("author: {name: Ann, url: 'https://ann.example/', email: a@a.example}", (Person("Ann", "https://ann.example/", "a@a.example"),)),
        ("authors: [{name: Ann}, {name: desk}]", (Person("Ann"), Person("AI Strides desk", uri="https://strides.example/desk"))),
    ],
)
def test_authors_in_every_form(write: Write, loading: Loading, keys: str, people: tuple[Person, ...]) -> None:
    write("content/a.md", f"---\ntitle: A\ndate: 2026-04-30\n{keys}\n---\n")

    assert only(loading(authors={"desk": Person("AI Strides desk", uri="https://strides.example/desk")})).authors == people


@pytest.mark.parametrize(
    ("path", "keys", "terms"),
    [
        ("a.md", "category: R&D, and more", ["R&D, and more"]),
        ("a.md", "tags: a b, c", ["a b", "c"]),
        ("a.md", "tags: machine learning", ["machine learning"]),
        ("_posts/a.md", "tags: machine learning", ["machine", "learning"]),
        ("a.md", "tags: [x, X, y]\ncategory: y", ["y", "x"]),
        ("a.md", "categories: [{name: x, label: Ex}]", ["x"]),
    ],
)
def test_categories_in_every_form(write: Write, loading: Loading, path: str, keys: str, terms: list[str]) -> None:
    write(f"content/{path}", f"---\ntitle: A\ndate: 2026-04-30\n{keys}\n---\n")

    assert [category.term for category in only(loading()).categories] == terms


def test_a_summary_comes_from_front_matter_or_the_text(write: Write, loading: Loading) -> None:
    write("content/1.md", "---\ntitle: A\ndate: 2026-05-04\ndescription: Given.\n---\nText.\n")
    write("content/2.md", "---\ntitle: A\ndate: 2026-05-03\n---\n![](a.png)\n\n> One *two*.\n\nThree.\n")
    write("content/3.md", "---\ntitle: A\ndate: 2026-05-02\n---\nOne.\n\nTwo.\n\n<!-- more -->\n\nThree.\n")
    write("content/4.md", "---\ntitle: A\ndate: 2026-05-01\n---\n" + "word " * 100)

    write("content/0.md", "---\ntitle: A\ndate: 2026-04-30\n---\n!!! note\n    One.\n\nTwo.\n")

    given, first, before_more, long, note = loading(summary_length=30).articles

    assert given.summary == "Given."
    assert first.summary == "One two."
    assert before_more.summary == "One. Two."
    assert note.summary == "One."
    assert long.summary is not None
    assert long.summary.startswith("word word")
    assert len(long.summary) <= 31


@pytest.mark.parametrize("mark", ["<!-- more -->", "<!--more-->", "<!-- truncate -->", "<!-- TEASER_END -->", "<!-- TEASER_END: Read on -->"])
def test_the_marks_of_generators_end_the_summary(write: Write, loading: Loading, mark: str) -> None:
    write("content/a.md", f"---\ntitle: A\ndate: 2026-05-02\n---\nOne.\n\nTwo.\n\n{mark}\n\nThree.\n")

    assert only(loading()).summary == "One. Two."


def test_an_id_comes_from_front_matter_or_is_the_url(write: Write, loading: Loading) -> None:
    write("content/1.md", "---\ntitle: A\ndate: 2026-05-03\nid: tag:a.example,2026:é\n---\n")
    write("content/2.md", "---\ntitle: A\ndate: 2026-05-02\nuuid: 6BA7B810-9dad-11d1-80b4-00c04fd430c8\n---\n")
    write("content/3.md", "---\ntitle: A\ndate: 2026-05-01\nguid: 12\n---\n")

    assert [article.id for article in loading(permalink="/{slug}").articles] == [
        "tag:a.example,2026:é",
        "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "https://strides.example/3",
    ]


def test_a_guid_next_to_an_id_stays_as_written(write: Write, loading: Loading) -> None:
    write("content/1.md", "---\ntitle: A\ndate: 2026-05-03\nid: tag:a.example,2026:a\nguid: 007\n---\n")
    write("content/2.md", "---\ntitle: A\ndate: 2026-05-02\nid: tag:a.example,2026:b\nguid: 6BA7B810-9dad-11d1-80b4-00c04fd430c8\n---\n")

    assert [(article.id, article.guid) for article in loading().articles] == [
        ("tag:a.example,2026:a", "007"),
        ("tag:a.example,2026:b", "6BA7B810-9dad-11d1-80b4-00c04fd430c8"),
    ]


def test_the_other_fields_are_read(write: Write, loading: Loading) -> None:
    write(
        "content/a.md",
        """---
title: A
date: 2026-04-30
lang: pt-BR
copyright: "© Ann"
external_url: https://elsewhere.example/
comments: https://strides.example/a/comments
contributors: [Bo]
---
""",
    )

    article = only(loading())

    assert (article.language, article.rights, article.external_url) == ("pt-BR", "© Ann", "https://elsewhere.example/")
    assert (article.comments, article.contributors) == ("https://strides.example/a/comments", (Person("Bo"),))


def test_comments_true_is_not_a_comments_page(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-04-30\ncomments: true\n---\n")

    assert only(loading()).comments is None


def test_every_source_is_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(stridesfeed.load.__file__).parent
    definition = re.compile(r"^def (read_\w+)\(text: str, path: str\) -> Iterator\[SourceDocument", re.MULTILINE)
    readers = {name for file in folder.rglob("*.py") for name in definition.findall(file.read_text("utf-8"))}

    calls: list[tuple[str, str, str]] = []
    for name in readers:
        monkeypatch.setattr(markup, name, lambda text, path, name=name: calls.append((name, text, path)))

    for read in SOURCES.values():
        read("text", "path")

    assert set(calls) == {(name, "text", "path") for name in readers}
