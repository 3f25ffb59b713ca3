"""
Patterns of paths, as in ``.gitignore``.
"""

from __future__ import annotations

import pytest

from stridesfeed.load.globs import matching, pattern


@pytest.mark.parametrize(
    ("pattern", "paths", "others"),
    [
        ("drafts", ["drafts/a.md", "news/drafts/a.md", "drafts"], ["news/drafts.md", "news/my-drafts/a.md"]),
        ("drafts/", ["drafts/a.md", "news/drafts/a.md"], ["drafts.md"]),
        ("*.draft.md", ["a.draft.md", "news/a.draft.md"], ["a.md", "a.draft.mdx"]),
        ("/pages", ["pages", "pages/a.md"], ["news/pages/a.md"]),
        ("news/*.md", ["news/a.md"], ["news/old/a.md", "old/news/a.md"]),
        ("news/**", ["news/a.md", "news/old/a.md"], ["news", "old/news/a.md"]),
        ("**/news", ["news", "old/news/a.md"], ["old/news.md"]),
        ("news/**/2019-*", ["news/2019-a.md", "news/a/b/2019-a.md"], ["news/a/b/2020-a.md", "2019-a.md"]),
        ("a?c.md", ["abc.md"], ["a/c.md", "abbc.md"]),
        ("[ab].md", ["a.md", "b.md"], ["c.md"]),
        ("[!ab].md", ["c.md"], ["a.md", "/.md"]),
        ("[a-c]1.md", ["b1.md"], ["d1.md"]),
        ("a+(b).md", ["a+(b).md"], ["aab.md"]),
        ("[", ["["], ["a"]),
    ],
)
def test_a_pattern_matches_these_paths_and_no_others(pattern: str, paths: list[str], others: list[str]) -> None:
    assert [path for path in (*paths, *others) if matching([pattern], path)] == paths


def test_the_first_matching_pattern_is_named() -> None:
    assert matching(["*.txt", "news", "*.md"], "news/a.md") == "news"


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("news/*.md", None),
        ("", "must not be empty"),
        (3, "must be text, not int"),
        ("[z-a].md", "has an invalid range in brackets: '[z-a].md'"),
    ],
)
def test_invalid_patterns_are_refused(value: object, fault: str | None) -> None:
    assert pattern(value) == fault
