"""
Attributes, and other marks that lay a page out: ids and sizes are kept, the rest is left out.

=====================================  ======================================================
``## Title {#id}``, ``{: #id .class}``  the id; kramdown, Pandoc, Python-Markdown, Hugo, Zola
``## Title {/*id*/}``                   the same (React)
``![](a.png){width=300}``               width, height and title of an image
``[TOC]``, ``[[toc]]``, ``{:toc}``      left out, like ``{:.class}`` on a line of its own
``:material-heart:``                    an icon: left out
``++ctrl+c++``                          keys
``*[HTML]: Hypertext …``                the definition of an abbreviation: left out
``- [x]``                               a task: a box
=====================================  ======================================================
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from stridesfeed.load.markup._markdown_it.context import INTERRUPTS, begins, context_of, line_text

_VALUE = r"(?:\"[^\"{}\n]*\"|'[^'{}\n]*'|[^\s\"'{}=]+)"
_PART = rf"(?:[#.][\w:.-]+|[\w:@-]+={_VALUE})"
_ATTRIBUTES = re.compile(
    rf"\{{:?[ \t]*(?P<parts>{_PART}(?:[ \t]+{_PART})*)[ \t]*\}}|\{{/\*[ \t]*(?P<id>[\w.-]+)[ \t]*\*/\}}"
    r"|\{:(?=[ \t.#]|[\w-]+(?:=|:[ \t]))[^{}\n]*\}"
)
_SINGLE = re.compile(rf"(?P<id>#[\w:.-]+)|(?P<name>[\w-]+)=(?P<value>{_VALUE})")

#: kramdown's definitions and options, on lines of their own.
_OPTION = re.compile(r"\{:(?:[:/]|[\w-]+:)[^{}\n]*\}")
_TOC = re.compile(r"\[TOC\]|\[\[_?toc_?\]\]|\{:[ \t]*toc\b[^{}\n]*\}", re.IGNORECASE)

_MARKS = frozenset("{[*")
_ABBREVIATION = re.compile(r"\*\[[^\[\]\n]+\]:.*")
_TASK = re.compile(r"\[(?P<mark>[ xX])\][ \t]+")
_ICON = re.compile(r":(?:material|octicons|fontawesome|simple)-[a-z0-9-]{1,80}:")
_KEYS = re.compile(r"\+\+(?P<keys>[a-z0-9-]{1,20}(?:\+(?:[a-z0-9-]{1,20}|\"[^\"\n]{1,20}\"))*)\+\+")


#: The beginning of attributes that are no formula and no set, such as ``{a=1}``.
_CERTAIN = re.compile(r"\{[ \t]*(?:[:.#]|/\*|[\w-]+=[\"'])")

_LINE_END = re.compile(r"[ \t]*#*[ \t]*(?:\n|(?P<last>\Z))")

#: Tokens that attributes right after them belong to.
_CARRIERS = frozenset({"link_close", "image", "code_inline", "html_inline"})

#: Attributes of an image that readers need.
_KEPT = frozenset({"width", "height", "title", "alt"})


def attributes(parser: MarkdownIt) -> None:
    """
    Add the rules to *parser*.
    """
    parser.block.ruler.before("fence", "layout_line", _layout_line, INTERRUPTS)
    parser.inline.ruler.before("escape", "attributes", _inline_attributes)
    parser.inline.ruler.before("escape", "icon", _icon)
    parser.inline.ruler.before("escape", "keys", _keys)
    parser.core.ruler.after("block", "tasks", _tasks)
    parser.core.ruler.push("attributes", _apply)


def _layout_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """
    Leave out a line that holds only attributes, options, or the mark of a table of contents; and the list that it marks.
    """
    if not begins(state, start, _MARKS):
        return False
    text = line_text(state, start).strip()
    is_toc = _TOC.fullmatch(text) is not None
    if not (is_toc or _ABBREVIATION.fullmatch(text) or _OPTION.fullmatch(text) or (_CERTAIN.match(text) and _ATTRIBUTES.fullmatch(text))):
        return False
    if not silent:
        if is_toc and text.startswith("{"):
            _drop_list(state.tokens)
        state.line = start + 1
    return True


def _drop_list(tokens: list[Token]) -> None:
    """
    Remove the list at the end of *tokens*.
    """
    if tokens and tokens[-1].type in {"bullet_list_close", "ordered_list_close"}:
        level = tokens[-1].level
        start = next(index for index in reversed(range(len(tokens))) if tokens[index].level == level and tokens[index].nesting == 1)
        del tokens[start:]


def _inline_attributes(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or context_of(state).code:
        return False
    found = _ATTRIBUTES.match(state.src, state.pos)
    if found is None:
        return False
    previous = state.tokens[-1] if state.tokens and not state.pending else None
    follows = previous is not None and (previous.type in _CARRIERS or (_is_emphasis(previous) and _CERTAIN.match(found[0]) is not None))
    end = _LINE_END.match(state.src, found.end())
    ends = end is not None and (found[0].startswith("{:") or (end["last"] is not None and context_of(state).is_heading))
    if not (follows or ends):
        return False
    if not silent:
        if not follows:
            state.pending = state.pending.rstrip(" \t")
        context_of(state).has_attributes = True
        token = state.push("attributes", "", 0)
        token.hidden, token.meta = True, {"values": _values(found), "follows": follows}
    state.pos = found.end()
    return True


def _tasks(state: StateCore) -> None:
    """
    Show the boxes of tasks, ``- [x]``, as characters.
    """
    for index, token in enumerate(state.tokens):
        if token.type == "inline" and index > 1 and state.tokens[index - 2].type == "list_item_open" and (found := _TASK.match(token.content)):
            token.content = f"{'☐' if found['mark'] == ' ' else '☑'} {token.content[found.end() :]}"


def _is_emphasis(token: Token) -> bool:
    """
    Return whether *token* may end emphasis, which is not parsed yet: its marks are text, as in the formula ``x_{i=1}``.
    """
    return token.type == "text" and token.content[:1] in {"*", "_", "~"}


def _values(found: re.Match[str]) -> dict[str, str]:
    if found["id"]:
        return {"id": found["id"]}
    values: dict[str, str] = {}
    for single in _SINGLE.finditer(found["parts"] or ""):
        if single["id"]:
            values["id"] = single["id"][1:]
        else:
            values[single["name"]] = single["value"].strip("\"'")
    return values


def _icon(state: StateInline, silent: bool) -> bool:
    return _replace(state, _ICON, ":", silent)


def _keys(state: StateInline, silent: bool) -> bool:
    return _replace(state, _KEYS, "+", silent)


def _replace(state: StateInline, pattern: re.Pattern[str], first: str, silent: bool) -> bool:
    found = pattern.match(state.src, state.pos) if state.src[state.pos] == first else None
    if found is None or context_of(state).code:
        return False
    if not silent:
        names = found.groupdict().get("keys")
        if names:
            keys = (key.strip('"').replace("-", " ").title() for key in re.findall(r'"[^"]*"|[^+]+', names))
            state.push("html_inline", "", 0).content = "+".join(f"<kbd>{key}</kbd>" for key in keys)
        else:
            state.push("html_inline", "", 0)
    state.pos = found.end()
    return True


def _apply(state: StateCore) -> None:
    """
    Give each heading and image its attributes.
    """
    if not context_of(state).has_attributes:
        return
    for index, token in enumerate(state.tokens):
        children = token.children or []
        for position, child in enumerate(children):
            if child.type != "attributes":
                continue
            values = child.meta["values"]
            carrier = children[position - 1] if position else None
            if child.meta["follows"] and carrier and carrier.type == "image":
                carrier.attrs.update({name: value for name, value in values.items() if name in _KEPT})
            elif not child.meta["follows"] and "id" in values and state.tokens[index - 1].type == "heading_open":
                state.tokens[index - 1].attrs["id"] = values["id"]
        if any(child.type == "attributes" for child in children):
            token.children = [child for child in children if child.type != "attributes"]
