"""
Data files beside articles, as in Nikola and Eleventy.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stridesfeed import MemoryCache
from stridesfeed.load import Loaded
from stridesfeed.model import Category, Person

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]

ARTICLE = "---\ntitle: A\ndate: 2026-04-30\n---\nText.\n"


def reasons_of(loaded: Loaded) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in loaded.skipped}


def test_a_meta_file_of_nikola_is_the_front_matter_of_its_text(write: Write, loading: Loading) -> None:
    write("content/a.md", "# Heading\n\nText.\n")
    write("content/a.meta", ".. title: A\n.. slug: x\n.. date: 2026/04/30 11:25:14\n.. tags: y, z\n.. author: Ann\n")

    loaded = loading()

    (article,) = loaded.articles
    assert (article.title, article.url, article.content) == ("A", "https://strides.example/x/", "<h1>Heading</h1>\n<p>Text.</p>")
    assert article.published == datetime(2026, 4, 30, 11, 25, 14, tzinfo=UTC)
    assert (article.categories, article.authors) == ((Category("y"), Category("z")), (Person("Ann"),))
    assert (loaded.skipped, loaded.unknown_keys) == ((), {})


def test_text_and_html_files_with_a_meta_file_are_articles(write: Write, loading: Loading) -> None:
    for name, text in {"a.txt": "*Text*.\n", "b.html": "<p>Text.</p>\n", "c.txt": "Disallow: /\n", "d.html": "<p>A page.</p>\n"}.items():
        write(f"content/{name}", text)
    for name in "ab":
        write(f"content/{name}.meta", f".. title: {name}\n.. date: 2026/04/30 11:25:14\n")
    write("content/e.txt", ".. title: e\n.. date: 2026-04-29\n\nText.\n")

    loaded = loading()

    assert [(article.title, article.content) for article in loaded.articles] == [
        ("a", "<p><em>Text</em>.</p>"),
        ("b", "<p>Text.</p>"),
        ("e", "<p>Text.</p>"),
    ]
    assert {(skipped.path, skipped.reason) for skipped in loaded.skipped} == {
        ("content/c.txt", "has no front matter"),
        ("content/d.html", "has no front matter"),
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("posts/a.11tydata.json", '{"author": "Ann"}'),
        ("posts/a.11tydata.js", "module.exports = {author: 'Ann'};"),
        ("posts/posts.json", '{"author": "Ann"}'),
        ("posts/posts.11tydata.json", '{"author": "Ann"}'),
        ("posts/posts.11tydata.js", "export default { author: `Ann` }"),
        ("content.11tydata.js", "export const author = 'Ann'"),
    ],
)
def test_data_of_eleventy_are_defaults(write: Write, loading: Loading, name: str, text: str) -> None:
    write("content/posts/a.md", ARTICLE)
    write(f"content/{name}", text)

    assert [article.authors for article in loading().articles] == [(Person("Ann"),)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".meta.yml", "author: Ann\nhide: [toc]\n"),
        ("_index.md", "---\ntitle: Posts\ndraft: true\ncascade:\n  author: Ann\n---\n"),
        ("_index.md", "+++\ntitle = 'Posts'\n[cascade]\nauthor = 'Ann'\n+++\n"),
    ],
)
def test_values_of_a_folder_apply_to_all_files_below(write: Write, loading: Loading, name: str, text: str) -> None:
    write("content/posts/2026/a.md", ARTICLE)
    write(f"content/posts/{name}", text)

    loaded = loading()

    assert [(article.title, article.authors) for article in loaded.articles] == [("A", (Person("Ann"),))]
    assert loaded.unknown_keys == {}


@pytest.mark.parametrize("cascade", ["  target: {kind: page}\n  author: Ann\n", "- author: Ann\n  target: {path: /x/**}\n"])
def test_a_cascade_to_some_files_only_is_not_inherited(write: Write, loading: Loading, cascade: str) -> None:
    write("content/posts/a.md", ARTICLE)
    write("content/posts/_index.md", f"---\ncascade:\n{cascade}---\n")

    assert [article.authors for article in loading().articles] == [()]


def test_an_error_in_a_cascaded_value_names_its_line(write: Write, loading: Loading) -> None:
    write("content/posts/a.md", "---\ntitle: A\n---\n")
    write("content/posts/_index.md", "---\ntitle: Posts\ncascade:\n  date: soon\n---\n")

    (fault,) = loading().faults

    assert str(fault).startswith("content/posts/_index.md:4: date: is not a readable date: 'soon'")


def test_the_nearest_value_is_used(write: Write, loading: Loading) -> None:
    write("content/posts/a.md", ARTICLE)
    write("content/posts/a.11tydata.json", '{"title": "B", "author": "Ann"}')
    write("content/posts/posts.json", '{"author": "Bo", "Lang": "de", "tags": ["posts", "x"], "mood": 1}')
    write("content/content.json", '{"lang": "fr", "description": "Few words."}')

    loaded = loading()

    (article,) = loaded.articles
    assert (article.title, article.authors, article.language, article.summary) == ("A", (Person("Ann"),), "de", "Few words.")
    assert [category.term for category in article.categories] == ["posts", "x"], "the section is the first category"
    assert loaded.unknown_keys == {}


def test_a_file_named_after_the_sites_folder_is_not_inherited(write: Write, loading: Loading, tmp_path: Path) -> None:
    write("a.md", ARTICLE)
    write(f"{tmp_path.name}.json", '{"author": "Ann"}')

    assert [article.authors for article in loading(folders=(tmp_path,)).articles] == [()]


def test_links_out_of_the_site_are_not_inherited(write: Write, loading: Loading, tmp_path: Path) -> None:
    write("site/content/posts/a.md", ARTICLE)
    (tmp_path / "site/content/posts/posts.json").symlink_to(write("secret.json", '{"author": "Ann"}'))

    loaded = loading(root=tmp_path / "site", folders=(tmp_path / "site" / "content",))

    assert [article.authors for article in loaded.articles] == [()]
    assert reasons_of(loaded) == {"content/posts/posts.json": "is a symbolic link that leads out of the folder"}


def test_tags_that_only_make_a_collection_are_no_categories(write: Write, loading: Loading) -> None:
    write("content/a.md", ARTICLE)
    write("content/content.json", '{"tags": ["posts", "energy"]}')

    assert [article.categories for article in loading().articles] == [(Category("energy"),)]


@pytest.mark.parametrize("text", ["[1, 2]", '"text"'])
def test_other_json_files_are_not_inherited(write: Write, loading: Loading, text: str) -> None:
    write("content/posts/a.md", ARTICLE)
    write("content/posts/posts.json", text)

    assert (len(loading().articles), loading().faults) == (1, ())


def test_javascript_that_is_more_than_data_is_named(write: Write, loading: Loading) -> None:
    write("content/posts/a.md", ARTICLE)
    write("content/posts/b.md", ARTICLE)
    write("content/posts/posts.11tydata.js", "export default { permalink: (data) => data.slug }")

    (skipped,) = loading().skipped

    assert (skipped.path, skipped.reason) == ("content/posts/posts.11tydata.js", "is JavaScript that is more than data")


def test_an_error_in_a_data_file_names_it_once(write: Write, loading: Loading) -> None:
    write("content/posts/a.md", ARTICLE)
    write("content/posts/b.md", ARTICLE)
    write("content/posts/posts.json", '{\n"tags": [\n}')

    assert [str(fault) for fault in loading().faults] == ["content/posts/posts.json:3: is not valid JSON: Expecting value at column 1"]


def test_an_error_in_an_inherited_value_names_the_data_file(write: Write, loading: Loading) -> None:
    write("content/posts/a.md", "---\ntitle: A\n---\n")
    write("content/posts/posts.json", '{\n"lang": "en",\n"date": "soon"\n}')

    (fault,) = loading().faults

    assert str(fault).startswith("content/posts/posts.json:3: date: is not a readable date: 'soon'")


def test_a_changed_data_file_changes_cached_articles(write: Write, loading: Loading) -> None:
    write("content/posts/a.md", ARTICLE)
    cache = MemoryCache()
    authors = []
    for name in ("Ann", "Ann", "Bo"):
        write("content/posts/posts.json", f'{{"author": "{name}"}}')
        authors += [article.authors for article in loading(cache=cache).articles]

    assert authors == [(Person("Ann"),), (Person("Ann"),), (Person("Bo"),)]
