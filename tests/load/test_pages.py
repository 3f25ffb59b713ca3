"""
Built pages as articles: which pages are articles, and what their markup says about them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from built_pages import BODY, DATED, TIME, a_page
from stridesfeed import Person
from stridesfeed.load import Loaded
from stridesfeed.model import Article, Image

Write = Callable[[str, str | bytes], Path]
LoadPages = Callable[..., Loaded]


JSON_LD = """
<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "BlogPosting", "headline": "Grok 5 is out", "datePublished": "2026-04-30T09:00:00Z",
 "dateModified": "2026-05-01T10:00:00Z", "author": [{"@type": "Person", "name": "Ada", "url": "https://ada.example/"}, "Grace"],
 "keywords": "AI, models", "articleSection": "News", "description": "It is faster.", "image": ["https://strides.example/grok.png"],
 "inLanguage": "en-GB"}
</script>
"""
GRAPH = """
<script type="application/ld+json">
{"@graph": [{"@type": "WebSite", "name": "AI Strides"}, {"@type": ["Article", "NewsArticle"], "headline": "Grok 5 is out",
 "datePublished": "2026-04-30T09:00:00Z", "dateModified": "2026-05-01T10:00:00Z", "author": [{"@id": "#ada"}, {"name": "Grace"}],
 "keywords": ["AI", "models"], "articleSection": ["News"], "description": "It is faster.", "image": {"@id": "#image"}, "inLanguage": "en-GB"},
 {"@id": "#ada", "@type": "Person", "name": "Ada", "url": "https://ada.example/"},
 {"@id": "#image", "@type": "ImageObject", "url": "https://strides.example/grok.png"}]}
</script>
"""
ARRAY = """
<script type="application/ld+json">[{"@type": "Organization", "name": "AI Strides"}]</script>
<script type="application/ld+json">
[{"@type": "http://schema.org/Article", "headline": "Grok 5 is out", "datePublished": "2026-04-30T09:00:00Z",
 "dateModified": "2026-05-01T10:00:00Z", "author": [{"name": "Ada", "url": ["https://ada.example/"]}, {"name": "Grace"}],
 "keywords": [{"@type": "DefinedTerm", "name": "AI"}, "models"], "articleSection": "News", "abstract": "It is faster.",
 "image": {"contentUrl": "https://strides.example/grok.png"}, "inLanguage": {"@type": "Language", "name": "en-GB"}}]
</script>
"""
MICRODATA = """
<article itemscope itemtype="https://schema.org/BlogPosting">
<meta itemprop="inLanguage" content="en-GB"><meta itemprop="dateModified" content="2026-05-01T10:00:00Z">
<h1 itemprop="headline">Grok 5 is out</h1>
<time itemprop="datePublished" datetime="2026-04-30T09:00:00Z">30 April</time>
<span itemprop="author" itemscope itemtype="https://schema.org/Person">
<a itemprop="url" href="https://ada.example/"><b itemprop="name">Ada</b></a></span>
<span itemprop="author">Grace</span>
<meta itemprop="keywords" content="AI, models"><meta itemprop="articleSection" content="News">
<meta itemprop="description" content="It is faster.">
<link itemprop="image" href="/grok.png">
<div itemprop="articleBody"><p>Faster.</p></div>
</article>
"""
H_ENTRY = """
<article class="h-entry">
<h1 class="p-name"><a class="u-url" href="/news/grok/">Grok 5 is out</a></h1>
<time class="dt-published" datetime="2026-04-30T09:00:00Z">30 April</time>
<time class="dt-updated" datetime="2026-05-01T10:00:00Z">1 May</time>
<a class="p-author h-card" href="https://ada.example/">Ada</a>
<span class="p-author h-card"><span class="p-name">Grace</span></span>
<img class="u-featured" src="/grok.png" alt="">
<p class="p-summary">It is faster.</p>
<div class="e-content"><p>Faster.</p></div>
<a class="p-category" href="/tags/ai/">AI</a> <a class="p-category" href="/tags/models/">models</a>
</article>
"""
OPEN_GRAPH = """
<meta property="og:type" content="article">
<meta property="article:published_time" content="2026-04-30T09:00:00Z">
<meta property="article:modified_time" content="2026-05-01T10:00:00Z">
<meta property="article:author" content="https://social.example/ada">
<meta property="article:section" content="News">
<meta property="article:tag" content="AI">
<meta property="article:tag" content="models">
<meta property="og:title" content="Grok 5 is out">
<meta property="og:description" content="It is faster.">
<meta property="og:image" content="https://strides.example/grok.png">
"""
META = """
<meta name="dcterms.issued" content="2026-04-30T09:00:00Z">
<meta name="dcterms.modified" content="2026-05-01T10:00:00Z">
<meta name="twitter:title" content="Grok 5 is out">
<meta name="author" content="Ada">
<meta name="keywords" content="AI, models">
<meta name="description" content="It is faster.">
<meta name="twitter:image" content="/grok.png">
"""
PLAIN = "<main><p>Faster.</p></main>"


@pytest.mark.parametrize(
    "html",
    [
        a_page(PLAIN, JSON_LD),
        a_page(PLAIN, GRAPH),
        a_page(PLAIN, ARRAY),
        a_page(MICRODATA),
        a_page(H_ENTRY, language="en-GB"),
        a_page(PLAIN, OPEN_GRAPH, language="en_GB"),
        a_page(PLAIN, META, language="en-GB"),
    ],
    ids=["JSON-LD", "graph", "array", "microdata", "h-entry", "Open Graph", "meta"],
)
def test_every_vocabulary_gives_the_same_article(article_of: Callable[..., Article], html: str) -> None:
    article = article_of(html)

    assert (article.title, article.url) == ("Grok 5 is out", "https://strides.example/news/grok/")
    assert (article.published, article.updated) == (datetime(2026, 4, 30, 9, tzinfo=UTC), datetime(2026, 5, 1, 10, tzinfo=UTC))
    assert [name for name in ("AI", "models") if name in [category.name for category in article.categories]] == ["AI", "models"]
    assert article.summary == "It is faster."
    assert article.image is not None
    assert article.image.url == "https://strides.example/grok.png"
    assert article.language == "en-GB"
    assert article.content == "<p>Faster.</p>"


@pytest.mark.parametrize(
    ("html", "authors"),
    [
        (a_page(PLAIN, JSON_LD), [("Ada", "https://ada.example/"), ("Grace", None)]),
        (a_page(PLAIN, GRAPH), [("Ada", "https://ada.example/"), ("Grace", None)]),
        (a_page(PLAIN, ARRAY), [("Ada", "https://ada.example/"), ("Grace", None)]),
        (a_page(MICRODATA), [("Ada", "https://ada.example/"), ("Grace", None)]),
        (a_page(H_ENTRY), [("Ada", "https://ada.example/"), ("Grace", None)]),
        (a_page(PLAIN, OPEN_GRAPH), []),
        (a_page(PLAIN, META), [("Ada", None)]),
    ],
    ids=["JSON-LD", "graph", "array", "microdata", "h-entry", "Open Graph names no one", "meta"],
)
def test_authors_are_people_with_their_pages(article_of: Callable[..., Article], html: str, authors: list[tuple[str, str | None]]) -> None:
    assert [(person.name, person.uri) for person in article_of(html).authors] == authors


def test_what_describes_the_article_counts_more_than_what_describes_the_page(article_of: Callable[..., Article]) -> None:
    head = f'<meta property="og:title" content="Grok 5 | AI Strides"><meta name="description" content="News of AI.">{JSON_LD}'

    article = article_of(a_page(DATED.replace("2026-04-30", "2026-04-29"), head))

    assert (article.title, article.summary) == ("Grok 5 is out", "It is faster.")
    assert article.published == datetime(2026, 4, 30, 9, tzinfo=UTC)


def test_a_heading_and_a_time_are_enough(article_of: Callable[..., Article]) -> None:
    article = article_of(a_page(DATED))

    assert (article.title, article.published) == ("Grok 5", datetime(2026, 4, 30, 9, tzinfo=UTC))
    assert (article.content, article.authors, article.language) == ("<p>Faster.</p>", (), "en")


def test_the_title_element_is_used_without_the_name_of_the_site(article_of: Callable[..., Article]) -> None:
    head = '<meta property="og:site_name" content="AI Strides">'

    assert article_of(a_page(f"<main>{TIME}<p>Faster.</p></main>", head)).title == "Grok 5"


def test_the_image_keeps_its_text_and_size(article_of: Callable[..., Article]) -> None:
    parts = {"image": "/a.png", "image:alt": "A robot", "image:width": "600"}
    head = "".join(f'<meta property="og:{name}" content="{value}">' for name, value in parts.items())

    assert article_of(a_page(DATED, head)).image == Image("https://strides.example/a.png", alt="A robot", width=600, type="image/png")


def test_people_of_the_configuration_are_found_by_their_name(article_of: Callable[..., Article]) -> None:
    ada = Person("Ada Lovelace", uri="https://ada.example/")

    article = article_of(a_page(DATED, '<meta name="author" content="ada">'), authors={"ada": ada})

    assert article.authors == (ada,)


@pytest.mark.parametrize(
    "time",
    [
        '<div class="date">2026-04-30</div>',
        '<p class="post-date">Published on 30 April 2026</p>',
        '<li id="published">30 April 2026</li>',
        '<abbr class="published" title="2026-04-30T00:00:00Z">Thursday</abbr>',
        '<span class="dt-published">2026-04-30</span>',
        '<p>By Ada, <time datetime="2026-04-30">30 April</time></p>',
        "<p>April 30, 2026</p>",
        "<div><span>30 Apr 2026</span> · <span>5 min read</span></div>",
        "<small>Posted on April 30, 2026 by Ada</small>",
        '<ul class="post-metadata"><li><time datetime="2026-04-30">30 April</time></li></ul>',
    ],
)
def test_a_date_that_people_see_is_the_date_of_publication(article_of: Callable[..., Article], time: str) -> None:
    article = article_of(a_page(f"<main><h1>Grok 5</h1>{time}<p>Faster.</p></main>"))

    assert article.published == datetime(2026, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize("date", ["soon", "0001-01-01T00:00:00Z"])
def test_a_date_that_cannot_be_read_gives_way_to_the_next(article_of: Callable[..., Article], date: str) -> None:
    article = article_of(a_page(DATED, f'<meta property="article:published_time" content="{date}">'))

    assert article.published == datetime(2026, 4, 30, 9, tzinfo=UTC)


def test_the_date_of_a_change_in_the_head_does_not_hide_the_date_that_people_see(article_of: Callable[..., Article]) -> None:
    times = f'<p>{TIME}</p><p>Updated: <time datetime="2026-05-02T09:00:00Z">2 May</time></p>'
    html = a_page(DATED.replace(TIME, times), '<meta property="article:published_time" content="2026-05-02T09:00:00Z">')

    article = article_of(html)

    assert (article.published, article.updated) == (datetime(2026, 4, 30, 9, tzinfo=UTC), datetime(2026, 5, 2, 9, tzinfo=UTC))


def test_dates_as_go_writes_them_are_read(article_of: Callable[..., Article]) -> None:
    article = article_of(a_page(DATED.replace("2026-04-30T09:00:00Z", "2026-04-30 11:00:00 +0200 CEST")))

    assert article.published == datetime(2026, 4, 30, 9, tzinfo=UTC)


def test_a_list_with_the_date_of_its_newest_article_is_no_article(write: Write, load_pages: LoadPages) -> None:
    head = '<meta property="og:type" content="website"><meta itemprop="datePublished" content="2026-04-30T09:00:00Z">'
    write("public/tags/index.html", a_page("<main><h1>Tags</h1><article><p>All tags.</p></article></main>", head))

    assert [skipped.reason for skipped in load_pages().skipped] == ["has no date of publication"]


def test_the_title_is_not_the_heading_with_the_name_of_the_site(article_of: Callable[..., Article], write: Write) -> None:
    write("public/index.html", "<title>AI Strides</title>")
    article = f'<h1>AI Strides</h1><main><article><h2 class="article-title">Grok 5</h2>{TIME}<p>Faster.</p></article></main>'

    assert article_of(a_page(article)).title == "Grok 5"


def test_a_lower_heading_is_the_title_if_the_title_of_the_page_has_it(article_of: Callable[..., Article]) -> None:
    article = f"<article><header><h2><a href='/news/grok/'>Grok 5</a></h2></header>{TIME}<p>Faster.</p><h2>More</h2></article>"

    assert article_of(a_page(article)).title == "Grok 5"


def test_a_date_in_the_text_is_not_the_date_of_publication(write: Write, load_pages: LoadPages) -> None:
    write("public/a/index.html", a_page("<main><h1>A</h1><p>On 30 April 2026 it was.</p>" + "<p>x</p>" * 9 + "<p>30 April 2026</p></main>"))
    write("public/b/index.html", a_page("<main><h1>B</h1><p>Last updated on 30 April 2026</p><p>x</p></main>"))

    assert {skipped.reason for skipped in load_pages().skipped} == {"has no date of publication"}


def test_the_time_of_a_change_is_not_the_date_of_publication(write: Write, load_pages: LoadPages) -> None:
    write("public/a/index.html", a_page('<main><h1>A</h1><p>x</p><p>Last updated on <time datetime="2026-04-30">30 April</time></p></main>'))

    loaded = load_pages()

    assert (loaded.articles, [skipped.reason for skipped in loaded.skipped]) == ((), ["has no date of publication"])


@pytest.mark.parametrize(
    ("path", "head", "settings", "url"),
    [
        ("news/grok/index.html", "", {}, "https://strides.example/news/grok/"),
        ("news/grok.html", "", {}, "https://strides.example/news/grok.html"),
        ("news/grok.html", "", {"clean_urls": True}, "https://strides.example/news/grok"),
        ("news/grok/index.html", "", {"clean_urls": True}, "https://strides.example/news/grok/"),
        ("news/é b.htm", "", {}, "https://strides.example/news/%C3%A9%20b.htm"),
        ("news/grok.html", '<link rel="canonical" href="https://strides.example/news/grok">', {}, "https://strides.example/news/grok"),
        ("news/grok.html", '<link rel="canonical" href="/news/grok/">', {}, "https://strides.example/news/grok/"),
        ("grok/index.html", '<link rel=canonical href="https://strides.example/blog/grok/">', {}, "https://strides.example/blog/grok/"),
        ("grok/index.html", '<link rel=canonical href="https://www.strides.example/grok/">', {}, "https://www.strides.example/grok/"),
        ("grok/index.html", '<link rel=canonical href="https://elsewhere.example/their-copy">', {}, "https://strides.example/grok/"),
        ("grok/index.html", '<link rel="canonical" href="/grok/index.html">', {}, "https://strides.example/grok/"),
        ("grok/index.html", '<link rel="canonical" href="">', {}, "https://strides.example/grok/"),
    ],
)
def test_the_address_is_the_canonical_link_or_follows_from_the_path(
    article_of: Callable[..., Article], path: str, head: str, settings: dict[str, object], url: str
) -> None:
    article = article_of(a_page(DATED, head), f"public/{path}", **settings)

    assert (article.url, article.id) == (url, url)


TEASER = '<article><h2><a href="/news/{0}/">{0}</a></h2><time datetime="2026-04-30">x</time><p>…</p></article>'


LINKED = f'<article><div class="post-title"><a class="post-title-link" href="/news/a/"><span>A</span></a></div>{TIME}</article>'
OWN_URL = (
    f'<article itemscope itemtype="http://schema.org/Article"><link itemprop="mainEntityOfPage" href="/news/a/"><h2>A</h2>{TIME}</article>'
)
BESIDE_TITLE = f'<div class="sort"><div><div class="time">{TIME}</div><a class="sort-title" href="/news/a/">A</a></div></div>'


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (a_page(DATED, '<meta http-equiv="refresh" content="0; url=/news/grok-5/">'), "redirects to another page"),
        (a_page(DATED, '<meta name="robots" content="noindex, follow">'), "is hidden from search engines (noindex)"),
        (a_page(DATED, '<link rel="canonical" href="/news/other/">'), "repeats https://strides.example/news/other/ (canonical link)"),
        (a_page(f"<main>{TEASER.format('a')}{TEASER.format('b')}</main>"), "is a list of articles"),
        (a_page(f"<main>{TEASER.format('a')}</main>"), "is a list of articles"),
        (
            a_page(f'<main><h1>Tag</h1><article class="h-entry"><a class="u-url" href="/a/">A</a>{TIME}</article></main>'),
            "is a list of articles",
        ),
        (a_page(f"<main><a href='/a/'><article><h2>A</h2>{TIME}</article></a></main>"), "is a list of articles"),
        (a_page(f"<main>{LINKED}</main>"), "is a list of articles"),
        (a_page(f"<main>{OWN_URL}</main>"), "is a list of articles"),
        (a_page(f"<main><h1>2026</h1>{BESIDE_TITLE}</main>"), "has no date of publication"),
        (a_page(f"<main>{DATED}{DATED}</main>"), "has several articles"),
        (a_page(f"<main><h1>Archive</h1><ul><li><a href='/a/'>A</a> {TIME}</li></ul></main>"), "has no date of publication"),
        (a_page(BODY), "has no date of publication"),
        ("", "has no date of publication"),
    ],
    ids=[
        "redirect",
        "noindex",
        "copy",
        "list",
        "tag of one",
        "h-entry",
        "cards",
        "title in a block",
        "microdata",
        "archive of blocks",
        "several",
        "archive",
        "undated",
        "empty",
    ],
)
def test_a_page_that_is_not_an_article_is_skipped_with_its_reason(write: Write, load_pages: LoadPages, html: str, reason: str) -> None:
    write("public/news/grok/index.html", html)

    loaded = load_pages()

    assert ([*loaded.articles], [*loaded.faults]) == ([], [])
    assert [(skipped.path, skipped.reason) for skipped in loaded.skipped] == [("public/news/grok/index.html", reason)]


def test_teasers_of_other_articles_below_the_article_are_not_part_of_it(article_of: Callable[..., Article]) -> None:
    article = article_of(a_page(f"<main>{DATED}<section>{TEASER.format('a')}{TEASER.format('b')}</section></main>"))

    assert (article.title, article.content) == ("Grok 5", "<p>Faster.</p>")


def test_files_that_are_not_pages_are_not_named(write: Write, load_pages: LoadPages) -> None:
    for name in ("style.css", "robots.txt", "sitemap.xml", "search.json", "a.js"):
        write(f"public/{name}", "x")

    assert (load_pages().skipped, load_pages().faults) == ((), ())


def test_the_home_page_and_the_page_for_errors_are_skipped(write: Write, load_pages: LoadPages) -> None:
    write("public/index.html", a_page(DATED))
    write("public/404.html", a_page(DATED))

    assert [(each.path, each.reason) for each in load_pages().skipped] == [
        ("public/404.html", "is the page for errors"),
        ("public/index.html", "is the home page"),
    ]


def test_pages_are_chosen_by_patterns(write: Write, load_pages: LoadPages) -> None:
    write("public/blog/a/index.html", a_page(DATED))
    write("public/docs/a/index.html", a_page(DATED))

    assert [article.url for article in load_pages(include=("blog/**",)).articles] == ["https://strides.example/blog/a/"]


def test_the_date_may_be_in_the_address(article_of: Callable[..., Article]) -> None:
    assert article_of(a_page(BODY), "public/2026/04/30/grok/index.html").published == datetime(2026, 4, 30, tzinfo=UTC)


def test_a_selector_names_the_body(write: Write, load_pages: LoadPages) -> None:
    html = a_page(f'{DATED}<div class="text"><p>The text.</p><p class="ad">Buy.</p></div>')
    write("public/a/index.html", html)
    write("public/b/index.html", a_page(DATED))

    loaded = load_pages(pages_selector="div.text", pages_remove=(".ad", ".other"))

    assert [article.content for article in loaded.articles] == ["<p>The text.</p>"]
    assert [skipped.reason for skipped in loaded.skipped] == ["has no element that pages_selector selects (div.text)"]


def test_relative_addresses_lead_to_where_the_page_is(article_of: Callable[..., Article]) -> None:
    body = DATED.replace("Faster.", '<a href="../b/">b</a><img src="a.png" srcset="a.png, big/a,b.png 2x"><a href="/c">c</a><a href="#d">d</a>')

    content = article_of(a_page(body, '<link rel="canonical" href="https://strides.example/news/grok">')).content or ""

    assert "https://strides.example/news/b/" in content
    assert "https://strides.example/news/grok/a.png" in content
    assert 'srcset="https://strides.example/news/grok/a.png, https://strides.example/news/grok/big/a,b.png 2x"' in content
    assert "https://strides.example/c" in content
    assert 'href="#d"' in content
