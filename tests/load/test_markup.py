"""
The markup of common generators becomes HTML that readers show; what cannot is left out and reported with its line. Code is never touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest

from stridesfeed import DiskCache
from stridesfeed.body import clean_html
from stridesfeed.load import Loaded

Write = Callable[[str, str | bytes], object]
Loading = Callable[..., Loaded]

SHORTCODE = "the shortcode {!r} is left out; write its content in Markdown, or take the texts from the built pages"
COMPONENT = "the component <{}> is left out; write its content in Markdown, or take the texts from the built pages"
EXPRESSION = "the expression {} is left out; write its value, or take the texts from the built pages"


@pytest.fixture
def html(write: Write, loading: Loading) -> Callable[..., str]:
    """
    Return the HTML of a text that begins in line 5 of its file; *omitted* are the lines and rules of what is left out.
    """

    def html(text: str, *omitted: tuple[int, str], suffix: str = "md") -> str:
        write(f"content/a.{suffix}", f"---\ntitle: A\ndate: 2026-04-30\n---\n{text}\n")
        loaded = loading()
        assert [str(fault) for fault in loaded.faults] == []
        assert [(each.path, each.line, each.rule) for each in loaded.omissions] == [(f"content/a.{suffix}", *each) for each in omitted]
        article = next(article for article in loaded.articles if article.title == "A")
        return re.sub(r"(?<=>)\n+(?=<)", "", (article.content or "").strip())

    return html


NOTE = "<blockquote><p><strong>{}</strong></p><p>A <em>b</em>.</p></blockquote>"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("!!! note\n    A *b*.", "Note"),
        ('!!! note inline end "Do\'s *and*"\n    A *b*.', "Do's <em>and</em>"),
        ("!!! my-warning\n\n    A *b*.", "My warning"),
        (":::note\nA *b*.\n:::", "Note"),
        (":::tip[Use *it*]\nA *b*.\n:::", "Use <em>it</em>"),
        (":::tip Use it\n\nA *b*.\n\n:::", "Use it"),
        ("::: {.warning}\nA *b*.\n:::", "Warning"),
        (":::{note}\nA *b*.\n:::", "Note"),
        (':::info{title="Read"}\nA *b*.\n:::', "Read"),
        ('::: {.callout-tip title="Use"}\nA *b*.\n:::', "Use"),
        ("::: {.callout-warning}\nA *b*.\n:::", "Warning"),
        ("```{note}\nA *b*.\n```", "Note"),
        ("````{admonition} Use *it*\n:class: tip\n\nA *b*.\n````", "Use <em>it</em>"),
        ("> [!NOTE]\n> A *b*.", "Note"),
        ("> [!faq]- Why?\n> A *b*.", "Why?"),
        ("> [!TIP]\n>\n> A *b*.", "Tip"),
        ("{{% notice tip %}}\nA *b*.\n{{% /notice %}}", "Tip"),
        ('{{< callout type="warning" title="Care" >}}\nA *b*.\n{{< /callout >}}', "Care"),
        ("{% note(title='Care') %}\nA *b*.\n{% end %}", "Care"),
        ("{% note warn For Mac users %}\nA *b*.\n{% endnote %}", "For Mac users"),
        ('<Admonition type="tip" title="Use">\n\nA *b*.\n\n</Admonition>', "Use"),
        ("<Note>\nA *b*.\n</Note>", "Note"),
    ],
)
def test_notes_are_quotations_with_a_title(html: Callable[..., str], text: str, title: str) -> None:
    assert html(f"B.\n\n{text}\n\nC.") == f"<p>B.</p>{NOTE.format(title)}<p>C.</p>"


def test_a_note_without_title_has_none(html: Callable[..., str]) -> None:
    assert html('!!! note ""\n    A.') == "<blockquote><p>A.</p></blockquote>"


def test_notes_are_nested(html: Callable[..., str]) -> None:
    text = "::::note\n:::tip\nA\n:::\n```\n:::\n```\n::::\n\n!!! a\n    !!! b\n        - c\n\n            d = 1\n"

    assert html(text) == (
        "<blockquote><p><strong>Note</strong></p><blockquote><p><strong>Tip</strong></p><p>A</p></blockquote><pre><code>:::\n</code></pre>"
        "</blockquote><blockquote><p><strong>A</strong></p><blockquote><p><strong>B</strong></p><ul><li><p>c</p><p>d = 1</p></li></ul>"
        "</blockquote></blockquote>"
    )


@pytest.mark.parametrize(
    "text",
    [
        '??? tip "More *b*"\n    A.',
        '???+ tip "More *b*"\n    A.',
        ":::details More *b*\nA.\n:::",
        '{{< details summary="More *b*" >}}\nA.\n{{< /details >}}',
        '<DeepDive title="More *b*">\nA.\n</DeepDive>',
    ],
)
def test_details_are_folded(html: Callable[..., str], text: str) -> None:
    assert html(text).replace("<em>b</em>", "*b*") == "<details><summary>More *b*</summary><p>A.</p></details>"


@pytest.mark.parametrize(
    "text",
    [
        '=== "C"\n\n    A.\n\n=== "D"\n\n    B.',
        '{{% tab title="C" %}}\nA.\n{{% /tab %}}\n{{< tab "D" >}}\nB.\n{{< /tab >}}',
        '<Tabs>\n  <TabItem value="c" label="C">\n\n    A.\n\n  </TabItem>\n  <TabItem value="D" default>\n    B.\n  </TabItem>\n</Tabs>',
    ],
)
def test_tabs_follow_one_another(html: Callable[..., str], text: str) -> None:
    assert html(text) == "<div><p><strong>C</strong></p><p>A.</p></div><div><p><strong>D</strong></p><p>B.</p></div>"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("## A *b* {#c .d}", '<h2 id="c">A <em>b</em></h2>'),
        ("## A {: #c}", '<h2 id="c">A</h2>'),
        ("## A {/*c-d*/}", '<h2 id="c-d">A</h2>'),
        ("## A {#c} ##", '<h2 id="c">A</h2>'),
        ("A.\n{: .b}", "<p>A.</p>"),
        ("A. {: .b}\nB.", "<p>A.\nB.</p>"),
        ('[a](/b){: target="_blank"} c', '<p><a href="/b">a</a> c</p>'),
        ("[a](/b){ .md-button } *c*{.d}", '<p><a href="/b">a</a> <em>c</em></p>'),
        ('![a](/b.png){: width="30" .c onload=x }', '<p><img src="/b.png" alt="a" width="30" /></p>'),
        ("- TOC\n- b\n  - c\n{:toc}\n\nA.", "<p>A.</p>"),
        ("A.\n\n* a\n\nB.\n\n* TOC\n{:toc max_level=2}", "<p>A.</p><ul><li>a</li></ul><p>B.</p>"),
        ("[TOC]\n\n[[toc]]\n\n[[_TOC_]]\n\nA.", "<p>A.</p>"),
        ("{::options toc_levels='2'/}\n{:a: .b}\nA.", "<p>A.</p>"),
        (":material-heart:{ .c } A :octicons-tag-24: B", "<p> A  B</p>"),
        ("Press ++ctrl+alt+del++.", "<p>Press <kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>Del</kbd>.</p>"),
        ("- [ ] a\n- [x] b *c*\n- [y] d", "<ul><li>☐ a</li><li>☑ b <em>c</em></li><li>[y] d</li></ul>"),
        ("{{< columns >}}\nA.\n{{< /columns >}}\n{{< toc >}}", "<div><p>A.</p></div>"),
        ("A\n*[HTML]: Hypertext\n\n*[CSS]: Styles", "<p>A</p>"),
        ("A\n: B\n: C", "<dl><dt>A</dt><dd>B</dd><dd>C</dd></dl>"),
        (r"$\sum_{j=1}^{5}x_{i=2}*{a=1}*$", r"<p>$\sum_{j=1}^{5}x_{i=2}<em>{a=1}</em>$</p>"),
        ("Returns {:ok, a} or {:error}\n\n{:ok, b}", "<p>Returns {:ok, a} or {:error}</p><p>{:ok, b}</p>"),
        ("# Empty {}\n\n`a`{} {}", "<h1>Empty {}</h1><p><code>a</code>{} {}</p>"),
        ("The set {a=1}\n\n{b=2}\n\nand {.c}", "<p>The set {a=1}</p><p>{b=2}</p><p>and {.c}</p>"),
        ('A.\n{class="b"}\n{.c}\n{ #d }', "<p>A.</p>"),
        ("a {b} c {.d} e {f=1} g", "<p>a {b} c {.d} e {f=1} g</p>"),
        ("1 ++ 2 :a: [TOC] C++ and D++", "<p>1 ++ 2 :a: [TOC] C++ and D++</p>"),
        ("a === b !!! c ??? d ::: e\n\n!!!\n\n:::\n\n=== x", "<p>a === b !!! c ??? d ::: e</p><p>!!!</p><p>:::</p><p>=== x</p>"),
    ],
)
def test_marks_for_the_layout_are_left_out(html: Callable[..., str], text: str, content: str) -> None:
    assert html(text) == content


VIDEO = '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>'


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("{{< youtube dQw4w9WgXcQ >}}", VIDEO),
        ('{{< youtube id="dQw4w9WgXcQ" autoplay="true" >}}', VIDEO),
        ('{{ youtube(id="dQw4w9WgXcQ") }}', VIDEO),
        ("{% youtube dQw4w9WgXcQ %}", VIDEO),
        ('{% youtubeEmbed "dQw4w9WgXcQ" %}', VIDEO),
        ('{% include youtubePlayer.html id="dQw4w9WgXcQ" %}', VIDEO),
        ('{% include video id="dQw4w9WgXcQ" provider="youtube" %}', VIDEO),
        ("{% include embed/youtube.html id='dQw4w9WgXcQ' %}", VIDEO),
        ('<YouTube id="dQw4w9WgXcQ" />', VIDEO),
        ('<LiteYouTubeEmbed\n  videoId={"dQw4w9WgXcQ"}\n  onClick={() => { play(">") }}\n/>', VIDEO),
        ("{{< vimeo 146022717 >}}", '<iframe src="https://player.vimeo.com/video/146022717"></iframe>'),
        (
            '{{< tweet user="a" id="877500564405444608" >}}',
            '<p><a href="https://x.com/a/status/877500564405444608">https://x.com/a/status/…</a></p>',
        ),
        ('<Tweet id="877500564405444608" />', '<p><a href="https://x.com/i/status/877500564405444608">https://x.com/i/status/…</a></p>'),
        ("{{< gist spf13 7896402 >}}", '<p><a href="https://gist.github.com/spf13/7896402">https://gist.github.com/spf13/7896402</a></p>'),
        ("{% gist spf13/7896402 a.py %}", '<p><a href="https://gist.github.com/spf13/7896402">https://gist.github.com/spf13/7896402</a></p>'),
    ],
)
def test_embeds_are_links_or_frames(html: Callable[..., str], text: str, content: str) -> None:
    found = html(f"A.\n\n{text}\n\nB.").replace("877500564405444608</a>", "…</a>")

    assert found == f"<p>A.</p>{content}<p>B.</p>"


def test_a_video_is_a_link_in_feeds(html: Callable[..., str]) -> None:
    body = clean_html(html("{{< youtube dQw4w9WgXcQ >}}"), "https://strides.example/a/")

    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in body


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            '{{< figure src="a.png" alt="A" caption="B & C" width="300" >}}',
            '<figure><img src="https://strides.example/a.png" alt="A" width="300"><figcaption>B &amp; C</figcaption></figure>',
        ),
        (
            '{% include figure.html image_path="/a.png" alt="A" link="/b" %}',
            '<p><a href="/b"><img src="https://strides.example/a.png" alt="A"></a></p>',
        ),
        (
            "{% img left /a.png 400 300 A picture %}",
            '<p><img src="https://strides.example/a.png" alt="A picture" width="400" height="300"></p>',
        ),
        ('{% asset_img a.png "A picture" %}', '<p><img src="https://strides.example/a.png" alt="A picture"></p>'),
        ('import b from "./a.png"\n\n<Image src={b} alt="A" />', '<p><img src="https://strides.example/a.png" alt="A"></p>'),
        ("<img src={require('./a.png').default} style={{width: 3}} />", '<img src="https://strides.example/a.png">'),
        ('<video src="/a.mp4" className="b" />', '<video src="/a.mp4"></video>'),
        ("{% video /a.mp4 360 270 /a.png %}", '<p><video src="/a.mp4" poster="https://strides.example/a.png" controls></video></p>'),
    ],
)
def test_images_and_films_are_html(write: Write, html: Callable[..., str], text: str, content: str) -> None:
    write("content/a.png", b"")

    assert html(text) == content


CODE = (
    "{{< figure src='a' >}} {{< unknown >}} {% youtube a %} {% raw %} :::note !!! note <Chart /> {x} {: .a} {#b} :material-a: ++a+b++ [TOC] "
    "{/* a */} --8<-- import a from 'b' > [!NOTE]"
)
LINES = [
    "!!! note",
    "    a",
    ":::tip",
    "=== 'a'",
    "import a from 'b'",
    "export const a = {",
    "<Chart>",
    "{{< highlight go >}}",
    "[TOC]",
    "{:toc}",
    "{% comment %}",
    "> [!NOTE]",
    ": a",
]


@pytest.mark.parametrize("suffix", ["md", "mdx"])
def test_inline_code_is_never_touched(html: Callable[..., str], suffix: str) -> None:
    found = html(f"A `` {CODE} ``.", suffix=suffix)

    assert "".join(html5lib.parseFragment(found, namespaceHTMLElements=False).find(".//code").itertext()) == CODE


@pytest.mark.parametrize("element", ["code", "kbd", "pre", "samp"])
def test_elements_that_show_code_are_never_touched(html: Callable[..., str], element: str) -> None:
    code = "{{&lt; figure src=a >}} {% youtube a %} {: .a} {#b} :material-a: ++a+b++ {doc}a {{ youtube(id=1) }}"

    assert html(f"A <{element}>{code}</{element}>{{: .a}} :material-a: B") == f"<p>A <{element}>{code.replace('>', '&gt;')}</{element}>  B</p>"


@pytest.mark.parametrize("suffix", ["md", "mdx"])
@pytest.mark.parametrize("fence", ["```", "~~~~", "```mdx", "   ```", "> ```", "- ```", "!!! note\n    ```"])
def test_fenced_code_is_never_touched(html: Callable[..., str], fence: str, suffix: str) -> None:
    code = [*LINES, CODE.replace("{% raw %}", "")]
    first, _, last = fence.rpartition("\n")
    margin = {">": "> ", "-": "  "}.get(last[0], last[: len(last) - len(last.lstrip())])
    closing = margin + last.strip(" >-mdx")
    text = "\n".join([*filter(None, [first]), last, *(margin + line for line in code), closing])

    found = html(text, suffix=suffix)

    assert "".join(html5lib.parseFragment(found, namespaceHTMLElements=False).find(".//code").itertext()) == "\n".join([*code, ""])


def test_indented_code_is_never_touched(html: Callable[..., str]) -> None:
    found = html("A.\n\n" + "\n".join(f"    {line}" for line in [*LINES, CODE]))

    assert "".join(html5lib.parseFragment(found, namespaceHTMLElements=False).find(".//code").itertext()) == "\n".join([*LINES, CODE, ""])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('{{< highlight go "linenos=table" >}}\n{{ a }} < :::b\n{{< /highlight >}}', "go"),
        ("{% codeblock A title lang:js %}\n{{ a }} < :::b\n{% endcodeblock %}", "js"),
        ('{% highlight "js" %}\n{{ a }} < :::b\n{% endhighlight %}', "js"),
        ("{% highlight js %}\n{{ a }} < :::b\n{% endhighlight %}", "js"),
        ("{{< mermaid >}}\n{{ a }} < :::b\n{{< /mermaid >}}", "mermaid"),
    ],
)
def test_highlighted_code_is_code(html: Callable[..., str], text: str, language: str) -> None:
    assert html(text) == f'<pre><code class="language-{language}">{{{{ a }}}} &lt; :::b\n</code></pre>'


@pytest.mark.parametrize("info", ["python", "{.python .numberLines}", "{python}", "{ .python #a }", '{python echo=FALSE} title="a"'])
def test_code_has_its_language(html: Callable[..., str], info: str) -> None:
    assert html(f"```{info}\na\n```") == '<pre><code class="language-python">a\n</code></pre>'


def test_code_of_hexo_in_a_list_is_code(html: Callable[..., str]) -> None:
    assert html("1. A\n\n   {% code %}\n   $ b\n     c\n   {% endcode %}") == "<ol><li><p>A</p><pre><code>$ b\n  c\n</code></pre></li></ol>"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("A {% raw %}{{< figure >}} {{ x }}{% endraw %} B", "<p>A &#123;{&lt; figure &gt;}} &#123;{ x }} B</p>"),
        ("{% raw %}\n{% youtube dQw4w9WgXcQ %}\n{% endraw %}", "<p>&#123;% youtube dQw4w9WgXcQ %}</p>"),
        ("A {{</* figure src=a */>}}", "<p>A &#123;&#123;&lt; figure src=a &gt;}}</p>"),
        ("`{{</* figure */>}}`", "<p><code>{{&lt; figure &gt;}}</code></p>"),
    ],
)
def test_escaped_tags_are_shown(html: Callable[..., str], text: str, content: str) -> None:
    assert html(text).replace("%}</p>", "%}</p>") == content


@pytest.mark.parametrize(
    ("text", "omitted", "content"),
    [
        ("A.\n\n{{< chart data=x >}}", [(7, SHORTCODE.format("chart"))], "<p>A.</p>"),
        ("A\nB {{< icon >}} C", [(6, SHORTCODE.format("icon"))], "<p>A\nB  C</p>"),
        ("{{% box %}}\nA *b*.\n{{% /box %}}", [(5, SHORTCODE.format("box"))], "<p>A <em>b</em>.</p>"),
        ('{{< figure\n  class="a" >}}', [(5, SHORTCODE.format("figure"))], ""),
        ("A.\n\n<Chart\n  data={[1, 2]}\n/>\n\nB.", [(7, COMPONENT.format("Chart"))], "<p>A.</p><p>B.</p>"),
        ("<Chalk a>\n\nA *b*.\n\n</Chalk>", [(5, COMPONENT.format("Chalk"))], "<p>A <em>b</em>.</p>"),
        ("<Tabs>\n</Tabs>\nA\nB <Icon name='a'/> C", [(8, COMPONENT.format("Icon"))], "<p>A\nB  C</p>"),
    ],
)
def test_what_cannot_be_rendered_is_left_out_with_its_line_and_its_content_kept(
    html: Callable[..., str], text: str, omitted: list[tuple[int, str]], content: str
) -> None:
    assert html(text, *omitted) == content


@pytest.mark.parametrize(
    ("text", "omitted", "content"),
    [
        ('import A from "./a"\nexport const b = {\n  c: 1,\n\n  d: 2,\n}\n\nB.', [], "<p>B.</p>"),
        ("export default ({ children }) => (\n  <Layout>{children}</Layout>\n)\n\nB.", [], "<p>B.</p>"),
        ("A {/* no */}{' '}B {`c`}", [], "<p>A  B c</p>"),
        ("{/*\n  no\n*/}\n\nA.", [], "<p>A.</p>"),
        ("A\n{a.b} c", [(6, EXPRESSION.format("{a.b}"))], "<p>A\n c</p>"),
        ("{items.map((item) => (\n  <Item />\n))}", [(5, EXPRESSION.format("{items.map((item) => ( <Item /> ))}"))], ""),
        ("<div className='a'>\n\n*b*\n\n    c\n\n</div>", [], "<div><p><em>b</em></p><p>c</p></div>"),
        ("<>\nA.\n</>", [], "<p>A.</p>"),
        ("$x_{i} < *y*$ costs $5 {/* */}or $6.\n\n$$\n\\frac{a}{b}\n$$", [], r"<p>$x_{i} &lt; *y*$ costs $5 or $6.</p><p>$$\frac{a}{b}$$</p>"),
        ("<!-- truncate -->\n\nA.\n\n<pre>\n*b* {c}\n</pre>", [], "<!-- truncate --><p>A.</p><pre>\n*b* {c}\n</pre>"),
        ("<Link to='/b'>c *d*</Link>", [], '<p><a href="/b">c <em>d</em></a></p>'),
        ("a < b and c > d", [], "<p>a &lt; b and c &gt; d</p>"),
    ],
)
def test_mdx_is_markdown_without_its_programs(html: Callable[..., str], text: str, omitted: list[tuple[int, str]], content: str) -> None:
    assert html(text, *omitted, suffix="mdx") == content


def test_markdown_without_components_is_no_mdx(html: Callable[..., str]) -> None:
    assert html("import duties {rise}\n\n<Strong>a</Strong>\n\n    {b}") == (
        "<p>import duties {rise}</p><p><Strong>a</Strong></p><pre><code>{b}\n</code></pre>"
    )


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("````{tab-set}\n```{tab-item} B\nA.\n```\n````", "<div><div><p><strong>B</strong></p><p>A.</p></div></div>"),
        ("```{dropdown} B\nA.\n```", "<details><summary>B</summary><p>A.</p></details>"),
        ("```{code-block} python\n:linenos:\n\na < b\n```", '<pre><code class="language-python">a &lt; b\n</code></pre>'),
        ("```{toctree}\n:maxdepth: 2\n\na\n```\n\nB.", "<p>B.</p>"),
        (
            ":::{figure} a.png\n:alt: A\n:width: 30\n\nB *c*\n:::",
            '<figure><img src="https://strides.example/a.png" alt="A" width="30"><figcaption>B <em>c</em></figcaption></figure>',
        ),
        ("```{math}\na < b\n```", r"<p>\[a &lt; b\]</p>"),
        ("{doc}`B <a>` {py:class}`~a.b.C` {ref}`D <e>`", '<p><a href="https://strides.example/a/">B</a> <code>C</code> D</p>'),
        ("{kbd}`a` {math}`b < c` {x}`d` `{doc}` {ref}", r"<p><kbd>a</kbd> \(b &lt; c\) {x}<code>d</code> <code>{doc}</code> {ref}</p>"),
    ],
)
def test_directives_and_roles_of_myst_are_html(write: Write, html: Callable[..., str], text: str, content: str) -> None:
    write("content/a.png", b"")

    assert html(text) == content


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("See {% post_link other %}.", '<p>See <a href="https://strides.example/other/">The title</a>.</p>'),
        ("{% post_link other 'a < b' false %}", '<p><a href="https://strides.example/other/">a &lt; b</a></p>'),
        ("{% post_link gone %}", "<p>{% post_link gone %}</p>"),
        ('{% asset_link b.png "A file" %}', '<p><a href="https://strides.example/b.png">A file</a></p>'),
        ("{% link A page https://a.example/ true %}", '<p><a href="https://a.example/">A page</a></p>'),
    ],
)
def test_links_of_hexo_are_links(write: Write, html: Callable[..., str], text: str, content: str) -> None:
    write("content/b.png", b"")
    write("content/other.html", "---\ntitle: The title\ndate: 2026-04-29\n---\n")

    assert html(text) == content


MISSING = "the file {!r} is not there, or must not be read, so it is left out; correct its path, relative to the site's folder"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ('--8<-- "a/b.txt"', "<p>A <em>b</em>.</p><p>C.</p><p>D.</p>"),
        ('- x\n\n    --8<-- "a/b.txt:1:1"', "<ul><li><p>x</p><p>A <em>b</em>.</p></li></ul>"),
        ('-8<- "a/b.txt:part"', "<p>C.</p>"),
        ('--8<-- "a/nested.txt"', "<p>N</p><p>A <em>b</em>.</p>"),
        ("{% include_code c.py lang:python Title %}", '<pre><code class="language-python">d &lt; 1\n</code></pre>'),
        ("{% notebook n.ipynb cells[1:] %}", '<p>E</p><pre><code class="language-python">f\n</code></pre>'),
    ],
)
def test_files_are_included(write: Write, html: Callable[..., str], text: str, content: str) -> None:
    write("a/b.txt", "A *b*.\n\n<!-- --8<-- [start:part] -->\n\nC.\n\n<!-- --8<-- [end:part] -->\n\nD.")
    write("a/nested.txt", 'N\n\n--8<-- "a/b.txt:1:2"')
    write("content/code/c.py", "d < 1\n")
    cells = [{"cell_type": kind, "source": source} for kind, source in (("markdown", "# T"), ("markdown", "E"), ("code", "f"))]
    write("content/notebooks/n.ipynb", json.dumps({"cells": cells}))

    assert re.sub(r"<!--.*?-->\n*", "", html(f"{text}\n")) == content


@pytest.mark.parametrize("path", ["gone.txt", "../secret.txt", "/etc/passwd", ".env", "a/.git/config", "content"])
def test_files_that_are_missing_hidden_or_elsewhere_are_not_included(write: Write, html: Callable[..., str], path: str, tmp_path: Path) -> None:
    write(".env", "secret")
    write("a/.git/config", "secret")
    (tmp_path.parent / "secret.txt").write_text("secret", "utf-8")

    assert html(f'A\n\n--8<-- "{path}"', (7, MISSING.format(path))) == "<p>A</p>"


def test_what_an_included_file_cannot_show_is_reported_where_it_is_included(write: Write, html: Callable[..., str]) -> None:
    write("a.txt", "A\n\n{{< chart >}}\n\nB {{< icon >}}")
    write("content/notebooks/n.ipynb", json.dumps({"cells": [{"cell_type": "raw", "source": "x"}]}, indent=1))

    html(
        'A\n\n--8<-- "a.txt"\n\n{% notebook n.ipynb %}',
        (7, f"a.txt: {SHORTCODE.format('chart')}"),
        (7, SHORTCODE.format("icon")),
        (9, "n.ipynb:5: the raw cell 1 is left out; write it in Markdown"),
    )


def test_files_that_include_each_other_end(write: Write, loading: Loading) -> None:
    write("a.txt", '--8<-- "b.txt"\n' * 20)
    write("b.txt", '--8<-- "a.txt"\n' * 20)
    write("content/a.md", '---\ntitle: A\ndate: 2026-04-30\n---\n--8<-- "a.txt"\n')

    loaded = loading()

    assert len(loaded.articles[0].content or "") < 10_000


def test_a_changed_file_that_is_included_invalidates_the_cache(write: Write, loading: Loading, tmp_path: Path) -> None:
    write("content/a.md", '---\ntitle: A\ndate: 2026-04-30\n---\n--8<-- "a.txt"\n')
    write("a.txt", "B")
    with DiskCache(tmp_path / "cache") as cache:
        assert "B" in (loading(cache=cache).articles[0].content or "")
        write("a.txt", "C")

        assert "C" in (loading(cache=cache).articles[0].content or "")


def test_liquid_logic_stays_as_written(html: Callable[..., str]) -> None:
    text = "{% if a %}\nB {{ c }}\n{% endif %}"

    assert html(text) == f"<p>{text}</p>"
    assert html("{% assign a = 1 %}\n{% comment %}\nA\n{% endcomment %}\nB") == "<p>B</p>"


def test_headings_as_titles_have_no_attributes(write: Write, loading: Loading) -> None:
    write("content/2026-04-30-a.md", "# A *b* {#c}\n\nD.")
    write("content/2026-04-30-b.md", "# E {/*f*/}\n\nG.")

    assert sorted(article.title or "" for article in loading().articles) == ["A b", "E"]


def test_what_is_left_out_is_reported_by_every_build(write: Write, loading: Loading, tmp_path: object) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-04-30\n---\n{{< chart >}}\n")

    with DiskCache(f"{tmp_path}/cache") as cache:
        first, second = loading(cache=cache), loading(cache=cache)

    assert [str(each) for each in first.omissions] == [f"content/a.md:5: {SHORTCODE.format('chart')}"]
    assert [str(each) for each in second.omissions] == [str(each) for each in first.omissions]


@pytest.mark.parametrize(
    "unit",
    [
        "!!! a\n",
        "??? a\n ",
        '=== "a"\n',
        ":::a\n",
        ":::a\n:::\n",
        ":::div\n",
        "> [!a]\n",
        "```{note}\n",
        "{doc}`a",
        '--8<-- "a"\n',
        "{{< a ",
        "{{< a >}}",
        "{{< note >}}\n",
        "{{< highlight a >}}\n",
        "{% a ",
        "{% raw ",
        "{% codeblock %}\n",
        "{{ a(",
        '{{< a "',
        "{: .a",
        "{: .a}",
        "{.a .b=",
        "a{:toc}\n",
        "- a\n{:toc}\n",
        "++a+",
        ":material-",
        "[TOC]\n",
        "a\n: b\n",
        "{/*",
        "<A ",
        "<A b={",
        "<A>",
        "<A>\n",
        "<A b='{",
        "</A>\n",
        "<a {...",
        "{",
        "{`",
        "{a}",
        "import a\n",
        "export a {\n",
        "import a from 'b'\n\n",
        "<YouTube id='a",
    ],
)
@pytest.mark.parametrize("suffix", ["md", "mdx"])
def test_hostile_markup_takes_time_in_proportion_to_its_size(write: Write, loading: Loading, unit: str, suffix: str) -> None:
    body = "\n<A>\n" + unit * (40_000 // len(unit))
    write(f"content/a.{suffix}", f"---\ntitle: A\ndate: 2026-04-30\n---\n{body}")

    loaded = loading()

    assert all("nested deeper" in fault.rule for fault in loaded.faults)
    assert all(len(article.content or "") < 60 * len(body) for article in loaded.articles)


def test_notes_survive_cleaning(html: Callable[..., str]) -> None:
    body = clean_html(html("!!! note\n    A *b*.\n\n??? tip\n    C."), "https://strides.example/a/")

    assert body == f"{NOTE.format('Note')}<details><summary>Tip</summary><p>C.</p></details>"
