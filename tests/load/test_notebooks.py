"""
Jupyter notebooks: metadata where tools write it, text, code and outputs. What no feed can show is reported with its line.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from stridesfeed.load import Loaded
from stridesfeed.model import Article

Write = Callable[[str, str | bytes], object]
Loading = Callable[..., Loaded]

IMAGE = "the image or widget that cell {} shows is left out; save it as a file, and show that in Markdown"


def cell(kind: str, source: str, *outputs: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    """
    Return a cell as JupyterLab writes it.
    """
    lines = source.splitlines(keepends=True)
    return {"cell_type": kind, "metadata": metadata, "source": lines} | ({"outputs": outputs} if kind == "code" else {})


def a_notebook(*cells: dict[str, Any], **metadata: Any) -> str:
    """
    Return the text of a notebook.
    """
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1)


HEADER = cell("raw", "---\ntitle: A barge\ndate: 2026-04-30 09:00\ntags: [a, b]\nauthor: Ilse Varga\n---")


@pytest.mark.parametrize(
    "text",
    [
        a_notebook(HEADER, cell("markdown", "Text.")),
        a_notebook(
            cell("markdown", "---\ntitle: A barge\ndate: 2026-04-30 09:00\ntags: a, b\nauthor: Ilse Varga\n---\n"), cell("markdown", "Text.")
        ),
        a_notebook(
            cell("markdown", "- title: A barge\n- date: 2026-04-30 09:00\n- tags: a, b\n- author: Ilse Varga"), cell("markdown", "Text.")
        ),
        a_notebook(
            cell("markdown", "# A *barge*"),
            cell("raw", ".. post:: 30 April 2026 09:00\n   :tags: a, b\n   :author: Ilse Varga"),
            cell("markdown", "Text."),
        ),
        a_notebook(
            cell("markdown", "# A barge\n\nText."),
            nikola={"date": "2026-04-30 09:00", "tags": "a, b", "author": "Ilse Varga"},
            kernelspec={"name": "python3"},
        ),
        a_notebook(cell("markdown", "Text."), title="A barge", date="2026-04-30 09:00", tags=["a", "b"], authors=[{"name": "Ilse Varga"}]),
    ],
    ids=["Quarto", "Markdown", "Pelican", "ablog", "Nikola", "notebook"],
)
def test_metadata_is_read_where_tools_write_it(write: Write, loading: Loading, text: str) -> None:
    write("content/x.ipynb", text)

    loaded = loading()

    assert loaded.faults == ()
    assert loaded.unknown_keys == {}
    (article,) = loaded.articles
    assert (article.title, article.published) == ("A barge", datetime(2026, 4, 30, 9, tzinfo=UTC))
    assert [category.term for category in article.categories] == ["a", "b"]
    assert [author.name for author in article.authors] == ["Ilse Varga"]
    assert (article.content or "").strip() == "<p>Text.</p>"


@pytest.fixture
def html(write: Write, loading: Loading) -> Callable[..., str]:
    """
    Return the HTML of cells; *omitted* are the rules of what is left out.
    """

    def html(*cells: dict[str, Any], omitted: tuple[str, ...] = (), **metadata: Any) -> str:
        write("content/a.ipynb", a_notebook(HEADER, *cells, **metadata))
        loaded = loading()
        assert loaded.faults == ()
        assert [each.rule for each in loaded.omissions] == [*omitted]
        (article,) = loaded.articles
        return (article.content or "").replace("\n\n<", "<").replace("\n<", "<").strip()

    return html


def test_text_and_code_are_shown(write: Write, html: Callable[..., str]) -> None:
    write("content/b.md", "---\ntitle: B\ndraft: true\n---\n")

    found = html(cell("markdown", "See *[b](b.md)*: `{{ c }}`."), cell("code", "print({% d %})  # < :::note"), kernelspec={"language": "julia"})

    assert found == (
        '<p>See <em><a href="https://strides.example/b/">b</a></em>: <code>{{ c }}</code>.</p>'
        '<pre><code class="language-julia">print({% d %})  # &lt; :::note</code></pre>'
    )


PNG = {"image/png": "aGVsbG8=", "text/plain": "<Figure size 640x480>"}


@pytest.mark.parametrize(
    ("output", "shown", "omitted"),
    [
        ({"output_type": "stream", "name": "stdout", "text": ["a < b\n", "\x1b[31mc\x1b[0m\n"]}, "<pre><samp>a &lt; b\nc</samp></pre>", ()),
        ({"output_type": "stream", "name": "stderr", "text": "10%\r50%\r100%\r\n"}, "<pre><samp>100%</samp></pre>", ()),
        ({"output_type": "error", "traceback": ["\x1b[0;31mNameError\x1b[0m: x"]}, "<pre><samp>NameError: x</samp></pre>", ()),
        ({"output_type": "execute_result", "data": {"text/plain": ["'a'"]}}, "<pre><samp>&#x27;a&#x27;</samp></pre>", ()),
        (
            {"output_type": "execute_result", "data": {"text/html": ["<style>b {}</style><b>", "a</b>"], "text/plain": "a"}},
            "<b>a</b>",
            (),
        ),
        ({"output_type": "display_data", "data": {"text/markdown": "*a*"}}, "<p><em>a</em></p>", ()),
        ({"output_type": "display_data", "data": PNG}, "", (IMAGE.format(2),)),
        ({"output_type": "display_data", "data": {"text/html": "<script>a()</script>", "text/plain": "<Widget>"}}, "", (IMAGE.format(2),)),
        ({"output_type": "display_data", "data": {"text/html": '<p><img src="data:image/png;base64,a"></p>'}}, "", (IMAGE.format(2),)),
        ({"output_type": "display_data", "data": {"application/vnd.plotly.v1+json": {}, "text/plain": "Figure"}}, "", (IMAGE.format(2),)),
        ({"output_type": "pyout", "text": ["1"], "prompt_number": 1}, "<pre><samp>1</samp></pre>", ()),
        ({"output_type": "display_data", "png": "aGVsbG8="}, "", (IMAGE.format(2),)),
    ],
)
def test_outputs_are_shown_or_reported(html: Callable[..., str], output: dict[str, Any], shown: str, omitted: tuple[str, ...]) -> None:
    assert html(cell("code", "a", output), omitted=omitted) == f'<pre><code class="language-python">a</code></pre>{shown}'


def test_hidden_cells_are_not_shown(html: Callable[..., str]) -> None:
    output = {"output_type": "stream", "text": "b"}

    assert html(cell("code", "a", output, tags=["remove-cell"])) == ""
    assert html(cell("code", "a", output, tags=["hide-input"])) == "<pre><samp>b</samp></pre>"
    assert html(cell("code", "a", output, jupyter={"source_hidden": True})) == "<pre><samp>b</samp></pre>"
    assert html(cell("code", "a", output, tags=["remove_output"])) == '<pre><code class="language-python">a</code></pre>'


def test_images_inside_a_notebook_and_raw_cells_are_reported_with_their_lines(write: Write, loading: Loading) -> None:
    cells = (cell("markdown", "A.\n\n![b](attachment:b.png)"), cell("raw", r"\begin{c}"), cell("markdown", "A.\n\n{{< chart >}}"))
    text = a_notebook(HEADER, *cells)
    write("content/a.ipynb", text)

    loaded = loading()

    lines = text.split("\n")
    assert [(each.rule.partition(" is left out")[0], lines[(each.line or 0) - 1].strip()) for each in loaded.omissions] == [
        ("an image inside the notebook", '"source": ['),
        ("the raw cell 3", '"source": ['),
        ("the shortcode 'chart'", '"{{< chart >}}"'),
    ]


def test_the_third_version_of_notebooks_is_read(write: Write, loading: Loading) -> None:
    sheet = [
        {"cell_type": "heading", "level": 1, "source": ["A barge"]},
        {"cell_type": "heading", "level": 2, "source": ["B"]},
        {"cell_type": "code", "input": ["c"], "language": "python", "outputs": [{"output_type": "stream", "text": ["d"]}]},
    ]
    write("content/2026-04-30-a.ipynb", json.dumps({"metadata": {"name": ""}, "nbformat": 3, "worksheets": [{"cells": sheet}]}))

    (article,) = loading().articles

    assert article.title == "A barge"
    assert (article.content or "").replace("\n\n<", "<").replace("\n<", "<").strip() == (
        '<h2>B</h2><pre><code class="language-python">c</code></pre><pre><samp>d</samp></pre>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"cells": {}}',
        '{"cells": [1, null, {}, {"cell_type": 1, "source": 2, "metadata": [], "outputs": 3}], "metadata": 4}',
        '{"cells": [{"cell_type": "code", "outputs": [1, {"output_type": [], "data": [1]}, {"data": {"text/html": {}}}]}], "worksheets": 5}',
        '{"cells": [{"cell_type": "heading", "level": "a", "source": "b"}], "metadata": {"nikola": 1, "title": {}}}',
        '{"cells": ' + "[" * 100,
    ],
)
def test_damaged_notebooks_are_articles_or_errors(write: Write, loading: Loading, text: str) -> None:
    write("content/2026-04-30-a.ipynb", text)

    loaded = loading()

    assert all(isinstance(each, Article) for each in loaded.articles)
    assert len(loaded.articles) + (len(loaded.faults) > 0) == 1


@pytest.mark.parametrize("unit", ["\r", "<img ", "<img src=data:", "<script>", "<", "\x1b[", "- a: b\n", "![a](attachment:"])
def test_hostile_outputs_take_time_in_proportion_to_their_size(html: Callable[..., str], unit: str) -> None:
    text = unit * (200_000 // len(unit))

    html(
        cell(
            "code",
            "a",
            {"output_type": "stream", "text": text},
            {"output_type": "display_data", "data": {"text/html": text, "text/plain": "a"}},
        ),
        omitted=(IMAGE.format(2),) if unit == "<script>" else (),
    )
