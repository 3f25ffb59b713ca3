"""
MDX: imports and exports, components, expressions. HTML elements with JSX properties become plain HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import attrs
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline

from stridesfeed.load.markup import components
from stridesfeed.load.markup._markdown_it.context import INTERRUPTS, Context, context_of, line_text, push_html
from stridesfeed.load.markup.components import Component

#: In characters; longer tags and expressions are text.
_LONGEST = 100_000

_TAG_START = re.compile(r"<(?P<end>/)?(?P<name>[A-Za-z][\w.:-]*)(?=[\s/>{])")
_PROPERTY = re.compile(r"\s*(?P<name>[A-Za-z_:@][\w:.@-]*)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<open>\{)))?")
_TAG_END = re.compile(r"\s*(?P<empty>/)?>")
_BRACE = re.compile(r"\s*\{")
_CLOSER = re.compile(r"[{}\"'`]|/\*|//")
_ENDS = {
    '"': re.compile(r"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\""),
    "'": re.compile(r"[^'\\\n]*(?:\\.[^'\\\n]*)*'"),
    "`": re.compile(r"[^`\\]*(?:\\.[^`\\]*)*`", re.DOTALL),
}
_ESM = re.compile(r"(?:import|export)\b(?=[\s{*\"'])")

#: The beginning of a line that only MDX has.
_SIGN = re.compile(
    r"import\s.+\sfrom\s+[\"'][^\"']+[\"'];?\s*$|</?(?P<name>[A-Z][A-Za-z.]*)(?:\s[^<>]*)?(?:>\s*)?$"
    r"|[ \t]*(?:<[A-Za-z][^<>{}]*\s)?(?:style=\{\{|className=[{\"]|\w+=\{require\()"
)

#: HTML that holds no Markdown.
_RAW_HTML = ("<!--", "<script", "<style", "<pre")

_COMMENT = re.compile(r"\s*(?:/\*.*\*/)?\s*", re.DOTALL)

_COMPONENT = "the component <{}> is left out; write its content in Markdown, or take the texts from the built pages"
_EXPRESSION = "the expression {} is left out; write its value, or take the texts from the built pages"


@attrs.frozen
class _Tag:
    name: str
    properties: dict[str, str | None]
    end: int
    is_end: bool = False
    is_empty: bool = False

    #: Whether it is written as only JSX allows.
    is_jsx: bool = False


def mdx(parser: MarkdownIt) -> None:
    """
    Add the rules of MDX to *parser*, and remove indented code, which MDX does not have.
    """
    parser.disable("code")
    parser.block.ruler.at("html_block", _raw_html, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.before("fence", "esm", _esm, {"alt": []})
    parser.block.ruler.before("fence", "jsx_block", _jsx_block, INTERRUPTS)
    parser.inline.ruler.before("autolink", "jsx", _jsx)
    parser.inline.ruler.after("attributes", "expression", _expression)


def is_mdx(markdown: str) -> bool:
    """
    Return whether *markdown*, which is not in a file of MDX, uses it: Docusaurus and React read all their files as MDX.
    """
    if "{%" in markdown or not any(sign in markdown for sign in ("import ", "</", "/>", "={")):
        return False
    found = (_SIGN.match(line) for line in _text_lines(markdown))
    return any(sign is not None and (sign["name"] is None or components.is_component(sign["name"])) for sign in found)


def _text_lines(markdown: str) -> list[str]:
    """
    Return the lines of *markdown* that are not in fenced code.
    """
    lines, fence = [], ""
    for line in markdown.split("\n"):
        mark = line.lstrip()[:3]
        if mark in {"```", "~~~"}:
            fence = "" if fence == mark else fence or mark
        elif not fence and line.lstrip()[:1] in {"i", "<", "s", "c"}:
            lines.append(line)
    return lines


def _esm(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """
    Leave out imports and exports: up to an empty line, or to the end of their braces.
    """
    if state.sCount[start] or state.level or not _ESM.match(line_text(state, start)):
        return False
    if silent:
        return True
    context = context_of(state)
    line, depth = start, 0
    while line < end and not (state.isEmpty(line) and depth <= 0):
        text = line_text(state, line)
        depth += sum(map(text.count, "{[(")) - sum(map(text.count, "}])"))
        line += 1
    context.imports |= components.imported_files(state.src[state.bMarks[start] : state.eMarks[line - 1]])
    state.line = line
    return True


def _read_tag(text: str, position: int, context: Context) -> _Tag | None:
    """
    Return the tag at *position*, whose properties may be expressions.
    """
    start = _TAG_START.match(text, position)
    if start is None:
        if text.startswith(("<>", "</>"), position):
            return _Tag("", {}, text.index(">", position) + 1, is_end=text[position + 1] == "/")
        return None
    properties: dict[str, str | None] = {}
    at, is_jsx = start.end(), False
    while True:
        if end := _TAG_END.match(text, at):
            context.spend(end.end() - position)
            name, is_empty = start["name"], bool(end["empty"])
            is_jsx = is_jsx or "className" in properties or (is_empty and name not in components.VOID)
            return _Tag(name, properties, end.end(), is_end=bool(start["end"]), is_empty=is_empty, is_jsx=is_jsx)
        if spread := _BRACE.match(text, at):
            closed = _end_of_expression(text, spread.end(), context)
            found = None
        else:
            found = _PROPERTY.match(text, at)
            if found is None or found.end() == at or not context.spend(found.end() - at):
                return None
            if not found["open"]:
                properties[found["name"]] = next((found[key] for key in ("double", "single") if found[key] is not None), "")
                at = found.end()
                continue
            closed = _end_of_expression(text, found.end(), context)
        if closed is None:
            return None
        is_jsx = True
        if found:
            properties[found["name"]] = components.value_of(text[found.end() : closed - 1], context.imports)
        at = closed


def _end_of_expression(text: str, position: int, context: Context) -> int | None:
    """
    Return the position after the brace that closes the one before *position*; ``None`` if there is none.
    """
    depth, limit = 1, position + _LONGEST
    at = position
    while found := _CLOSER.search(text, at, limit):
        mark, before, at = found[0], at, found.end()
        if not context.spend(at - before):
            return None
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if not depth:
                return at
        elif mark in _ENDS:
            closed = _ENDS[mark].match(text, at, limit)
            at = closed.end() if closed else at
        else:
            closing = text.find("*/" if mark == "/*" else "\n", at, limit)
            if closing < 0 or not context.spend(closing - at):
                break
            at = closing + len(mark) - (mark == "//")
    context.spend(min(limit, len(text)) - at)
    return None


def _raw_html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """
    Parse HTML that holds no Markdown, as the parser does.
    """
    return line_text(state, start).startswith(_RAW_HTML) and html_block(state, start, end, silent)


def _html(tag: _Tag, omit: Callable[[str], None]) -> str | None:
    """
    Return the HTML of *tag*; ``None`` if it is HTML already.
    """
    if not tag.name:
        return ""
    if not components.is_component(tag.name):
        if not tag.is_jsx:
            return None
        return components.element(tag.name, tag.properties, is_empty=tag.is_empty)
    if tag.is_end:
        return components.closing(tag.name)
    component = Component(tag.name, tag.properties)
    html = components.single(component) if tag.is_empty else components.opening(component)
    if html is None:
        omit(_COMPONENT.format(tag.name))
    return html or ""


def _jsx_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """
    Parse a tag or an expression on lines of its own. What is between two tags is Markdown.
    """
    position = state.bMarks[start] + state.tShift[start]
    first = state.src[position : position + 1]
    if first not in {"<", "{"} or state.src.startswith(_RAW_HTML, position):
        return False
    context = context_of(state)
    if first == "{":
        closed = _end_of_expression(state.src, position + 1, context)
        html = "" if closed else None
        tag = None
    else:
        tag = _read_tag(state.src, position, context)
        closed = tag.end if tag else None
    if closed is None:
        return False
    line = start + state.src.count("\n", position, closed)
    if line >= end or state.src[closed : state.eMarks[line]].strip():
        return False
    if silent:
        return True

    def omit(rule: str) -> None:
        context.omit(start, rule)

    if tag:
        html = _html(tag, omit)
        push_html(state, state.src[position:closed] if html is None else html, start, line + 1)
    else:
        push_html(state, _value(state.src[position + 1 : closed - 1], context, omit), start, line + 1)
    return True


def _value(expression: str, context: Context, omit: Callable[[str], None]) -> str:
    """
    Return the text of an expression; a program is reported and left out.
    """
    if _COMMENT.fullmatch(expression):
        return ""
    value = components.value_of(expression, context.imports)
    if value is None:
        shown = " ".join(expression.split())
        omit(_EXPRESSION.format(f"{{{shown[:40]}{'…' if len(shown) > 40 else ''}}}"))
    return escape(value or "")


def _jsx(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    context = context_of(state)
    tag = _read_tag(state.src, state.pos, context)
    html = _html(tag, _reporter(state, context, silent=silent)) if tag else None
    if tag is None or html is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = html.removeprefix("<p>").removesuffix("</p>") if html.startswith("<p>") else html
    state.pos = tag.end
    return True


def _expression(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or state.src.startswith("{%", state.pos):
        return False
    context = context_of(state)
    closed = _end_of_expression(state.src, state.pos + 1, context)
    if closed is None:
        return False
    html = _value(state.src[state.pos + 1 : closed - 1], context, _reporter(state, context, silent=silent))
    if not silent:
        state.push("html_inline", "", 0).content = html
    state.pos = closed
    return True


def _reporter(state: StateInline, context: Context, *, silent: bool) -> Callable[[str], None]:
    position = state.pos

    def omit(rule: str) -> None:
        if not silent:
            context.omit_at(position, state.src, rule)

    return omit
