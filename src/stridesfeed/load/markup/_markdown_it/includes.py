"""
Files that a text includes: snippets of MkDocs (``--8<-- "a.md"``), and code and notebooks of Octopress and Pelican.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from stridesfeed.load.markup._markdown_it.context import INTERRUPTS, Context, begins, context_of, line_text, push_html
from stridesfeed.load.markup.shortcodes import Shortcode

_SNIPPET = re.compile(r"-{1,2}8<-{1,2}[ \t]+([\"'])(?P<path>[^\"':\n]+)(?::(?P<part>[^\"'\n]*))?\1[ \t]*")
_DASH = frozenset("-")
_LINES = re.compile(r"(?P<first>\d*):?(?P<last>\d*)")
_CELLS = re.compile(r"cells\[(?P<first>-?\d*):(?P<last>-?\d*)\]")

#: In characters: most of a large notebook is images, which are left out.
_MOST_COUNTED = 20_000

#: Snippets may include snippets.
_MAX_DEPTH = 5

_MISSING = "the file {!r} is not there, or must not be read, so it is left out; correct its path, relative to the site's folder"
_TOO_MUCH = "the file {!r} is left out, because the text includes far more than it contains itself; include less"


def includes(parser: MarkdownIt) -> None:
    """
    Add the rule for snippets to *parser*.
    """
    parser.block.ruler.before("fence", "snippet", _snippet, INTERRUPTS)


def _snippet(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """
    Parse a snippet of Markdown in place of the line that names it.
    """
    found = _SNIPPET.fullmatch(line_text(state, start)) if begins(state, start, _DASH) else None
    if found is None:
        return False
    if silent:
        return True
    state.line = start + 1
    context = context_of(state)
    text = _read(found["path"], start, context)
    if text is not None and context.depth < _MAX_DEPTH:
        _parse(state, _part(text, found["part"] or ""), (start, found["path"]), context)
    return True


def _read(path: str, line: int, context: Context) -> str | None:
    """
    Return the text of a file, or report that it is left out.
    """
    text = context.read(path)
    if text is None:
        context.omit(line, _MISSING.format(path))
    elif not context.spend(min(len(text), _MOST_COUNTED)):
        context.omit(line, _TOO_MUCH.format(path))
        return None
    return text


def _part(text: str, part: str) -> str:
    """
    Return some lines of *text*: ``4:10``, or a section between marks.
    """
    lines = text.split("\n")
    if found := _LINES.fullmatch(part):
        return "\n".join(lines[int(found["first"] or 1) - 1 : int(found["last"]) if found["last"] else None])
    start = next((index for index, line in enumerate(lines) if f"[start:{part}]" in line), None)
    end = next((index for index, line in enumerate(lines) if f"[end:{part}]" in line), None)
    return "" if start is None else "\n".join(lines[start + 1 : end])


def _parse(state: StateBlock, text: str, place: tuple[int, str], context: Context) -> None:
    """
    Add the blocks of *text*; what is left out of them is reported at the line that includes it.
    """
    line, path = place
    omit, first = context.omit, len(state.tokens)
    context.omit = lambda _line, rule: omit(line, f"{path}: {rule}")
    context.depth += 1
    state.md.block.parse(text, state.md, state.env, state.tokens)
    context.depth -= 1
    context.omit = omit
    for token in state.tokens[first:]:
        token.map = [line, line + 1]
        token.level += state.level


def included(state: StateBlock, code: Shortcode, start: int, next_line: int) -> bool:
    """
    Add the code or the notebook that a tag includes; return False if it is another tag.
    """
    context = context_of(state)
    if code.name == "include-code" and code.arguments:
        text = _read(code.arguments[0], start, context)
        state.line = next_line
        if text is not None:
            token = state.push("fence", "code", 0)
            token.info, token.content, token.map, token.markup = code.get("lang"), text, [start, next_line], "```"
        return True
    if code.name == "notebook" and code.arguments:
        path, cells = code.arguments[0], _CELLS.fullmatch("".join(code.arguments[1:2])) or _CELLS.fullmatch("cells[:]")
        text = _read(path, start, context)
        part = slice(*(int(cells[name]) if cells and cells[name] else None for name in ("first", "last")))
        html, rules = context.notebook(text, path, part) if text is not None else ("", [])
        for rule in rules:
            context.omit(start, rule)
        push_html(state, html, start, next_line)
        return True
    return False
