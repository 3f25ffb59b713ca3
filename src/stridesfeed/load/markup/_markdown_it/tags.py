"""
Shortcodes and tags of generators in Markdown. In code they are code: a rule never sees them there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import attrs
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from stridesfeed.load.markup import shortcodes
from stridesfeed.load.markup._markdown_it.context import INTERRUPTS, Context, context_of, line_text, push_html
from stridesfeed.load.markup._markdown_it.includes import included
from stridesfeed.load.markup.shortcodes import Shortcode, parse_shortcode

#: In characters.
_LONGEST_TAG = 4000

_HUGO = re.compile(
    r"\{\{(?P<mark>[<%])-?\s*(?P<escaped>/\*)?\s*(?P<end>/)?\s*(?P<name>[\w./-]+)(?P<arguments>(?:[^\"`>%}]|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|[>%}](?!\}))*?)"
    r"(?:\*/)?\s*/?\s*-?[>%]\}\}"
)
_LIQUID = re.compile(r"\{%-?\s*(?P<name>[A-Za-z][\w-]*)(?P<arguments>(?:[^%{}\"']|\"[^\"]*\"|'[^']*'|[\"']|%(?!\})|\{(?!%))*?)-?%\}")
_ZOLA_CALL = re.compile(r"\{\{-?\s*(?P<name>\w+)\((?P<arguments>(?:[^\"'(){}]|\"[^\"]*\"|'[^']*')*)\)\s*-?\}\}")

#: Tags that include a file.
_INCLUDES = frozenset({"include-code", "notebook"})

_OMITTED = "the shortcode {name!r} is left out; write its content in Markdown, or take the texts from the built pages"


@attrs.frozen
class _Tag:
    """
    A tag, and the position after it.
    """

    syntax: str
    code: Shortcode
    end: int

    #: Whether it is a closing tag.
    is_end: bool = False

    #: Text that is shown instead, because the tag is escaped.
    literal: str | None = None


def tags(parser: MarkdownIt) -> None:
    """
    Add the rules to *parser*.
    """
    parser.block.ruler.before("fence", "tag", _block, INTERRUPTS)
    parser.inline.ruler.before("escape", "tag", _inline)


def _match(text: str, position: int, context: Context) -> _Tag | None:
    """
    Return the tag at *position*.
    """
    if text.startswith(("{{<", "{{%"), position):
        closing = f"{text[position + 2].replace('<', '>')}}}}}"
        found = _within(_HUGO, text, position, closing, context)
        if found is None:
            return None
        if found["escaped"]:
            return _Tag("hugo", Shortcode(""), found.end(), literal=re.sub(r"/\*|\*/", "", found[0]))
        return _Tag("hugo", parse_shortcode(found["name"], found["arguments"]), found.end(), is_end=bool(found["end"]))
    if text.startswith("{%", position):
        found = _within(_LIQUID, text, position, "%}", context)
        return _liquid(found) if found else None
    if text.startswith("{{", position):
        found = _within(_ZOLA_CALL, text, position, "}}", context)
        return _Tag("zola", parse_shortcode(found["name"], found["arguments"]), found.end()) if found else None
    return None


def _within(pattern: re.Pattern[str], text: str, position: int, closing: str, context: Context) -> re.Match[str] | None:
    """
    Match *pattern* up to a nearby *closing* mark.
    """
    end = position + _LONGEST_TAG
    last = text.find(closing, position, end)
    if last < 0 or not context.spend(last - position):
        return None
    return pattern.match(text, position, end)


def _liquid(found: re.Match[str]) -> _Tag:
    name, arguments = found["name"], found["arguments"].strip()
    if name == "end" or (name.startswith("end") and not arguments):
        return _Tag("liquid", Shortcode(name.removeprefix("end")), found.end(), is_end=True)
    is_call = arguments.startswith("(") and arguments.endswith(")")
    return _Tag("zola" if is_call else "liquid", parse_shortcode(name, arguments[1:-1] if is_call else arguments), found.end())


def _html(tag: _Tag, context: Context, omit: Callable[[str], None]) -> str | None:
    """
    Return the HTML of *tag*; ``None`` if it is text. An unknown shortcode is reported and left out, its content is not.
    """
    name = tag.code.name
    if tag.is_end and not name:
        return context.open.pop() if context.open else None
    if tag.literal is not None:
        return escape(tag.literal).replace("{", "&#123;")
    if tag.is_end:
        known = shortcodes.PAIRED.get(name)
        return known[1] if known else "" if tag.syntax == "hugo" else None
    if name in shortcodes.PAIRED:
        opening, closing = shortcodes.PAIRED[name]
        if tag.syntax == "zola":
            context.open.append(closing)
        return opening(tag.code)
    html = _post_link(tag.code, context) if name == "post-link" else shortcodes.render(tag.code)
    if html is None and tag.syntax == "hugo":
        omit(_OMITTED.format(name=name))
        return ""
    return html


def _post_link(code: Shortcode, context: Context) -> str | None:
    """
    Return Hexo's link to an article, by its file's name, with its title unless the tag has one.
    """
    found = context.page(code.arguments[0]) if code.arguments else None
    if found is None:
        return None
    url, title = found
    words = " ".join(word for word in code.arguments[1:] if word not in {"true", "false"})
    return shortcodes.link(url, words or title)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """
    Parse a tag on lines of its own.
    """
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("{{", "{%"), position) or state.is_code_block(start):
        return False
    tag = _match(state.src, position, context_of(state))
    if tag is None or tag.literal is not None:
        return False
    line = start + state.src.count("\n", position, tag.end)
    if line >= end or state.src[tag.end : state.eMarks[line]].strip():
        return False
    return _parse_tag(state, tag, (start, line + 1, end), silent=silent)


def _parse_tag(state: StateBlock, tag: _Tag, lines: tuple[int, int, int], *, silent: bool) -> bool:
    """
    Add the blocks of *tag*, given its line, the line after it, and the end of the block that it is in; return False if it is text.
    """
    start, next_line, _ = lines
    context, name = context_of(state), "" if tag.is_end else tag.code.name
    if name in _INCLUDES:
        return silent or included(state, tag.code, start, next_line)
    if name in shortcodes.VERBATIM:
        return _verbatim(state, tag, lines, silent=silent)
    if silent:
        return tag.syntax != "liquid" or _html(tag, Context(open=[""]), lambda _rule: None) is not None
    html = _html(tag, context, lambda rule: context.omit(start, rule))
    if html is not None:
        push_html(state, html, start, next_line)
    return html is not None


def _verbatim(state: StateBlock, tag: _Tag, lines: tuple[int, int, int], *, silent: bool) -> bool:
    """
    Parse code up to its end tag as fenced code.
    """
    start, first, end = lines
    name, context = tag.code.name, context_of(state)
    closing = re.compile(rf"\{{\{{[<%]\s*/\s*{name}\s*[>%]\}}\}}|\{{%-?\s*end(?:{name})?\s*-?%\}}")
    searched = f"{name} before {end}"
    last = (
        None
        if searched in context.missing
        else next((line for line in range(first, end) if closing.fullmatch(line_text(state, line).strip())), None)
    )
    if last is None:
        context.missing.add(searched)
        return False
    if silent:
        return True
    state.line = last + 1
    if name == "comment":
        return True
    token = state.push("fence", "code", 0)
    token.info = "mermaid" if name == "mermaid" else _language(tag)
    token.content = state.getLines(first, last, state.sCount[start], keepLastLF=True)
    token.map, token.markup = [start, last + 1], "```"
    return True


def _language(tag: _Tag) -> str:
    named = tag.code.get("lang", "language")
    if named or tag.code.name != "highlight":
        return named
    return tag.code.arguments[0] if tag.code.arguments else ""


def _inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(("{{", "{%"), state.pos):
        return False
    context = context_of(state)
    tag = None if context.code else _match(state.src, state.pos, context)
    if tag is None:
        return False
    html = _html(
        tag,
        Context(open=[""]) if silent else context,
        lambda rule: None if silent else context.omit_at(state.pos, state.src, rule),
    )
    if html is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = html.removeprefix("<p>").removesuffix("</p>") if html.startswith("<p>") else html
    state.pos = tag.end
    return True
