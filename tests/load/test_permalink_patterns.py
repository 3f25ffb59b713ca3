"""
Patterns of site generators, as their documentation and their sources have them.
"""

from __future__ import annotations

import pytest

from stridesfeed.errors import FieldError
from stridesfeed.load.urls import permalinks
from stridesfeed.load.urls.permalink_patterns import GENERATORS, translate


@pytest.mark.parametrize(
    ("generator", "pattern", "ours"),
    [
        ("jekyll", "", "/{categories}/{year}/{month}/{day}/{slug}.html"),
        ("jekyll", "pretty", "/{categories}/{year}/{month}/{day}/{slug}/"),
        ("jekyll", "ordinal", "/{categories}/{year}/{y_day}/{slug}.html"),
        ("jekyll", "none", "/{categories}/{slug}.html"),
        ("jekyll", "/blog/:short_year/:i_month/:i_day/:title", "/blog/{year2}/{i_month}/{i_day}/{slug}"),
        ("jekyll", ":year-:month-:day-:title.html", "/{year}-{month}-{day}-{slug}.html"),
        ("hugo", "", "/{folders}/{slug_or_filename}/"),
        ("hugo", "/:section/:slug", "/{section}/{slug_or_title}/"),
        ("hugo", "/posts/:year/:monthname/:filename", "/posts/{year}/{long_month}/{filename}/"),
        ("hugo", "/:2006/:01/:02/:title/", "/{year}/{month}/{day}/{title}/"),
        ("hexo", "", "/{year}/{month}/{day}/{folders}/{slug_or_filename}/"),
        ("hexo", ":category/:name.html", "/{categories}/{slug_or_filename}.html"),
        ("pelican", "", "/{slug_or_title}.html"),
        ("pelican", "posts/{date:%Y}/{date:%b}/{date:%-d}/{slug}/", "/posts/{year}/{short_month}/{i_day}/{slug_or_title}/"),
        ("pelican", "{slug}-{lang}.html", "/{slug_or_title}-{lang}.html"),
        ("hexo", ":lang/:title/", "/{lang}/{folders}/{slug_or_filename}/"),
        ("pelican", "{category}/{slug}/index.html", "/{category}/{slug_or_title}/"),
        ("mkdocs", "", "/{year}/{month}/{day}/{slug_or_title}/"),
        ("mkdocs", "{date:yyyy-M}/{categories}/{file}", "/{year}-{i_month}/{categories}/{filename}/"),
        ("eleventy", "/blog/{{ page.date | date: '%Y/%m' }}/{{ title | slugify }}/index.html", "/blog/{year}/{month}/{title}/"),
        ("eleventy", "/{{ page.date | date('yyyy/LL/dd') }}/{{ page.fileSlug }}/", "/{year}/{month}/{day}/{slug}/"),
        ("eleventy", "{{ page.filePathStem }}.html", "/{path}.html"),
        ("docusaurus", "", "/blog/{dated_path}"),
        ("zola", "", "/{path}/"),
    ],
)
def test_a_pattern_is_translated(generator: str, pattern: str, ours: str) -> None:
    assert translate(generator, pattern) == ours


@pytest.mark.parametrize("generator", GENERATORS)
def test_every_default_is_a_pattern_of_ours(generator: str) -> None:
    assert permalinks.pattern(translate(generator)) is None


@pytest.mark.parametrize(("generator", "pattern", "part"), [("hexo", ":year/:hash/", ":hash"), ("pelican", "{date:%U}/{slug}", "{date:%U}")])
def test_a_part_without_an_equivalent_is_refused(generator: str, pattern: str, part: str) -> None:
    with pytest.raises(FieldError) as caught:
        translate(generator, pattern)

    rule = f"has {part!r}, which has no equivalent here: write another pattern, or `permalink` in front matter"
    assert str(caught.value) == f"{generator} pattern {pattern!r}: permalink: {rule}"
