"""
Links between files are resolved as by their site generators.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stridesfeed.load import Loaded
from stridesfeed.model import Article, Attachment, Image, Link

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]

HEADER = "---\ntitle: The Title\ndate: 2026-04-30\n{keys}\n---\n"


@pytest.fixture
def tree(write: Write) -> None:
    """
    A site with articles in every kind of folder.
    """
    write("content/news/other.md", HEADER.format(keys="title2: x"))
    write("content/news/table.png", b"\x89PNG")
    write("content/news/bundle/index.md", HEADER.format(keys="slug: own"))
    write("content/news/bundle/chart 1.png", b"\x89PNG")
    write("content/_posts/2026-04-29-post.markdown", HEADER.format(keys=""))
    write("content/audio/ep 1.mp3", b"x" * 123)
    write("static/img/logo.svg", "<svg/>")


def article_of(write: Write, loading: Loading, text: str, path: str = "news/this.md", keys: str = "", **choices: object) -> Article:
    write(f"content/{path}", HEADER.format(keys=f"{keys}\nid: tag:a.example,2026:this") + text)
    loaded = loading(**choices)
    assert loaded.faults == ()
    return next(article for article in loaded.articles if article.id == "tag:a.example,2026:this")


SITE = "https://strides.example"


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("other.md", f"{SITE}/news/other/"),
        ("other.md#part", f"{SITE}/news/other/#part"),
        ("./other.md?a=b", f"{SITE}/news/other/?a=b"),
        ("../news/other.md", f"{SITE}/news/other/"),
        ("/news/other.md", f"{SITE}/news/other/"),
        ("bundle/index.md", f"{SITE}/news/own/"),
        ("@/news/other.md#part", f"{SITE}/news/other/#part"),
        ("{filename}other.md", f"{SITE}/news/other/"),
        ("{filename}/news/other.md", f"{SITE}/news/other/"),
        ("|filename|/news/other.md", f"{SITE}/news/other/"),
        ("{static}/audio/ep%201.mp3", f"{SITE}/audio/ep%201.mp3"),
        ("{attach}table.png", f"{SITE}/news/table.png"),
        ("table.png", f"{SITE}/news/table.png"),
        ("bundle/chart%201.png", f"{SITE}/news/own/chart%201.png"),
        ("{% post_url 2026-04-29-post %}", f"{SITE}/post/"),
        ("{% post_url news/2026-04-29-post %}#part", f"{SITE}/post/#part"),
        ("{%- link _posts/2026-04-29-post.markdown -%}", f"{SITE}/post/"),
        ("{% link news/other.md %}", f"{SITE}/news/other/"),
        ("{% link\nnews/other.md %}", f"{SITE}/news/other/"),
        ("{{ site.url }}/a", f"{SITE}/a"),
        ("{{ site.url }}{{ site.baseurl }}/a", f"{SITE}/a"),
        ("{{ site.baseurl }}{% post_url 2026-04-29-post %}", f"{SITE}/post/"),
        ("{{ site.url }}{{ site.baseurl }}{% link news/other.md %}", f"{SITE}/news/other/"),
        ("{{ '/a' | prepend: site.baseurl | prepend: site.url }}", f"{SITE}/a"),
        ("{{ '/a' | url }}", f"{SITE}/a"),
        ('{{ "https://a.example/b" | canonical }}', "https://a.example/b"),
        ('{{< ref "other.md" >}}', f"{SITE}/news/other/"),
        ('{{% relref "/news/other#part" %}}', f"{SITE}/news/other/#part"),
        ("{{< ref path=`other` >}}", f"{SITE}/news/other/"),
        ('{{< ref "#part" >}}', "#part"),
        ("news/other.md#part", f"{SITE}/news/other/#part"),
        ("{{ '/a' | relative_url }}", f"{SITE}/a"),
        ('{{ "/a" | absolute_url }}#part', f"{SITE}/a#part"),
        ("gone.md", "gone.md"),
        ("../../secret.md", "../../secret.md"),
        ("@/gone.md", "@/gone.md"),
        ("{filename}gone.md", "{filename}gone.md"),
        ("https://a.example/other.md", "https://a.example/other.md"),
        ("//a.example/other.md", "//a.example/other.md"),
        ("mailto:other.md", "mailto:other.md"),
        ("#other.md", "#other.md"),
        ("/about/", "/about/"),
        ("x" * 5_000, "x" * 5_000),
    ],
)
@pytest.mark.usefixtures("tree")
def test_a_link_to_a_file_becomes_its_url(write: Write, loading: Loading, target: str, address: str) -> None:
    content = article_of(write, loading, f"[a]({target}) [b]\n\n[b]: {target}\n").content

    assert content == f'<p><a href="{address}">a</a> <a href="{address}">b</a></p>'


@pytest.mark.usefixtures("tree")
def test_site_url_and_baseurl_tags_are_replaced(write: Write, loading: Loading) -> None:
    text = "[a]({{ site.url }}{{ site.baseurl }}/a) [b]({{ site.baseurl }}/b) [c]({{ '/c' | relative_url }})"

    content = article_of(write, loading, text, url=f"{SITE}/blog/").content

    assert content == f'<p><a href="{SITE}/blog/a">a</a> <a href="/blog/b">b</a> <a href="{SITE}/blog/c">c</a></p>'


def test_site_variables_come_from_the_configuration(write: Write, loading: Loading) -> None:
    text = "[a]({{ site.repository }}/a) by {{site.owner}}, `{{ site.owner }}`, {{ site.nobody }}"
    variables = {"repository": "https://code.example/strides", "owner": "the desk"}

    content = article_of(write, loading, text, variables=variables).content

    assert content == ('<p><a href="https://code.example/strides/a">a</a> by the desk, <code>{{ site.owner }}</code>, {{ site.nobody }}</p>')


@pytest.mark.usefixtures("tree")
def test_images_and_html_are_resolved_like_links(write: Write, loading: Loading) -> None:
    text = (
        "![T](table.png)\n\n<div>\n<img alt='a' src=\"table.png\"><a title=x href='other.md?a=1&amp;b'>o</a>\n</div>\n\n"
        'And <a href="{% post_url 2026-04-29-post %}">i</a>.'
    )

    content = article_of(write, loading, text).content

    assert content == (
        f'<p><img src="{SITE}/news/table.png" alt="T"></p>\n'
        f"<div>\n<img alt='a' src=\"{SITE}/news/table.png\"><a title=x href='{SITE}/news/other/?a=1&amp;b'>o</a>\n</div>\n"
        f'<p>And <a href="{SITE}/post/">i</a>.</p>'
    ).replace('alt="T">', 'alt="T" />')


@pytest.mark.usefixtures("tree")
def test_files_of_a_bundle_are_below_its_url(write: Write, loading: Loading) -> None:
    write("content/news/this/a.png", b"")
    write("content/news/this/sub/b.png", b"")

    content = article_of(write, loading, "![](a.png)![](sub/b.png)![](../table.png)", path="news/this/index.md", keys="url: /x/y").content

    assert content is not None
    assert [piece.partition('"')[0] for piece in content.split('src="')[1:]] == [
        f"{SITE}/x/a.png",
        f"{SITE}/x/sub/b.png",
        f"{SITE}/news/table.png",
    ]


CODE = "[a](other.md) {% post_url 2026-04-29-post %} {{ site.url }}"


@pytest.mark.parametrize("text", [f"`{CODE}`", f"```\n{CODE}\n```", f"    {CODE}", f"> ~~~\n> {CODE}\n> ~~~", f"- a\n\n      {CODE}"])
@pytest.mark.usefixtures("tree")
def test_code_is_unchanged(write: Write, loading: Loading, text: str) -> None:
    assert CODE in (article_of(write, loading, text).content or "")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("{% raw %}{{ x }}{% endraw %}", "<p>&#123;{ x }}</p>"),
        ("`{% raw %}{% link news/other.md %}{% endraw %}`", "<p><code>{% link news/other.md %}</code></p>"),
        ("```\n{% raw %}{{ x }}{% endraw %}\n```", "<pre><code>{{ x }}\n</code></pre>"),
        ("{% raw %}never closed", "<p>{% raw %}never closed</p>"),
        ("{% highlight ruby linenos %}\na < b\n{% endhighlight %}", '<pre><code class="language-ruby">a &lt; b\n</code></pre>'),
        ("{% highlight md %}\n```\n{% endhighlight %}", '<pre><code class="language-md">```\n</code></pre>'),
        ("```\n{% highlight ruby %}\nx\n{% endhighlight %}\n```", "<pre><code>{% highlight ruby %}\nx\n{% endhighlight %}\n</code></pre>"),
        ("{% include a.html %} {{ page.title }}", "<p>{% include a.html %} {{ page.title }}</p>"),
        ("`{% raw %}{{ x }}{% endraw %}` {% raw %}{% x %}{% endraw %}", "<p><code>{{ x }}</code> &#123;% x %}</p>"),
        ("See {% link news/other.md %}, {{ site.url }}.", f"<p>See {SITE}/news/other/, {{{{ site.url }}}}.</p>"),
        ("[a]({% link gone.md %})", "<p>[a]({% link gone.md %})</p>"),
        ("~~a~~ xlinkmark0x0x", "<p><s>a</s> xlinkmark0x0x</p>"),
        ("{{ '/a' | relative_url }} xlinkmark0xlinkmark1x0x", f"<p>{SITE}/a xlinkmark0xlinkmark1x0x</p>"),
    ],
)
@pytest.mark.usefixtures("tree")
def test_liquid_tags_are_replaced(write: Write, loading: Loading, text: str, content: str) -> None:
    assert article_of(write, loading, text).content == content


def test_markdown_has_tables_footnotes_and_languages_of_code(write: Write, loading: Loading) -> None:
    text = "|a|b|\n|-|-|\n|1|2|\n\nText[^1].\n\n[^1]: Note.\n\n```python\n1 < 2\n```\n\n<details>kept</details>\n"

    content = article_of(write, loading, text).content or ""

    for piece in ("<table>", 'class="footnotes"', 'href="#fn1"', '<code class="language-python">1 &lt; 2', "<details>kept</details>"):
        assert piece in content


@pytest.mark.parametrize(
    ("related", "link"),
    [
        ("other", Link(f"{SITE}/news/other/", "related", title="The Title")),
        ("other.md", Link(f"{SITE}/news/other/", "related", title="The Title")),
        ("'@/news/other.md'", Link(f"{SITE}/news/other/", "related", title="The Title")),
        ("/news/other/", Link(f"{SITE}/news/other/", "related", title="The Title")),
        ("/news/other", Link(f"{SITE}/news/other/", "related", title="The Title")),
        ("https://strides.example/news/other/", Link(f"{SITE}/news/other/", "related", title="The Title")),
        ("own", Link(f"{SITE}/news/own/", "related", title="The Title")),
        ("{slug: own, title: Mine}", Link(f"{SITE}/news/own/", "related", title="Mine")),
        ("tag:a.example,2026:this", Link(f"{SITE}/news/this/", "related", title="The Title")),
        ("https://a.example/x", Link("https://a.example/x", "related")),
        ("X <https://a.example/x>", Link("https://a.example/x", "related", title="X")),
        ("{url: 'https://a.example/x', title: X}", Link("https://a.example/x", "related", title="X")),
    ],
)
@pytest.mark.usefixtures("tree")
def test_related_articles_are_found_by_any_name(write: Write, loading: Loading, related: str, link: Link) -> None:
    assert article_of(write, loading, "", keys=f"related:\n  - {related}").related == (link,)


def test_unpublished_related_articles_are_omitted(write: Write, loading: Loading) -> None:
    write("content/draft.md", "---\ntitle: D\ndraft: true\n---\n")
    write("content/later.md", "---\ntitle: L\ndate: 2099-01-01\n---\n")

    assert article_of(write, loading, "", keys="related: [draft, later]").related == ()


@pytest.mark.parametrize(
    ("keys", "image"),
    [
        ("image: table.png", Image(f"{SITE}/news/table.png", type="image/png")),
        (
            "cover: {image: table.png, alt: A table, caption: C, credit: Bo, width: 640px, height: 480}",
            Image(f"{SITE}/news/table.png", alt="A table", type="image/png", width=640, height=480, caption="C", credit="Bo"),
        ),
        ("featured_image: /img/logo.svg\nfeatured_image_alt: Logo", Image(f"{SITE}/img/logo.svg", alt="Logo", type="image/svg+xml")),
        ("thumbnail: img/logo.svg", Image(f"{SITE}/img/logo.svg", type="image/svg+xml")),
        ("images: ['https://a.example/x.jpg', 'y.jpg']", Image("https://a.example/x.jpg", type="image/jpeg")),
        ("image: gone.webp", Image(f"{SITE}/news/this/gone.webp", type="image/webp")),
    ],
)
@pytest.mark.usefixtures("tree")
def test_the_lead_image_is_found(write: Write, loading: Loading, keys: str, image: Image) -> None:
    assert article_of(write, loading, "", keys=keys).image == image


@pytest.mark.parametrize(
    ("keys", "attachment"),
    [
        ("enclosure: /audio/ep 1.mp3", Attachment(f"{SITE}/audio/ep%201.mp3", "audio/mpeg", length=123)),
        ("enclosure: ../audio/ep 1.mp3", Attachment(f"{SITE}/audio/ep%201.mp3", "audio/mpeg", length=123)),
        ("enclosure: 'https://strides.example/audio/ep%201.mp3'", Attachment(f"{SITE}/audio/ep%201.mp3", "audio/mpeg", length=123)),
        ("attachments: [img/logo.svg]", Attachment(f"{SITE}/img/logo.svg", "image/svg+xml", length=6)),
        (
            "attachments: [{url: /audio/ep 1.mp3, length: 9, type: audio/x-own, duration: '1:02:03', title: Ep}]",
            Attachment(f"{SITE}/audio/ep%201.mp3", "audio/x-own", length=9, duration=3723, title="Ep"),
        ),
        (
            "attachments: [{url: 'https://cdn.example/a.m4a', duration_in_seconds: 61.4}]",
            Attachment("https://cdn.example/a.m4a", "audio/mp4", duration=61),
        ),
        ("enclosure: /../secret.pdf", Attachment(f"{SITE}/secret.pdf", "application/pdf")),
    ],
)
@pytest.mark.usefixtures("tree")
def test_attachments_have_their_length_and_type(write: Write, loading: Loading, keys: str, attachment: Attachment) -> None:
    write("secret.pdf", b"secret")

    assert article_of(write, loading, "", keys=keys).attachments == (attachment,)


@pytest.mark.usefixtures("tree")
def test_links_in_html_pages_are_resolved_but_not_in_code(write: Write, loading: Loading) -> None:
    code = "<code>{{ site.url }} {% link news/other.md %}</code>"
    text = f'<a href="other.md">a</a> <a href="{{{{ site.url }}}}/b">b</a> {code} {{% raw %}}{{{{ c }}}}{{% endraw %}}'

    content = article_of(write, loading, text, path="news/this.html").content

    assert content == (
        f'<a href="{SITE}/news/other/">a</a> <a href="{SITE}/b">b</a> '
        f"<code>{{{{ site.url }}}} {{% link news/other.md %}}</code> &#123;{{ c }}}}"
    )


def test_loading_twice_gives_the_same_result(write: Write, loading: Loading) -> None:
    for name in ("b", "a"):
        write(f"content/{name}.md", HEADER.format(keys="") + "[other](a.md)")

    assert loading() == loading()
