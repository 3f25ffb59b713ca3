"""
Sites in several languages: of files with suffixes, of folders, and of front matter.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stridesfeed.load import Loaded
from stridesfeed.load.urls.permalink_patterns import translate

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]

ARTICLE = "---\ntitle: {title}\ndate: 2026-04-30\n{keys}\n---\n"


@pytest.fixture
def article(write: Write) -> Callable[..., None]:
    """
    Write an article.
    """

    def article(path: str, body: str = "", *, keys: str = "") -> None:
        write(f"content/{path}", ARTICLE.format(title=path, keys=keys) + body)

    return article


def urls(loaded: Loaded) -> dict[str, tuple[str, str | None]]:
    """
    Return the URL and the language of each article, by its file.
    """
    assert loaded.faults == ()
    return {
        loaded.origins[each.id].removeprefix("content/"): ((each.url or "").removeprefix("https://strides.example"), each.language)
        for each in loaded.articles
    }


def test_a_hugo_site_has_languages_in_suffixes_and_folders(article: Callable[..., None], loading: Loading) -> None:
    for path in ("post/barge.md", "post/barge.fr.md", "post/bundle/index.md", "post/bundle/index.pt-br.md", "fr/post/other.md"):
        article(path)
    article("post/own.fr.md", keys="url: own/")
    article("post/rooted.fr.md", keys="url: /own/")

    loaded = loading(generator="hugo", permalink=translate("hugo"), language="en-GB", languages=("en", "fr", "pt-br"))

    assert urls(loaded) == {
        "post/barge.md": ("/post/barge/", None),
        "post/barge.fr.md": ("/fr/post/barge/", "fr"),
        "post/bundle/index.md": ("/post/bundle/", None),
        "post/bundle/index.pt-br.md": ("/pt-br/post/bundle/", "pt-br"),
        "fr/post/other.md": ("/fr/post/other/", "fr"),
        "post/own.fr.md": ("/fr/own/", "fr"),
        "post/rooted.fr.md": ("/own/", "fr"),
    }


def test_a_zola_site_has_languages_in_suffixes(article: Callable[..., None], loading: Loading) -> None:
    for path in ("blog/2026-04-30-barge.md", "blog/2026-04-30-barge.fr.md", "blog/Bundle/index.fr.md"):
        article(path)

    loaded = loading(generator="zola", permalink=translate("zola"), language="en", languages=("en", "fr"))

    assert urls(loaded) == {
        "blog/2026-04-30-barge.md": ("/blog/barge/", None),
        "blog/2026-04-30-barge.fr.md": ("/fr/blog/barge/", "fr"),
        "blog/Bundle/index.fr.md": ("/fr/blog/bundle/", "fr"),
    }


def test_several_folders_may_be_languages(article: Callable[..., None], loading: Loading, tmp_path: Path) -> None:
    article("en/blog/barge.md")
    article("fr/blog/barge.md")

    loaded = loading(folders=(tmp_path / "content/en", tmp_path / "content/fr"), languages=("en", "fr"), language="en")

    assert urls(loaded) == {"en/blog/barge.md": ("/blog/barge/", None), "fr/blog/barge.md": ("/fr/blog/barge/", "fr")}


def test_front_matter_names_the_language(article: Callable[..., None], loading: Loading) -> None:
    article("_posts/2026-04-30-a.md", keys="lang: fr")
    article("fr/_posts/2026-04-30-b.md")
    article("_posts/fr/2026-04-30-c.md")
    article("_posts/2026-04-30-d.md", keys="lang: de")
    article("_posts/2026-04-30-e.fr.md", keys="lang: en")

    assert urls(loading(permalink="/{slug}.html", languages=("en", "fr"))) == {
        "_posts/2026-04-30-a.md": ("/fr/a.html", "fr"),
        "fr/_posts/2026-04-30-b.md": ("/fr/b.html", "fr"),
        "_posts/fr/2026-04-30-c.md": ("/fr/c.html", "fr"),
        "_posts/2026-04-30-d.md": ("/d.html", "de"),
        "_posts/2026-04-30-e.fr.md": ("/e.html", "en"),
    }


@pytest.mark.parametrize(
    ("pattern", "english", "french"),
    [
        ("/blog/{lang}/{slug}/", "/blog/a/", "/blog/fr/a/"),
        ("/{slug}-{lang}.html", "/a.html", "/a-fr.html"),
        ("/{slug}.{lang}.html", "/a.html", "/a.fr.html"),
    ],
)
def test_the_language_may_be_anywhere_in_a_url(article: Callable[..., None], loading: Loading, pattern: str, english: str, french: str) -> None:
    article("a.md")
    article("b.md", keys="lang: fr\nslug: a")

    loaded = loading(permalink=pattern, language="en")

    assert {url for url, _ in urls(loaded).values()} == {english, french}


def test_without_languages_suffixes_and_folders_are_names(article: Callable[..., None], loading: Loading) -> None:
    article("fr/a.fr.md", keys="lang: fr")

    assert urls(loading()) == {"fr/a.fr.md": ("/fr/a.fr/", "fr")}


def test_the_home_page_of_a_language_is_no_article(article: Callable[..., None], loading: Loading) -> None:
    article("fr/index.md")
    article("fr/a.md")

    loaded = loading(languages=("en", "fr"))

    assert [(each.path, each.reason) for each in loaded.skipped] == [("content/fr/index.md", "is the home page")]


def test_links_lead_to_the_page_in_the_same_language(article: Callable[..., None], loading: Loading, write: Write) -> None:
    article("other.md")
    article("other.fr.md")
    article("only.md")
    article("a.fr.md", "[b](other.md) [c](only.md)")
    article("bundle/index.md", "![](chart.png)")
    article("bundle/index.fr.md", "![](chart.png)")
    write("content/bundle/chart.png", b"")

    contents = {each.url: each.content for each in loading(languages=("en", "fr")).articles}

    assert contents["https://strides.example/fr/a/"] == (
        '<p><a href="https://strides.example/fr/other/">b</a> <a href="https://strides.example/only/">c</a></p>'
    )
    image = '<p><img src="https://strides.example/bundle/chart.png" alt="" /></p>'
    assert contents["https://strides.example/bundle/"] == contents["https://strides.example/fr/bundle/"] == image


def test_links_to_pages_without_a_date_name_the_language_too(article: Callable[..., None], loading: Loading, write: Write) -> None:
    write("content/about.fr.md", "---\ntitle: About\n---\n")
    article("a.md", "[about](about.fr.md)")

    (found,) = loading(languages=("en", "fr"), permalink="/{year}/{slug}/").articles

    assert found.content == '<p><a href="https://strides.example/fr/about/">about</a></p>'
