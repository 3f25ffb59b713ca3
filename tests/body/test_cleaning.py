"""
What holds for every body: cleaning twice is cleaning once, engines agree, and a parser that is not ours finds no error.
"""

from __future__ import annotations

import attrs
import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from makers import a_feed, an_article
from stridesfeed.body import ARTICLE, ENGINES, clean, clean_html
from stridesfeed.errors import LimitError
from stridesfeed.model import Feed
from stridesfeed.text import name_set

BASE = "https://strides.example/news/one"

NAMES = sorted(
    name_set(
        "a abbr audio b base blockquote body br button caption center code col colgroup dd details div dl dt em embed figcaption figure font "
        "form h1 h2 h3 head hr i iframe image img input label li link main math meta mi mtext annotation noframes noscript object ol option p "
        "picture plaintext pre q rb rp rt rtc ruby s script section select small source span style sub summary svg foreignObject table tbody "
        "td template textarea tfoot th thead title tr track tt u ul var video wbr xmp x-box"
    )
)
ATTRIBUTES = (
    'href="/x?a=1&b=2"',
    'href="#q"',
    "href=javascript:1",
    'href="mailto:a@b.example"',
    "id=q",
    "name=n",
    'class="language-py foo"',
    'src="a b.png"',
    "src=data:1",
    "src=//www.youtube.com/embed/abcdefghijk",
    "data-src=z.jpg",
    'srcset="a 1x, b 2x"',
    'alt="x < \' y"',
    "width=1",
    "width=20",
    'title="T &amp; &quot;"',
    "onclick=x",
    'style="display:none"',
    "style=text-align:right",
    "open",
    "controls",
    "colspan=2",
    "alttext=y",
    "encoding=application/x-tex",
    "/",
    '"',
)
TEXTS = (
    *("x", "word word", "Title", "é", "\n", "\n\n", " ", "\r\n", "\u200b", "\x01", "\ufdd0"),
    *("&nbsp;", "&amp;", "&lt;b>", "&copy", "&", "&#0;", "&#13;", "&#xFFFE;"),
    *("<", "</", "]]>", "<!-- c -->", "<!--", "<![CDATA[ z ]]>"),
)

attributes = st.lists(st.sampled_from(ATTRIBUTES), max_size=3).map(lambda chosen: "".join(f" {attribute}" for attribute in chosen))
pieces = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(NAMES), attributes),
    st.builds("</{}>".format, st.sampled_from(NAMES)),
    st.sampled_from(TEXTS),
)
soup = st.lists(pieces, max_size=16).map("".join)


@pytest.mark.parametrize("engine", ENGINES)
@given(html=soup)
@example("<h2><p><h2><small>\r\n<td>")
@example("<picture><picture title=x>y")
@example("<dd><object><code><dt>x")
@example("<b>1<ruby>2<rt>3</b>4")
@example("<table><caption><p>1<td><a>2<table><a>3")
@example("<pre><!-- --> \n\n<p></p>\nx</pre>")
def test_cleaning_twice_is_cleaning_once(engine: str, html: str) -> None:
    once = clean_html(html, BASE, engine=engine, title="Title")

    assert clean_html(once, BASE, engine=engine, title="Title") == once


@given(html=soup)
def test_engines_agree(html: str) -> None:
    written = {clean_html(html, BASE, engine=engine).replace('=""', "") for engine in ENGINES}

    assert len(written) == 1


@given(html=soup | st.text())
def test_a_strict_parser_finds_no_error(html: str) -> None:
    html5lib.HTMLParser(strict=True).parseFragment(clean_html(html, BASE))


@given(html=soup)
def test_every_element_and_attribute_is_one_of_the_policy(html: str) -> None:
    tree = html5lib.parseFragment(clean_html(html, BASE), namespaceHTMLElements=False)

    elements = [element for element in tree.iter() if element is not tree]
    assert {element.tag for element in elements} <= set(ARTICLE.elements)
    assert not [(element.tag, name) for element in elements for name in element.attrib if not ARTICLE.allows(element.tag, name)]


def test_a_feed_is_cleaned_article_by_article() -> None:
    feed = a_feed(
        an_article("one", title="T", content='<h1>T</h1><p onclick="x"><a href="b">c</a></p>'),
        an_article("two/x", content="<img src=i.png>"),
        an_article("three", content=None),
    )

    cleaned = clean(feed)

    assert [article.content for article in cleaned.articles] == [
        '<p><a href="https://strides.example/b">c</a></p>',
        '<img src="https://strides.example/two/i.png">',
        None,
    ]
    assert attrs.evolve(feed, articles=cleaned.articles) == cleaned
    assert clean(cleaned) == cleaned


def test_a_refusal_names_the_article() -> None:
    refusing = attrs.evolve(ARTICLE, max_elements=1, over_limit="refuse")
    feed: Feed = a_feed(an_article("one", content="<p>a<p>b"))

    with pytest.raises(LimitError, match=r"article 'tag:strides\.example,2026:one': max_elements: "):
        clean(feed, policy=refusing)
