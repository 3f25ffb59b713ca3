"""
The text of HTML: for summaries, and for readers that show no markup.
"""

from __future__ import annotations

import re

from stridesfeed.body.graphemes import cut
from stridesfeed.body.names import names
from stridesfeed.body.tokens import EndTag, StartTag, tokens
from stridesfeed.text import line

#: Nothing of these is text.
_UNREAD = names("script style template title textarea select datalist iframe noembed noframes noscript svg math object audio video canvas")

#: A blank line stands around these, and a line break around those.
_PARAGRAPHS = names("p h1 h2 h3 h4 h5 h6 pre blockquote ul ol dl table figure section article aside hr details header footer nav main")
_LINES = names("address br caption center dd div dt fieldset figcaption form legend li option summary tr")
_CELLS = frozenset({"td", "th"})
_LISTS = frozenset({"ul", "ol"})

_SPACE = re.compile(r"\s+")


def html_to_text(html: str) -> str:
    r"""
    What a person reads in *html*: blocks and ``<br>`` break lines, items of lists are marked, white space is folded but for ``<pre>``.

    >>> html_to_text("<p>One<br>two &amp; three</p><ul><li>four</ul>")
    'One\ntwo & three\n\n- four'
    """
    page = _Page()
    for token in tokens(html):
        page.read(token)
    return page.text()


def excerpt(html: str, length: int, *, language: str | None = None) -> str:
    """
    The beginning of the text of *html* on one line: at most *length* characters, cut between words, with "…" where something is left out.

    In scripts that put no space between words (by the text itself, or by *language*) it is cut between characters, never inside one.

    >>> excerpt("<p>One stride at a time</p>", 15)
    'One stride at…'
    """
    page = _Page(folded=True)
    for token in tokens(html):
        page.read(token)
        if page.length > length:
            break
    return cut(line(page.text()), length, language)


class _Page:
    """
    The lines so far; where they are to be *folded* into one, without what only tells lines apart.

    A break is only noted, and made when more text comes, so that many breaks are one.
    """

    def __init__(self, *, folded: bool = False) -> None:
        self._folded = folded
        self._pieces: list[str] = []
        self._breaks = 0
        self._space = False
        self._unread: list[str] = []
        self._preserved = 0
        self._lists: list[int | None] = []
        self._mark = ""
        #: In characters, about.
        self.length = 0

    def read(self, token: str | StartTag | EndTag) -> None:
        if isinstance(token, str):
            if not self._unread:
                self._text(token)
        elif isinstance(token, StartTag):
            self._start(token)
        else:
            self._end(token.name)

    def text(self) -> str:
        return "".join(self._pieces).rstrip()

    def _start(self, token: StartTag) -> None:
        if self._unread:
            if token.name == self._unread[0] and not token.self_closing:
                self._unread.append(token.name)
        elif token.name in _UNREAD and not (token.self_closing and token.name in {"svg", "math"}):
            self._unread.append(token.name)
        else:
            self._break(token.name)
            self._open(token.name)

    def _open(self, name: str) -> None:
        if name in _LISTS:
            self._lists.append(0 if name == "ol" else None)
        elif name == "li":
            self._mark = self._next_mark()
        elif name == "pre":
            self._preserved += 1

    def _end(self, name: str) -> None:
        if self._unread:
            if name == self._unread[-1]:
                self._unread.pop()
            return
        if name in _LISTS and self._lists:
            self._lists.pop()
        self._break(name)
        if name == "pre" and self._preserved:
            self._preserved -= 1
        elif name == "li":
            self._mark = ""

    def _break(self, name: str) -> None:
        if name == "br":
            self._breaks = min(self._breaks + 1, 2)
        elif name in _LINES or (name in _PARAGRAPHS and self._lists):
            self._breaks = max(self._breaks, 1)
        elif name in _PARAGRAPHS:
            self._breaks = 2
        elif name in _CELLS:
            self._space = True

    def _next_mark(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _text(self, text: str) -> None:
        if self._preserved and not self._folded:
            self._put(text.rstrip("\n"))
            self._breaks = max(self._breaks, min(len(text) - len(text.rstrip("\n")), 2))
            return
        words = _SPACE.sub(" ", text)
        self._space = self._space or words.startswith(" ")
        if bare := words.strip(" "):
            self._put(bare)
            self._space = words.endswith(" ")

    def _put(self, text: str) -> None:
        if not text:
            return
        self._pieces.append(self._separator() + ("" if self._folded else self._mark) + text)
        self.length += len(text)
        self._breaks, self._space, self._mark = 0, False, ""

    def _separator(self) -> str:
        if not self._pieces:
            return ""
        return "\n" * self._breaks or " " * self._space
