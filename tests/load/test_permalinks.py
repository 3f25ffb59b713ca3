from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stridesfeed.errors import InvalidError
from stridesfeed.load import Loaded

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]


def address(write: Write, loading: Loading, path: str, keys: str = "", **choices: object) -> str:
    write(f"content/{path}", f"---\ntitle: The Title\ndate: 2026-04-30T23:30:00-07:00\n{keys}\n---\n")
    loaded = loading(**choices)
    assert loaded.faults == ()
    (article,) = loaded.articles
    return article.address


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("grok.md", "/grok/"),
        ("news/grok.md", "/news/grok/"),
        ("news/ai/grok.md", "/news/ai/grok/"),
        ("news/grok/index.md", "/news/grok/"),
        ("2026-04-30-grok.md", "/grok/"),
        ("news/2026-04-30_grok.md", "/news/grok/"),
        ("_posts/2026-04-30-grok.md", "/grok/"),
        ("news/_posts/2026-04-30-grok.md", "/news/grok/"),
        ("2026-04-30.md", "/2026-04-30/"),
        ("news/Grok 4.1.md", "/news/Grok-4.1/"),
        ("news/été.md", "/news/%C3%A9t%C3%A9/"),
    ],
)
def test_a_url_follows_the_files_path(write: Write, loading: Loading, path: str, url: str) -> None:
    assert address(write, loading, path) == f"https://strides.example{url}"


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("/news/{year}/{month}/{day}/{slug}/", "/news/2026/04/30/grok/"),
        ("/{section}/{slug}", "/ai-news/grok"),
        ("{slug}.html", "/grok.html"),
        ("/{filename}/", "/2026-04-30-grok/"),
        ("/a/{path}", "/a/AI%20News/grok"),
        ("/{folders}/{slug}", "/AI%20News/grok"),
        ("/{title}/", "/the-title/"),
        ("/{slug_or_title}/", "/the-title/"),
        ("/{slug_or_filename}/", "/2026-04-30-grok/"),
        ("/{year2}/{i_month}/{i_day}/{slug}", "/26/4/30/grok"),
        ("/{long_month}/{short_month}/{y_day}/{slug}", "/April/Apr/120/grok"),
        ("/{hour}-{minute}-{second}/{slug}", "/23-30-00/grok"),
        ("/{categories}/{slug}", "/grok"),
        ("/{category}/{slug}", "/ai-news/grok"),
    ],
)
def test_placeholders_of_a_pattern_are_replaced(write: Write, loading: Loading, pattern: str, url: str) -> None:
    """
    The date is the one in its own time zone; in UTC it would be a day later.
    """
    assert address(write, loading, "AI News/2026-04-30-grok.md", permalink=pattern) == f"https://strides.example{url}"


def test_a_slug_takes_the_place_of_title_and_file_name(write: Write, loading: Loading) -> None:
    pattern = "/{own_slug}/{slug_or_title}/{slug_or_filename}/{title}/{filename}/"

    assert address(write, loading, "2026-04-30-grok.md", "slug: own", permalink=pattern) == (
        "https://strides.example/own/own/own/the-title/2026-04-30-grok/"
    )


@pytest.mark.parametrize("keys", ["categories: [News, Big Models, news]", "category: News\ncategories: Big Models"])
def test_categories_are_folders_without_tags(write: Write, loading: Loading, keys: str) -> None:
    url = address(write, loading, "a.md", f"{keys}\ntags: [x]", permalink="/{categories}/{slug}/")

    assert url == "https://strides.example/news/big-models/a/"


def test_the_index_file_of_a_folder_has_the_folders_name(write: Write, loading: Loading) -> None:
    assert address(write, loading, "news/grok/index.md", permalink="/{filename}/") == "https://strides.example/grok/"


@pytest.mark.parametrize(
    ("path", "keys", "url"),
    [
        ("2026-04-30-grok.md", "", "/blog/2026/04/30/grok"),
        ("2026-04-30-grok/index.md", "", "/blog/2026/04/30/grok"),
        ("2026/04/30/grok.md", "", "/blog/2026/04/30/grok"),
        ("news/2026-4-30-grok.md", "", "/blog/2026/4/30/news/grok"),
        ("news/grok/index.md", "", "/blog/news/grok"),
        ("2026-04-30-grok.md", "slug: /own", "/blog/own"),
    ],
)
def test_the_date_of_a_path_comes_first_as_in_docusaurus(write: Write, loading: Loading, path: str, keys: str, url: str) -> None:
    assert address(write, loading, path, keys, permalink="/blog/{dated_path}") == f"https://strides.example{url}"


def test_an_empty_section_is_removed_with_its_slash(write: Write, loading: Loading) -> None:
    assert address(write, loading, "grok.md", permalink="/{section}/{slug}/") == "https://strides.example/grok/"


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("news/ai/a.md", "news"),
        ("2026/04/30/a.md", "x"),
        ("2026/news/a.md", "news"),
        ("news/a/index.md", "news"),
        ("a/index.md", "x"),
        ("_posts/a.md", "x"),
    ],
)
def test_the_section_is_the_first_folder_that_is_not_a_date(write: Write, loading: Loading, path: str, section: str) -> None:
    url = address(write, loading, path, permalink="/{section}/{slug}/")

    assert url == f"https://strides.example/{section}/a/".replace("/x/", "/")


@pytest.mark.parametrize(
    ("keys", "url"),
    [
        ("slug: own", "https://strides.example/news/own/"),
        ("permalink: /own/", "https://strides.example/own/"),
        ("url: /own", "https://strides.example/own"),
        ("path: own.html", "https://strides.example/own.html"),
        ("path: 2015/own", "https://strides.example/2015/own/"),
        ("permalink: '/posts/{{ page.fileSlug }}/'", "https://strides.example/posts/grok/"),
        ("permalink: '/{{ page.date | date: \"%Y/%m\" }}/{{ title | slugify }}/index.html'", "https://strides.example/2026/04/the-title/"),
        ("permalink: /own/index.html", "https://strides.example/own/index.html"),
        ("url: /:year/:unknown/", "https://strides.example/2026/:unknown/"),
        ("url: https://other.example/own", "https://other.example/own"),
        ("permalink: /:year/:month/:day/:title/", "https://strides.example/2026/04/30/grok/"),
        ("permalink: /own/?a=b#c", "https://strides.example/own/?a=b#c"),
        ("permalink: /é à/", "https://strides.example/%C3%A9%20%C3%A0/"),
        ("permalink: /100%25/", "https://strides.example/100%25/"),
    ],
)
def test_front_matter_can_set_the_url(write: Write, loading: Loading, keys: str, url: str) -> None:
    assert address(write, loading, "news/grok.md", keys) == url


def test_a_permalink_with_other_template_code_is_an_error(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-04-30\npermalink: /{{ category }}/a/\n---\n")

    (fault,) = loading().faults

    rule = "has template code, '{{ category }}', which only the site generator can run: write the URL itself"
    assert str(fault) == f"content/a.md:4: permalink: {rule}"


@pytest.mark.parametrize(
    ("path", "keys", "url"),
    [
        ("blog/grok.md", "", "/b/grok/"),
        ("blog/ai/grok.md", "", "/ai/grok/"),
        ("news/grok.md", "section: Blog", "/b/grok/"),
        ("news/2019-01-01-grok.md", "", "/archive/grok.html"),
        ("news/grok.md", "", "/news/grok/"),
        ("news/grok.md", "permalink: /own/", "/own/"),
    ],
)
def test_some_articles_have_another_pattern(write: Write, loading: Loading, path: str, keys: str, url: str) -> None:
    patterns = {"blog/ai": "/ai/{slug}/", "blog": "/b/{slug}/", "2019-*": "/archive/{slug}.html"}

    assert address(write, loading, path, keys, permalinks=patterns) == f"https://strides.example{url}"


@pytest.mark.parametrize(
    ("patterns", "rule"),
    [
        ({"blog": "/{slog}/"}, "blog: must not have {slog}; did you mean 'slug'?"),
        ({"": "/{slug}/"}, ": must not be empty"),
        ("/{slug}/", "must be a table of patterns, not str"),
    ],
)
def test_invalid_patterns_of_some_articles_are_refused(loading: Loading, patterns: object, rule: str) -> None:
    with pytest.raises(InvalidError) as caught:
        loading(permalinks=patterns)

    assert [(fault.field, fault.rule) for fault in caught.value.faults] == [("permalinks", rule)]


@pytest.mark.parametrize(
    ("folders", "urls"),
    [
        (["content/blog", "content/news"], ["/blog/a/", "/news/b/"]),
        (["content/blog"], ["/a/"]),
        (["content", "content/blog"], ["/blog/a/", "/news/b/"]),
        (["content/blog", "more"], ["/a/", "/c/"]),
    ],
)
def test_several_folders_keep_their_names_below_a_common_folder(
    write: Write, loading: Loading, tmp_path: Path, folders: list[str], urls: list[str]
) -> None:
    for path in ("content/blog/a.md", "content/news/b.md", "more/c.md"):
        write(path, "---\ntitle: A\ndate: 2026-04-30\n---\n![](/a.png) ![](b.png)\n")

    loaded = loading(folders=tuple(tmp_path / folder for folder in folders))

    assert [(article.url or "").removeprefix("https://strides.example") for article in loaded.articles] == urls


def test_the_sections_of_several_folders_are_their_names(write: Write, loading: Loading, tmp_path: Path) -> None:
    for path in ("blog/a.md", "news/ai/b.md"):
        write(path, "---\ntitle: A\ndate: 2026-04-30\n---\n")

    loaded = loading(folders=(tmp_path / "blog", tmp_path / "news"), permalink="/{section}/{slug}/", sections=("blog",))

    assert [article.url for article in loaded.articles] == ["https://strides.example/blog/a/"]
    assert [(each.path, each.reason) for each in loaded.skipped] == [("news/ai/b.md", "is in section 'news'")]


@pytest.mark.parametrize("folders", [["_posts", "news/_posts"], ["_posts"], ["."]])
def test_folders_of_posts_are_as_in_the_whole_site(write: Write, loading: Loading, tmp_path: Path, folders: list[str]) -> None:
    write("_posts/2026-04-30-a.md", "---\ntitle: A\ntags: machine learning\n---\n")
    write("news/_posts/2026-04-29-b.md", "---\ntitle: B\n---\n")

    loaded = loading(folders=tuple(tmp_path / folder for folder in folders), permalink="/{categories}/{slug}.html")

    urls = ["https://strides.example/a.html", "https://strides.example/news/b.html"]
    assert [article.url for article in loaded.articles] == (urls[:1] if folders == ["_posts"] else urls)
    assert [category.name for category in loaded.articles[0].categories] == ["machine", "learning"]


def test_images_of_several_folders_keep_the_names_too(write: Write, loading: Loading, tmp_path: Path) -> None:
    write("content/blog/a.md", "---\ntitle: A\ndate: 2026-04-30\n---\n![](b.png)\n")
    write("content/blog/b.png", b"")

    (article,) = loading(folders=(tmp_path / "content/blog", tmp_path / "content/news")).articles

    assert article.content == '<p><img src="https://strides.example/blog/b.png" alt="" /></p>'


@pytest.mark.parametrize("site", ["https://strides.example/blog", "https://strides.example/blog/"])
def test_a_site_can_be_below_its_host(write: Write, loading: Loading, site: str) -> None:
    assert address(write, loading, "news/grok.md", url=site) == "https://strides.example/blog/news/grok/"


@pytest.mark.parametrize(
    ("pattern", "rule"),
    [
        ("/{slog}/", "must not have {slog}; did you mean 'slug'?"),
        ("/{year}/", "must have {slug}, {path}, {title} or {filename}, or all articles would have the same URL: '/{year}/'"),
        ("/{slug/", "has an unpaired brace: '/{slug/'"),
    ],
)
def test_an_invalid_pattern_is_refused(loading: Loading, pattern: str, rule: str) -> None:
    with pytest.raises(InvalidError) as caught:
        loading(permalink=pattern)

    assert [(fault.field, fault.rule) for fault in caught.value.faults] == [("permalink", rule)]
