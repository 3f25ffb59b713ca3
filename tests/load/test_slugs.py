"""
Slugs as each generator makes them, by its sources and documentation.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stridesfeed.errors import MissingExtraError
from stridesfeed.load import Loaded
from stridesfeed.load.urls.permalink_patterns import GENERATORS, translate
from stridesfeed.load.urls.slugs import SLUG_RULES

Address = Callable[[str, str, str], str]


@pytest.fixture
def address(write: Callable[[str, str], Path], loading: Callable[..., Loaded]) -> Address:
    """
    Return the path of an article's URL with the default pattern of a generator, from the path of its file and its front matter.
    """

    def address(generator: str, path: str, keys: str) -> str:
        write(f"content/{path}", f"---\ntitle: The Title\ndate: 2026-04-30\n{keys}\n---\n")
        loaded = loading(generator=generator, permalink=translate(generator))
        assert loaded.faults == ()
        (article,) = loaded.articles
        return (article.url or "").removeprefix("https://strides.example")

    return address


@pytest.mark.parametrize(
    ("generator", "title", "slug"),
    [
        ("astro", "What's new in C++ & 3.0?", "whats-new-in-c--30"),
        ("astro", "½ a_b Größe", "-a_b-größe"),
        ("eleventy", "It isn't R&D: Größe", "it-isnt-r-and-d-groesse"),
        ("eleventy", "fooBar_baz 1.0", "foobar-baz-1-0"),
        ("eleventy", "l’été à l’œuvre", "l-ete-a-l-uvre"),
        ("eleventy", "Привет, мир!", "privet-mir"),
        ("hexo", "Größe: Foo_Bar (2)", "grose-foo-bar-2"),
        ("hexo", "The “quoted” title — dash", "the-“quoted”-title-—-dash"),
        ("hugo", "What's new in C++ & 3.0?", "whats-new-in-c-3.0"),
        ("hugo", "Go - Über  alles", "go-über-alles"),
        ("hugo", "C# a_b", "c%23-a_b"),
        ("hugo", "A/B test + more, 100% sure", "a-b-test--more-100-sure"),
        ("jekyll", "What's (new)? A/B - ½", "What's-(new)-A-B"),
        ("mkdocs", "What's new - in 3.0?", "whats-new---in-30"),
        ("mkdocs", "Über <b>uns</b> ~ !", "über-uns--"),
        ("nikola", "Foo & Bar", "foo-bar"),
        ("pelican", "What's new - in 3.0?", "whats-new-in-30"),
        ("pelican", "Über <b>uns</b> №5", "uber-uns-no5"),
        ("pelican", "日本語 タイトル", "ri-ben-yu-taitoru"),
        ("zola", "test (héhé)", "test-hehe"),
        ("zola", "日本", "ri-ben"),
    ],
)
def test_a_title_becomes_a_slug(generator: str, title: str, slug: str) -> None:
    assert SLUG_RULES[generator].title(title) == slug


@pytest.mark.parametrize(
    ("generator", "path", "slug", "url"),
    [
        ("astro", "My Notes/2026-04-30-Go.md", "", "/blog/my-notes/2026-04-30-go/"),
        ("docusaurus", "2026-04-30-Go.md", "", "/blog/2026/04/30/Go"),
        ("docusaurus", "2026-04-30-Go.md", "/a/b", "/blog/a/b"),
        ("eleventy", "news/go/go.md", "", "/news/go/"),
        ("eleventy", "news/2026-04-30-Go.md", "own", "/news/2026-04-30-Go/"),
        ("hexo", "2026-04-30-Go.md", "", "/2026/04/30/2026-04-30-Go/"),
        ("hexo", "sub/go.md", "own", "/2026/04/30/sub/go/"),
        ("hugo", "AI News/2026-04-30-Go On.md", "", "/ai-news/2026-04-30-go-on/"),
        ("hugo", "news/go/index.md", "", "/news/go/"),
        ("hugo", "news/go.md", "Own Name", "/news/own-name/"),
        ("jekyll", "_posts/2026-04-30-Go's on.md", "", "/2026/04/30/Go's-on.html"),
        ("mkdocs", "posts/go.md", "", "/2026/04/30/the-title/"),
        ("mkdocs", "posts/go.md", "own", "/2026/04/30/own/"),
        ("nikola", "2026-04-30-Go.md", "", "/posts/2026-04-30-Go/"),
        ("pelican", "news/2026-04-30-go.md", "", "/the-title.html"),
        ("pelican", "news/go.md", "Own Slug", "/Own%20Slug.html"),
        ("zola", "News/2026-04-30-Go On.md", "", "/News/go-on/"),
        ("zola", "news/go.md", "Own Name", "/news/own-name/"),
    ],
)
def test_a_site_of_a_generator_has_its_urls(address: Address, generator: str, path: str, slug: str, url: str) -> None:
    assert address(generator, path, f"slug: {slug}" if slug else "") == url


def test_jekylls_categories_begin_with_the_folders_above_the_posts(address: Address) -> None:
    assert address("jekyll", "news/_posts/ai/2026-04-30-a.md", "category: b") == "/news/b/2026/04/30/a.html"


def test_names_and_slugs_of_hugo_differ(address: Address) -> None:
    assert address("hugo", "a+b  c.md", "") == "/a+b--c/"
    assert address("hugo", "a+b  c.md", "slug: a+b  c") == "/a-b-c/"


def test_zola_adds_a_slash_to_every_path(address: Address) -> None:
    assert address("zola", "a.md", "path: notes/v1.beta") == "/notes/v1.beta/"


@pytest.mark.parametrize(("keys", "url"), [("url: /own", "/own/"), ("url: /own.html", "/own.html"), ("url: /v1.2", "/v1.2/")])
def test_hugo_adds_the_slash_of_a_folder(address: Address, keys: str, url: str) -> None:
    assert address("hugo", "a.md", keys) == url


def test_jekylls_categories_are_folders_in_lower_case(address: Address) -> None:
    assert address("jekyll", "_posts/a.md", "categories: [Big News, b]") == "/big%20news/b/2026/04/30/a.html"


def test_a_title_without_letters_for_a_url_is_an_error(write: Callable[[str, str], Path], loading: Callable[..., Loaded]) -> None:
    write("content/a.md", "---\ntitle: 日本\ndate: 2026-04-30\n---\n")

    (fault,) = loading(generator="eleventy", permalink="/posts/{title}/").faults

    assert str(fault) == "content/a.md:1: url: the title gives no URL of the pattern '/posts/{title}/': add a slug"


def test_without_the_extra_one_sentence_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "text_unidecode", None)
    monkeypatch.delitem(sys.modules, "stridesfeed.load.urls._text_unidecode", raising=False)
    monkeypatch.delattr("stridesfeed.load.urls._text_unidecode", raising=False)

    with pytest.raises(MissingExtraError, match=r"A URL in ASCII letters .+ pip install 'stridesfeed\[slugs\]'"):
        SLUG_RULES["zola"].title("日本")


def test_every_generator_has_patterns_and_rules() -> None:
    assert GENERATORS.keys() == SLUG_RULES.keys()
