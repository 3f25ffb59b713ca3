"""
The door to markdown-it: CommonMark with tables, strikethrough and footnotes. HTML passes unchanged; it is sanitized later.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator

from stridesfeed.errors import MissingExtraError

try:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from mdit_py_plugins.footnote import footnote_plugin
except ImportError as error:
    raise MissingExtraError("Markdown", "markdown") from error

#: Returns the replacement for a piece of the document.
Rewrite = Callable[[str], str]

_CODE = frozenset({"code_inline", "code_block", "fence"})
_HTML = frozenset({"html_inline", "html_block"})


@functools.cache
def _parser() -> MarkdownIt:
    # The preset drops content nested deeper than 20 levels; the policy for bodies has its own limits.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable(["table", "strikethrough"]).use(footnote_plugin)
    # URLs stay as written until they are resolved; the model and the body percent-encode them.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def to_html(markdown: str, *, target: Rewrite, html: Rewrite, code: Rewrite, text: Rewrite) -> str:
    """
    Return *markdown* as HTML. Link targets, and pieces of HTML, code and text go through the function of that name.
    """
    parser = _parser()
    env: dict[str, object] = {}
    tokens = parser.parse(markdown, env)
    for token in _flatten(tokens):
        if token.type == "link_open":
            token.attrSet("href", target(str(token.attrGet("href") or "")))
        elif token.type == "image":
            token.attrSet("src", target(str(token.attrGet("src") or "")))
        elif token.type in _CODE:
            token.content = code(token.content)
        elif token.type in _HTML:
            token.content = html(token.content)
        elif token.type == "text":
            token.content = text(token.content)
    rendered: str = parser.renderer.render(tokens, parser.options, env)
    return rendered


def to_text(markdown: str) -> str:
    """
    Return one line of Markdown as plain text.
    """
    tokens = _parser().parseInline(markdown)
    return "".join(token.content for token in _flatten(tokens) if token.type in {"text", "code_inline"})


def _flatten(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type != "inline":
            yield token
        for child in token.children or ():
            yield from _flatten((child,))
