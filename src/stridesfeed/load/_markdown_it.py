"""
The door to markdown-it: CommonMark with tables, strikethrough and footnotes; HTML passes as it is, and is cleaned later.
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

#: Takes a piece of the document and gives what is written in its place.
Rewrite = Callable[[str], str]

_CODE = frozenset({"code_inline", "code_block", "fence"})
_HTML = frozenset({"html_inline", "html_block"})


@functools.cache
def _parser() -> MarkdownIt:
    # The preset stops at 20 levels of nesting, and drops what lies deeper; the body's own limits come later.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable(["table", "strikethrough"]).use(footnote_plugin)
    # Addresses stay as they are written until they are resolved; the model and the body percent-encode them.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def to_html(text: str, *, target: Rewrite, html: Rewrite, code: Rewrite, words: Rewrite) -> str:
    """
    *text* as HTML. Each link's target, piece of HTML, of code and of words goes through the function of that name.
    """
    parser = _parser()
    env: dict[str, object] = {}
    tokens = parser.parse(text, env)
    for token in _all(tokens):
        if token.type == "link_open":
            token.attrSet("href", target(str(token.attrGet("href") or "")))
        elif token.type == "image":
            token.attrSet("src", target(str(token.attrGet("src") or "")))
        elif token.type in _CODE:
            token.content = code(token.content)
        elif token.type in _HTML:
            token.content = html(token.content)
        elif token.type == "text":
            token.content = words(token.content)
    rendered: str = parser.renderer.render(tokens, parser.options, env)
    return rendered


def to_text(text: str) -> str:
    """
    One line of Markdown as the words that it shows.
    """
    tokens = _parser().parseInline(text)
    return "".join(token.content for token in _all(tokens) if token.type in {"text", "code_inline"})


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type != "inline":
            yield token
        for child in token.children or ():
            yield from _all((child,))
