"""
Rules of the parser by the characters that their markup begins with, so that it tries only those that may match.

The parser itself calls every rule at every line and at every special character, and nearly all return at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from string import digits
from typing import TypeVar

from markdown_it import MarkdownIt
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

#: The characters that the markup of a rule begins with. Other rules are always tried.
BLOCK = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": f"*+-{digits}",
    "reference": "[",
    "footnote_def": "[",
    "html_block": "<",
    "heading": "#",
    "indented_callout": "!?=",
    "fenced_callout": ":",
    "myst_directive": "`:~",
    "layout_line": "{[*",
    "tag": "{",
    "snippet": "-",
    "jsx_block": "<{",
    "math_block": "$",
}
INLINE = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "footnote_inline": "^",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "attributes": "{",
    "icon": ":",
    "keys": "+",
    "tag": "{",
    "myst_role": "{",
    "jsx": "<",
    "expression": "{",
    "math_inline": "$",
}

#: Matches any character of inline content that is not plain text.
MARKUP = re.compile(f"[{re.escape(''.join(sorted(set().union(*INLINE.values()))))}]")

Rule = TypeVar("Rule", bound=Callable[..., bool])


def try_by_first_character(parser: MarkdownIt) -> None:
    """
    Let *parser*, which has all its rules, try only those that may match.
    """
    block, inline = parser.block.ruler, parser.inline.ruler
    chains = {chain for rule in block.__rules__ for chain in rule.alt}
    blocks = {chain: [_block_rule(_rules_by_character(block, chain, BLOCK))] for chain in ("", *chains)}
    inlines = [_inline_rule(_rules_by_character(inline, "", INLINE))]
    block.getRules = lambda chainName="": blocks.get(chainName, [])  # type: ignore[method-assign]  # noqa: N803  # the parser's name
    inline.getRules = lambda chainName="": inlines  # type: ignore[method-assign]  # noqa: ARG005, N803  # the same


def _rules_by_character(ruler: Ruler[Rule], chain: str, characters: dict[str, str]) -> defaultdict[str, list[Rule]]:
    """
    Return the rules of a *chain* for each character that one of them begins with; those for all other characters are the default.
    """
    names = dict(zip(ruler.getRules(), ruler.get_active_rules(), strict=True))
    rules = [(rule, characters.get(names[rule])) for rule in ruler.getRules(chain)]
    always = [rule for rule, first in rules if first is None]
    found: defaultdict[str, list[Rule]] = defaultdict(lambda: always)
    for character in {character for _, first in rules for character in first or ""}:
        found[character] = [rule for rule, first in rules if first is None or character in first]
    return found


def _block_rule(rules: defaultdict[str, list[Callable[[StateBlock, int, int, bool], bool]]]) -> Callable[[StateBlock, int, int, bool], bool]:
    def try_rules(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        position = state.bMarks[start] + state.tShift[start]
        for rule in rules[state.src[position : position + 1]]:  # noqa: SIM110  # faster than any()
            if rule(state, start, end, silent):
                return True
        return False

    return try_rules


def _inline_rule(rules: defaultdict[str, list[Callable[[StateInline, bool], bool]]]) -> Callable[[StateInline, bool], bool]:
    def try_rules(state: StateInline, silent: bool) -> bool:
        for rule in rules[state.src[state.pos]]:  # noqa: SIM110  # faster than any()
            if rule(state, silent):
                return True
        return False

    return try_rules
