"""
Tokenise HTML by the rules of the WHATWG (HTML, 13.2.5), in linear time.

Comments, doctypes and CDATA sections produce no token. The content of raw text elements (script, style, noscript, …) is one text between their
tags. Elements inside svg or math are always closed, as browsers close them.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from typing import NamedTuple

from stridesfeed.text import legal, name_set


class StartTag(NamedTuple):
    """
    The start of an element; names are in lower case, and the first of two attributes with the same name counts.
    """

    name: str
    attributes: dict[str, str]
    self_closing: bool = False


class EndTag(NamedTuple):
    """
    The end of an element.
    """

    name: str


#: Text is ``str``, with character references resolved.
Token = str | StartTag | EndTag

#: 13.2.6: the content of these elements is text.
RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "noscript"})
_ESCAPABLE = frozenset({"title", "textarea"})

#: Start tags after which the next characters are not read as tags and text.
SWITCHING = RAW | _ESCAPABLE | {"plaintext", "svg", "math"}

_FOREIGN = frozenset({"svg", "math"})

#: 13.2.6.5: inside svg or math, these elements switch back to HTML …
_BREAKS_OUT = name_set(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s "
    "small span strong strike sub sup table tt u ul var"
)
#: … except in elements that may contain HTML.
_MAY_HOLD_HTML = frozenset({"foreignobject", "desc", "title", "mi", "mo", "mn", "ms", "mtext", "annotation-xml"})

_MARKUP = re.compile(r"<(?=[A-Za-z!?]|/[\s\S])")
#: Two thirds of all tags match this, and need no further parsing.
_BARE_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*+)>")
#: Nearly all others match this.
_PLAIN_TAG = re.compile(r'<([a-z][a-z0-9]*+)((?: [a-z][a-z-]*+="[^"]*+")++)( ?/)?>')
_PAIR = re.compile(r' ([a-z-]++)="([^"]*+)"')
_NAME = re.compile(r"[^\t\n />]+")
_ATTRIBUTE = re.compile(r"[\t\n /]*+(?:(>)|([^\t\n />][^\t\n />=]*+)(?:[\t\n ]*+(=)[\t\n ]*+)?)?")
_UNQUOTED = re.compile(r"[^\t\n >]*")
_COMMENT_END = re.compile(r"--!?>")

# The longest name has 31 letters, so a reference takes time in proportion to its length.
_REFERENCE = re.compile(r"&(?:#(?:[xX]([0-9A-Fa-f]++)|([0-9]++));?|([A-Za-z][A-Za-z0-9]{0,31}+);?)")

#: Noncharacters (Unicode, 23.7): documents must not contain them, and parsers report them.
_NO_CHARACTERS = re.compile(
    "[\ufdd0-\ufdef" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)) + "]"
)


#: Common characters that are legal, but count as unprintable: white space, and some that are invisible.
_UNPRINTABLE = "\n\t\xa0\xad\u200b\u200d"


def legal_characters(text: str) -> str:
    """
    Return *text* with only the characters that HTML and XML both allow, and with line feeds as line ends.
    """
    printable = text
    for character in _UNPRINTABLE:
        printable = printable.replace(character, " ")
    if printable.isprintable() and "\ufffd" not in text:
        return text
    return _NO_CHARACTERS.sub("", legal(text)).replace("\r\n", "\n").replace("\r", "\n")


def tokenize(source: str, *, raw: frozenset[str] = RAW) -> Iterator[Token]:
    """
    Yield the tokens of *source*; the content of *raw* elements is text.
    """
    source = legal_characters(source)
    position = 0
    foreign: _Foreign | None = None
    while match := _MARKUP.search(source, position):
        start = match.start()
        if start > position:
            yield unescape(source[position:start])
        token, position = _markup(source, start)
        if token is None:
            continue
        if foreign and foreign.left_by(token):
            yield from foreign.end_tags()
            foreign = None
        yield token
        if not isinstance(token, StartTag):
            continue
        if foreign is None and token.name in _FOREIGN and not token.self_closing:
            foreign = _Foreign(token.name)
        elif foreign is None:
            held, position = _held_text(source, position, token.name, raw)
            yield from held
    if position < len(source):
        yield unescape(source[position:])


def read_markup(source: str) -> tuple[StartTag | EndTag, ...] | None:
    """
    Return the token of *source*, which is one tag; an empty tuple for a comment, and ``None`` if the markup does not end where *source* does.

    >>> read_markup("<P CLASS=x>"), read_markup("<!-- a -->"), read_markup("<p title='>"), read_markup("< p>")
    ((StartTag(name='p', attributes={'class': 'x'}, self_closing=False),), (), None, None)
    """
    if not _MARKUP.match(source):
        return None
    token, end = _markup(source, 0)
    if end != len(source) or isinstance(token, str):
        return None
    return () if token is None else (token,)


def unescape(text: str, *, attribute: bool = False) -> str:
    """
    Resolve the character references of *text* (13.2.5.72) and remove characters that no feed can carry.

    >>> unescape("AT&amp;T &#x1F; &copy 2026")
    'AT&T  © 2026'
    """
    if "&" not in text:
        return text
    replacement = _in_attribute if attribute else _in_text
    return legal_characters(_REFERENCE.sub(replacement, text))


def _in_text(match: re.Match[str]) -> str:
    if match[3] is None:
        return _numbered(match)
    name = match[0][1:]
    for length in range(len(name), 1, -1):
        if (found := html.entities.html5.get(name[:length])) is not None:
            return found + name[length:]
    return match[0]


def _in_attribute(match: re.Match[str]) -> str:
    """
    In an attribute, a name without a semicolon is text if a letter, a digit or "=" follows: ``?a=1&copy=2`` (13.2.5.73).
    """
    if match[3] is None:
        return _numbered(match)
    name = match[0][1:]
    if name.endswith(";"):
        return html.entities.html5.get(name, match[0])
    follows = match.string[match.end() : match.end() + 1]
    return match[0] if follows == "=" else html.entities.html5.get(name, match[0])


def _numbered(match: re.Match[str]) -> str:
    digits, base = (match[1], 16) if match[1] else (match[2], 10)
    significant = digits.lstrip("0")
    code = int(significant, base) if 0 < len(significant) < 8 else 0
    return chr(code) if 0 < code < 0x110000 else ""


def _markup(source: str, start: int) -> tuple[Token | None, int]:
    """
    Return the token that starts with the "<" at *start*, and its end.
    """
    if bare := _BARE_TAG.match(source, start):
        return EndTag(bare[2]) if bare[1] else StartTag(bare[2], {}), bare.end()
    if (plain := _PLAIN_TAG.match(source, start)) and (tag := _plain_tag(plain)):
        return tag, plain.end()
    following = source[start + 1]
    name = start + 2 if following == "/" else start + 1
    if source[name].isascii() and source[name].isalpha():
        return _tag(source, start, name)
    return None, _comment_end(source, start) if following == "!" else _after(source, ">", name)


def _plain_tag(match: re.Match[str]) -> StartTag | None:
    """
    Return a start tag with double-quoted values; ``None`` if two attributes have the same name.
    """
    pairs = _PAIR.findall(match[2])
    attributes = dict(pairs) if "&" not in match[2] else {name: unescape(value, attribute=True) for name, value in pairs}
    return StartTag(match[1], attributes, match[3] is not None) if len(attributes) == len(pairs) else None


def _comment_end(source: str, start: int) -> int:
    if not source.startswith("<!--", start):
        return _after(source, ">", start)
    for whole in ("<!-->", "<!--->"):
        if source.startswith(whole, start):
            return start + len(whole)
    match = _COMMENT_END.search(source, start + 4)
    return match.end() if match else len(source)


def _after(source: str, mark: str, position: int) -> int:
    found = source.find(mark, position)
    return len(source) if found < 0 else found + len(mark)


def _tag(source: str, start: int, position: int) -> tuple[Token, int]:
    """
    Return a tag and its end. A tag that is cut off by the end of the text is text, so that nothing is lost.
    """
    name = _NAME.match(source, position)
    found = _attributes(source, name.end()) if name else None
    if name is None or found is None:
        return unescape(source[start:]), len(source)
    attributes, self_closing, end = found
    if source[start + 1] == "/":
        return EndTag(name[0].lower()), end
    return StartTag(name[0].lower(), attributes, self_closing), end


def _attributes(source: str, position: int) -> tuple[dict[str, str], bool, int] | None:
    """
    Return the attributes from *position* on, whether the tag is self-closing, and its end; ``None`` if it has no end.
    """
    attributes: dict[str, str] = {}
    while match := _ATTRIBUTE.match(source, position):
        if match[1]:
            return attributes, source[match.start(1) - 1] == "/" and match.start() < match.start(1), match.end()
        if match[2] is None:
            return None
        value, position = _value(source, match.end()) if match[3] else ("", match.end())
        if position < 0:
            return None
        attributes.setdefault(match[2].lower(), value)
    return None


def _value(source: str, position: int) -> tuple[str, int]:
    """
    Return the value at *position* and its end; -1 if its quotation mark is not closed.
    """
    quote = source[position : position + 1]
    if quote in {'"', "'"}:
        end = source.find(quote, position + 1)
        return (unescape(source[position + 1 : end], attribute=True), end + 1) if end >= 0 else ("", -1)
    match = _UNQUOTED.match(source, position)
    return (unescape(match[0], attribute=True), match.end()) if match else ("", position)


def _held_text(source: str, position: int, name: str, raw: frozenset[str]) -> tuple[list[Token], int]:
    """
    Return the content of a raw text element and its end tag; everything up to the end if there is none.
    """
    if name == "plaintext":
        return [source[position:]], len(source)
    if name not in raw and name not in _ESCAPABLE:
        return [], position
    end = re.compile(rf"</{name}(?=[\t\n />])", re.IGNORECASE).search(source, position)
    text = source[position : end.start() if end else len(source)]
    held: list[Token] = [unescape(text) if name in _ESCAPABLE else text]
    return held, end.start() if end else len(source)


class _Foreign:
    """
    The open elements inside svg or math.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 1
        self._html_allowed = 0

    def left_by(self, token: Token) -> bool:
        """
        Return whether *token* is outside.
        """
        if isinstance(token, str):
            return False
        if self._depth == 0:
            return True
        if isinstance(token, EndTag):
            self._close(token.name)
            return False
        if token.name in _BREAKS_OUT and not self._html_allowed:
            return True
        if not token.self_closing:
            self._depth += token.name == self._name
            self._html_allowed += token.name in _MAY_HOLD_HTML
        return False

    def _close(self, name: str) -> None:
        self._depth -= name == self._name
        self._html_allowed -= name in _MAY_HOLD_HTML and self._html_allowed > 0

    def end_tags(self) -> list[EndTag]:
        """
        Return the end tags that are needed before something outside starts.
        """
        return [EndTag(self._name)] * self._depth
