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
        ("<dl><dt>a<dd>b</dl>", "a\nb"),
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "a b\nc d"),
        ("<pre>  a\n    b\n</pre>c", "  a\n    b\n\nc"),
        ("<h1>a</h1>b", "a\n\nb"),
        ("a<script>b</script><style>c</style><template>d</template><svg><title>e</title></svg>f", "af"),
        ("a<!-- b -->c<iframe>d</iframe><noscript><p>e</noscript>", "ac"),
        ("a<script>b", "a"),
        ("<blockquote><p>a</p></blockquote>", "a"),
        ("x < y & z", "x < y & z"),
        ("", ""),
    ],
)
def test_text_is_what_a_person_reads(html: str, text: str) -> None:
    assert html_to_text(html) == text


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
