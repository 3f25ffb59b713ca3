"""
MyST, the Markdown of Sphinx: directives in fences and roles. Fences with other names, as in Quarto, are code in that language.

===========================================  =======================================
```` ```{note} ````, ```` ```{dropdown} ````  notes, details and tabs, as in :mod:`.callouts`
```` ```{figure} a.png ````                   an image with its caption
```` ```{code-block} python ````              code
```` ```{toctree} ````                        left out
``{doc}`other```, ``{py:class}`a.B```         a link, code or text
===========================================  =======================================
"""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from stridesfeed.load.markup._markdown_it.callouts import named_container
from stridesfeed.load.markup._markdown_it.context import INTERRUPTS, begins, context_of, line_text, push_html
from stridesfeed.load.markup.shortcodes import NOTES, image
from stridesfeed.text import name_set

_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,}|:{3,})[ \t]*\{(?P<name>[A-Za-z][\w:-]*)\}[ \t]*(?P<argument>.*?)[ \t]*")
_MARKS = frozenset("`~:")
_OPTION = re.compile(r":(?P<key>[\w-]+):[ \t]*(?P<value>.*)")
_ROLE = re.compile(r"\{(?P<name>[A-Za-z][\w:-]*)\}(?P<ticks>`+)(?P<text>[^`\n]+)(?P=ticks)(?!`)")
_TARGET = re.compile(r"(?P<text>[^<>]*?)\s*<(?P<target>[^<>]*)>")

_CODE = frozenset({"code", "code-block", "code-cell", "sourcecode"})
_IMAGES = frozenset({"figure", "image"})
_CONTAINERS = NOTES | name_set("card deprecated details dropdown grid grid-item grid-item-card tab-item tab-set versionadded versionchanged")
_SILENT = name_set("contents index meta post tableofcontents tags toctree")

_DIRECTIVES = _CODE | _IMAGES | _CONTAINERS | _SILENT | {"math"}

#: Roles, by the element that shows their text; names in programs are code.
_ROLES: dict[str, str] = {
    **dict.fromkeys(("class", "func", "meth", "mod", "attr", "data", "exc", "file", "command", "program", "option", "envvar", "samp"), "code"),
    **dict.fromkeys(("guilabel", "menuselection", "strong"), "strong"),
    **dict.fromkeys(("term", "emphasis", "dfn"), "em"),
    **dict.fromkeys(("abbr", "any", "doc", "download", "eq", "numref", "ref"), ""),
    **dict.fromkeys(("sub", "subscript"), "sub"),
    **dict.fromkeys(("sup", "superscript"), "sup"),
    "kbd": "kbd",
}

#: Domains of Sphinx, whose roles are names in programs.
_DOMAINS = frozenset({"c", "cpp", "js", "py", "rst"})


def myst(parser: MarkdownIt) -> None:
    """
    Add the rules to *parser*.
    """
    parser.block.ruler.before("fenced_callout", "myst_directive", _directive, INTERRUPTS)
    parser.inline.ruler.before("escape", "myst_role", _role)


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _FENCE.fullmatch(line_text(state, start)) if begins(state, start, _MARKS) else None
    name = found["name"].lower() if found else ""
    # Containers between colons are callouts, which can be nested.
    if found is None or name not in _DIRECTIVES or (name in _CONTAINERS and found["mark"].startswith(":")):
        return False
    if silent:
        return True
    last = next((line for line in range(start + 1, end) if line_text(state, line).strip() == found["mark"]), end)
    options, first = _options(state, start + 1, last)
    text = state.getLines(first, last, state.sCount[start], keepLastLF=True)
    if name in _CODE:
        token = state.push("fence", "code", 0)
        token.info, token.content, token.map, token.markup = found["argument"], text, [start, last], found["mark"]
    elif name in _IMAGES:
        sizes = {key: options.get(key, "") for key in ("width", "height")}
        img = image(found["argument"], options.get("alt", ""), sizes=sizes)
        _push_image(state, img, " ".join(text.split()), start)
    elif name == "math":
        formula = escape(rf"\[{text.strip()}\]")
        push_html(state, f"<p>{formula}</p>", start, last)
    elif name in _CONTAINERS:
        named_container(state, start, (first, last), name, found["argument"])
    state.line = min(last + 1, end)
    return True


def _options(state: StateBlock, first: int, last: int) -> tuple[dict[str, str], int]:
    """
    Return the options at the beginning of a directive, and the line after them.
    """
    options: dict[str, str] = {}
    while first < last and (found := _OPTION.fullmatch(line_text(state, first).strip())):
        options[found["key"]] = found["value"]
        first += 1
    while options and first < last and state.isEmpty(first):
        first += 1
    return options, first


def _push_image(state: StateBlock, img: str, caption: str, line: int) -> None:
    """
    Add an image, in a figure if it has a caption, which is Markdown.
    """
    if not caption:
        push_html(state, img, line, line + 1)
        return
    state.push("figure_open", "figure", 1)
    push_html(state, img.removeprefix("<p>").removesuffix("</p>"), line, line + 1)
    state.push("figcaption_open", "figcaption", 1)
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = caption, [line, line + 1], []
    state.push("figcaption_close", "figcaption", -1)
    state.push("figure_close", "figure", -1)


def _role(state: StateInline, silent: bool) -> bool:
    found = _ROLE.match(state.src, state.pos) if state.src[state.pos] == "{" else None
    if found is None or context_of(state).code:
        return False
    name = found["name"].lower()
    if name not in _ROLES and name.partition(":")[0] not in _DOMAINS and name != "math":
        return False
    if not silent:
        state.push("html_inline", "", 0).content = _shown(name, found["text"].strip())
    state.pos = found.end()
    return True


def _shown(role: str, content: str) -> str:
    """
    Return the HTML of a role.
    """
    if role == "math":
        return escape(rf"\({content}\)")
    target = _TARGET.fullmatch(content)
    text = target["text"] if target else content.lstrip("!")
    if role == "doc":
        page = target["target"] if target else content
        return f'<a href="{escape(page.removesuffix(".md"))}.md">{escape(text)}</a>'
    element = _ROLES.get(role, "code")
    if element == "code" and text.startswith("~"):
        text = text.rpartition(".")[2]
    return f"<{element}>{escape(text)}</{element}>" if element else escape(text)
