"""
Values shared by the rules of one document: reports of what is left out, and limits on their searches.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

import attrs
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

#: Options of rules whose blocks end a paragraph without an empty line.
INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}

#: Searches for the end of a tag stop after so many characters for each character of the text, and a constant.
_SEARCHED = (100_000, 8)


def _ignore(_line: int, _rule: str) -> None:
    """
    Ignore what is left out, in texts without lines.
    """


#: Returns some cells of a notebook as HTML, given its text and its path, and rules for what is left out.
IncludedNotebook = Callable[[str, str, slice], tuple[str, list[str]]]


def _no_file(_path: str) -> None:
    """
    Return no file, in texts that include none.
    """


def no_page(_name: str) -> None:
    """
    Return no article, in texts that link to none.
    """


def no_notebook(_text: str, _path: str, _cells: slice) -> tuple[str, list[str]]:
    """
    Return no HTML, in texts that include no notebook.
    """
    return "", []


@attrs.define
class Context:
    """
    The state of one document while it is parsed.
    """

    #: Reports what is left out: the line in the text, counted from 0, and a rule for people.
    omit: Callable[[int, str], None] = _ignore

    #: Returns the text of a file of the site by its path; ``None`` if it is not there, or must not be read.
    read: Callable[[str], str | None] = _no_file

    #: Returns the URL and the title of an article by the name of its file; ``None`` if there is none.
    page: Callable[[str], tuple[str, str] | None] = no_page

    #: Returns some cells of an included notebook.
    notebook: IncludedNotebook = no_notebook

    #: How many elements of HTML that show code are open in the inline content.
    code: int = 0

    #: How many files that include each other are being parsed.
    depth: int = 0

    #: The line of the block whose inline content is parsed.
    line: int = 0

    #: Whether that block is a heading.
    is_heading: bool = False

    #: Whether there are attributes for headings and images.
    has_attributes: bool = False

    #: A text, and whether any of its lines may be below a heading.
    underlines: tuple[str, bool] = ("", False)

    #: The files that names are imported from (MDX).
    imports: dict[str, str] = attrs.field(factory=dict)

    #: Closing tags that were searched to the end of the text, and are not there.
    missing: set[str] = attrs.field(factory=set)

    #: The HTML that closes each open tag whose end does not name it (Zola).
    open: list[str] = attrs.field(factory=list)

    _left: int = 0

    #: A text, a position in it, and the line breaks before that.
    _counted: tuple[str, int, int] = ("", 0, 0)

    def start(self, text: str) -> None:
        """
        Allow searches in proportion to *text*.
        """
        constant, per_character = _SEARCHED
        self._left = constant + per_character * len(text)

    def omit_at(self, position: int, text: str, rule: str) -> None:
        """
        Report what is left out at *position* of the inline content *text*. Line breaks are counted once.
        """
        counted, start, breaks = self._counted
        if counted is not text or start > position:
            start, breaks = 0, 0
        breaks += text.count("\n", start, position)
        self._counted = text, position, breaks
        self.omit(self.line + breaks, rule)

    def spend(self, characters: int) -> bool:
        """
        Count *characters* that were searched; return False if there were too many, so that tags are read as text.
        """
        self._left -= characters
        return self._left > 0


def context_of(state: StateBlock | StateInline | StateCore) -> Context:
    """
    Return the context of the document that *state* belongs to.
    """
    env: MutableMapping[str, Any] = state.env
    found: Context = env.setdefault("context", Context())
    return found


def begins(state: StateBlock, line: int, characters: frozenset[str]) -> bool:
    """
    Return whether the text of a line begins with one of *characters*, which is a cheap test, and the line is not indented code.
    """
    position = state.bMarks[line] + state.tShift[line]
    return state.src[position : position + 1] in characters and not state.is_code_block(line)


def line_text(state: StateBlock, line: int) -> str:
    """
    Return a line without its indentation.
    """
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def push_html(state: StateBlock, html: str, line: int, next_line: int) -> None:
    """
    Add HTML as a block of its own, and continue with *next_line*.
    """
    if html:
        token = state.push("html_block", "", 0)
        token.content, token.map = f"{html}\n", [line, next_line]
    state.line = next_line
