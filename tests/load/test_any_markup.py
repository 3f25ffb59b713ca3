"""
Any mixture of markup becomes HTML that cleans to itself, or a clear error.
"""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.body import clean_html
from stridesfeed.errors import FileError
from stridesfeed.load.markup import _docutils, _markdown_it

MARKDOWN = [
    *("!!! a\n    ", "??? b\n", '=== "c"\n', ":::d\n", ":::\n", "> [!x]\n", "```{note}\n", "```\n", "- [x] ", "[TOC]\n", "a\n: b\n", "\n\n"),
    *(
        "{{< a >}}",
        "{{< note >}}\n",
        "{{< /note >}}",
        "{% note %}",
        "{% endnote %}",
        "{% highlight a %}\n",
        "{% endhighlight %}\n",
        "{% raw %}",
    ),
    *("<A b={c}>", "</A>", "<A>\n", "{x}", "{/*", "*/}", "import a from 'b'\n", "export const a = {\n", "}\n", "<pre>\n", "</pre>\n", "<!--"),
    *(
        "- ",
        "> ",
        "    ",
        "*a*",
        "[l](m)",
        "{: .a}",
        "{#b}",
        "`c`",
        "++d++",
        ":material-a:",
        "[^1]",
        "[^1]: n\n",
        "$x$",
        "{doc}`a`",
        "|a|\n|-|\n",
    ),
]
RST = [
    *(
        "* ",
        "a\n",
        "=\n",
        ".. note::\n   ",
        ".. x::\n",
        "   :a: b\n",
        "\n\n",
        "``a``",
        "`b`_",
        ":c:`d`",
        "|e|",
        ".. |e| replace:: f\n",
        "::\n\n   ",
    ),
    *("+-+\n| |\n+-+\n", "[1]_", ".. [1] g\n", "__ h\n", ".. _i: j\n", ".. role:: k\n", ":k:`l`", ".. default-role:: k\n", "**m", "    ", " "),
]


def cleaned(html: str) -> str:
    return clean_html(html, "https://strides.example/a/")


@pytest.mark.parametrize("path", ["a.md", "a.mdx"])
@given(pieces=st.lists(st.sampled_from(MARKDOWN), max_size=30))
def test_any_markdown_is_html_or_an_error(path: str, pieces: list[str]) -> None:
    omitted: list[tuple[int, str]] = []
    text = "".join(pieces)

    html = ""
    # It may be nested too deep.
    with contextlib.suppress(FileError):
        html = _markdown_it.to_html(text, path, 1, target=str, html=str, code=str, text=str, omit=lambda *found: omitted.append(found))

    assert cleaned(cleaned(html)) == cleaned(html)
    assert all(1 <= line <= text.count("\n") + 1 for line, _ in omitted)


@given(pieces=st.lists(st.sampled_from(RST), max_size=30))
def test_any_restructured_text_is_html(pieces: list[str]) -> None:
    html = _docutils.to_html("".join(pieces), "a.rst", 1, page=lambda _name: None, omit=lambda _line, _rule: None)

    assert cleaned(cleaned(html)) == cleaned(html)
