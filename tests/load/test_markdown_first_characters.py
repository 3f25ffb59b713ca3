"""
The parser of Markdown tries only the rules that may match; the HTML is the same as when it tries all.
"""

from __future__ import annotations

import functools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from stridesfeed.errors import FileError
from stridesfeed.load.markup import _markdown_it
from stridesfeed.load.markup._markdown_it.first_characters import BLOCK, INLINE

_PARSER = _markdown_it._parser

#: The beginnings of all markup, and texts around it.
_PIECES = st.sampled_from(
    [
        *("# ", "> ", "- ", "* ", "+ ", "1. ", "12) ", "```\n", "~~~py\n", "***\n", "___\n", "===\n", "---\n", ": ", "[^1]: ", "[a]: /b\n"),
        *("| a | b |\n", "|---|:-:|\n", "a | b\n", "- | -\n", "<div>\n", "</div>\n", "<b>", "</b>", "<https://a.example/>", "<!-- c -->"),
        *("!!! note\n", "??? tip\n", '=== "Tab"\n', ":::note\n", ":::\n", "{: .a}\n", "{#id}", "[TOC]\n", "*[AB]: c\n", '--8<-- "a.md"\n'),
        *(
            "```{note}\n",
            "{ref}`a`",
            "{% raw %}",
            "{{< a >}}",
            "{{ a }}",
            ":material-heart:",
            "++ctrl+c++",
            "[x](y)",
            "![x](y){width=3}",
            "[a]",
        ),
        *(
            "^[note]",
            "[^1]",
            "*",
            "**",
            "_",
            "~~",
            "`",
            "``",
            "\\*",
            "\\",
            "&amp;",
            "&",
            "  \n",
            "\n",
            "\n\n",
            "    ",
            "\t",
            " ",
            "word",
            "$x$",
            "$$\n",
        ),
        *("import A from 'a'\n", "<A b={c} />", "{a + b}", "é", "0", "-", "=", "+", "!", "?", ":", "[", "]", "(", ")", "|"),
    ]
)


@pytest.mark.parametrize("path", ["a.md", "a.mdx"])
@given(pieces=st.lists(_PIECES, max_size=30))
def test_trying_fewer_rules_changes_nothing(path: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    html = _to_html(text, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_markdown_it, "MARKUP", re.compile(""))
        patch.setattr(_markdown_it, "_parser", _parser_of_all_rules)
        assert _to_html(text, path) == html


@functools.cache
def _parser_of_all_rules(*, has_components: bool) -> MarkdownIt:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_markdown_it, "try_by_first_character", lambda _parser: None)
        parser: MarkdownIt = _PARSER.__wrapped__(has_components=has_components)
    return parser


@pytest.mark.parametrize("has_components", [False, True])
def test_every_rule_is_known(*, has_components: bool) -> None:
    parser = _parser_of_all_rules(has_components=has_components)
    assert parser.inline.ruler.get_active_rules() == ["text", *(name for name in parser.inline.ruler.get_active_rules() if name in INLINE)]
    assert set(BLOCK) <= set(parser.block.ruler.get_active_rules()) | {"jsx_block", "math_block"}


def _to_html(text: str, path: str) -> str | None:
    def same(piece: str) -> str:
        return piece

    try:
        return _markdown_it.to_html(text, path, 1, target=same, html=same, code=same, text=same, omit=lambda _line, _rule: None)
    except FileError as error:
        return error.rule
