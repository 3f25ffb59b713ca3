"""
What comes out stands where HTML lets it stand, whatever went in.
"""

from __future__ import annotations

import attrs
import html5lib
import pytest

from stridesfeed.body import ARTICLE, clean_html

BASE = "https://strides.example/one"


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<p>a<ul><li>b<li>c</ul>", "<p>a</p><ul><li>b</li><li>c</li></ul>"),
        ("<P>a<BR>b<BR/>c</br>d</P>", "<p>a<br>b<br>c<br>d</p>"),
        ("<b><i>x</b>y</i>", "<i><b>x</b>y</i>"),
        ("<b><p>x</b>y</p>", "<p><b>x</b>y</p>"),
        ("<p><a href=/x>a<div>b</div></a>", f'<p><a href="{BASE[:-3]}x">a</a></p><a href="{BASE[:-3]}x"><div>b</div></a>'),
        ("<a href=/1>a<a href=/2>b</a>", f'<a href="{BASE[:-3]}1">a</a><a href="{BASE[:-3]}2">b</a>'),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
        ("<h2>a<h3>b</h2>", "<h2>a</h2><h3>b</h3>"),
        ("<div>a</p></b></li></div>b", "<div>a</div>b"),
        ("<ruby>漢<rp>(<rt>かん<rp>)</ruby>", "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>"),
        ("<center>a</center><font>b</font><tt>c</tt><strike>d</strike>", "<div>a</div>b<code>c</code><s>d</s>"),
        ("<my-box>a</my-box><search>b</search>", "a<div>b</div>"),
        ("<pre>\n\n\na\n b</pre>", "<pre>a\n b</pre>"),
        ("<xmp><p></xmp>", "<pre>&lt;p&gt;</pre>"),
        ("<image src=/x>", f'<img src="{BASE[:-3]}x">'),
        ("a & b &amp; c &lt; d > e", "a &amp; b &amp; c &lt; d &gt; e"),
        ("a&nbsp;b", "a\xa0b"),
        ("<p></p><p> &nbsp; </p><p><br></p><p><b> </b></p><p>x</p>", "<p>x</p>"),
        ('<p id="a"></p>', '<p id="a"></p>'),
        ("<li>alone", "<li>alone</li>"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_tags_are_mended(html: str, cleaned: str) -> None:
    assert clean_html(html, BASE) == cleaned


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        ("<table><tr><td>a<td>b<tr><td>c</table>", [["a", "b"], ["c"]]),
        ("<table><td>a</table>", [["a"]]),
        ("<table>stray<tr><td>a</table>", [["stray"], ["a"]]),
        ("<table><tr>stray<td>a</table>", [["stray", "a"]]),
        ("<table><p>stray</p><tr><td>a</table>", [["stray"], ["a"]]),
        ("<table><form><tr><td><input>a</form></table>", [["a"]]),
        ("<table><thead><tr><th>a</thead><tfoot><td>b</table>", [["a"], ["b"]]),
    ],
)
def test_a_table_keeps_all_its_text(html: str, rows: list[list[str]]) -> None:
    tree = html5lib.parseFragment(clean_html(html, BASE), namespaceHTMLElements=False)

    cells = [["".join(cell.itertext()) for cell in row if cell.tag in {"td", "th"}] for row in tree.iter("tr")]
    assert cells == rows


def test_a_table_keeps_what_tells_cells_apart() -> None:
    table = (
        '<table><caption>c</caption><colgroup><col span="2"></colgroup><thead><tr><th scope="col" id="h" colspan="2">a</th></tr></thead>'
        '<tbody><tr><td headers="h" rowspan="1">b</td></tr></tbody></table>'
    )
    assert clean_html(table, BASE) == table


def test_a_cell_keeps_its_alignment() -> None:
    html = '<table><tr><td style="text-align:right">1</table>'

    assert '<td align="right">1</td>' in clean_html(html, BASE)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<svg><title>Logo</title><text>no</text></svg>", "Logo"),
        ('<svg aria-label="Logo"/><path/></svg>', "Logo"),
        ("<svg><path/></svg>", ""),
        ('<math alttext="x^2"><mi>x</mi></math>', "x^2"),
        ('<math><semantics><mi>x</mi><annotation encoding="application/x-tex">x^3</annotation></semantics></math>', "x^3"),
        ("<math><mi>x</mi><mo>+</mo><mn>1</mn></math>", "x+1"),
        ("<form><label>Name <input></label><select><option>no</select></form>", "<div>Name </div>"),
    ],
)
def test_what_no_feed_carries_leaves_its_text(html: str, text: str) -> None:
    assert clean_html(html, BASE) == text


KATEX = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation>'
    '</semantics></math></span><span class="katex-html" aria-hidden="true"><span class="base"><span>x</span><sup>2</sup></span></span></span>'
)
MATHJAX = (
    '<span class="MathJax"><nobr aria-hidden="true"><span>x2</span></nobr><span class="MJX_Assistive_MathML"><math alttext="x^2"></math></span>'
    '</span><script type="math/tex">x^2</script>'
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (KATEX, "x^2"),
        (KATEX + ", " + KATEX, "x^2, x^2"),
        ('<span class="katex"><span class="katex-html" aria-hidden="true">x2</span></span>', "x2"),
        (MATHJAX, "x^2"),
        ('<script type="math/tex; mode=display">x < y</script>', "x < y"),
        ('<mjx-container><mjx-math aria-hidden="true">y</mjx-math><mjx-assistive-mml><math><mi>x</mi></math></mjx-assistive-mml>', "x"),
        ('<span class="mwe-math-mathml-inline" style="display:none"><math alttext="{x}"></math></span><img src="/x.svg" alt="{x}">', ""),
        ('<span class="mwe-math-mathml-inline"><math alttext="{x}"></math></span>', "{x}"),
    ],
)
def test_a_formula_is_read_once(html: str, text: str) -> None:
    tree = html5lib.parseFragment(clean_html(f"<p>{html}</p>", BASE))

    assert "".join(tree.itertext()) == text


def test_what_a_policy_drops_leaves_no_words() -> None:
    silent = attrs.evolve(ARTICLE, dropped=ARTICLE.dropped | {"svg", "math"})

    assert clean_html('a<svg><title>b</title></svg><math alttext="c"/>d', BASE, policy=silent) == "ad"


@pytest.mark.parametrize(
    "html",
    [
        '<figure><img src="https://strides.example/i.png" alt="i"><figcaption>c <small>Photo: <cite>Ann</cite></small></figcaption></figure>',
        "<details open><summary>s</summary><p>d</p></details>",
        "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby></p>",
        '<audio controls><source src="https://strides.example/a.mp3" type="audio/mpeg">no sound</audio>',
        (
            '<video src="https://strides.example/v.mp4" poster="https://strides.example/p.png" controls>'
            '<track src="https://strides.example/v.vtt" kind="captions" srclang="en" label="English" default></video>'
        ),
        (
            '<table><thead><tr><th scope="col">a</th><th scope="col" abbr="b">bb</th></tr></thead>'
            '<tbody><tr><th scope="row">c</th><td>d</td></tr></tbody></table>'
        ),
    ],
)
def test_what_an_article_is_made_of_survives(html: str) -> None:
    before, after = (
        [(element.tag, element.attrib, element.text, element.tail) for element in html5lib.parseFragment(source).iter()]
        for source in (html, clean_html(html, BASE))
    )
    assert before == after


def test_an_article_keeps_what_it_is_made_of() -> None:
    article = (
        '<h2 id="a">A</h2>\n<p lang="en" dir="ltr">T<sub>1</sub> <abbr title="x">y</abbr> <time datetime="2026">then</time></p>\n'
        '<figure><img src="https://strides.example/i.png" alt="i" width="2" height="3"><figcaption>c</figcaption></figure>\n'
        '<pre><code class="language-python">a &lt; b\n</code></pre>\n<blockquote cite="https://strides.example/q"><p>q</p></blockquote>\n'
        '<details open><summary>s</summary><p>d</p></details>\n<ol start="3" reversed><li value="3">l</li></ol>\n<hr>'
    )
    assert clean_html(article, BASE) == article.replace(" reversed>", ' reversed="">')


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<i title><i><i><i><i>x</i></i></i></i></i>", '<i title=""><i><i><i>x</i></i></i></i>'),
        ("<b><b><b><b><b>y</b></b></b></b></b> z", "<b><b><b>y</b></b></b> z"),
        ("<b><i><b><i><b><i>x</i></b></i></b></i></b>", "<b><i><b><i><b><i>x</i></b></i></b></i></b>"),
    ],
)
def test_what_is_said_more_than_three_times_is_said_three_times(html: str, cleaned: str) -> None:
    assert clean_html(html, BASE) == cleaned
    html5lib.HTMLParser(strict=True).parseFragment(cleaned)
