"""
The bodies of built pages: the text of the article, without what its theme puts around it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from built_pages import DATED, TIME, a_page
from stridesfeed.load import Loaded
from stridesfeed.model import Article

Write = Callable[[str, str | bytes], Path]
ArticleOf = Callable[..., Article]

TEXT = "<p>Faster.</p>"
HEAD = f"<h1>Grok 5</h1>{TIME}"


@pytest.mark.parametrize(
    "html",
    [
        f"<article>{HEAD}{TEXT}</article>",
        f"<main>{HEAD}{TEXT}</main>",
        f"<div role=main>{HEAD}{TEXT}</div>",
        f"{HEAD}{TEXT}",
        f"<article><header>{HEAD}</header>{TEXT}<footer>By Ada</footer></article>",
        f"<article>{HEAD}<div itemprop=articleBody>{TEXT}</div><p>Share this</p></article>",
        f"<article class=h-entry>{HEAD}<div class=e-content>{TEXT}</div><p>Share this</p></article>",
        *(
            f"<main>{HEAD}<div class='x {name}'>{TEXT}</div><p>Share this</p></main>"
            for name in ("entry-content", "post-content", "prose", "markdown", "td-content")
        ),
        f"<main>{HEAD}<div class=post-content>{TEXT}</div><aside><div class=post-content>x</div></aside></main>",
    ],
)
def test_the_body_is_found(article_of: ArticleOf, html: str) -> None:
    assert article_of(a_page(html)).content == TEXT


@pytest.mark.parametrize(
    "around",
    [
        "<nav><a href='/'>Home</a></nav>",
        "<div role=navigation>Home</div>",
        "<script>track()</script><style>p {}</style>",
        "<form><input name=q><button>Subscribe</button></form>",
        "<div id=toc><ul><li>Contents</li></ul></div>",
        "<div class=toc>Contents</div>",
        "<details><summary>Table of contents</summary><nav>…</nav></details>",
        "<div class='post-share-buttons'><a href='https://social.example/'>Share</a></div>",
        "<ul class='social-sharing'><li>Share</li></ul>",
        "<div id=disqus_thread>Comments</div>",
        "<section class=comments><h2>Comments</h2></section>",
        "<section class='relatedPosts'><h2>Related</h2></section>",
        "<div class='post-hero__meta'>By Ada</div>",
        "<p class=byline>By Ada</p>",
        "<div class=author-bio>Ada writes.</div>",
        "<ul class='links-nextprev'><li>Previous</li></ul>",
        "<a class=edit-this-page href='https://code.example/edit/main/grok.md'>Edit this page</a>",
        "<a href='https://code.example/ai/site/edit/main/grok.md'>Edit on Code</a>",
        "<span class=sr-only>Skip</span>",
        "<div class=reading-time>3 min</div>",
        "<div class=newsletter-signup>Subscribe</div>",
        "<aside><p>On this page</p><nav><a href='#a'>A</a></nav></aside>",
        "<ul class=x><li><a href='/tags/ai/'>AI</a></li><li><a href='/tags/models/'>models</a></li></ul>",
        "<p>Tags: <a href='/tag/ai'>AI</a>, <a href='/tag/models'>models</a></p>",
        "<div><a rel=tag href='/x/ai'>AI</a></div>",
    ],
)
def test_what_a_theme_puts_around_the_text_is_left_out(article_of: ArticleOf, around: str) -> None:
    article = article_of(a_page(f"<article>{HEAD}{TEXT}{around}{TEXT}</article>"))

    assert (article.content or "").replace("\n", "") == TEXT + TEXT


@pytest.mark.parametrize(
    "kept",
    [
        "<blockquote><p>Faster.</p><footer>Ada</footer></blockquote>",
        '<p>See the list of <a href="https://strides.example/tags/ai/">AI</a> articles.</p>',
        "<aside><p>A note.</p></aside>",
        '<footer class="footnotes"><p>A note.</p></footer>',
        '<ul><li><a href="https://code.example/releases/tag/v5">Release 5</a></li></ul>',
        '<section id="related-work"><h2>Related work</h2></section>',
        "<details><summary>More</summary><p>It is.</p></details>",
        '<p>See <a href="https://code.example/edit/">the editor</a>.</p>',
        "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        '<figure><img src="https://strides.example/a.png"><figcaption>A</figcaption></figure>',
        '<p class="note">On <time datetime="2026-05-01">1 May</time> it was.</p>',
    ],
)
def test_what_is_part_of_the_text_stays(article_of: ArticleOf, kept: str) -> None:
    article = article_of(a_page(f"<article>{HEAD}{TEXT}{kept}</article>"))

    assert article.content == TEXT + kept


def test_code_has_no_colours(article_of: ArticleOf) -> None:
    code = '<pre><code class="language-py"><a id="l1"></a><span class="hljs-comment"># share</span> <strong>x</strong></code></pre>'
    article = article_of(a_page(f"<article>{HEAD}{TEXT}{code}</article>"))

    assert article.content == f'{TEXT}<pre><code class="language-py"># share <strong>x</strong></code></pre>'


@pytest.mark.parametrize(
    ("component", "plain"),
    [
        (
            '<div class="admonition note"><p class="admonition-title">Note</p><p>A</p></div>',
            "<blockquote><p><strong>Note</strong></p><p>A</p></blockquote>",
        ),
        (
            '<details class="admonition"><summary class="admonition-title">Note</summary><p>A</p></details>',
            '<details class="admonition"><summary class="admonition-title">Note</summary><p>A</p></details>',
        ),
        (
            (
                '<div class="tabbed-set"><input type="radio"><div class="tabbed-labels"><label for="a">A</label><label for="b">B</label></div>'
                '<div class="tabbed-content"><div class="tabbed-block"><p>1</p></div><div class="tabbed-block"><p>2</p></div></div></div>'
            ),
            "<div><div><p><strong>A</strong></p><p>1</p></div><div><p><strong>B</strong></p><p>2</p></div></div>",
        ),
        (
            '<div class="sd-tab-set"><input type="radio"><label class="sd-tab-label">A</label><div class="sd-tab-content"><p>1</p></div></div>',
            '<div class="sd-tab-set"><p><strong>A</strong></p><div class="sd-tab-content"><p>1</p></div></div>',
        ),
        (
            (
                '<ul><li class="task-list-item"><label><input type="checkbox" checked><span></span></label> Done</li>'
                '<li class="task-list-item"><p><input type="checkbox"> Open</p></li></ul>'
            ),
            '<ul><li class="task-list-item">☑ Done</li><li class="task-list-item"><p>☐ Open</p></li></ul>',
        ),
    ],
)
def test_components_look_right_without_a_style_sheet(article_of: ArticleOf, component: str, plain: str) -> None:
    article = article_of(a_page(f"<article>{HEAD}{TEXT}{component}</article>"))

    assert (article.content or "").replace("\n", "").replace("<span></span>", "") == TEXT + plain


@pytest.mark.parametrize(
    "heading",
    [
        '<h2 id="a">Speed<a class="headerlink" href="#a" title="Permanent link">¶</a></h2>',
        '<h2 id="a"><a class="anchor" href="#a" aria-hidden="true"></a>Speed</h2>',
        '<h2 id="a">Speed <a href="#a">#</a></h2>',
        '<h2 id="a">Speed <a href="https://strides.example/news/grok/#a"><span>Permalink</span></a></h2>',
        '<h2 id="a"><a href="#a">Speed</a></h2>',
        '<h2 id="a">Speed<a href="#a"><svg><path/></svg></a></h2>',
    ],
)
def test_headings_have_no_links_to_themselves(article_of: ArticleOf, heading: str) -> None:
    article = article_of(a_page(f"<article>{HEAD}{TEXT}{heading}{TEXT}</article>"))

    assert article.content == f'{TEXT}<h2 id="a">Speed</h2>{TEXT}'


@pytest.mark.parametrize(
    "opening",
    [
        "<h1>Grok 5</h1><p>30 April · <time datetime=2026-04-30>30 April</time></p>",
        "<h1>Grok 5 <a href='#x'>#</a></h1><div><time datetime=2026-04-30></time></div>",
        "<div><div><h2>GROK 5</h2></div></div><time datetime=2026-04-30></time>",
    ],
)
def test_the_title_and_the_date_above_the_text_are_not_repeated(article_of: ArticleOf, opening: str) -> None:
    article = article_of(a_page(f"<article>{opening}{TEXT}<h2>Grok 5</h2></article>", '<meta property="og:title" content="Grok 5">'))

    assert (article.content or "").endswith(f"{TEXT}<h2>Grok 5</h2>")
    assert "30 April" not in (article.content or "")
    assert (article.content or "").lower().count("grok") == 1


CODE = "print(1)\nprint(2)"


#: Blocks of code as themes write them; "CODE" stands for the code.
BLOCKS = {
    "Sphinx": '<div class="highlight-python notranslate"><div class="highlight"><pre><span class="nb">CODE</span></pre></div></div>',
    "Rouge": '<div class="language-python highlighter-rouge"><div class="highlight"><pre class="highlight"><code>CODE</code></pre></div></div>',
    "Jekyll with numbers": (
        '<figure class="highlight"><pre><code class="language-python" data-lang="python"><table class="rouge-table"><tr>'
        '<td class="gutter"><pre class="lineno">1\n2\n</pre></td><td class="code"><pre>CODE</pre></td></tr></table></code></pre></figure>'
    ),
    "Pygments with numbers": (
        '<table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>1\n2</pre></div></td><td class="code">'
        '<div class="highlight"><pre><code class="language-python">CODE</code></pre></div></td></tr></table>'
    ),
    "Hexo": (
        '<figure class="highlight python"><table><tr><td class="gutter"><pre><span class="line">1</span><br></pre></td><td class="code"><pre>'
        '<span class="line">print(1)</span><br><span class="line">print(2)</span></pre></td></tr></table></figure>'
    ),
    "Hugo with numbers": (
        '<div class="highlight"><div class="chroma"><table class="lntable"><tr><td class="lntd"><pre class="chroma"><code><span class="lnt">1\n'
        '</span></code></pre></td><td class="lntd"><pre><code class="language-python" data-lang="python">CODE</code></pre></td></tr>'
        "</table></div></div>"
    ),
    "Hugo with numbers and styles": (
        '<div class="highlight"><table><tr><td><pre><code><span style="user-select:none">1\n</span><span style="user-select:none">'
        '2\n</span></code></pre></td><td><pre><code class="language-python">CODE</code></pre></td></tr></table></div>'
    ),
    "Docusaurus": (
        '<div class="codeBlockContainer"><pre class="prism-code language-python"><code>CODE</code></pre><button>Copy</button></div>'
    ),
    "Prism": '<pre class="language-python"><button class="copy">Copy</button><code class="language-python">CODE</code></pre>',
    "Astro": '<pre data-language="python"><code><span class="ln">1</span>print(1)\n<span class="ln">2</span>print(2)</code></pre>',
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_code_has_its_language_and_neither_line_numbers_nor_buttons(article_of: ArticleOf, block: str) -> None:
    content = article_of(a_page(f"<article>{HEAD}{block.replace('CODE', CODE)}</article>")).content or ""

    assert '<pre><code class="language-python">' in content
    assert "".join(part.partition(">")[2] for part in content.split("<")) == CODE
    assert "table" not in content


def test_a_table_of_numbers_is_not_code(article_of: ArticleOf) -> None:
    table = "<table><tbody><tr><td>1</td><td><pre><code>x</code></pre></td></tr></tbody></table>"

    assert article_of(a_page(f"<article>{HEAD}{TEXT}{table}</article>")).content == TEXT + table


def test_what_the_home_page_says_too_is_about_the_site(write: Write, load_pages: Callable[..., Loaded]) -> None:
    site = '<meta name="description" content="News of AI."><meta property="og:image" content="/site.png"><meta name="keywords" content="ai">'
    write("public/index.html", a_page("<h1>AI Strides</h1>", site).replace("Grok 5 | ", ""))
    write("public/grok/index.html", a_page(DATED.replace("<h1>Grok 5</h1>", ""), site))

    (article,) = load_pages().articles

    assert (article.title, article.summary, article.image, article.categories) == ("Grok 5", "Faster.", None, ())


def test_several_authors_are_several_people(article_of: ArticleOf) -> None:
    card = (
        '<address class="vcard author">By <a class="url fn" href="/ada.html">Ada</a> <a class="url fn" href="/grace.html">Grace</a></address>'
    )
    plain = '<address>By <a href="/ada.html">Ada</a> <a href="/grace.html">Grace</a></address>'

    for byline in (card, plain):
        assert [person.name for person in article_of(a_page(f"<article>{HEAD}{byline}{TEXT}</article>")).authors] == ["Ada", "Grace"]


@pytest.mark.parametrize(
    "tags",
    [
        '<p>Tags: <a href="/tag/ai.html">AI</a> <a href="/tag/models.html">models</a></p>',
        '<ul><li><a rel="tag" href="/t/ai">#AI</a></li><li><a rel="tag" href="/t/models">#models</a></li></ul>',
    ],
)
def test_links_to_tags_are_tags(article_of: ArticleOf, tags: str) -> None:
    article = article_of(a_page(f'<article>{HEAD}{TEXT}{tags}<p>See <a href="/tag/other">others</a> too.</p></article>'))

    assert [category.name for category in article.categories] == ["AI", "models"]


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ('<a rel="author" href="https://ada.example/">Ada</a>', ("Ada", "https://ada.example/")),
        ('<span class="author-name">By Ada</span>', ("Ada", None)),
        ('<div class="post-meta">By Ada Lovelace · 30 April 2026</div>', ("Ada Lovelace", None)),
        ('<p class="byline">Posted by Ada on 30 April</p>', ("Ada", None)),
    ],
)
def test_the_author_that_people_see_is_the_author(article_of: ArticleOf, byline: str, author: tuple[str, str | None]) -> None:
    article = article_of(a_page(f"<article>{HEAD}{byline}{TEXT}</article>"))

    assert [(person.name, person.uri) for person in article.authors] == [author]
