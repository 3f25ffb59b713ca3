"""
The fast path returns what the pipeline would return, for every engine, and html5lib reads it as it is written.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makers import a_feed, an_article
from slow.mutants import BASES, POLICIES, TITLES, Case, accepted, cases, cleaned, edited, rendered
from stridesfeed.body import ARTICLE, ENGINES, Policy, clean, clean_html
from stridesfeed.body.canonical import clean_canonical
from stridesfeed.body.cleaning import pipeline
from stridesfeed.errors import LimitError, UnknownNameError

BASE = "https://strides.example/news/one"
HOSTILE = Path(__file__).parent.parent / "hostile"
EVERY = len(ENGINES)

# --- Bodies by the grammar of the docstring.

PHRASES = ["a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"]
SECTIONS = ["blockquote", "div", "section", "article", "aside", "header", "footer", "main", "nav", "address"]

words = st.text(st.sampled_from("ab z éß日🧮\u0301\u200d\n\t\"'/=;#{}"), max_size=12) | st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="<>&\ufffd\ufffe\uffff\ufeff"), max_size=8
)
references = st.sampled_from(
    ["&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&#39;", "&#x27;", "&hellip;", "&copy;", "&#8617;", ">", "&amp;lt;", '"']
)
texts = st.lists(words | references, max_size=3).map("".join)
shown = texts.map(lambda text: text + "x")
values = st.text(st.sampled_from("ab é'\n"), min_size=1, max_size=6).flatmap(
    lambda start: st.sampled_from(["", "&amp;", "&lt;b&gt;", "&quot;", "&#39;", "&#x27;"]).map(lambda end: start + end)
)
addresses = st.sampled_from(
    [
        "https://a.example",
        "https://a.example/b?c=d&amp;e#f",
        "/g",
        "h",
        "../i",
        "#j",
        "//k.example/l",
        "mailto:m@n.example",
        "?o=p",
        "q%20r",
        "s t",
        "ü",
    ]
)


@st.composite
def start(draw: st.DrawFn, name: str, *more: str) -> str:
    said = {key: draw(values) for key in draw(st.lists(st.sampled_from(["title", "lang", "dir", "rel", "data-x"]), max_size=2, unique=True))}
    if draw(st.booleans()):
        said["class"] = draw(st.sampled_from(["language-a", "x", "footnote  y language-b"]))
    return "<" + " ".join([name, *(f'{key}="{value}"' for key, value in said.items()), *more]) + ">"


@st.composite
def image(draw: st.DrawFn) -> str:
    end = draw(st.sampled_from([">", " />", "/>"]))
    return f'<img alt="{draw(values)}" src="{draw(addresses.filter(lambda address: address[0] != "m"))}" width="640"{end}'


@st.composite
def phrase(draw: st.DrawFn, around: tuple[str, ...] = ()) -> str:
    name = draw(st.sampled_from([name for name in PHRASES if name not in around]))
    more = [f'href="{draw(addresses)}"'] if name == "a" else []
    return f"{draw(start(name, *more))}{draw(phrases((*around, name)))}</{name}>"


@st.composite
def phrases(draw: st.DrawFn, around: tuple[str, ...] = ()) -> str:
    kinds: list[st.SearchStrategy[str]] = [texts, image(), st.sampled_from(["<br>", "<br />", "<br/>"])]
    if len(around) < 3:
        kinds.append(phrase(around))
    return draw(shown) + "".join(draw(st.lists(st.one_of(kinds), max_size=3)))


def of(name: str, held: st.SearchStrategy[str], *more: str) -> st.SearchStrategy[str]:
    return st.tuples(start(name, *more), held).map(lambda both: f"{both[0]}{both[1]}</{name}>")


def rows(held: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    style = st.sampled_from(["", ' style="text-align:center"', ' style="text-align: left;"', ' align="right"', ' colspan="2"'])
    cell = st.tuples(st.sampled_from(["td", "th"]), style, held).map(lambda part: f"<{part[0]}{part[1]}>{part[2]}</{part[0]}>")
    return several(of("tr", several(cell)))


def several(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(strategy, max_size=3).map(lambda parts: "\n".join(["", *parts, ""]))


@st.composite
def table(draw: st.DrawFn, held: st.SearchStrategy[str]) -> str:
    parts = draw(st.lists(st.sampled_from(["thead", "tbody", "tfoot"]), max_size=2))
    caption = draw(st.sampled_from(["", "<caption>c</caption>", '<colgroup>\n<col span="2">\n</colgroup>']))
    return f"<table>{caption}\n" + "\n".join(draw(of(part, rows(held))) for part in parts) + "</table>"


def larger(block: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    mixed = st.lists(block | phrases() | words, max_size=3).map("\n".join)
    item = of("li", mixed)
    return st.one_of(
        of("ul", several(item)),
        of("ol", several(item), 'start="2"', "reversed"),
        of("dl", several(of("dt", phrases()) | of("dd", mixed))),
        of("figure", st.tuples(image(), of("figcaption", mixed)).map("\n".join)),
        of("details", st.tuples(of("summary", phrases()), mixed).map("\n".join), "open"),
        table(mixed),
        st.sampled_from(SECTIONS).flatmap(lambda name: of(name, mixed)),
    )


leaf = st.one_of(
    st.sampled_from(["p", "h2", "h3"]).flatmap(lambda name: of(name, phrases())),
    of("pre", of("code", shown)),
    st.sampled_from(["<hr>", "<hr />"]),
    st.just('<p id="empty"></p>'),
)
bodies = st.lists(st.recursive(leaf, larger, max_leaves=8) | phrases() | words, max_size=4).map("\n".join)


@given(html=bodies, base=st.sampled_from(BASES[:2]))
def test_what_follows_the_grammar_is_accepted_and_right(html: str, base: str) -> None:
    assert accepted(Case(html, base)) == EVERY


@given(html=bodies, chance=st.randoms(use_true_random=False))
def test_the_spelling_of_tags_changes_nothing(html: str, chance: random.Random) -> None:
    spelled = re.sub("<[^<>]*>", lambda tag: _spelled(tag[0], chance), html)

    assert accepted(Case(spelled)) == EVERY
    assert clean_canonical(spelled, BASE, ARTICLE, "bleach") == clean_canonical(html, BASE, ARTICLE, "bleach")


def _spelled(tag: str, chance: random.Random) -> str:
    """
    The same tag in capitals, with other quotation marks and white space, other attributes or elements around it, or a comment before it.
    """
    if chance.random() < 0.5:
        tag = re.sub('="([^"\']*)"', r"='\1'", tag)
    if chance.random() < 0.3:
        tag = re.sub("^</?[a-z0-9]+", lambda name: name[0].upper(), tag)
    if chance.random() < 0.3 and not tag.startswith("</"):
        tag = re.sub(" ?/?>$", " DATA-Y=1 onclick='x()'\n>", tag)
    return chance.choice(["", "", '<!-- wp:x {"y":1} -->', "<o:p></o:p>"]) + tag


@pytest.mark.parametrize("html", edited())
def test_what_editors_write_is_accepted(html: str) -> None:
    assert accepted(Case(html)) == EVERY


BLOCKS = ["p", "h1", "li", "ul", "ol", "table", "tbody", "tr", "td", "dl", "dd", "dt", "pre", "figure", "br", "hr", "img", "script", "wbr"]

tags = st.sampled_from([*PHRASES, *SECTIONS, *BLOCKS])
noise = st.sampled_from(
    ["", "", "", ' id="a"', ' href="x"', ' class="y"', " open", ' src="z.gif"', ' title="', " x=y", "/", " /", ' style="text-align:left"']
)
soup = st.lists(
    st.tuples(tags, noise).map(lambda both: f"<{both[0]}{both[1]}>")
    | tags.map(lambda name: f"</{name}>")
    | texts
    | st.text("<>&;#x \0", max_size=3),
    max_size=12,
).map("".join)


@given(html=soup, base=st.sampled_from(BASES), title=st.sampled_from(TITLES), policy=st.sampled_from(POLICIES))
def test_of_soups_only_what_is_right_is_accepted(html: str, base: str, title: str | None, policy: Policy) -> None:
    accepted(Case(html, base, title, policy))


def test_of_damaged_markdown_only_what_is_right_is_accepted() -> None:
    found = [accepted(case) for case in cases(seed=2026, count=3000)]

    assert found.count(EVERY) > 200
    assert found.count(0) > 1000


@pytest.mark.parametrize("html", rendered())
def test_markdown_is_accepted(html: str) -> None:
    assert accepted(Case(html)) == EVERY


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*/*.html")), ids=lambda path: path.stem)
def test_attacks_are_left_to_the_pipeline_or_end_the_same(path: Path) -> None:
    accepted(Case(path.read_bytes().decode("utf-8")))


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("limits/*.repeat")), ids=lambda path: path.stem)
def test_floods_are_left_to_the_pipeline_or_end_the_same(path: Path) -> None:
    count, piece = path.read_text("utf-8").rstrip("\n").split("\n")
    small = attrs.evolve(ARTICLE, max_elements=2000, max_length=50_000)

    accepted(Case(int(count) * piece, policy=small))


REWRITTEN = {
    "<p>a<br />b</p>\n<hr />": "<p>a<br>b</p>\n<hr>",
    '<p><a href="/two">a</a></p>': '<p><a href="https://strides.example/two">a</a></p>',
    '<p><a href="#fn1">a</a></p>': '<p><a href="https://strides.example/news/one#fn1">a</a></p>',
    '<p><img alt="A" src="a.png" /></p>': '<p><img src="https://strides.example/news/a.png" alt="A"></p>',
    "<p>&quot;a&quot; &#39;b&#x27; c&nbsp;d &hellip; > e</p>": "<p>\"a\" 'b' c\xa0d … &gt; e</p>",
    '<div class="note footnote wide">a</div>': '<div class="footnote">a</div>',
    '<p class="lead" style="color:red" data-x="y">a</p>': "<p>a</p>",
    "\n <p>a</p>\n\t": "<p>a</p>",
    "\n<!--more-->\n<p>a<!-- cut --> b</p>": "<p>a b</p>",
    '<ol start="2" reversed><li>a</li></ol>': '<ol start="2" reversed=""><li>a</li></ol>',
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("html", REWRITTEN)
def test_what_markdown_writes_otherwise_is_rewritten(html: str, engine: str) -> None:
    assert clean_canonical(html, BASE, ARTICLE, engine) == REWRITTEN[html] == pipeline(html, BASE, policy=ARTICLE, engine=engine)


def test_a_host_beyond_ascii_is_canonical_for_bleach() -> None:
    """
    nh3 decodes it, and takes it away if it stands for nothing.
    """
    html, base = '<p><a href="/two">a</a></p>', "https://bücher.example/"

    assert clean_canonical(html, base, ARTICLE, "bleach") == pipeline(html, base, policy=ARTICLE, engine="bleach")
    assert clean_canonical(html, base, ARTICLE, "nh3") is None


def test_an_alignment_becomes_an_attribute() -> None:
    table = "<table><tbody><tr><td{}>a</td></tr></tbody></table>"

    assert clean_canonical(table.format(' style="text-align:right"'), BASE, ARTICLE, "bleach") == table.format(' align="right"')


NEARLY = {
    "<p>a &am<!-- b -->p; c</p>": "<p>a &amp;amp; c</p>",
    "<p>a</P>": "<p>a</p>",
    "<P CLASS=x>a</P >": "<p>a</p>",
    "<p><em><em>a</em></em></p>": "<p><em><em>a</em></em></p>",
    "<p><span><span>a</span></span></p>": "<p><span><span>a</span></span></p>",
    "<b><p>a</p></b>": "<b><p>a</p></b>",
    '<a href="/b"><div><p>a</p></div></a>': '<a href="https://strides.example/b"><div><p>a</p></div></a>',
    "<table><tr><td>a</td></tr>\n</table>": "<table><tbody><tr><td>a</td></tr>\n</tbody></table>",
    "<p>a</p><p></p><p>b</p>": "<p>a</p>\n<p>b</p>",
    "<p>a</p><p>\xa0&nbsp;<br><span></span></p><p>b</p>": "<p>a</p>\n<p>b</p>",
    '<p>a</p><p id="c"></p>': '<p>a</p><p id="c"></p>',
    "<figure><p></p></figure>a": "a",
    "<p><em> </em>a</p>": "<p> a</p>",
    "<h2></h2>": "<h2></h2>",
    "<p>a & b</p>": "<p>a &amp; b</p>",
    "<p>&bogus; &copy 1</p>": "<p>&amp;bogus; © 1</p>",
    "<p>a&#0;&#55357;b</p>": "<p>ab</p>",
    "<p>a&#13;\nb</p>": "<p>a\nb</p>",
    "<p>a\0b\x85c\ud800d\ufdd0e\U0001ffff</p>": "<p>ab…cde</p>",
    "<p>a\r\nb</p>": "<p>a\nb</p>",
    "<pre>\na</pre>": "<pre>a</pre>",
    "<pre><!-- a -->\nb</pre>": "<pre>b</pre>",
    "<p onclick=x()>a</p>": "<p>a</p>",
    "<p class='language-a'>a</p>": '<p class="language-a">a</p>',
    "<p class=language-a>a</p>": '<p class="language-a">a</p>',
    '<p class="language-a"class="b">a</p>': '<p class="language-a">a</p>',
    '<p  class="x"\ttitle=\'"\'>a</p>': '<p title="&quot;">a</p>',
    "<p title='&copy=1 &amp;lt; &lt;'>a</p>": '<p title="&amp;copy=1 &amp;lt; &lt;">a</p>',
    '<p style="font-size:2em" contenteditable hidden aria-hidden="true">a</p>': "<p>a</p>",
    "<a>b</a>": "b",
    "<p><a class=button><b>a</b> b</a></p>": "<p><b>a</b> b</p>",
    '<a class="x y" target="_blank" href="https://a.example/b?c=d&amp;e" rel="noopener">f</a>': '<a href="https://a.example/b?c=d&amp;e">f</a>',
    '<a class="x footnote-y" href="https://a.example/b">c</a>': '<a class="footnote-y" href="https://a.example/b">c</a>',
    '<a href="https://a.example/b" title="c" name="d" rel="e">f</a>': '<a href="https://a.example/b" title="c" id="d">f</a>',
    '<p class="foot&#1;note-a">b</p>': '<p class="footnote-a">b</p>',
    '<a name="b">c</a>': '<a id="b">c</a>',
    '<img src="a.png" data-src="b.png">': '<img src="https://strides.example/news/a.png">',
    '<img src="spacer.gif" data-src="b.png">': '<img src="https://strides.example/news/b.png">',
    '<img srcset="b.png 2x, c.png 3x" sizes="9px">': '<img src="https://strides.example/news/c.png">',
    '<img src="a.png" style="width:9px" srcset="b.png 2x">': '<img src="https://strides.example/news/a.png">',
    '<video src="a.mp4"></video>': '<video src="https://strides.example/news/a.mp4" controls{}></video>',
    '<audio controls="x"src="a.mp3">b</audio>': '<audio src="https://strides.example/news/a.mp3" controls{}>b</audio>',
    '<iframe src="//a.example/b"> </iframe>': '<p><a href="https://a.example/b">a.example/b</a></p>',
    '<p><iframe src="//a.example/b" title="C"></iframe></p>': '<p><a href="https://a.example/b">C</a></p>',
    '<iframe src="//a.example/b" width=1></iframe>a': "a",
    '<p>a <svg viewBox="0 0 1 1"><g><title>B &amp; c</title><path d="M0 0"/></g></svg></p>': "<p>a B &amp; c</p>",
    "<p>a</p><svg aria-label=b></svg><svg><style>c</style><rect></svg>": "<p>a</p>b",
    '<font color="red">a <o:p></o:p>b</font>': "a b",
    "<CENTER><tt>a</tt></CENTER>": "<div><code>a</code></div>",
    "<!--><p>b</p>": "<p>b</p>",
    "<!-- a -- <b> > c --><p>b</p>": "<p>b</p>",
    '<!-- wp:x {"a":1} /--><p>b</p><?a?><!DOCTYPE html>': "<p>b</p>",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("html", NEARLY)
def test_what_editors_write_otherwise_is_rewritten(html: str, engine: str) -> None:
    written = NEARLY[html].format("" if engine == "bleach" else '="x"' if "x" in html else '=""')

    assert clean_canonical(html, BASE, ARTICLE, engine) == written == pipeline(html, BASE, policy=ARTICLE, engine=engine)


ASIDE = [
    "<p>a",
    "<p><p>a</p></p>",
    "<p>a</p></p>",
    "<p><b>a</p></b>",
    "<p><a href=b>c<a href=d>e</a></a></p>",
    "<a href=b><table><tbody><tr><td><a href=c>d</a></td></tr></tbody></table></a>",
    "<b><b><b><b>a</b></b></b></b>",
    "<p><b><div>a</div></b></p>",
    "<li>a</li>",
    "<table><td>a</td></table>",
    "<ul>a<li>b</li></ul>",
    "<ul>\xa0<li>b</li></ul>",
    "<table><iframe src=a width=1></iframe></table>",
    "<p>a < b</p>",
    "<p>a<>b</p>",
    "<p>a\ufeffb</p>",
    "<p>a&#65279;b &</p>",
    "<p title=&#65279;>a</p>",
    "<p title='>'>a</p>",
    "<p title=\"'>a</p>",
    '<a href="javascript:1">b</a>',
    '<a href="https://1.2.3.4.5/">b</a>',
    "<img>",
    '<img src="a.png" width="1">',
    "<video></video>",
    "<video><source src=a.mp4></video>",
    "<picture><img src=a.png></picture>",
    "<iframe src=a>b",
    "<IFRAME src=a></IFRAME>",
    "<p>a</br>b</p>",
    "<p>a</p><!-- b",
    "<!-- a --!><p>b</p>-->",
    "<!--><b>-->",
    "<script>a</script>",
    "<title>a</title>",
    "<base href=/a><p>b</p>",
    "<svg>",
    "<svg/>",
    "<svg/><b>a</b></svg>",
    "<svg><svg></svg>",
    "<svg></SVG></svg>",
    "<svg><p>a</p></svg>",
    "<ul><svg><title>a</title></svg></ul>",
    "<math><mi>a</mi></math>",
    "<noscript><p>a</p></noscript>",
    '<p>a<span class="mjx-math" aria-hidden="true">b</span></p>',
    "<p>a</p><wbr>",
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("html", ASIDE)
def test_what_is_not_canonical_is_left_to_the_pipeline(html: str, engine: str) -> None:
    assert clean_canonical(html, BASE, ARTICLE, engine) is None


@pytest.mark.parametrize("title", ["A & B", " a  &\nb"])
def test_a_repeated_headline_is_left_to_the_pipeline(title: str) -> None:
    assert clean_canonical("\n<h1>A <em>&amp;</em> B</h1><p>c</p>", BASE, ARTICLE, "bleach", title) is None
    assert clean_canonical("<!-- a -->\n<h1>A &amp; B</h1><p>c</p>", BASE, ARTICLE, "bleach", title) is None
    assert clean_canonical("&nbsp;<div>\n<h2>A &amp; B</h2></div><p>c</p>", BASE, ARTICLE, "bleach", title) is None
    assert clean_canonical("<div><div><p>c</p><h2>A &amp; B</h2></div></div>", BASE, ARTICLE, "bleach", title) is not None
    assert clean_canonical("<h2>A &amp; B, again</h2><p>c</p>", BASE, ARTICLE, "bleach", title) is not None


@pytest.mark.parametrize(
    ("policy", "html"),
    [
        (attrs.evolve(ARTICLE, max_depth=3, over_limit="refuse"), "<div>" * 4 + "a" + "</div>" * 4),
        (attrs.evolve(ARTICLE, max_attributes=1, over_limit="refuse"), '<p lang="en" dir="ltr">a</p>'),
        (attrs.evolve(ARTICLE, max_elements=3, over_limit="refuse"), "<p>a</p>" * 4),
        (attrs.evolve(ARTICLE, max_length=30, over_limit="refuse"), f"<p>{'a' * 30}</p>"),
    ],
)
def test_limits_hold(policy: Policy, html: str) -> None:
    assert clean_canonical(html, BASE, ARTICLE, "bleach") == html
    assert clean_canonical(html, BASE, policy, "bleach") is None
    with pytest.raises(LimitError):
        clean_html(html, BASE, policy=policy)


def test_many_references_and_deep_nesting_are_right() -> None:
    code = "<pre><code>" + "if a &lt; b &amp;&amp; c &gt; d: &quot;e&quot;\n" * 400 + "</code></pre>"
    deep = "<blockquote>" * 99 + "<p>a</p>" + "</blockquote>" * 99

    assert accepted(Case(code)) == accepted(Case(deep)) == EVERY


def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stridesfeed.body.engines.ENGINES", {"bleach": lambda *_: "by the engine"})

    feed = a_feed(an_article(content="<p>a</p>"))

    assert clean_html("<p>a</p>", BASE) == "<p>a</p>"
    assert clean_html("<p>a</p>", BASE, fast_path=False) == "by the engine"
    assert [article.content for article in clean(feed).articles] == ["<p>a</p>"]
    assert [article.content for article in clean(feed, fast_path=False).articles] == ["by the engine"]


@pytest.mark.parametrize("fast_path", [True, False])
def test_a_body_that_is_canonical_after_rewriting_needs_no_engine(monkeypatch: pytest.MonkeyPatch, *, fast_path: bool) -> None:
    monkeypatch.setattr("stridesfeed.body.engines.ENGINES", {"bleach": lambda *_: "by the engine"})

    result = "<p>a</p>" if fast_path else "by the engine"
    feed = a_feed(an_article(content="<p>a<script>x()</script>"))

    assert clean_html("<p>a<script>x()</script>", BASE, fast_path=fast_path) == result
    assert clean_html("<p>a<script>x()</script><ruby>b</ruby>", BASE, fast_path=fast_path) == "by the engine"
    assert [article.content for article in clean(feed, fast_path=fast_path).articles] == [result]


@pytest.mark.parametrize("engine", ENGINES)
def test_it_is_off_for_versions_that_were_not_tried(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stridesfeed.body.canonical.VERIFIED_VERSIONS", MappingProxyType({engine: frozenset({"0.1"})}))

    assert clean_canonical("<p>a</p>", BASE, ARTICLE, engine) is None


def test_it_is_off_for_engines_that_were_not_tried() -> None:
    assert clean_canonical("<p>a</p>", BASE, ARTICLE, "bleech") is None
    with pytest.raises(UnknownNameError):
        clean_html("<p>a</p>", BASE, engine="bleech")


def test_threads_and_many_places_do_not_disturb_it() -> None:
    """
    What it remembers is shared, and thrown away when it is too much.
    """
    names = ["em", "b", "i", "s", "u", "q", "code"]
    html = "".join(_nested([*names[turn % 7 :], *names[: turn % 7], *names[: turn % 5]]) for turn in range(500))
    written = "".join(f"<P CLASS=a{turn} onclick=x()>a</P>" for turn in range(4000))
    found: list[tuple[str | None, str | None]] = []

    def work(turn: int) -> None:
        policy = attrs.evolve(ARTICLE, max_depth=90 - turn % 2)
        found.append((clean_canonical(html, BASE, policy, "bleach"), clean_canonical(written, BASE, policy, "bleach")))

    _in_threads(work, 8)

    assert found == [(html, "<p>a</p>" * 4000)] * 8


def _nested(names: list[str]) -> str:
    unique = list(dict.fromkeys(names))
    return (
        "".join(f"<div><{name}>a" for name in unique[:1])
        + "".join(f"<{name}>a" for name in unique[1:])
        + "".join(f"</{name}>" for name in unique[::-1])
        + "</div>"
    )


def _in_threads(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_whole_pipeline_is_asked_about_what_is_accepted() -> None:
    """
    The comparison that the other tests make can fail.
    """
    assert cleaned(Case("<p onclick='x()'>a</p>"), "bleach") == "<p>a</p>"
