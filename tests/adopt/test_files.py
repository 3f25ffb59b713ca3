"""
Written files are loaded as the same articles.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adopting import adopt_document, only_article
from everything import the_article
from makers import NOON, an_article
from stridesfeed.adopt import LAYOUTS, AdoptedArticle, ContentFile, add_to_ledger
from stridesfeed.load import Content, Loaded, load
from stridesfeed.model import Article, Category, Image, Person
from stridesfeed.publish.ledger import Entry, Ledger, format_ledger, parse_ledger

LATER = datetime(2030, 1, 1, tzinfo=UTC)
BOTH = pytest.mark.parametrize("layout", [*LAYOUTS])


def loaded(layout: str, *articles: Article | AdoptedArticle) -> Loaded:
    """
    Write *articles* to files, and load them.
    """
    with TemporaryDirectory() as folder:
        for file in written(layout, *articles):
            path = Path(folder, "content", file.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        root = Path(folder)
        return load(Content(root=root, folders=(root / "content",), url="https://strides.example/", summary_length=0), as_of=LATER)


def written(layout: str, *articles: Article | AdoptedArticle) -> list[ContentFile]:
    return [*LAYOUTS[layout](article if isinstance(article, AdoptedArticle) else AdoptedArticle(article) for article in articles)]


#: What front matter has no key for.
UNSAID: dict[str, Any] = {"links": (), "source": None}


@BOTH
def test_every_field_with_a_key_round_trips(layout: str) -> None:
    article = the_article()
    result = loaded(layout, article)

    (back,) = result.articles
    without: dict[str, Any] = UNSAID | {
        "related": [attrs.evolve(link, type=None, length=None, hreflang=None) for link in article.related],
        "sources": [attrs.evolve(link, type=None, length=None) for link in article.sources],
        "categories": (Category("AI News"), *article.categories),
    }
    assert result.unknown_keys == {}
    assert back == attrs.evolve(article, **without)


# Files have line feeds as line ends; bodies may contain all other characters.
BODIES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("\n\t<>&'\"{}%-")) | st.sampled_from(
    [
        "{% raw %}x{% endraw %}",
        "{{ site.url }}/a",
        "{%- endraw -%}{% raw %}",
        "<pre>{% raw %}{{ x }}{% endraw %}</pre>{{ site.url }}",
        "---\n<p>x</p>\n---",
        "+++",
        '<a href="1.html">{% post_url 2026-01-01-x %}</a>',
        "<p>\n\n  * a\n\n    b</p>",
    ]
)


@BOTH
@given(body=BODIES)
def test_bodies_round_trip(layout: str, body: str) -> None:
    item = {"id": "1", "url": "https://strides.example/1", "title": "T", "date_published": "2026-01-01T00:00:00Z", "content_html": body}
    adopted = adopt_document(
        {"version": "https://jsonfeed.org/version/1", "title": "T", "home_page_url": "https://strides.example/", "items": [item]}
    )
    (back,) = loaded(layout, *adopted.articles).articles

    # A brace that is no template's is written as a reference, so that no check takes it for one.
    content = (back.content or "").replace("&#123;", "{")
    assert content.strip() == (only_article(adopted).article.content or "").strip()


LINES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from(":#-'\"[]{}&*!|>%@`\\,"), min_size=1).filter(str.strip)


@BOTH
@given(text=LINES)
def test_texts_round_trip(layout: str, text: str) -> None:
    article = an_article(
        title=f"x{text}",
        summary=f"{text}x",
        authors=[Person(f"x {text.replace('@', '')}")],
        image=Image("https://strides.example/a", alt=f"x{text}"),
    )
    (back,) = loaded(layout, article).articles

    assert (back.title, back.summary, back.authors, back.image) == (article.title, article.summary, article.authors, article.image)


@BOTH
@given(guid=st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"], blacklist_characters="\ufffd\ufffe\uffff"), min_size=1))
def test_guids_round_trip(layout: str, guid: str) -> None:
    article = an_article(guid=f"x{guid}x")
    (back,) = loaded(layout, article).articles

    assert back.guid == article.guid


@BOTH
def test_drafts_stay_drafts(layout: str) -> None:
    result = loaded(layout, AdoptedArticle(an_article(), is_draft=True))

    assert result.articles == ()
    assert [skipped.reason for skipped in result.skipped] == ["draft"]


@pytest.mark.parametrize(
    ("slug", "url", "name"),
    [
        ("../../etc/passwd", "https://strides.example/", "etc-passwd"),
        ("..%2f..%2fx", "https://strides.example/", "x"),
        ("C:\\con", "https://strides.example/", "c-con"),
        ("CON", "https://strides.example/", "con-1"),
        ("index", "https://strides.example/", "index-1"),
        ("_hidden", "https://strides.example/", "hidden"),
        (".hidden", "https://strides.example/", "hidden"),
        ("%F0%9F%9A%80", "https://strides.example/rocket", "rocket"),
        (None, "https://strides.example/a/caf%C3%A9.html?x=1", "café"),
        (None, "https://strides.example/", "article-one"),
        ("x" * 500, "https://strides.example/", "x" * 50),
    ],
)
def test_a_file_is_named_after_its_article_and_stays_in_its_folder(slug: str | None, url: str, name: str) -> None:
    (file,) = written("html", AdoptedArticle(an_article(url=url), slug))

    assert file.path.as_posix() == f"2026/{name}.html"


def test_articles_with_the_same_name_get_different_files() -> None:
    articles = [
        AdoptedArticle(an_article(str(number), published=NOON.replace(year=year)), "Same") for number, year in ((1, 2026), (2, 2026), (3, 2025))
    ]

    assert [file.path.as_posix() for file in written("html", *articles)] == ["2026/same.html", "2026/same-2.html", "2025/same.html"]


def test_the_ledger_has_published_articles_in_order_of_publication() -> None:
    articles = [
        AdoptedArticle(an_article("new", published=NOON.replace(day=3), updated=NOON.replace(day=4))),
        AdoptedArticle(an_article("old", published=NOON.replace(day=1))),
        AdoptedArticle(an_article("draft"), is_draft=True),
        AdoptedArticle(an_article("future", published=NOON.replace(day=9))),
        AdoptedArticle(an_article("known", published=NOON.replace(day=2))),
    ]
    known = Entry(4, articles[4].article.id, "content/known.md", articles[4].article.address, NOON, NOON)

    ledger = add_to_ledger(Ledger((known,)), written("html", *articles), "content", as_of=NOON.replace(day=5))

    assert [(entry.n, entry.id[-3:], entry.source, entry.published.day, entry.updated.day) for entry in ledger.entries] == [
        (4, "own", "content/known.md", 30, 30),
        (5, "old", "content/2026/old.html", 1, 1),
        (6, "new", "content/2026/new.html", 3, 4),
    ]
    assert parse_ledger(format_ledger(ledger).decode(), "stridesfeed.lock") == ledger
