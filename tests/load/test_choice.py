"""
The files that are articles: patterns, front matter, sections, and pages without a date.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stridesfeed import MemoryCache
from stridesfeed.load import Loaded
from stridesfeed.model import Link

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]


def an_article(keys: str = "", date: str = "date: 2026-04-30\n") -> str:
    return f"---\ntitle: A\n{date}{keys}---\nText.\n"


def loaded_paths(loaded: Loaded) -> list[str]:
    return sorted(loaded.origins.values())


def reasons(loaded: Loaded) -> dict[str, str]:
    return {skipped.path.removeprefix("content/"): skipped.reason for skipped in loaded.skipped}


@pytest.mark.parametrize(
    ("settings", "skipped"),
    [
        ({"include": ("blog/**",)}, {"docs/b.md": "is not in include", "c.md": "is not in include"}),
        ({"exclude": ("docs",)}, {"docs": "is excluded by 'docs'"}),
        ({"exclude": ("*.md",), "include": ("blog",)}, {f"{name}.md": "is excluded by '*.md'" for name in ("blog/a", "docs/b", "c")}),
        ({"sections": ("Blog",)}, {"docs/b.md": "is in section 'docs'", "c.md": "is in no section"}),
    ],
)
def test_files_are_chosen_by_pattern_and_section(write: Write, loading: Loading, settings: dict[str, Any], skipped: dict[str, str]) -> None:
    for path in ("blog/a.md", "docs/b.md", "c.md"):
        write(f"content/{path}", an_article())

    assert reasons(loading(**settings)) == skipped


@pytest.mark.parametrize(
    ("keys", "settings", "reason"),
    [
        ("layout: post\n", {"include_if": {"layout": ["post", "link"]}}, None),
        ("layout: video\n", {"include_if": {"layout": ["post", "link"]}}, "does not have layout: post or link"),
        ("", {"include_if": {"layout": ["post"]}}, "does not have layout: post"),
        ("tags: [a, Internal]\n", {"exclude_if": {"tags": ["internal"]}}, "has tags: internal"),
        ("tags: [a, b]\n", {"exclude_if": {"tags": ["internal"]}}, None),
        ("noindex: yes\n", {"exclude_if": {"noindex": [True]}}, "has noindex: true"),
        ("noindex: false\n", {"exclude_if": {"noindex": [True]}}, None),
        ("extra: {kind: 3}\n", {"exclude_if": {"extra.kind": [3]}}, "has extra.kind: 3"),
        ("page: {meta: {kind: x}}\n", {"exclude_if": {"page.meta.kind": ["x"]}}, "has page.meta.kind: x"),
        ("a: 1\nb: 2\n", {"include_if": {"a": [1], "b": [3]}}, "does not have b: 3"),
    ],
)
def test_articles_are_chosen_by_front_matter(write: Write, loading: Loading, keys: str, settings: dict[str, Any], reason: str | None) -> None:
    write("content/a.md", an_article(keys))

    assert reasons(loading(**settings)).get("a.md") == reason


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ("unlisted: true\n", "has unlisted: true"),
        ("eleventyExcludeFromCollections: true\n", "has eleventyExcludeFromCollections: true"),
        ("permalink: false\n", "has permalink: false"),
        ("unlisted: false\n", None),
    ],
)
def test_generators_flags_of_unlisted_pages_leave_them_out(write: Write, loading: Loading, keys: str, reason: str | None) -> None:
    write("content/a.md", an_article(keys))

    assert reasons(loading()).get("a.md") == reason


@pytest.mark.parametrize(("day", "reason"), [("2026-05-31", "has expired"), ("2026-06-01", "has expired"), ("2026-06-02", None)])
def test_expired_articles_are_left_out(write: Write, loading: Loading, day: str, reason: str | None) -> None:
    write("content/a.md", an_article(f"expiryDate: {day}\n"))
    cache = MemoryCache()

    assert [reasons(loading(cache=cache)).get("a.md") for _ in range(2)] == [reason, reason]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("index.md", "is the home page"),
        ("index.pt-BR.md", "is the home page"),
        ("404.html", "is the page for errors"),
        ("_index.md", "is the page of a section"),
        ("news/_index.fr.md", "is the page of a section"),
        ("README.md", "is about the repository"),
        ("news/CONTRIBUTING.md", "is about the repository"),
        ("_includes", "has a name that begins with _"),
    ],
)
def test_pages_that_are_never_articles_are_named(write: Write, loading: Loading, path: str, reason: str) -> None:
    write(f"content/{path}/a.md" if "." not in path else f"content/{path}", an_article())

    loaded = loading()

    assert (loaded.articles, reasons(loaded)) == ((), {path: reason})


def test_names_of_articles_may_look_like_those_of_pages(write: Write, loading: Loading) -> None:
    for path in ("security.md", "news/404.md", "search/index.md", "indexes.md", "about.md"):
        write(f"content/{path}", an_article())

    assert len(loading().articles) == 5


def test_the_output_folder_and_installed_packages_are_not_searched(write: Write, loading: Loading, tmp_path: Path) -> None:
    for path in ("a.md", "public/a.md", "node_modules/x/a.md"):
        write(f"content/{path}", an_article())

    loaded = loading(ignored_folders=(tmp_path / "content" / "public",))

    assert (loaded_paths(loaded), loaded.skipped) == (["content/a.md"], ())


UNDATED = an_article(date="")

#: Files of a site by path, those that are left out because they have no date, and those that lack a date.
SITES = {
    "an article among articles": ({"a.md": an_article(), "b.md": UNDATED}, [], ["b.md"]),
    "no file has a date": ({"a.md": UNDATED, "b.md": UNDATED}, [], ["a.md", "b.md"]),
    "pages in a folder of their own": ({"posts/a.md": an_article(), "pages/me.md": UNDATED, "me.md": UNDATED}, ["me.md", "pages/me.md"], []),
    "documentation with one dated page": ({"a.md": an_article(), "b.md": UNDATED, "c.md": UNDATED}, ["b.md", "c.md"], []),
    "bundles": ({"a/index.md": an_article(), "b/index.md": UNDATED}, [], ["b/index.md"]),
    "the page of a blog": ({"blog/a.md": an_article(), "blog/index.md": UNDATED}, ["blog/index.md"], []),
    "pages by name": ({"a.md": an_article(), "about.md": UNDATED, "search.md": UNDATED}, ["about.md", "search.md"], []),
    "pages by layout": (
        {"a.md": an_article(), "b.md": an_article("layout: page\n", ""), "c.md": an_article("type: page\n", "")},
        ["b.md", "c.md"],
        [],
    ),
    "redirects": ({"a.md": an_article(), "b.md": "---\nlayout: redirect\n---\n", "c.md": "---\nredirect_to: /a\n---\n"}, ["b.md", "c.md"], []),
    "drafts count as dated": ({"a.md": an_article("draft: true\n"), "b.md": UNDATED}, [], ["b.md"]),
    "a draft without a date": ({"a.md": an_article(), "b.md": an_article("draft: true\n", "")}, [], []),
    "an invalid date": ({"posts/a.md": an_article(), "b.md": an_article("date: soon\n", "")}, [], ["b.md"]),
    "lines of a file": ({"posts/a.md": an_article(), "all.jsonl": '{"title": "A"}\n'}, [], ["all.jsonl"]),
}


@pytest.mark.parametrize("site", SITES)
def test_a_file_without_a_date_is_an_error_or_left_out(write: Write, loading: Loading, site: str) -> None:
    texts, left_out, lacking = SITES[site]
    for path, text in texts.items():
        write(f"content/{path}", text)

    loaded = loading()

    assert [path for path, reason in reasons(loaded).items() if reason == "has no date"] == left_out
    assert [fault.path.removeprefix("content/") for fault in loaded.faults if fault.field == "date"] == lacking


def test_undated_overrides_the_choice(write: Write, loading: Loading) -> None:
    for path, text in {"a.md": an_article(), "b.md": UNDATED, "pages/c.md": UNDATED, "pages/about.md": UNDATED}.items():
        write(f"content/{path}", text)

    assert reasons(loading(undated="skip")) == dict.fromkeys(("b.md", "pages/about.md", "pages/c.md"), "has no date")
    assert [fault.path for fault in loading(undated="error").faults] == ["content/b.md", "content/pages/c.md"]


@pytest.mark.parametrize("permalink", ["/{path}/", "/{year}/{month}/{day}/{slug}/"])
def test_links_to_pages_without_a_date_are_not_dead(write: Write, loading: Loading, permalink: str) -> None:
    write("content/posts/a.md", an_article("related: /pages/me.md\n") + "[me](../pages/me.md)\n")
    write("content/pages/me.md", UNDATED)

    loaded = loading(permalink=permalink)

    assert loaded.articles[0].related == (Link("https://strides.example/pages/me/", "related", title="A"),)
    assert "https://strides.example/pages/me/" in (loaded.articles[0].content or "")
    assert "https://strides.example/pages/me/" in loaded.other_urls


def test_a_cached_file_without_a_date_is_judged_by_its_folder_again(write: Write, loading: Loading) -> None:
    write("content/posts/a.md", an_article())
    write("content/b.md", UNDATED)
    cache = MemoryCache()
    first = loading(cache=cache)
    write("content/c.md", an_article())
    second, third = loading(cache=cache), loading(cache=cache, exclude=("c.md",))

    assert (reasons(first), first.faults) == ({"b.md": "has no date"}, ())
    assert (reasons(second), [fault.field for fault in second.faults]) == ({}, ["date"])
    assert reasons(third) == {"b.md": "has no date", "c.md": "is excluded by 'c.md'"}
