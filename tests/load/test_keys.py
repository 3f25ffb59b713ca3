"""
A site's own keys of front matter.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stridesfeed import MemoryCache
from stridesfeed.load import Loaded
from stridesfeed.load.front_matter.names import FIELDS
from stridesfeed.model import Category, Person

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]

HEADER = "headline: A\nposted: 2026-04-30\nby: Ann\ntopics: [x]\nextra: {hero: /a.png, teaser: {text: Few words.}}\naddress: /x/"
KEYS = {
    "title": ["headline"],
    "published": ["posted"],
    "authors": ["writer", "by"],
    "categories": ["topics"],
    "image": ["extra.hero"],
    "summary": ["extra.teaser.text"],
    "url": ["address"],
}


def test_own_keys_are_read_and_known(write: Write, loading: Loading) -> None:
    write("content/a.md", f"---\n{HEADER}\npermalink: /y/\nmood: good\n---\n# Heading\n")

    loaded = loading(keys=KEYS)

    (article,) = loaded.articles
    assert (article.title, article.url, article.summary) == ("A", "https://strides.example/x/", "Few words.")
    assert (article.authors, article.categories) == ((Person("Ann"),), (Category("x"),))
    assert article.image is not None
    assert article.image.url == "https://strides.example/a.png"
    assert article.content == "<h1>Heading</h1>"
    assert loaded.unknown_keys == {"content/a.md": ("mood",)}


def test_an_own_key_comes_before_the_usual_ones(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\nheadline: B\ndate: 2026-04-30\n---\n")
    write("content/b.md", "---\ntitle: C\ndate: 2026-04-29\n---\n")

    assert [article.title for article in loading(keys={"title": ["headline"]}).articles] == ["B", "C"]


def test_an_error_names_the_own_key_and_its_line(write: Write, loading: Loading) -> None:
    write("content/a.md", "+++\ntitle = 'A'\n[extra]\nposted = 'soon'\n+++\n")

    (fault,) = loading(keys={"published": ["extra.posted"]}).faults

    assert str(fault).startswith("content/a.md:4: extra.posted: is not a readable date: 'soon'")


@pytest.mark.parametrize(
    ("header", "advice"),
    [
        ("date: 2026-04-30\nnewsTitle: A", "title: is missing; add one, or map your own key: [content.keys] title = 'newsTitle'"),
        ("date: 2026-04-30\nmood: good", "title: is missing; add one"),
        ("title: A\nextra: {postdate: 2026-04-30}", "[content.keys] published = 'extra.postdate'"),
    ],
)
def test_an_error_names_the_own_key_that_may_have_the_value(write: Write, loading: Loading, header: str, advice: str) -> None:
    write("content/a.md", f"---\n{header}\n---\n")

    (fault,) = loading().faults

    assert str(fault).endswith(advice)


def test_other_keys_are_not_cached_ones(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\nheadline: B\ndate: 2026-04-30\n---\n")
    cache = MemoryCache()

    titles = [loading(cache=cache, keys=keys).articles[0].title for keys in ({}, {"title": ["headline"]})]

    assert titles == ["A", "B"]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_have_a_key(write: Write, loading: Loading, field: str) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-04-30\nown: [[]]\n---\n")

    assert loading(keys={field: ["own"]}).unknown_keys == {}
