from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.body import clean_html, html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One  \n two</p><p>three</p>", "One two\n\nthree"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<p>a <b>b</b><i>c</i> d</p>", "a bc d"),
        ("AT&amp;T &lt;b&gt; &eacute;&nbsp;x", "AT&T <b> é x"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n- c"),
        ("<ol><li><p>a</p></li><li>b</ol>c", "1. a\n2. b\n\nc"),
        ("<ol start=3><li>a<li>b<ol><li>c</ol><li value=9>d<li>e</ol>", "3. a\n4. b\n1. c\n9. d\n10. e"),
        ("<ol start=0 reversed><li>a<li>b</ol><ol reversed><li>c</ol>", "0. a\n-1. b\n\n- c"),
        ("<ol start=x><li value=y>a</ol><ul><li value=7>b</ul>", "1. a\n\n- b"),
        ("<dl><dt>a<dd>b</dl>", "a\nb"),
        ("<table><caption>T</caption><tr><th>a<td>1.5<td>b.<td>c</table>", "T\na, 1.5, b. c"),
        ("<table><tr><td>a<td><td><p>b</p><p>c</table>", "a\n\nb\n\nc"),
        ("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p>", "漢(かん)字"),
        ("<p>中文<br>第二行</p><p>ภาษา<b>ไทย</b></p>", "中文\n第二行\n\nภาษาไทย"),
        ('<p dir="rtl">שלום <b>עולם</b></p><ul><li>مرحبا<li>👩\u200d💻 &amp; 🇩🇪</ul>', "שלום עולם\n\n- مرحبا\n- 👩\u200d💻 & 🇩🇪"),
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "a, b\nc, d"),
        ("<pre>  a\n    b\n</pre>c", "  a\n    b\n\nc"),
        ("<h1>a</h1>b", "a\n\nb"),
        ("a<script>b</script><style>c</style><template>d</template><svg><title>e</title></svg>f", "af"),
        ("a<!-- b -->c<iframe>d</iframe><noscript><p>e</noscript>", "ac"),
        ("a<script>b", "a"),
        ('a <math><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></math><span class="katex-html">x2</span> b', "a x^2 b"),
        ('a <math alttext="x"/> <script type="math/tex">y < z</script> b', "a x y < z b"),
        ("<blockquote><p>a</p></blockquote>", "a"),
        ("x < y & z", "x < y & z"),
        ("", ""),
    ],
)
def test_text_is_what_a_person_reads(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p>See <a href="https://strides.example/two">the second</a>.</p>', "See the second (https://strides.example/two)."),
        ('<a href="mailto:ann@strides.example">Ann</a>', "Ann (ann@strides.example)"),
        ('<a href="https://strides.example/">strides.example</a>', "strides.example"),
        ('<a href="mailto:ann@strides.example">ann@strides.example</a>', "ann@strides.example"),
        ('a<a href="#fn1">1</a><a id="x">b</a><a href="/y"><img src="/z"></a>', "a1b"),
        ('<a href="/1">a<a href="/2">b</a>c</a>', "a (/1)b (/2)c"),
        ('<ul><li><a href="/1">a</a><li><a href="/2">b</a></ul>', "- a (/1)\n- b (/2)"),
    ],
)
def test_links_can_be_said(html: str, text: str) -> None:
    assert html_to_text(html, links=True) == text


def test_images_can_be_said() -> None:
    html = '<p>a <img src="/x" alt="A  barge">, <img src="/y" alt=""><img src="/z">b</p>'

    assert html_to_text(html, images=True) == "a [A barge], b"
    assert html_to_text(html) == "a , b"


@given(st.text(alphabet="ab <>&;/pbr\"'=!-\n\xa0", max_size=60))
def test_text_of_text_is_the_text(text: str) -> None:
    """
    Whatever a person writes, escaped, reads as it was written, but for white space.
    """
    html = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>"

    assert html_to_text(html).split() == text.split()


@given(st.text(alphabet="ab <>&;/plirtdue\"'=!-\n", max_size=60))
def test_cleaning_keeps_the_text(html: str) -> None:
    cleaned = clean_html(html, "https://strides.example/one")

    assert html_to_text(cleaned).replace("- ", "").split() == html_to_text(html).replace("- ", "").split()
