"""
Convert HTML to plain text, for summaries and for readers without markup, and cut text between words or grapheme clusters (UAX 29, simplified).
"""

from __future__ import annotations

import re
import unicodedata
from html import escape

import attrs

from stridesfeed.body.foreign import FormulaDeduplicator, SkippedElement
from stridesfeed.body.tokens import EndTag, StartTag, tokenize
from stridesfeed.text import line, name_set

_JOINER = "\u200d"

#: Characters that belong to the one before, in addition to combining marks: joiners, variation selectors, skin tones, tags, half-width sound
#: marks.
_EXTENDS = re.compile("[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef\uff9e\uff9f\u0e33\u0eb3]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_HANGUL_TAIL = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")

#: Scripts without spaces between words: Thai, Lao, Myanmar, Khmer, kana, bopomofo, ideographs and their punctuation.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3000-\u30ff\u3100-\u312f\u31a0-\u9fff\ua960-\ua97f\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
_UNSPACED_LANGUAGES = frozenset({"bo", "dz", "ja", "km", "lo", "my", "th", "yue", "zh"})
_SPACED_WORD = re.compile(r"[A-Za-z0-9À-ɏ'’.-]")

#: Characters that are removed before the ellipsis.
_LOOSE = " ,;:–—-([{«„“‘/、，；：（「『"

#: Chinese uses an ellipsis of two characters (GB/T 15834, 4.11).
_LONG_ELLIPSIS = "……"
_CHINESE = frozenset({"yue", "zh"})


def cut(text: str, length: int, language: str | None = None) -> str:
    """
    Return *text*, shortened to at most *length* characters with the ellipsis of *language*.
    """
    if len(text) <= length:
        return text
    if length < 1:
        return ""
    said = (language or "").partition("-")[0].lower()
    ellipsis = _LONG_ELLIPSIS[:length] if said in _CHINESE else "…"
    end = _last_cut(text, length - len(ellipsis), said in _UNSPACED_LANGUAGES)
    return text[:end].rstrip(_LOOSE) + ellipsis


def _last_cut(text: str, limit: int, unspaced: bool) -> int:
    """
    Return the last position up to *limit* between words, or between grapheme clusters if the last word is longer than half of the text.
    """
    for place in range(limit, limit // 2, -1):
        if _between_words(text, place, unspaced) and between_characters(text, place):
            return place
    return next((place for place in range(limit, 0, -1) if between_characters(text, place)), 0)


def _between_words(text: str, place: int, unspaced: bool) -> bool:
    before, after = text[place - 1], text[place]
    if before == " " or after == " ":
        return True
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return True
    return unspaced and not (_SPACED_WORD.match(before) and _SPACED_WORD.match(after))


def between_characters(text: str, place: int) -> bool:
    """
    Return whether *place* is between two grapheme clusters.
    """
    before, after = text[place - 1], text[place]
    if _JOINER in {before, after} or _EXTENDS.match(after) or unicodedata.category(after).startswith("M"):
        return False
    if _REGIONAL.match(after) and _REGIONAL.match(before):
        return _regional_before(text, place) % 2 == 0
    return not (_HANGUL_TAIL.match(after) or ("\u1100" <= before <= "\u115f" and "\uac00" <= after <= "\ud7a3"))


def _regional_before(text: str, place: int) -> int:
    """
    Count the regional indicators in a row before *place*: two make a flag.
    """
    start = place
    while start and _REGIONAL.match(text[start - 1]):
        start -= 1
    return place - start


#: Elements whose content is not text.
_UNREAD = name_set("style template title textarea select datalist iframe noembed noframes noscript svg object audio video canvas")

#: Elements in which a formula may be text (:mod:`stridesfeed.body.foreign`).
_FORMULAS = frozenset({"math", "script"})

#: Elements with a blank line around them, and elements with a line break.
_PARAGRAPHS = name_set("p h1 h2 h3 h4 h5 h6 pre blockquote ul ol dl table figure section article aside hr details header footer nav main")
_LINES = name_set("address br caption center dd div dt fieldset figcaption form legend li option summary tr")
_CELLS = frozenset({"td", "th"})
_LISTS = frozenset({"ul", "ol"})

#: Punctuation, after which no comma is needed between two cells.
_STOPS = (".", ",", ";", ":", "!", "?", "…", "。", "、", "，", "！", "？", "؟", "،")

_SPACE = re.compile(r"\s+")


def html_to_text(html: str, *, links: bool = False, images: bool = False) -> str:
    r"""
    Convert *html* to the text that a person reads.

    Blocks and ``<br>`` break lines, list items get their marks and numbers, a table row is a line, and white space is collapsed except in
    ``<pre>``. With *links*, the URL of a link follows its text in parentheses; with *images*, an image becomes its alternative text in
    brackets.

    >>> html_to_text("<p>One<br>two &amp; three</p><ol start=4><li>four</ol>")
    'One\ntwo & three\n\n4. four'
    >>> html_to_text('<a href="https://strides.example/two">Two</a>', links=True)
    'Two (https://strides.example/two)'
    """
    page = _Page(links=links, images=images)
    for token in tokenize(html):
        page.read(token)
    return page.text()


def excerpt(html: str, length: int, *, language: str | None = None) -> str:
    """
    Return the beginning of the text of *html* on one line: at most *length* characters, cut between words, with the ellipsis of *language* if
    text is left out.

    In scripts without spaces between words (detected in the text, or by *language*) it is cut between characters.

    >>> excerpt("<p>One stride at a time</p>", 15)
    'One stride at…'
    """
    page = _Page(folded=True)
    for token in tokenize(html):
        page.read(token)
        if page.length > length:
            break
    return cut(line(page.text()), length, language)


#: The mark of an item without a number.
_BULLET = "- "
_WHOLE = re.compile(r"\s*([+-]?\d{1,9})")


@attrs.define
class _Marks:
    """
    The marks of the items of one list: the next number, if it has numbers, and the step.
    """

    number: int | None
    step: int

    @classmethod
    def of(cls, token: StartTag) -> _Marks:
        """
        Return the marks of the list that *token* starts. A reversed list without a start has none, because its length is not known yet.
        """
        start = _whole(token.attributes.get("start", ""))
        is_reversed = "reversed" in token.attributes
        if token.name == "ul" or (is_reversed and start is None):
            return cls(None, 0)
        return cls(1 if start is None else start, -1 if is_reversed else 1)

    def next(self, value: str) -> str:
        """
        Return the mark of the next item, which may set its own number.
        """
        if self.number is None:
            return _BULLET
        said = _whole(value)
        number = self.number if said is None else said
        self.number = number + self.step
        return f"{number}. "


def _whole(text: str) -> int | None:
    match = _WHOLE.match(text)
    return int(match[1]) if match else None


class _Page:
    """
    The lines so far; if *folded*, they become one line, without marks that only separate lines.

    A break is noted, and written only before the next text, so that several breaks become one.
    """

    def __init__(self, *, folded: bool = False, links: bool = False, images: bool = False) -> None:
        self._folded = folded
        self._links = links
        self._images = images
        #: The URL of the open link, and the position of its text.
        self._followed: tuple[str, int] | None = None
        self._pieces: list[str] = []
        self._breaks = 0
        self._space = False
        self._unread: list[str] = []
        self._formulas = FormulaDeduplicator()
        self._skipped: SkippedElement | None = None
        self._preserved = 0
        self._lists: list[_Marks] = []
        self._tables = 0
        self._cell = False
        self._mark = ""
        #: In characters, approximately.
        self.length = 0

    def read(self, token: str | StartTag | EndTag) -> None:
        if self._skipped is not None:
            if self._skipped.ends_with(token):
                self._leave(self._skipped)
        elif isinstance(token, str):
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
        elif self._skips(token):
            return
        elif token.name in _UNREAD and not (token.self_closing and token.name == "svg"):
            self._unread.append(token.name)
        else:
            self._break(token.name)
            self._open(token)

    def _skips(self, token: StartTag) -> bool:
        """
        Return whether *token* starts a formula, or an element that is skipped because it repeats one.
        """
        repeats = self._formulas.repeats(token)
        if not repeats and token.name not in _FORMULAS:
            return False
        skipped = SkippedElement(token, repeats=repeats)
        if skipped.is_empty:
            self._leave(skipped)
        else:
            self._skipped = skipped
        return True

    def _leave(self, skipped: SkippedElement) -> None:
        self._skipped = None
        self._formulas.saw(skipped)
        self._text(skipped.readable())

    def _open(self, token: StartTag) -> None:
        if token.name in _LISTS:
            self._lists.append(_Marks.of(token))
        elif token.name == "li":
            self._mark = self._lists[-1].next(token.attributes.get("value", "")) if self._lists else _BULLET
        elif token.name == "pre":
            self._preserved += 1
        elif token.name == "table":
            self._tables += 1
        elif token.name == "a" and self._links:
            self._say_address()
            self._followed = token.attributes.get("href", "").strip(), len(self._pieces)
        elif token.name == "img" and self._images and (words := line(token.attributes.get("alt", ""))):
            self._text(f"[{words}]")

    def _end(self, name: str) -> None:
        if self._unread:
            if name == self._unread[-1]:
                self._unread.pop()
            return
        if name in _LISTS and self._lists:
            self._lists.pop()
        elif name == "a":
            self._say_address()
        elif name == "table" and self._tables:
            self._tables -= 1
        self._break(name)
        if name == "pre" and self._preserved:
            self._preserved -= 1
        elif name == "li":
            self._mark = ""

    def _say_address(self) -> None:
        """
        Append the URL of the open link, unless it leads to a fragment or is the text itself.
        """
        if self._followed is None:
            return
        address, start = self._followed
        self._followed = None
        said = "".join(self._pieces[start:]).strip()
        bare = address.removeprefix("mailto:")
        if said and bare and not bare.startswith("#") and said not in {bare, bare.partition("://")[2].rstrip("/")}:
            self._pieces.append(f" ({bare})")

    def _break(self, name: str) -> None:
        if name == "br":
            self._breaks = min(self._breaks + 1, 2)
        elif name in _LINES or (name in _PARAGRAPHS and self._lists):
            self._breaks = max(self._breaks, 1)
        elif name in _PARAGRAPHS:
            self._breaks = 2
        elif name in _CELLS:
            self._space = True
            self._cell = self._tables > 0

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
        self._breaks, self._space, self._mark, self._cell = 0, False, "", False

    def _separator(self) -> str:
        if not self._pieces:
            return ""
        if self._cell and not self._breaks and not self._folded:
            return " " if self._pieces[-1].endswith(_STOPS) else ", "
        return "\n" * self._breaks or " " * self._space


def text_to_html(text: str) -> str:
    """
    Return plain text as HTML paragraphs.
    """
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return "\n".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts if part)
