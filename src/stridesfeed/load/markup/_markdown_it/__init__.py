"""
The door to markdown-it: CommonMark with tables, strikethrough, footnotes and definition lists, and the markup of common generators. HTML
passes unchanged; it is sanitized later.

A few kilobytes of references or tables can stand for gigabytes of HTML: the parser's tokens are counted before they are rendered.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from stridesfeed.errors import FileError, MissingExtraError

try:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock, lheading, table
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline, html_inline
    from markdown_it.token import Token
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    from stridesfeed.load.markup._markdown_it.attributes import attributes
    from stridesfeed.load.markup._markdown_it.callouts import callouts
    from stridesfeed.load.markup._markdown_it.context import Context, IncludedNotebook, begins, context_of, no_notebook, no_page
    from stridesfeed.load.markup._markdown_it.first_characters import MARKUP, try_by_first_character
    from stridesfeed.load.markup._markdown_it.includes import includes
    from stridesfeed.load.markup._markdown_it.mdx import is_mdx, mdx
    from stridesfeed.load.markup._markdown_it.myst import myst
    from stridesfeed.load.markup._markdown_it.tags import tags
except ImportError as error:
    raise MissingExtraError("Markdown", "markdown") from error

#: Returns the replacement for a piece of the document.
Rewrite = Callable[[str], str]

_CODE = frozenset({"code_inline", "code_block", "fence"})
_HTML = frozenset({"html_inline", "html_block"})
_CONTAINERS = frozenset({"blockquote_open", "container_open", "details_open", "list_item_open", "footnote_reference_open"})

#: Hugo shows escaped shortcodes in code without the escape.
_ESCAPED_SHORTCODE = re.compile(r"\{\{([<%])/\*([^*{}\n]*)\*/([%>])\}\}")

#: The language of code in Pandoc, ``{.python .numberLines}``, and in Quarto and R Markdown, ``{python}``.
_BRACED_LANGUAGE = re.compile(r"^\s*\{[ \t]*\.?([A-Za-z][\w+#-]*)[^{}\n]*\}.*")

#: How formulas are written, by the type of their token.
_FORMULAS = {"math_inline": "${}$", "math_inline_double": "$${}$$", "math_block": "<p>$${}$$</p>\n"}

#: The end of a line that may be below a heading.
_UNDERLINE = re.compile(r"[=-][ \t]*$", re.MULTILINE)

_CODE_TAG = re.compile(r"<(?P<end>/)?(?:code|pre|kbd|samp)\b", re.IGNORECASE)


#: The parser drops blocks inside more containers than these; its time grows with the depth.
_MAX_DEPTH = 50

#: The characters that the second line of a table begins with.
_DELIMITERS = frozenset("|-:")

#: Limits on the tokens of a text with tables, and on the addresses and titles of its links: a constant, and so many for each character.
_MAX_TOKENS = (10_000, 4)
_MAX_TARGETS = (100_000, 10)


@functools.cache
def _parser(*, has_components: bool = False) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_DEPTH}).enable(["table", "strikethrough"])
    for plugin in (footnote_plugin, deflist_plugin, callouts, attributes, tags, includes, myst):
        parser.use(plugin)
    parser.block.ruler.at("table", _limited_table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.at("lheading", _underlined_heading)
    parser.core.ruler.at("inline", _inline)
    parser.inline.ruler.at("html_inline", _html_inline)
    if has_components:
        parser.use(mdx)
        # The braces of formulas are no expressions.
        parser.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, allow_blank_lines=False, double_inline=True)
        for name in _FORMULAS:
            parser.add_render_rule(name, _formula)
    try_by_first_character(parser)
    # URLs stay as written until they are resolved; the model and the body percent-encode them.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def _formula(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """
    Return a formula as it is written.
    """
    return _FORMULAS[tokens[index].type].format(escape(tokens[index].content.strip(), quote=False))


def _inline(state: StateCore) -> None:
    """
    Parse inline content, as the parser does, and note its line.
    """
    context = context_of(state)
    for previous, token in itertools.pairwise([Token("", "", 0), *state.tokens]):
        if token.type == "inline":
            # The title of an article is a heading, too.
            context.is_heading = state.inlineMode or previous.type == "heading_open"
            context.line = token.map[0] if token.map else context.line
            context.code = 0
            token.children = token.children or []
            if MARKUP.search(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            elif token.content:
                token.children.append(Token("text", "", 0, content=token.content))


def _html_inline(state: StateInline, silent: bool) -> bool:
    """
    Parse an HTML tag, as the parser does, and note whether code is open.
    """
    if not html_inline(state, silent):
        return False
    if not silent and (found := _CODE_TAG.match(state.tokens[-1].content)):
        context = context_of(state)
        context.code = max(context.code + (-1 if found["end"] else 1), 0)
    return True


def _limited_table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """
    Parse a table, as the parser does. It adds the cells that rows leave out, at most 65,536 in each table, but has no limit on tables.
    """
    if start_line + 1 >= end_line or not begins(state, start_line + 1, _DELIMITERS):
        return False
    found = table(state, start_line, end_line, silent)
    if found and len(state.tokens) > _limit(_MAX_TOKENS, state.src):
        rule = "has tables with far more cells than text; write tables with fewer columns, or every cell of each row"
        raise state.env["error"](start_line, rule)
    return found


def _underlined_heading(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """
    Parse a heading with a line of ``=`` or ``-`` below it, as the parser does, which looks through every paragraph.
    """
    context = context_of(state)
    text, has_underlines = context.underlines
    if text is not state.src:
        has_underlines = _UNDERLINE.search(state.src) is not None
        context.underlines = state.src, has_underlines
    return has_underlines and lheading(state, start_line, end_line, silent)


def _limit(limit: tuple[int, int], markdown: str) -> int:
    constant, per_character = limit
    return constant + per_character * len(markdown)


def to_html(
    markdown: str,
    path: str,
    first_line: int,
    *,
    target: Rewrite,
    html: Rewrite,
    code: Rewrite,
    text: Rewrite,
    omit: Callable[[int, str], None],
    read: Callable[[str], str | None] = lambda _path: None,
    notebook: IncludedNotebook = no_notebook,
    page: Callable[[str], tuple[str, str] | None] = no_page,
) -> str:
    """
    Return *markdown*, which begins at *first_line* of *path*, as HTML. Link targets, and pieces of HTML, code and text go through the
    function of that name. *omit* is called with the line and a rule for what is left out; *read* returns the text
    of a file that the text includes, *notebook* some cells of such a file as HTML, with rules,
    and *page* the URL and the title of an article by the name of its file.

    Raises :class:`FileError` if it is nested too deep, or its HTML would be out of proportion to its size.
    """

    def error(line: int, rule: str) -> FileError:
        return FileError(path, first_line + line, None, rule)

    parser = _parser(has_components=path.lower().endswith(".mdx") or is_mdx(markdown))
    context = Context(omit=lambda line, rule: omit(first_line + line, rule), read=read, notebook=notebook, page=page)
    context.start(markdown)
    env: dict[str, object] = {"error": error, "context": context}
    tokens = parser.parse(markdown, env)
    flat = [*_flatten(tokens)]
    _check_limits(flat, markdown, error)
    for token in flat:
        kind = token.type
        if kind == "text":
            token.content = text(token.content)
        elif kind == "link_open":
            token.attrs["href"] = target(str(token.attrs.get("href", "")))
        elif kind == "image":
            token.attrs["src"] = target(str(token.attrs.get("src", "")))
        elif kind in _CODE:
            token.content = _ESCAPED_SHORTCODE.sub(r"{{\1\2\3}}", code(token.content))
            token.info = _BRACED_LANGUAGE.sub(r"\1", token.info)
        elif kind in _HTML:
            token.content = html(token.content)
    rendered: str = parser.renderer.render(tokens, parser.options, env)
    return rendered


def _check_limits(tokens: Iterable[Token], markdown: str, error: Callable[[int, str], FileError]) -> None:
    repeated, max_repeated = 0, _limit(_MAX_TARGETS, markdown)
    line = 0
    for token in tokens:
        if token.map:
            line = token.map[0]
        if token.level >= _MAX_DEPTH - 1 and token.type in _CONTAINERS:
            raise error(line, f"is nested deeper than {_MAX_DEPTH} levels of quotations, lists and footnotes; use fewer levels")
        if token.attrs:
            repeated += sum(len(str(value)) for value in token.attrs.values())
            if repeated > max_repeated:
                advice = "shorten the link's definition, or use it less often"
                rule = f"repeats more than {max_repeated:,} characters of addresses and titles; {advice}"
                raise error(line, rule)


def to_text(markdown: str) -> str:
    """
    Return the line of a heading as plain text.
    """
    tokens = _parser().parseInline(markdown)
    return "".join(token.content for token in _flatten(tokens) if token.type in {"text", "code_inline"})


def _flatten(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type != "inline":
            yield token
        if token.children:
            yield from _flatten(token.children)
