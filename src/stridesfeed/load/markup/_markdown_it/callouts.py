"""
Notes, tips and warnings: quotations that begin with their title. Collapsible ones are ``details``, and tabs follow one another.

==================================  =========================================================
``!!! note "Title"``, ``??? tip``   MkDocs, Python-Markdown: the indented lines below
``=== "Tab"``                       the same
``:::note[Title]`` … ``:::``        Docusaurus, Starlight, VitePress; ``::: {.note}`` of Pandoc
``> [!NOTE]``                       GitHub, Obsidian, Hugo, Zola
==================================  =========================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from stridesfeed.load.markup._markdown_it.context import INTERRUPTS, begins, line_text
from stridesfeed.text import name_set

_INDENTED = re.compile(r"(?P<mark>!!!|\?\?\?\+?|===[!+]?)[ \t]+(?P<words>[^\s\"'][^\"']*)?(?:[\"'](?P<title>.*)[\"'])?[ \t]*")
_FENCED = re.compile(
    r"(?P<mark>:{3,})[ \t]*(?:\{[.:]?(?P<braced>[A-Za-z][\w-]*)(?P<more>[^{}]*)\}|(?P<name>[A-Za-z][\w-]*))?"
    r"[ \t]*(?:\[(?P<bracketed>.*)\]|(?P<title>[^\[{].*?))?[ \t]*(?:\{(?P<attributes>[^{}]*)\})?[ \t]*:*[ \t]*"
)
_MARKS = frozenset("!?=")
_COLON = frozenset(":")
_TITLE = re.compile(r"\btitle=[\"']([^\"'{}]*)[\"']")
_ALERT = re.compile(r"\[!(?P<name>[A-Za-z][\w-]*)\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)(?:\n|$)")

#: Words after the name that say how MkDocs lays a callout out.
_LAYOUTS = frozenset({"inline", "end", "annotate"})

#: Names that say only how a browser lays a container out: their content is ordinary text. ``=== "Tab"`` has its own mark.
_INVISIBLE = name_set(
    "annotate card center code-group columns column container div figure grid grid-item grid-item-card tab tab-item tabs tab-set wrapper"
)

#: Those of them that show their title.
_TITLED = frozenset({"card", "grid-item-card", "tab", "tab-item"})

#: Names of callouts that readers can fold.
_FOLDED = frozenset({"details", "dropdown", "spoiler", "collapse"})


def callouts(parser: MarkdownIt) -> None:
    """
    Add the rules to *parser*.
    """
    parser.block.ruler.before("fence", "indented_callout", _indented, INTERRUPTS)
    parser.block.ruler.before("fence", "fenced_callout", _fenced, INTERRUPTS)
    parser.core.ruler.after("block", "alerts", _alerts)


def _indented(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _INDENTED.fullmatch(line_text(state, start)) if begins(state, start, _MARKS) else None
    if found is None or (not found["words"] and found["title"] is None):
        return False
    is_tab = found["mark"].startswith("=")
    if is_tab and found["title"] is None:
        return False
    if silent:
        return True
    indent = state.sCount[start] + 1
    last = start
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < indent:
            break
        last = line
    content = min((state.sCount[line] for line in range(start + 1, last + 1) if not state.isEmpty(line)), default=indent)
    names = [word for word in (found["words"] or "").split() if word not in _LAYOUTS]
    title = found["title"] if found["title"] is not None else _as_title(names[0] if names else "")
    old_indent, state.blkIndent = state.blkIndent, min(content, state.sCount[start] + 4)
    kind = "tab" if is_tab else "details" if found["mark"].startswith("?") else "callout"
    _container(state, start, (start + 1, last + 1), title, kind)
    state.blkIndent, state.line = old_indent, last + 1
    return True


def _fenced(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _FENCED.fullmatch(line_text(state, start)) if begins(state, start, _COLON) else None
    if found is None or not (found["name"] or found["braced"]):
        return False
    if silent:
        return True
    name = (found["braced"] or found["name"]).lower().removeprefix("callout-")
    attribute = _TITLE.search(f"{found['more'] or ''} {found['attributes'] or ''}")
    title = found["bracketed"] or (found["title"] or "").strip() or (attribute[1] if attribute else "")
    last = _end_of_fenced(state, start, end)
    named_container(state, start, (start + 1, last), name, title)
    state.line = min(last + 1, end)
    return True


def _end_of_fenced(state: StateBlock, start: int, end: int) -> int:
    """
    Return the line that closes the container at *start*; *end* if there is none. Containers inside and fenced code are skipped.
    """
    depth, code = 1, ""
    for line in range(start + 1, end):
        text = line_text(state, line)
        if text.startswith(("```", "~~~")):
            fence = text[: len(text) - len(text.lstrip(text[0]))]
            code = "" if code and fence.startswith(code) else code or fence
        elif text.startswith(":::") and not code and _FENCED.fullmatch(text):
            depth += 1 if text.strip(": \t") else -1
            if not depth:
                return line
    return end


def _as_title(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()


def named_container(state: StateBlock, start: int, lines: tuple[int, int], name: str, title: str) -> None:
    """
    Parse *lines* as the content of the container *name* that begins at *start*.
    """
    kind = "plain" if name in _INVISIBLE else "details" if name in _FOLDED else "callout"
    if title and name in _TITLED:
        kind = "tab"
    _container(state, start, lines, title or _as_title(name), kind)


def _container(state: StateBlock, start: int, lines: tuple[int, int], title: str, kind: str) -> None:
    """
    Parse *lines* as the content of a callout, with its title.
    """
    old_parent, old_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", lines[1]
    close = _OPENERS[kind](state, title, start)
    state.md.block.tokenize(state, *lines)
    close()
    state.parentType, state.lineMax = old_parent, old_max


def _open_quotation(state: StateBlock, title: str, line: int) -> Callable[[], object]:
    state.push("blockquote_open", "blockquote", 1).map = [line, line + 1]
    if title:
        _push_title(state, title, line)
    return lambda: state.push("blockquote_close", "blockquote", -1)


def _open_details(state: StateBlock, title: str, line: int) -> Callable[[], object]:
    state.push("details_open", "details", 1).map = [line, line + 1]
    state.push("summary_open", "summary", 1)
    _push_inline(state, title, line)
    state.push("summary_close", "summary", -1)
    return lambda: state.push("details_close", "details", -1)


def _open_tab(state: StateBlock, title: str, line: int) -> Callable[[], object]:
    close = _open_plain(state, title, line)
    _push_title(state, title, line)
    return close


def _open_plain(state: StateBlock, _title: str, line: int) -> Callable[[], object]:
    state.push("container_open", "div", 1).map = [line, line + 1]
    return lambda: state.push("container_close", "div", -1)


def _push_title(state: StateBlock, title: str, line: int) -> None:
    state.push("paragraph_open", "p", 1).map = [line, line + 1]
    _push_inline(state, f"**{title}**", line)
    state.push("paragraph_close", "p", -1)


def _push_inline(state: StateBlock, text: str, line: int) -> None:
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text, [line, line + 1], []


_OPENERS: dict[str, Callable[[StateBlock, str, int], Callable[[], object]]] = {
    "callout": _open_quotation,
    "details": _open_details,
    "tab": _open_tab,
    "plain": _open_plain,
}


def _alerts(state: StateCore) -> None:
    """
    Give quotations that begin with ``[!NOTE]`` a title.
    """
    added: list[Token] = []
    tokens = state.tokens
    for index, token in enumerate(tokens):
        found = _ALERT.match(token.content) if token.type == "inline" and _begins_quotation(tokens, index) else None
        if found is None:
            added.append(token)
            continue
        title, rest = found["title"].strip() or _as_title(found["name"]), token.content[found.end() :]
        opening = added.pop()
        added += [opening, _inline(f"**{title}**", token)]
        if rest.strip():
            added += [Token("paragraph_close", "p", -1, block=True, level=opening.level), opening.copy(), _inline(rest, token)]
    state.tokens = added


def _begins_quotation(tokens: list[Token], index: int) -> bool:
    return index > 1 and tokens[index - 1].type == "paragraph_open" and tokens[index - 2].type == "blockquote_open"


def _inline(text: str, like: Token) -> Token:
    return Token("inline", "", 0, content=text, map=like.map, level=like.level, children=[], block=True)
